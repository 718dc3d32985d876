"""New releases: rolled out, taken back and swapped while everybody reads."""

import re
import signal
import subprocess
import time

from tests.cluster.layout import DEPLOY, FOLDER, NAME, VIP
from tests.cluster.lost_nodes import bring_back
from tests.cluster.releases import release_files, rollout_environment
from tests.cluster.results import Result, clean, told
from tests.cluster.site import Site


def roll_out(site: Site) -> list[Result]:
    """Roll a release out under load and kill a node at the moment of the switch; then take it back."""
    _, new = release_files()
    load = site.load("--keys", "300", "--seconds", "60", "--requests", "50000", "--at-most", "180")
    time.sleep(2)
    with subprocess.Popen(
        [str(DEPLOY / "rollout"), str(new)], env=rollout_environment(), stdout=subprocess.PIPE, text=True
    ) as rollout:
        assert rollout.stdout
        lines = list[str]()
        for line in rollout.stdout:
            lines.append(line)
            if "switching" in line:
                site.machines["node2"].signal_all(signal.SIGKILL)
    account = load.account()
    bring_back(site, "node2", "SIGKILL")
    site.settle()
    seen = len(account["releases"])
    held = rollout.returncode == 0 and clean(account) and account["back"] == 0 and seen == 2
    patch = re.search(r"takes (\d+) bytes", "".join(lines))
    size = f"; sent as a difference of {int(patch[1]):,} bytes for {new.stat().st_size:,}" if patch else ""
    figure = f"{told(account)}; {account['mixed']} mixed, {account['back']} steps back{size}"
    figure += f"; rollout: {rollout.returncode}, {seen} releases seen" * (not held)
    results = [Result("7", "rollout, a node killed at the switch: 0 failed, mixed, steps back", figure, held)]
    return [*results, roll_back(site)]


def roll_back(site: Site) -> Result:
    """Take the last release back; what counts is when readers have the one before."""
    old = release_files()[0].stem
    begun = time.monotonic()
    with subprocess.Popen(
        [str(DEPLOY / "rollout"), "back"], env=rollout_environment(), stdout=subprocess.DEVNULL
    ) as command:
        asking = ("curl", "-sI", "-H", f"Host: {NAME}", f"http://{VIP}/v1/topics/ceasefire")
        served = site.wait_until(lambda: old in site.machines["client"].run(*asking), "the release before", 30)
    seconds = time.monotonic() - begun
    figure = f"served after {served:.1f} s, the command done after {seconds:.1f} s"
    return Result("9", "roll back: ≤ 5 s, one command, no rebuild", figure, command.returncode == 0 and served <= 5)


def swap_releases(site: Site) -> list[Result]:
    """Move the pin of the active proxy and the pointer of a node to and fro, 400 times, under load on both."""
    files, proxy = release_files(), site.machines[site.active()]
    # Now every node has both, and every Varnish knows both.
    site.rollout(str(files[1]))
    site.rollout("back")
    behind = site.load(
        "--connections", "4", "--keys", "100", "--seconds", "45", "--name", "localhost", address="10.77.0.11:8000"
    )
    load = site.load("--keys", "300", "--seconds", "45")
    loaded = re.findall(r"release_\w+", proxy.run("varnishadm", "vcl.list"))
    names = [next(name for name in loaded if name.startswith(f"release_{file.stem[:16]}")) for file in files]
    for name in names:
        proxy.run("varnishadm", "vcl.state", name, "warm")
    time.sleep(1)
    pointer, swaps = FOLDER / "node1" / "releases" / "current", 0
    while load.runs() and swaps < 400:
        proxy.run("varnishadm", "vcl.use", names[(swaps + 1) % 2])
        link = pointer.with_name(".swap")
        link.symlink_to(files[(swaps + 1) % 2].name)
        link.replace(pointer)
        swaps += 1
    account, direct = load.account(), behind.account()
    proxy.run("varnishadm", "vcl.use", names[0])
    held = (
        clean(account) and clean(direct) and swaps == 400 and len(account["releases"]) == len(direct["releases"]) == 2
    )
    mixed = account["mixed"] + direct["mixed"]
    figure = f"{swaps} swaps of the pin: {told(account)}; of the pointer: {told(direct)}; {mixed} mixed"
    return [Result("6", "400 release swaps under load: 0 failed, 0 mixed", figure, held)]
