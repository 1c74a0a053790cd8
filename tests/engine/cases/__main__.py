"""``python -m tests.engine.cases``: write the files as ``test_cases.py`` wants them."""

import json

from tests.engine.cases import FOLDER, canonical

for path in FOLDER.glob("*.json"):
    path.write_text(canonical(json.loads(path.read_text())) + "\n")
