"""The benchmark's figures: what is read of a run, compared, judged and written."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bench.contest import sizes_of
from bench.contestants import CONTESTANTS
from bench.document import NoMarks, marks, write_section
from bench.environments import environment, is_ready
from bench.goals import GOALS, judge
from bench.load import BadRun, Counted, Sample, parse
from bench.machine import Memory, cpu_seconds, family_of, memory_of
from bench.questions import WORKLOADS
from bench.report import document
from bench.results import Results, Server, load, save
from bench.rounds import cpu, median_of, paired_ratio, rate, take_rounds
from bench.servers import NotStarted, Program, free_port, running
from bench.siege import besiege
from db.query.root import ROOT

BARE = ("bare-wsgi", "bare-flask")
PRINTED = """Running 1s test @ http://127.0.0.1:8000
  1 threads and 16 connections
MEASURED {"requests": 5000, "microseconds": 1250000, "bytes": 900, "refused": 1, "broken": 2, "late": 3, \
"p50": 1500, "p99": 9000}
"""


def sample(requests=1000, micros=100.0, others=0.0, p50=2.0, share=0.5):
    return Sample(Counted(requests, 1.0, requests * 5000, 0, p50, p50 * 4), micros, others, share)


def silent(_):
    """Say nothing."""


# What a run of the load generator tells


def test_what_wrk_printed_is_read():
    counted = parse(PRINTED)
    assert (counted.requests, counted.seconds, counted.bytes, counted.errors) == (5000, 1.25, 900, 6)
    assert (counted.rate, counted.p50, counted.p99) == (4000, 1.5, 9)


@pytest.mark.parametrize("printed", ["", "unable to connect to 127.0.0.1:1 Connection refused\n"])
def test_a_run_without_figures_is_not_taken_for_one(printed):
    with pytest.raises(BadRun):
        parse(printed)


@pytest.mark.parametrize(
    ("one", "disturbed"), [(sample(), False), (sample(others=0.5), True), (sample(share=0.95), True)]
)
def test_a_sample_knows_whether_it_was_disturbed(one, disturbed):
    assert one.disturbed is disturbed


@pytest.mark.parametrize("module", ["bench", "bench.workers"])
def test_without_wrk_it_says_how_to_get_it_and_ends_with_2(module, tmp_path):
    # Nothing but the interpreter is on the path.
    done = subprocess.run(
        [sys.executable, "-m", module],
        env=os.environ | {"PATH": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "apt-get install wrk" in done.stderr


# Rounds and ratios


def test_ratios_are_paired_inside_a_round():
    # The machine halves its speed in the second round; the ratio is 2 in every one.
    ours, theirs = [sample(2000), sample(1000), sample(2000)], [sample(1000), sample(500), sample(1000)]
    assert paired_ratio(ours, theirs) == 2
    assert paired_ratio([*ours, None, sample(9000)], [*theirs, sample(1), None]) == 2
    assert paired_ratio(ours, [None, None, None]) is None
    assert paired_ratio([sample(micros=50)], [sample(micros=200)], cpu) == 0.25


def test_the_median_is_of_the_samples_that_were_taken():
    assert median_of([sample(100), None, sample(300), sample(200)], rate) == 200
    assert median_of([None], rate) is None


def test_each_round_takes_everything_once_and_every_second_one_backwards():
    order = []

    def measure(name, number):
        order.append((number, name))
        return sample()

    measures = {name: lambda number, name=name: measure(name, number) for name in "abc"}
    taken = take_rounds(measures, 2, time.monotonic() + 60, silent)
    assert order == [(0, "a"), (0, "b"), (0, "c"), (1, "c"), (1, "b"), (1, "a")]
    assert {key: len(samples) for key, samples in taken.items()} == {"a": 2, "b": 2, "c": 2}


def test_a_sample_that_fails_leaves_a_gap_and_nothing_is_begun_after_the_deadline():
    def fail(_):
        raise BadRun("no figures")

    taken = take_rounds({"good": lambda _: sample(), "bad": fail}, 2, time.monotonic() + 60, silent)
    assert (taken["bad"], [one is None for one in taken["good"]]) == ([None, None], [False, False])

    def slow(_):
        time.sleep(0.2)
        return sample()

    taken = take_rounds({"first": slow, "second": slow}, 9, time.monotonic() + 0.1, silent)
    assert [one is None for one in taken["first"] + taken["second"]] == [False, True]


# The machine and its processes


def program(code, port, log):
    return Program("a", (sys.executable, "-c", code), port, "/", log)


def test_a_server_is_asked_measured_and_ended(tmp_path):
    port = free_port()
    code = f"import http.server as h; h.test(h.SimpleHTTPRequestHandler, port={port}, bind='127.0.0.1')"
    with running(program(code, port, tmp_path / "log")) as server:
        assert server.ask("/").status == 200
        assert server.cpu() > 0
        assert server.memory().pss > server.memory().anonymous > 0
        assert sizes_of(server, "/")[1] is None
        assert server.pid in family_of(os.getpid())
    assert server.pid not in family_of(os.getpid())
    assert (cpu_seconds([server.pid]), memory_of([server.pid])) == (0, Memory(0, 0))


def test_what_slow_clients_leave_over_is_counted(tmp_path, monkeypatch):
    """Against a server with a thread for each connection, which slow clients cannot fill, and against none."""
    monkeypatch.setattr("bench.siege.run_wrk", lambda *_: parse(PRINTED))
    port = free_port()
    code = f"import http.server as h; h.ThreadingHTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler)"
    code += ".serve_forever()"
    with running(program(code, port, tmp_path / "log")) as server:
        found = besiege(server, Path("unread"), 1, 12)
    assert (found.held, found.counted.requests) == (12, 5000)
    assert found.recovered < 10
    with pytest.raises(OSError, match="refused"):
        besiege(server, Path("unread"), 1, 12)


def test_a_server_that_ends_at_its_start_says_why(tmp_path):
    with (
        pytest.raises(NotStarted, match="no such thing"),
        running(program("raise SystemExit('no such thing')", free_port(), tmp_path / "log")),
    ):
        pass


# Goals, the document and the charts


def results_of(**rates):
    """Return results in which every server did all work at one rate."""
    found = [
        Server(
            name,
            "what it is",
            "gunicorn 1",
            samples={workload: [sample(number, 1e6 / number)] * 3 for workload in WORKLOADS},
            sizes={"detail": (5000, 1400), "list": (24000, None)},
            memory=Memory(70_000_000, 60_000_000),
            workers=2,
        )
        for name, number in rates.items()
    ]
    by_size = {size: {"detail": [sample(p50=ms)], "list": [sample(p50=1)]} for size, ms in ((1000, 1), (100_000, 2))}
    return Results("2026-11-22", "2 cores of Something", "Python 3", 1000, 10.0, found, by_size)


def named(**rates):
    return results_of(**{name.replace("_", "-"): number for name, number in rates.items()})


def test_goals_are_judged(tmp_path):
    goals = tmp_path / "goals.toml"
    goals.write_text("""
        ratio = [
            {server = "parley", over = "bare-flask", workload = "mixed", at_least = 1.5},
            {server = "parley", over = "bare-wsgi", workload = "mixed", at_least = 0.9},
            {server = "parley", over = "absent", workload = "mixed", at_least = 1},
        ]
        memory = [{server = "parley", at_most = 80}, {server = "parley", at_most = 50}]
        size = [{workload = "detail", at_most = 1.3}, {workload = "list", at_most = 1.3}]
    """)
    verdicts = judge(named(parley=1000, bare_flask=500, bare_wsgi=2000), goals)
    assert [one.measured for one in verdicts] == [2, 0.5, None, 60, 60, 2, 1]
    assert [one.reached for one in verdicts] == [True, False, None, True, False, False, True]
    assert [one.thrift for one in verdicts[:3]] == [pytest.approx(2), pytest.approx(0.5), None]


def test_the_goals_of_the_project_name_servers_and_workloads_that_exist():
    everything = {one.name: 1000 for one in CONTESTANTS}
    assert all(one.measured is not None for one in judge(results_of(**everything), GOALS))


def test_results_are_written_and_read_again(tmp_path):
    results = named(parley=1000, bare_flask=500)
    results.servers[1].samples["mixed"][1] = None
    save(results, tmp_path / "results.json")
    assert load(tmp_path / "results.json") == results


def test_the_document_has_every_server_and_names_what_is_missing():
    results = named(parley=4000, bare_flask=2000)
    results.servers.append(Server("datasette", "counts off", absent="it did not answer"))
    failing = replace(sample(), counted=replace(sample().counted, errors=7))
    results.servers[0].samples["search"][0] = failing
    text = document(results, judge(results))
    assert "| parley: what it is | 4,000 (2.0) |" in text
    assert "| bare-flask: what it is | 2,000 (1.00) |" in text
    assert "Not measured: datasette (it did not answer)." in text
    assert f"Of {6 * len(WORKLOADS)} samples, 0 were disturbed" in text
    assert "parley failed 7 requests of search." in text
    assert "| mixed: parley to bare-flask | ≥ 1.5 | 2.0 | 2.0 | reached |" in text
    assert "| mixed: parley to datasette | ≥ 100 | – | – | not measured |" in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in tables)


def test_the_document_says_when_the_machine_was_too_busy():
    results = named(parley=4000)
    results.servers[0].samples = {"mixed": [sample(others=1.5), sample(others=1.5), sample()]}
    text = document(results, [])
    assert "**Of 3 samples, 2 were disturbed" in text
    assert "measure again" in text


def test_a_section_is_written_and_what_is_around_it_stays(tmp_path):
    path = tmp_path / "page.md"
    begin, end = marks("contest")
    path.write_text(f"# Title\n\n{begin}\nold\n{end}\n\nBy hand: \\1.\n")
    for text in ("new \\1 | table", "newer"):
        write_section(path, "contest", text)
        assert path.read_text() == f"# Title\n\n{begin}\n\n{text}\n\n{end}\n\nBy hand: \\1.\n"
    with pytest.raises(NoMarks):
        write_section(path, "workers", "text")


def test_the_document_of_the_project_has_a_place_for_every_section():
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert all(text.count(mark) == 1 for name in ("contest", "workers") for mark in marks(name))


@pytest.mark.skipif(not is_ready("charts"), reason="`make bench` installs what draws the charts")
def test_the_same_figures_give_the_same_charts(tmp_path):
    save(named(parley=4000, bare_flask=2000), tmp_path / "results.json")
    drawn = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        command = [environment("charts") / "python", ROOT / "bench" / "charts.py", tmp_path / "results.json", folder]
        subprocess.run(command, check=True)
        drawn.append({path.name: path.read_text() for path in folder.iterdir()})
    assert drawn[0] == drawn[1]
    assert "4,000" in drawn[0]["throughput.svg"]
    assert "100,000" in drawn[0]["latency.svg"]
