"""The `parley` command: check and format the record, start a new one, write the specification, serve."""

import errno
import sqlite3
import sys
from pathlib import Path

import click

from api.cli.folders import cache_file, records_folder
from api.cli.history import cited, release, unreleased_note, withhold
from api.cli.mcp import serve_assistants
from api.cli.releases import activate_release, add, build, forget, rollback
from api.cli.serve import serve
from api.server.settings import BadSetting, load_settings
from db.curation.checks import check_records
from db.curation.format import format_file
from db.curation.ids import IDS_FILE, write_ids
from db.curation.load import COVERAGE, find_files, load_records
from db.curation.rename import RenameError, rename_record
from db.curation.report import number_of, numbers_of_records
from db.curation.scaffold import KINDS, new_record
from db.curation.yaml import YamlError
from db.history.record_files import check_record_files
from db.history.timeline import load_timeline
from db.query.root import IS_CHECKOUT, ROOT
from schemas.nouns import SCHEMAS

FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_DATABASE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


class Commands(click.Group):
    """The commands; a disk that is full is said in a sentence, whichever of them finds it so."""

    def invoke(self, context: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(context)
        except (OSError, sqlite3.OperationalError) as error:
            full = getattr(error, "errno", None) in FULL or getattr(error, "sqlite_errorcode", None) in FULL_DATABASE
            if not full:
                raise
            said = getattr(error, "strerror", None) or error
            raise click.ClickException(f"There is no room: {said}. What was served before stays.") from error


@click.group(cls=Commands)
@click.version_option(package_name="parley", prog_name="parley", message="%(prog)s %(version)s")
def main() -> None:
    """Check, build and serve a record of negotiations."""
    try:
        load_settings()
    except BadSetting as bad:
        raise click.UsageError(str(bad)) from bad


for command in (build, add, activate_release, rollback, forget, release, withhold, cited, serve, serve_assistants):
    main.add_command(command)


@main.command()
def check() -> None:
    """Print everything that is wrong in the records, as file:line: field: message."""
    folder = records_folder()
    records = load_records(folder, cache_file())
    errors = check_records(records)
    if not errors:
        timeline, errors = load_timeline(folder, records, cache_file())
        errors = errors or list(check_record_files(folder, timeline))
    for error in errors:
        click.echo(f"{_relative(folder)}/{error}", err=True)
    if errors:
        files = len({error.file for error in errors})
        click.echo(f"{number_of(len(errors), 'error')} in {number_of(files, 'file')}.", err=True)
        sys.exit(1)
    click.echo(f"No errors: {numbers_of_records(records)}.")
    if timeline.releases and timeline.unreleased:
        click.echo(unreleased_note(len(timeline.unreleased)))


def _relative(folder: Path) -> Path:
    """Return a folder relative to the current one, so that an editor can open the files that errors name."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


@main.command()
@click.argument("name", required=False)
def report(name: str | None) -> None:
    """Show the state of the record on one screen, or one of its lists of what to look at."""
    from db.curation.report import LISTS, summary
    from db.history.release_files import read_release_files
    from db.release.identity import find_release

    records = load_records(records_folder(), cache_file())
    if check_records(records):
        raise click.ClickException("The record has errors; `parley check` says them.")
    if name is not None and name not in LISTS:
        raise click.ClickException(f"There is no list {name!r}; there are {', '.join(LISTS)}.")
    releases, _ = read_release_files(records_folder())
    for line in LISTS[name](records) if name else summary(records, find_release(records, releases).version):
        click.echo(line)


@main.command("format")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail if a file is not in canonical form.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def format_(*, only_check: bool, files: tuple[Path, ...]) -> None:
    """Write record files (all of them, or FILES) in their canonical form."""
    folder = records_folder()
    differing = 0
    for path in files or [*find_files(folder), folder / COVERAGE]:
        try:
            canonical = format_file(path).encode()
        except YamlError as error:
            click.echo(f"{path}:{error.line}: file: {error.message}", err=True)
            differing += 1
            continue
        if canonical == path.read_bytes():
            continue
        differing += only_check
        click.echo(f"{path}: {'not in canonical form' if only_check else 'written anew'}", err=only_check)
        if not only_check:
            path.write_bytes(canonical)
    if differing:
        sys.exit(1)


@main.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("identifier")
def new(kind: str, identifier: str) -> None:
    """Start a record of KIND with the id IDENTIFIER from its template."""
    try:
        path = new_record(records_folder(), kind, identifier)
    except FileExistsError as error:
        raise click.ClickException(f"{error.filename} is there already.") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{path}: fill it in, then run `parley check` and `parley format`.")


@main.command()
@click.argument("noun", type=click.Choice(list(SCHEMAS)))
@click.argument("old")
@click.argument("new_id", metavar="NEW")
def rename(noun: str, old: str, new_id: str) -> None:
    """Give the record OLD of NOUN the id NEW, in its own file and wherever it is named; OLD goes on leading there."""
    try:
        paths = rename_record(records_folder(), noun, old, new_id)
    except RenameError as error:
        raise click.ClickException(str(error)) from error
    for path in paths:
        click.echo(path)
    click.echo(f"{number_of(len(paths), 'file')} written; now run `parley check`.")


@main.command()
def ids() -> None:
    """Add the ids of all records to the list of permanent ones, which `parley check` holds the record to."""
    folder = records_folder()
    records = load_records(folder, cache_file())
    if check_records(records):
        raise click.ClickException("The record has errors; `parley check` says them.")
    click.echo(f"{number_of(write_ids(folder, records), 'new id')} in {folder / IDS_FILE}.")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail if a file differs from the code.")
def openapi(*, only_check: bool) -> None:
    """Write openapi.yaml, the codebook and the JSON Schemas for editors from the code."""
    if not IS_CHECKOUT:
        raise click.ClickException("What it writes are files of a checkout, and this Parley was installed without one.")
    from api.specification.build import generated_files

    differing = 0
    for path, text in generated_files().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        differing += only_check
        click.echo(f"{path.relative_to(ROOT)}: {'differs from the code' if only_check else 'written'}", err=only_check)
        if not only_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if differing:
        click.echo("Run `parley openapi` and commit what it writes.", err=True)
        sys.exit(1)
