"""Folders: where the commands find the records, the pointer to the release that is served, and their cache."""

import os
from pathlib import Path

import click

from api.server.settings import load_settings
from db.curation.load import CACHE_FILE


def records_folder() -> Path:
    """Return the folder of records that PARLEY_RECORDS names."""
    return Path(load_settings()["PARLEY_RECORDS"])


def release_pointer() -> Path:
    """Return the pointer to the release that is served, which PARLEY_DATABASE names."""
    return Path(load_settings()["PARLEY_DATABASE"])


def movable_pointer() -> Path:
    """Return the pointer for a command that moves it, which does so by putting another link in its place.

    Whatever else lies there would be lost, somebody's copy of a release for one. Raises ClickException.
    """
    pointer = release_pointer()
    if os.path.lexists(pointer) and not pointer.is_symlink():
        what = "a folder" if pointer.is_dir() else "a file"
        raise click.ClickException(
            f"{pointer} is {what} and no link to a release, so nothing is put in its place;"
            " PARLEY_DATABASE=FOLDER/current names another place."
        )
    return pointer


def cache_file() -> Path:
    """Return the file beside the releases that remembers records already validated."""
    return release_pointer().with_name(CACHE_FILE)
