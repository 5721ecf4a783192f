"""Be a worker: ``python -P -m solidarity.run`` (see ``inside``)."""

import sys

if __name__ == "__main__":
    # See solidarity/cli.py: it saves a second.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from solidarity.run.inside import main

    main()
