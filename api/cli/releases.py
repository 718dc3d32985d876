"""The commands of `parley` that make releases and say which of them is served."""

import atexit
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from api.cli.folders import cache_file, movable_pointer, records_folder, release_pointer
from api.cli.history import no_release, unreleased_note
from api.cli.inputs import inputs_digest, note_inputs
from api.server.settings import load_settings
from db.curation.records import InvalidRecords
from db.curation.report import number_of
from db.query.release_file import DIGEST, BadRelease, check_release, release_file
from db.release import store
from db.release.collection import paused_collection
from db.release.parallel import processors
from schemas.query.moments import ReleaseMoment


@click.command()
@click.option("--activate/--no-activate", "active", default=True, help="Let the server answer from it at once, or not.")
@click.option("--as-of", "moment", metavar="VERSION|DATE", help="An earlier release, which `as_of` is answered from.")
@paused_collection()
def build(*, active: bool, moment: str | None) -> None:
    """Build a release from the records and activate it; a failed build leaves the last one in place."""
    from db.release.build import build_release

    # A process that ends looks for cycles in all that it made, which ends with it anyway.
    atexit.register(gc.freeze)
    pointer = movable_pointer()
    check_writable(pointer.parent)
    if moment is not None:
        if not ReleaseMoment.accepts(moment):
            raise click.ClickException(
                f"--as-of is {moment!r}; allowed are a day, 2026-11-30, or the version of a release."
            )
        _build_as_of(records_folder(), pointer, moment, _commit())
        return
    # Before the records are read: what is edited meanwhile must be built again.
    inputs = inputs_digest(records_folder())
    try:
        release = build_release(records_folder(), pointer, _commit(), cache_file(), processors())
        export(release["file_digest"], inputs)
    except InvalidRecords as error:
        click.echo(error, err=True)
        click.echo(f"Not built: {number_of(len(error.errors), 'error')}. {pointer} is as it was.", err=True)
        sys.exit(1)
    click.echo(
        f"Built {release['file_digest']}.db: release {release['version']}, {number_of(release['records'], 'record')}."
    )
    if release["unreleased"]:
        click.echo(unreleased_note(release["unreleased"]))
    if active:
        store.activate(pointer, release["file_digest"])
        click.echo(f"{pointer} leads to it.")


def _build_as_of(records: Path, pointer: Path, moment: str, commit: str | None) -> None:
    """Build an earlier release of the record beside the pointer, which stays as it is. Raises ClickException."""
    from db.history.restoring import RestoreError
    from db.history.timeline import ReplayError
    from db.release.build import build_as_of

    try:
        made = build_as_of(records, pointer, moment, commit, cache_file())
    except LookupError as error:
        raise click.ClickException(no_release(records, moment)) from error
    except (InvalidRecords, ReplayError, RestoreError) as error:
        raise click.ClickException(f"Not built. {error}") from error
    export(made["file_digest"])
    click.echo(f"Built {made['file_digest']}.db: release {made['version']}, {number_of(made['records'], 'record')}.")
    click.echo(f"It answers `as_of={made['version']}`; {pointer} is as it was.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add(file: Path) -> None:
    """Take in FILE, a release built elsewhere: check it and name it by its digest. It is copied, and not activated."""
    pointer = movable_pointer()
    pointer.parent.mkdir(parents=True, exist_ok=True)
    store.remove_leftovers(pointer.parent)
    copy = pointer.with_name(f".{pointer.name}.{os.getpid()}.tmp")
    try:
        if DIGEST.fullmatch(file.stem):
            check_release(file)
        shutil.copyfile(file, copy)
        digest = store.take_in(copy, pointer, _commit_of(file))
    except BadRelease as bad:
        # What is looked at is the copy; whoever typed the command knows the file.
        raise click.ClickException(str(bad).replace(copy.name, str(file))) from bad
    except OSError as error:
        raise click.ClickException(f"{file} could not be taken in: {error.strerror or error}") from error
    finally:
        copy.unlink(missing_ok=True)
    export(digest)
    click.echo(digest)


@click.command("activate")
@click.argument("digest")
def activate_release(digest: str) -> None:
    """Let the server answer from the release DIGEST; the beginning of the digest is enough."""
    pointer = movable_pointer()
    begin = Path(digest).name.removesuffix(".db")
    digests = sorted(path.stem for path in pointer.parent.glob("*.db") if path.stem.startswith(begin))
    if len(digests) != 1:
        raise click.ClickException(f"{len(digests)} releases beside {pointer} have a digest that begins with {digest}.")
    try:
        store.activate(pointer, digests[0])
    except BadRelease as bad:
        raise click.ClickException(f"{bad} {pointer} is as it was.") from bad
    click.echo(f"{pointer} leads to {digests[0]}.db.")


@click.command()
def rollback() -> None:
    """Let the server answer from the release that it answered from before."""
    pointer = movable_pointer()
    try:
        digest = store.roll_back(pointer)
    except BadRelease as bad:
        raise click.ClickException(f"{bad} {pointer} is as it was.") from bad
    click.echo(f"{pointer} leads to {digest}.db.")


@click.command()
def forget() -> None:
    """Remove the files beside the one that is served which may have words that were withheld from history since.

    Those of releases stay where they tell the same of them as the one that is served. Run it where such files lie, once
    a release without the words is served; `rollback` cannot lead to what is gone.
    """
    from db.release.build import HISTORY_CACHE, TEXT_CACHE

    pointer = release_pointer()
    try:
        digests = store.forget_superseded(pointer)
    except BadRelease as bad:
        raise click.ClickException(str(bad)) from bad
    for digest in digests:
        click.echo(f"{digest}.db: removed.")
    # What documents of earlier releases were is remembered there, by release files that are no more.
    shutil.rmtree(pointer.with_name(HISTORY_CACHE), ignore_errors=True)
    pointer.with_name(TEXT_CACHE).unlink(missing_ok=True)
    click.echo(f"{number_of(len(digests), 'release')} removed; {pointer} is as it was.")


def check_writable(folder: Path) -> None:
    """Refuse a folder that a release cannot be written to, before the work of building one. Raises ClickException."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = f"{folder} cannot be written ({error.strerror}); PARLEY_DATABASE=FOLDER/current names another place."
        raise click.ClickException(message) from error


def export(digest: str, inputs: str = "") -> None:
    """Write the downloads of a release, and note what it was built from where that is known."""
    from api.formats.exports import export_release

    public_url = load_settings()["PARLEY_PUBLIC_URL"]
    export_release(release_file(release_pointer(), digest), public_url)
    if inputs:
        note_inputs(release_pointer(), digest, inputs, public_url)


def _commit_of(release: Path) -> str | None:
    """Return the commit that a release built elsewhere was built from, where its manifest came with it."""
    try:
        commit: str | None = json.loads(release.with_suffix(".json").read_bytes())["source_commit"]
    except (OSError, ValueError, KeyError):
        return None
    return commit


def _commit() -> str | None:
    """Return the commit that the records are built from; None where they are not under git."""
    git = shutil.which("git")
    command = [git or "git", "-C", str(records_folder()), "rev-parse", "HEAD"]
    # What is run is fixed, but for the folder of an operator's setting; no shell reads it.
    done = git and subprocess.run(command, capture_output=True, text=True, check=False)  # nosec B603 # See above.
    return done.stdout.strip() if done and done.returncode == 0 else None
