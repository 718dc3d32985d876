"""A soak: a server under a mixed and partly hostile load, with a new release every minute, for as long as one likes.

    python -m tests.soak --minutes 10 --rate 20

It ends by itself with a verdict, 1 where something did not hold, and leaves the samples and a chart in build/soak/.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from api.formats.exports import export_release
from db.query.connection import MAX_RELEASES
from db.query.release_file import release_file
from db.query.root import ROOT
from db.release.build import build_database
from db.release.store import activate
from tests.checked_client import BASE
from tests.damage import another
from tests.servers import Server, gunicorn
from tests.soak.chart import draw
from tests.soak.load import Load
from tests.soak.samples import Sample, judge, take_sample

RESULTS = ROOT / "build" / "soak"
SAMPLE_SECONDS, RELEASE_SECONDS = 10, 60
WARM_UP = (MAX_RELEASES + 2) * RELEASE_SECONDS
"""Seconds in which caches fill and as many releases come as are kept open; before, growth says nothing."""
SETTINGS = {"PARLEY_ACCESS_LOG": "off", "PARLEY_CACHE_BYTES": str(4 << 20), "PARLEY_QUERY_SECONDS": "5"}
"""Room for replies is little enough to be full when the warm-up is over; a busy machine is no failure."""


def main() -> None:
    """Run a soak as the command line says."""
    parser = argparse.ArgumentParser(description="Serve under a mixed load for some minutes, and say what grew.")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--records", type=Path, default=ROOT / "db" / "records")
    options = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pointer = Path(folder) / "build" / "current"
        print(f"Building {options.records}.", flush=True)
        build_database(options.records, pointer)
        export_release(pointer.resolve(), BASE)
        with gunicorn(pointer, Path(folder), PARLEY_PUBLIC_URL=BASE, **SETTINGS) as server:
            load = Load(("127.0.0.1", server.port), options.rate)
            samples = run(server, load, pointer, options.minutes * 60)
            errors = server.errors.read_text(encoding="utf-8")
    figures, wrong = judge(samples, WARM_UP)
    if options.minutes * 60 < 2 * WARM_UP:
        wrong.append(f"too short to say what grows: {2 * WARM_UP // 60} minutes are the least")
    if "Traceback" in errors or "WORKER TIMEOUT" in errors:
        wrong.append("the log of errors has a traceback")
    title = f"{options.minutes:g} minutes at {options.rate:g} requests a second"
    (RESULTS / "soak.svg").write_text(draw(samples, title), encoding="utf-8")
    report = {"title": title, "figures": figures, "wrong": wrong, "statuses": dict(load.statuses)}
    report |= {"failures": load.failures[:100], "samples": [asdict(sample) for sample in samples]}
    (RESULTS / "soak.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "errors.log").write_text(errors, encoding="utf-8")
    print(f"{title}: {sum(load.statuses.values()):,} answered; {figures}.")
    print(f"The chart is {(RESULTS / 'soak.svg').relative_to(ROOT)}.")
    sys.exit("It did not hold: " + "; ".join(wrong) + "." if wrong else 0)


def run(server: Server, load: Load, pointer: Path, seconds: float) -> list[Sample]:
    """Load a server for so long; a worker that is not the one it was is a failure."""
    workers, samples, begin = server.workers(), list[Sample](), time.monotonic()
    releases = [pointer.resolve().stem]
    load.start()
    try:
        while (now := time.monotonic() - begin) < seconds:
            time.sleep(SAMPLE_SECONDS)
            now = time.monotonic() - begin
            if server.workers() != workers:
                load.failures.append("a worker was replaced")
                workers = server.workers()
            samples.append(take_sample(now, server.process.pid, workers, len(load.failures), load.take_times()))
            if now >= RELEASE_SECONDS * len(releases):
                releases.append(release_another(pointer, len(releases)))
            said = "; ".join([f"{samples[-1].failures} failures", *load.failures[-1:]])
            print(f"{now:5.0f} s {samples[-1].megabytes:6.1f} MB, {said}", flush=True)
    finally:
        load.end()
    return samples


def release_another(pointer: Path, number: int) -> str:
    """Let a pointer lead to a further release, which has the downloads of the one before, and return its digest."""
    before, digest = pointer.resolve(), another(pointer, number)
    shutil.copytree(before.with_suffix(".downloads"), release_file(pointer, digest).with_suffix(".downloads"))
    activate(pointer, digest)
    return digest


if __name__ == "__main__":
    main()
