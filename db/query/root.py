"""The folder of this checkout, in which code, records and builds lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
