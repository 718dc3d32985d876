"""The folders of this installation: a checkout, in which code, records and builds lie, or an installed wheel."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The folder of the packages: that of the checkout, or the one that a wheel was installed into."""
WHEEL_FILES = ROOT / "api" / "files"
IS_CHECKOUT = not WHEEL_FILES.is_dir()
FILES = ROOT if IS_CHECKOUT else WHEEL_FILES
"""The folder of what serving needs besides the code, which a wheel brings along (deploy/wheel.py)."""
WORKPLACE = ROOT if IS_CHECKOUT else Path.cwd()
"""The folder in which records and builds lie where no setting names another; a package's own is no place for them."""
