"""What an exercise is: its key, its public half, and the verdict on an answer."""
