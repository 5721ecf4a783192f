"""What learners and authors wrote, made safe for a page."""
