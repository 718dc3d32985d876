"""The commands of `parley` that tell what changed in the record."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click

from api.cli.folders import cache_file, records_folder
from db.curation.records import InvalidRecords
from db.curation.report import number_of
from schemas.nouns import SCHEMAS
from schemas.query.moments import ReleaseMoment


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

    folder, today = records_folder(), datetime.now(UTC).date().isoformat()
    try:
        records, timeline = load_checked(folder, cache_file())
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
    click.echo(f"{path}: release {made.version} of {made.date}, {number_of(len(made.changes), 'change')}. {made.notes}")


@click.command()
@click.option("--reason", required=True, help="Why, in a sentence for readers.")
@click.argument("noun", type=click.Choice(list(SCHEMAS)))
@click.argument("identifier", metavar="ID")
@click.argument("words", nargs=-1, required=True)
def withhold(*, reason: str, noun: str, identifier: str, words: tuple[str, ...]) -> None:
    """Take WORDS out of all that the releases tell of the record ID of NOUN, and of what lies inside it, for good.

    For what nobody may read there any longer, such as the name of a prisoner. Release files are written anew for it;
    one more release says which, when and why, and not what the words were.
    """
    from db.history.redaction import RedactionError, redact
    from db.history.withholding import withholding_files, write_withholding
    from db.release.build import load_checked
    from db.release.identity import identify

    folder, today = records_folder(), datetime.now(UTC).date().isoformat()
    try:
        records, timeline = load_checked(folder, cache_file())
        redaction = redact(timeline, records, (noun, identifier), list(words))
        files = withholding_files(redaction, reason, identify(redaction.timeline.newest).version, today)
    except InvalidRecords as error:
        click.echo(error, err=True)
        raise click.ClickException("Nothing was withheld: the record has errors.") from error
    except RedactionError as error:
        raise click.ClickException(f"Nothing was withheld. {error}") from error
    for path in write_withholding(folder, redaction, files):
        click.echo(f"{path}: written.")
    # What was read before is remembered beside the builds, and is read anew here.
    load_checked(folder, cache_file())
    click.echo(
        f"Withheld from {number_of(len(redaction.rewritten), 'release')}; {files[-1][0].version} says so. Now"
        " `parley build`, and `parley forget` wherever files of before lie once that is served."
    )
    for record in redaction.elsewhere:
        click.echo(f"{record} has these words too, or had them, and was not touched.", err=True)


@click.command()
@click.option("--since", metavar="VERSION|DATE", default="", help="For addresses that do not say as of when they are.")
@click.argument("file", type=click.File(encoding="utf-8"))
def cited(*, since: str, file: TextIO) -> None:
    """Say which records changed that FILE (or - for standard input) cites by their addresses, and why."""
    from db.history.citations import changes_since, find_cited
    from db.release.build import load_checked

    if since and not ReleaseMoment.accepts(since):
        raise click.ClickException(f"--since is {since!r}; allowed are a day, 2026-11-30, or a version of a release.")
    try:
        _, timeline = load_checked(records_folder(), cache_file())
    except InvalidRecords as error:
        raise click.ClickException(f"The record has errors.\n{error}") from error
    citations, changed = list(find_cited(file.read())), 0
    for citation in citations:
        moment = citation.as_of or since
        place, record = f"{file.name}:{citation.line}", "/".join(citation.key)
        if not moment:
            click.echo(f"{place}: {record} does not say as of when it was cited; --since VERSION or DATE says it.")
            continue
        record_changes = changes_since(timeline, citation.key, moment)
        if record_changes.key not in timeline.present:
            click.echo(f"{place}: {record} is not in the record, and never was.")
            continue
        changed += bool(record_changes.changes)
        click.echo(f"{place}: {record} {'changed' if record_changes.changes else 'is unchanged'} since {moment}.")
        for date, change in record_changes.changes:
            if not date:
                click.echo(f"  not released yet: {change.noun}/{change.id} changed.")
                continue
            source = f" [{change.source}]" if change.source else ""
            click.echo(f"  {date}: {change.noun}/{change.id} {change.kind}. {change.reason}{source}")
    click.echo(f"{len(citations)} cited, {changed} changed.")


def unreleased_note(number: int) -> str:
    """Return the sentence that records were edited since the last release."""
    changes = number_of(number, "change is", "changes are")
    return f"{changes} not released yet; `parley release --template` shows what a release has to say."


def no_release(records: Path, moment: str) -> str:
    """Return what to say of a version or a day that no release has."""
    from db.history.release_files import read_release_files

    releases, _ = read_release_files(records)
    if not releases:
        return f"No release has the version or is on or before {moment!r}: there is none; `parley release` makes one."
    every = ", ".join(f"{release.version} ({release.date})" for release in releases)
    return f"No release has the version or is on or before {moment!r}; there are {every}."
