"""The report: each list names what it should and nothing else, and the screen counts them."""

import pytest

from db.curation.load import load_records
from db.curation.report import LISTS, number_of, summary
from tests.cli.test_cli import parley
from tests.conftest import WORLD

SOUND = {
    "single-publisher": [
        "events/2031-04-20-handover.yaml: only example-wire",
        "events/2031-04-27-handover.yaml: only example-wire",
        "events/2031-05-harbour-call.yaml: only example-wire",
        "events/2031-06-15-harbour-round-2.yaml: only example-wire",
    ],
    "one-sided": ["events/2031-05-harbour-call.yaml: no account of northland, southland"],
    "near-duplicates": [],
    "progress": [
        "2031-04-12-harbour-round-1:bodies-deal:to-northland: agreed 40, carried out 34 to 35, 0 without a count"
    ],
    "outside-process": [],
    "statuses": [],
}


def report(folder, name):
    return list(LISTS[name](load_records(folder)))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", SOUND)
def test_a_list_names_what_there_is_to_look_at(name):
    assert report(WORLD, name) == SOUND[name]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    status: agreed", "    status: claimed", "next-round is claimed, though northland and southland give"),
        ("    status: agreed", "    status: reported", "next-round is reported, though northland and southland give"),
        ("    status: rejected", "    status: tabled", "truce is tabled, though a response is rejected"),
        ("Another round follows.", "It follows, though not soon.", "next-round is agreed, though an account says no"),
        ("agreed to meet again", "agreed not to stop", "next-round is agreed, though it says no to something and an"),
    ],
)
def test_a_status_that_may_not_fit_is_listed(world, old, new, line):
    edit(world / "events/2031-04-12-harbour-round-1.yaml", old, new)
    [found] = report(world, "statuses")
    assert line in found


def test_a_yes_or_no_of_others_is_no_answer_to_a_proposal(world):
    event = world / "events/2031-04-12-harbour-round-1.yaml"
    edit(event, "    status: rejected", "    status: tabled")
    edit(event, "    - by: southland\n      response: rejected", "    - by: ola-vik\n      response: rejected")
    assert report(world, "statuses") == SOUND["statuses"]


def test_other_places_in_other_words_are_listed(world):
    event = world / "events/2031-04-12-harbour-round-1.yaml"
    edit(event, "another round.", "another round in Northport.")
    edit(event, "Another round follows.", "They sit down again in Midport.")
    [found] = report(world, "statuses")
    assert found.endswith("accounts name other places")


def test_a_source_that_was_read_is_not_listed(world):
    unread = report(WORLD, "unread-sources")
    assert len(unread) == 6
    assert all(line.startswith("events/") for line in unread)
    event = world / "events/2031-04-12-harbour-round-1.yaml"
    identifier = unread[0].rpartition(" ")[2]
    lines = event.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.strip() == f"{identifier}:")
    indent = lines[at + 1][: len(lines[at + 1]) - len(lines[at + 1].lstrip())]
    lines.insert(at + 1, f"{indent}accessed_date: 2031-07-01")
    event.write_text("\n".join(lines), encoding="utf-8")
    assert report(world, "unread-sources") == unread[1:]


def test_events_of_like_titles_within_a_day_are_pairs(world):
    first, second = world / "events/2031-04-20-handover.yaml", world / "events/2031-04-21-handover.yaml"
    second.write_text(first.read_text(encoding="utf-8").replace("2031-04-20", "2031-04-21"), encoding="utf-8")
    assert report(world, "near-duplicates") == [], "They are on two days."
    edit(second, "date: '2031-04-21'", "date: '2031-04-20'")
    third = world / "events/2031-04-20-visit.yaml"
    third.write_text(second.read_text(encoding="utf-8"), encoding="utf-8")
    edit(third, "title: ", "title: Visit of the ministers to the lighthouse, long before any ")
    [line] = report(world, "near-duplicates")
    assert line.startswith("events/2031-04-2")
    assert line.endswith(": 100 % alike")


@pytest.mark.parametrize(("date", "is_outside"), [("2030-01-01", True), ("2031-05", False)])
def test_events_outside_their_process(world, date, is_outside):
    path = world / "events/2031-05-harbour-call.yaml"
    edit(path, "date: 2031-05~", f"date: '{date}'")
    expected = ["events/2031-05-harbour-call.yaml: outside harbour-talks"] if is_outside else []
    assert report(world, "outside-process") == expected
    edit(path, "process: harbour-talks\n", "")
    assert report(world, "outside-process") == [], "What belongs to no process is outside of none."


def test_the_screen_counts(world):
    lines = list(summary(load_records(world), "2031-07-01.abcdef12"))
    assert lines[0] == "Northland–Southland harbour talks, release 2031-07-01.abcdef12"
    assert lines[1].startswith("2 processes, 6 events, 3 claims, ")
    assert ", 1 document, " in lines[1]
    assert [number_of(number, "process", "processes") for number in (0, 1)] == ["0 processes", "1 process"]
    assert "Events with one publisher: 4 of 5 (80 %)." in lines
    assert "Claims disputed or denied: 1 of 3 (33 %)." in lines
    assert f"  {'2031':<34} {5:>4} {'█' * 30}" in lines
    assert "Known gaps: 1; complete through 2031-06-30." in lines
    counts = {name: len(report(world, name)) for name in LISTS}
    assert lines[-len(counts) :] == [
        f"To look at, `parley report {name}`: {number_of(number, 'line')}." for name, number in counts.items()
    ]


def test_the_command(world):
    settings = {"PARLEY_RECORDS": str(world), "PARLEY_DATABASE": str(world.parent / "build" / "current")}
    assert parley("report", "one-sided", **settings).stdout.splitlines() == SOUND["one-sided"]
    assert "Known gaps: 1" in parley("report", **settings).stdout
    done = parley("report", "nothing", **settings)
    assert (done.returncode, "There is no list 'nothing'; there are single-publisher, " in done.stderr) == (1, True)
    (world / "topics/ceasefire.yaml").write_text("name: x\n", encoding="utf-8")
    done = parley("report", **settings)
    assert (done.returncode, "`parley check` says them" in done.stderr) == (1, True)
