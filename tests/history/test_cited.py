"""Cited: a text with addresses of records in it, and what changed in them since."""

import re
import shutil

import pytest

from db.curation.rename import rename_record
from db.history.citations import find_cited
from tests.cli.test_cli import parley
from tests.conftest import WORLD
from tests.history.worlds import edit_record, release_world

pytestmark = pytest.mark.slow

VERSION = "2031-08-01.1a2b3c4d"
HANDOVER = "2031-04-20-handover"


def addresses(text):
    return [("/".join(cited.key), cited.as_of) for cited in find_cited(text)]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("See https://a.example/v1/events/one-two.", [("events/one-two", "")]),
        ("(http://127.0.0.1:8000/v1/claims/one:two.json?as_of=2031-08-01)", [("claims/one:two", "2031-08-01")]),
        (
            "[a](/v1/claims/one%3Atwo?view=full&amp;as_of=2031-08-01.1a2b3c4d),",
            [("claims/one:two", "2031-08-01.1a2b3c4d")],
        ),
        (
            "“One.” Parley: Talks, release 2031-07-01.1a2b3c4d. https://a.example/v1/events/one",
            [("events/one", "2031-07-01.1a2b3c4d")],
        ),
        ("/v1/events/one?as_of=yesterday", [("events/one", "")]),
        ("/v1/events, /v1/transfers/totals?by=year, /v1/events/2031-08.txt, /v2/events/one", []),
        ("/v1/events/one, /v1/events/one.txt", [("events/one", "")]),
        ("", []),
    ],
)
def test_addresses_in_a_text(text, cited):
    assert addresses(text) == cited


@pytest.fixture
def folder(tmp_path):
    """Return a world that was corrected, renamed and withdrawn in three releases after the first."""
    folder = tmp_path / "records"
    shutil.copytree(WORLD, folder)
    release_world(folder, "2031-08-01")
    edit_record(folder, f"events/{HANDOVER}", lambda data: data.update(summary="It says 41 now, and 7 more."))
    release_world(folder, "2031-08-02", "41 bodies were handed over, and not 40.")
    rename_record(folder, "events", HANDOVER, "2031-04-20-bodies")
    release_world(folder, "2031-08-03")
    edit_record(folder, "topics/ceasefire", lambda data: data.update(definition="A halt of all fire."))
    return folder


def ask(folder, text, *arguments):
    path = folder.with_name("text.md")
    path.write_text(text, encoding="utf-8")
    done = parley("cited", *arguments, str(path), PARLEY_RECORDS=str(folder))
    return done.stderr or done.stdout.replace(f"{path}:", "")


def test_what_changed_is_told_with_its_reason_under_any_id(folder):
    said = ask(folder, f"One\n/v1/events/{HANDOVER}?as_of=2031-08-01\n/v1/events/2031-04-20-bodies?as_of=2031-08-02\n")
    assert said == (
        f"2: events/{HANDOVER} changed since 2031-08-01.\n"
        "  2031-08-02: events/2031-04-20-handover corrected. 41 bodies were handed over, and not 40.\n"
        f"  2031-08-03: events/2031-04-20-bodies renamed. Had the id {HANDOVER} before, which leads here.\n"
        "3: events/2031-04-20-bodies changed since 2031-08-02.\n"
        f"  2031-08-03: events/2031-04-20-bodies renamed. Had the id {HANDOVER} before, which leads here.\n"
        "2 cited, 2 changed.\n"
    )


def test_what_did_not_change_is_not_there_or_has_no_date(folder):
    text = "/v1/actors/ana-belo\n/v1/actors/nobody\n/v1/topics/ceasefire\n"
    assert ask(folder, text, "--since", "2031-08-03") == (
        "1: actors/ana-belo is unchanged since 2031-08-03.\n"
        "2: actors/nobody is not in the record, and never was.\n"
        "3: topics/ceasefire changed since 2031-08-03.\n"
        "  not released yet: topics/ceasefire changed.\n"
        "3 cited, 1 changed.\n"
    )
    assert "does not say as of when" in ask(folder, text)
    assert "allowed are a day" in ask(folder, text, "--since", "yesterday")


def test_what_lies_in_an_event_is_followed_when_the_event_is_renamed(folder):
    edit_record(folder, "events/2031-04-20-bodies", lambda data: data.update(summary="Told once more."))
    release_world(folder, "2031-08-04", "The event is told anew.")
    said = ask(folder, f"/v1/transfers/{HANDOVER}:to-northland?as_of=2031-08-02\n")
    assert re.search(r"  2031-08-04: events/2031-04-20-bodies \w+\. The event is told anew\.\n", said), said
