"""The wall round a worker: no network, no files, no other learner.

``bubblewrap`` is the command that starts a worker behind it, with what ``visible_files`` names.
``namespaces`` and ``system_calls`` are put round each submission from inside (``shut``); ``probe``
and ``unseen`` prove that all this holds on this machine.
"""
