"""Grade submissions one after the other with otter's own function, without a container.

python run_otter.py AUTOGRADER.zip SCORES.json NOTEBOOK...
"""

import json
import sys
from pathlib import Path

from otter.api import grade_submission

autograder, scores, *notebooks = sys.argv[1:]
given = {}
for path in notebooks:
    results = grade_submission(path, autograder, quiet=True)
    given[Path(path).parent.parent.name] = {
        name: result.score for name, result in results.results.items()
    }
Path(scores).write_text(json.dumps(given))
