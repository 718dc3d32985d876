"""Folders: where the commands find the records, the pointer to the release that is served, and their cache."""

from pathlib import Path

from api.server.settings import load_settings
from db.curation.load import CACHE_FILE


def records_folder() -> Path:
    """Return the folder of records that PARLEY_RECORDS names."""
    return Path(load_settings()["PARLEY_RECORDS"])


def release_pointer() -> Path:
    """Return the pointer to the release that is served, which PARLEY_DATABASE names."""
    return Path(load_settings()["PARLEY_DATABASE"])


def cache_file() -> Path:
    """Return the file beside the releases that remembers records already validated."""
    return release_pointer().with_name(CACHE_FILE)
