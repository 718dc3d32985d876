"""The commands of `parley` that tell what changed in the record."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from api.server.settings import load_settings
from db.curation.load import CACHE_FILE
from db.curation.records import InvalidRecords


@click.command()
@click.option("--template", is_flag=True, help="Write nothing; print a draft of FILE with all filled in but reasons.")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def release(*, template: bool, file: Path | None) -> None:
    """Release the record: write down what changed since the last release, and why, as FILE says."""
    from db.curation.ids import write_ids
    from db.history.draft import draft_template
    from db.history.releasing import Draft, DraftError, make_release, read_draft, write_release
    from db.release.build import load_checked
    from db.release.identity import identify

    folder, today = Path(load_settings()["PARLEY_RECORDS"]), datetime.now(UTC).date().isoformat()
    try:
        records, timeline = load_checked(folder, _cache_file())
    except InvalidRecords as error:
        click.echo(error, err=True)
        raise click.ClickException("Not released: the record has errors.") from error
    if template:
        click.echo("".join(draft_template(timeline.unreleased, timeline.present, today)), nl=False)
        return
    if timeline.releases and not timeline.unreleased:
        raise click.ClickException(f"Nothing changed since release {timeline.releases[-1].version}.")
    try:
        draft = read_draft(file) if file else Draft({}, "")
        made, text = make_release(timeline, records, identify(timeline.present).version, draft, today)
    except DraftError as error:
        for one in error.errors:
            click.echo(one if file else one.message, err=True)
        click.echo(
            "Not released. `parley release --template > FILE` writes a draft; then `parley release FILE`.", err=True
        )
        sys.exit(1)
    write_ids(folder, records)
    path = write_release(folder, timeline, made, text)
    click.echo(f"{path}: release {made.version} of {made.date}, {len(made.changes)} changes. {made.notes}")


def unreleased_note(number: int) -> str:
    """Return the sentence that records were edited since the last release."""
    records = "1 change is" if number == 1 else f"{number} changes are"
    return f"{records} not released yet; `parley release --template` shows what a release has to say."


def no_release(records: Path, moment: str) -> str:
    """Return what to say of a version or a day that no release has."""
    from db.history.release_files import read_release_files

    releases, _ = read_release_files(records)
    if not releases:
        return f"No release has the version or is on or before {moment!r}: there is none; `parley release` makes one."
    every = ", ".join(f"{release.version} ({release.date})" for release in releases)
    return f"No release has the version or is on or before {moment!r}; there are {every}."


def _cache_file() -> Path:
    return Path(load_settings()["PARLEY_DATABASE"]).with_name(CACHE_FILE)
