"""Releases: two of them to roll out, the real record and the same with one name changed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from db.query.release_file import release_file
from db.release.store import served_releases
from tests.cluster.layout import DEPLOY, FOLDER, NODES, PROXIES, ROOT, VIP, environment_of


def rollout_environment() -> dict[str, str]:
    """Return what deploy/rollout is told of this cluster."""
    reach = FOLDER / "reach"
    reach.write_text(
        f'#!/bin/sh\nexec timeout 60 nsenter --target="$(cat {FOLDER}/"$1"/pid)" -m -u -n -p -- sh -c "$2"\n'
    )
    reach.chmod(0o755)
    names = {"NODES": " ".join(NODES), "PROXIES": " ".join(PROXIES), "REACH": str(reach), "ADDRESS": VIP}
    return os.environ | names | {"ROLLOUT_ENV": "/dev/null"}


def make_releases() -> None:
    """Build the real record, and the same with one name changed, as two releases; note their order for the loader."""
    records, pointer = FOLDER / "records", FOLDER / "build" / "current"
    pointer.parent.mkdir()
    shutil.copytree(ROOT / "db" / "records", records)
    parley = [sys.executable, "-c", "from api.cli.main import main; main()", "build"]
    environment = os.environ | {"PARLEY_DATABASE": str(pointer), "PARLEY_RECORDS": str(records)}
    public = environment_of(DEPLOY / "systemd" / "node.env")["PARLEY_PUBLIC_URL"]
    for name in ("", "New "):
        topic = records / "topics" / "ceasefire.yaml"
        topic.write_text(topic.read_text(encoding="utf-8").replace("name: ", f"name: {name}", 1), encoding="utf-8")
        subprocess.run(
            parley, env=environment | {"PARLEY_PUBLIC_URL": public}, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
    shutil.rmtree(records)
    known = {}
    for order, file in enumerate(release_files()):
        manifest = json.loads(file.with_suffix(".json").read_bytes())
        known[manifest["digest"]] = {"version": manifest["version"], "order": order}
    (FOLDER / "releases.json").write_text(json.dumps(known))


def release_files() -> list[Path]:
    """Return the files of the releases that were built, in that order."""
    pointer = FOLDER / "build" / "current"
    return [release_file(pointer, digest) for digest in served_releases(pointer)]
