"""Keep a folder in step with a server of Parley: python3 mirror.py http://localhost:8000 FOLDER, as often as you like.

The folder has NOUN/ID.json for every record, as the newest release serves it, and `release`, which names that release.
Only records that read otherwise since the last time are fetched; an interrupted run is taken up by the next.
"""

import json
import sys
from pathlib import Path
from urllib.request import urlopen


def read(url: str) -> bytes:
    """Return what a server answers."""
    with urlopen(url, timeout=60) as reply:
        return reply.read()


def mirror(base: str, folder: Path) -> int:
    """Bring a folder up to the newest release, and return how many records were fetched or removed."""
    note = folder / "release"
    since = f"?since={note.read_text().strip()}" if note.exists() else ""
    newest = json.loads(read(f"{base}/v1/releases/latest"))["version"]
    records = [json.loads(line) for line in read(f"{base}/v1/releases/{newest}/documents.ndjson{since}").splitlines()]
    for record in records:
        file = folder / record["noun"] / f"{record['id']}.json"
        if record["state"] == "current":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(read(base + record["url"]))
        else:
            file.unlink(missing_ok=True)
    note.write_text(f"{newest}\n")
    return len(records)


if __name__ == "__main__":
    print(mirror(sys.argv[1].rstrip("/"), Path(sys.argv[2])), "records changed")
