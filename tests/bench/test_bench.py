"""The benchmark: the same questions to all peers over the same data, and the same answers from all of them."""

import json
import random
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bench import __main__ as command
from bench.contest import Contest, request_file, typical
from bench.contestants import CONTESTANTS, Files
from bench.data import Data, make, prepare_tables
from bench.load import parse
from bench.questions import DRAWS, MIXED, WORKLOADS, draw_questions, lines_of, zipf
from bench.servers import Content, running
from tests.bench.test_figures import BARE, PRINTED, program, sample, silent

pytestmark = pytest.mark.slow


def test_the_largest_size_is_taken_that_can_be_built_in_time(monkeypatch):
    monkeypatch.setattr(command, "prepared", lambda _: None)
    for speed, sizes in ((100, [1000]), (5000, [1000, 10_000, 100_000])):
        monkeypatch.setattr(command, "prepare", lambda events, *_, by=speed: Data(Path(), events, events / by))
        assert [one.events for one in command.choose_sizes(100_000, time.monotonic() + 60)] == sizes
    monkeypatch.setattr(command, "prepared", lambda events: Data(Path(), events, 1))
    monkeypatch.setattr(command, "prepare", lambda events, *_: Data(Path(), events, 1000))
    assert [one.events for one in command.choose_sizes(10_000, time.monotonic() + 1)] == [1000, 10_000]


def test_what_stands_for_a_record_is_of_the_middle_size():
    class Fake:
        def ask(self, address):
            return Content(200, {}, b"x" * int(address))

    assert typical(Fake(), ["9", "100", "1", "9", "9", "20"]) == "20"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Return a tiny record, built and laid out for the peers."""
    found = make(tmp_path_factory.mktemp("bench"), 240, 60, silent)
    prepare_tables(found, silent)
    return found


def test_zipf_draws_the_same_and_few_things_often():
    drawn = zipf(range(1000), 20_000, random.Random(1))
    assert drawn == zipf(range(1000), 20_000, random.Random(1))
    most = [number for _, number in Counter(drawn).most_common(3)]
    # The thousand weights 1/r add up to 7.49, so that the first is drawn with a chance of 0.134, the second of 0.067.
    assert most[0] == pytest.approx(20_000 / 7.49, rel=0.1)
    assert most[1] == pytest.approx(20_000 / 7.49 / 2, rel=0.15)


def test_the_questions_are_the_same_each_time_and_of_the_record(data):
    questions = draw_questions(data.tables)
    assert questions == draw_questions(data.tables)
    assert questions != draw_questions(data.tables, seed=2)
    assert {identifier for identifier, _ in questions.events} <= set(data.ids())
    assert len(data.ids()) == data.events


def test_mixed_work_has_its_shares():
    addresses = {
        kind: [f"/{kind}/{i}" for i in range(7)] for kind in ("detail", "list", "filter", "search", "deep page")
    }
    lines = lines_of("mixed", addresses, [("/tagged", '"etag"')])
    assert lines == lines_of("mixed", addresses, [("/tagged", '"etag"')])
    kinds = Counter(address.split("/")[1] for address, _ in lines)
    assert kinds == {
        "detail": DRAWS * 0.6,
        "list": DRAWS * 0.125,
        "filter": DRAWS * 0.0625,
        "deep page": DRAWS * 0.0625,
        "search": DRAWS * 0.1,
        "tagged": DRAWS * 0.05,
    }
    assert {tag for address, tag in lines if address != "/tagged"} == {""}
    # Every twenty requests have the same shares, so that a slow server is asked the same as a quick one.
    assert Counter(address.split("/")[1] for address, _ in lines[:20])["detail"] == MIXED.count("detail")


@pytest.fixture(scope="module")
def replies(data):
    """Return what Parley answers to the first of each kind of question, and keep replies for the bare peers."""
    with ExitStack() as stack:
        contest = Contest(data, stack, silent)
        contest.enter(CONTESTANTS[0])
        contest.keep_replies("parley")
        server = contest.servers["parley"]
        addresses = CONTESTANTS[0].ask(server, contest.questions)
        return {kind: json.loads(server.ask(found[0]).body) for kind, found in addresses.items()}


@pytest.mark.parametrize("contestant", CONTESTANTS, ids=[one.name for one in CONTESTANTS])
def test_every_peer_answers_the_same_questions_from_the_same_data(contestant, data, replies):
    if not contestant.is_ready():
        pytest.skip(f"`make bench` installs {contestant.name}")
    questions = draw_questions(data.tables)
    with contestant.start(Files(data.database, data.tables, data.folder / "replies")) as server:
        answers = {kind: server.ask(found[0]) for kind, found in contestant.ask(server, questions).items()}
    assert {kind: answer.status for kind, answer in answers.items()} == dict.fromkeys(replies, 200)
    bodies = {kind: json.loads(answer.body) for kind, answer in answers.items()}
    if contestant.name in BARE:
        assert bodies["list"] == replies["list"]
        return
    for kind in ("list", "filter", "search"):
        assert ids_of(bodies[kind]) == ids_of(replies[kind]), kind
    detail = bodies["detail"]
    assert detail.get("rows", [detail])[0]["id"] == replies["detail"]["id"]
    if not contestant.name.startswith("datasette"):
        assert ids_of(bodies["deep page"]) == ids_of(replies["deep page"])
    if contestant.ask is not CONTESTANTS[0].ask and "total" in bodies["search"]:
        totals = {kind: reply["meta"]["total"] for kind, reply in replies.items() if kind in ("filter", "search")}
        assert {kind: bodies[kind]["total"] for kind in totals} == totals


def ids_of(body):
    """Return the ids of a list, as a set: events of one day may stand in another order."""
    return {one["id"] for one in body.get("data", body.get("rows"))}


def test_a_contest_notes_samples_memory_and_who_is_absent(data, monkeypatch):
    """Hold one without the load generator: what it would have printed is given instead."""
    monkeypatch.setattr("bench.contest.run_wrk", lambda *_: parse(PRINTED))
    monkeypatch.setattr(
        "bench.contest.measure", lambda server, given: measured.append((server.name, given)) or sample()
    )
    measured = []
    absent = replace(
        CONTESTANTS[4], name="absent", start=lambda _: running(program("raise SystemExit(3)", 1, Path("/dev/null")))
    )
    with ExitStack() as stack:
        contest = Contest(data, stack, silent)
        contest.enter(CONTESTANTS[4])
        contest.enter(absent)
        contest.run(WORKLOADS, 2, time.monotonic() + 60)
    one, other = contest.found
    assert (one.name, one.absent, len(one.samples["mixed"]), one.workers) == ("naive-flask", "", 2, 2)
    assert one.memory.anonymous > 10_000_000
    assert "ended at its start" in other.absent
    assert {given.first for name, given in measured} == {0, 7919}
    tagged = request_file("naive-flask", "conditional").read_text().splitlines()
    assert all(line.partition("\t")[2].startswith('"') for line in tagged)
