"""The command behind `make bench`: data, contest, growth, then the table, the document, the charts and the verdicts."""

import argparse
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.contest import hold
from bench.contestants import CONTESTANTS
from bench.data import Data, QueryTimeout, prepare, prepare_tables, prepared
from bench.document import write_section
from bench.environments import SCRATCH, NotInstalled, environment
from bench.goals import judge
from bench.growth import grow
from bench.load import NoWrk, require_wrk
from bench.machine import kind_of_machine
from bench.report import document
from bench.results import Results, save
from bench.servers import end_on_sigterm
from db.query.root import ROOT

SIZES = (1_000, 10_000, 100_000, 1_000_000)
DOCUMENT = ROOT / "docs" / "performance.md"
GROWTH = 70
"""Seconds kept for measuring how latency grows, and for the charts."""
BUILDING = 0.4
"""The share of the time that may go into making the data."""


def main() -> int:
    """Run everything; return 0 if every goal was reached, 1 if one was missed, 2 if nothing could be measured."""
    arguments = _arguments()
    end_on_sigterm()
    began = time.monotonic()
    end = began + arguments.minutes * 60
    try:
        require_wrk()
        sizes = choose_sizes(arguments.events, began + BUILDING * arguments.minutes * 60)
        prepare_tables(sizes[-1], say)
    except (NoWrk, QueryTimeout) as reason:
        say(str(reason))
        return 2
    chosen = [one for one in CONTESTANTS if not arguments.only or one.name in arguments.only.split(",")]
    results = Results(
        f"{datetime.now(UTC):%Y-%m-%d}", kind_of_machine(), versions(), sizes[-1].events, sizes[-1].build_seconds
    )
    results.servers = hold(sizes[-1], chosen, arguments.rounds, end - GROWTH, say)
    larger = [found for size in SIZES if size > sizes[-1].events and (found := prepared(size))]
    results.by_size = grow([*sizes, *larger], arguments.rounds, end - 15, say)
    save(results, SCRATCH / "results.json")
    verdicts = judge(results)
    text = document(results, verdicts)
    print(text)
    write_section(DOCUMENT, "contest", text)
    draw_charts()
    say(f"All of it took {time.monotonic() - began:.0f} s.")
    return int(any(verdict.reached is False for verdict in verdicts))


def choose_sizes(most: int, deadline: float) -> list[Data]:
    """Return the data of each size up to the largest that can be made in time, which it makes. Raises TooSlow."""
    made = list[Data]()
    for size in [*(size for size in SIZES if size < most), most]:
        left = deadline - time.monotonic()
        # The last size tells how long the next will take; laying it out for the peers takes some of the time too.
        speed = made[-1].events / made[-1].build_seconds if made else None
        if speed and not prepared(size) and size / speed > left * 0.7:
            say(
                f"{size:,} events would take {size / speed:,.0f} s to build, which is too long: {made[-1].events:,} do."
            )
            break
        try:
            made.append(prepare(size, left, say))
        except QueryTimeout as slow:
            if not made:
                raise
            say(f"{slow} {made[-1].events:,} events do.")
            break
    return made


def versions() -> str:
    """Return the versions of what all servers share."""
    wrk = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False).stdout.split()[1]
    return f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, wrk {wrk.removeprefix('debian/')}"


def draw_charts() -> None:
    """Draw the charts beside the document, in an environment of their own."""
    try:
        python = environment("charts") / "python"
    except NotInstalled as reason:
        say(f"No charts: {reason}")
        return
    script = Path(__file__).with_name("charts.py")
    subprocess.run([python, script, SCRATCH / "results.json", DOCUMENT.parent], cwd=ROOT, check=True, timeout=120)


def say(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, help="events of the generated record, at most")
    parser.add_argument("--minutes", type=float, default=8.5, help="minutes that all of it may take")
    parser.add_argument("--rounds", type=int, default=7, help="rounds, at most")
    parser.add_argument("--only", default="", help="names of servers, separated by commas")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
