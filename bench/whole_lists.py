"""Whole lists: the bytes, the seconds and the most memory of each file of a release, asked of the application itself.

`python -m bench.generate FOLDER --events 20000` and `build_database` make a release that is large enough to tell.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from api import create_app
from api.formats import FORMATS


def measure(database: Path, url: str) -> dict[str, object]:
    """Return what one reply took, read block by block as a server sends it; memory is that of the whole process."""
    app = create_app(PARLEY_DATABASE=str(database), PARLEY_ACCESS_LOG="off")
    app.test_client().get("/v1/events.csv?limit=100")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, size = time.perf_counter(), 0
    response = app.test_client().get(url, buffered=False)
    first = time.perf_counter() - start
    for block in response.response:
        size += len(block)
    response.close()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = time.perf_counter() - start
    return {
        "url": url,
        "status": response.status_code,
        "MB": round(size / 1e6, 1),
        "first_block_seconds": round(first, 2),
        "seconds": round(seconds, 1),
        "memory_before_MB": round(before / 1e3),
        "memory_added_MB": round((after - before) / 1e3, 1),
    }


def main() -> None:
    """Measure one address, or each format of events in a process of its own, because memory is never given back."""
    parser = argparse.ArgumentParser(description="Measure the whole lists of a release.")
    parser.add_argument("database", type=Path)
    parser.add_argument("url", nargs="?")
    arguments = parser.parse_args()
    if arguments.url:
        print(json.dumps(measure(arguments.database.resolve(), arguments.url)))
        return
    urls = [f"/v1/events.{one.suffix}" for one in FORMATS.values() if one.whole and not one.undivided]
    for url in [*urls, "/v1/events.ndjson?sort=title", "/v1/claims.csv"]:
        command = [sys.executable, "-m", "bench.whole_lists", str(arguments.database), url]
        subprocess.run(command, check=True)  # nosec B603


if __name__ == "__main__":
    main()
