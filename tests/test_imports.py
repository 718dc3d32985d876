"""Imports: a server loads what it needs to answer, and nothing of what makes a release."""

import subprocess
import sys

from db.query.root import ROOT

PROGRAM = """
import sys
from api import create_app

create_app()
print(*(name for name in sys.modules if name.startswith(("db.curation", "db.history", "db.release", "babel"))))
"""


def test_serving_loads_nothing_of_curation_or_release():
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
