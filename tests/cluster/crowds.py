"""Crowds: more clients than there is room for, slow ones, greedy ones, and all for one address."""

import os
import re
import time
from pathlib import Path

from tests.cluster.layout import NAME, PROXIES, STRANGER, VIP
from tests.cluster.results import Result, clean, told
from tests.cluster.site import Site


def stampede(site: Site) -> list[Result]:
    """Let 300 clients ask for one address that nobody asked for before."""
    before = site.counter("MAIN.backend_req")
    account = site.load("--mode", "stampede", "--connections", "300", "--tries", "1").account()
    asked = site.counter("MAIN.backend_req") - before
    held = clean(account) and account["good"] == 300 and asked == 1
    figure = f"{asked} backend query, {account['good']} × 200; slowest {account['slowest_ms']:.0f} ms"
    return [Result("31", "300 clients, one cold key: exactly 1 backend query", figure, held)]


def wrk(site: Site, *arguments: str, address: str = VIP) -> dict[str, float]:
    """Run wrk over the hot addresses; return requests a second, p99 in ms, errors of any kind and requests."""
    script = str(Path(__file__).with_name("hot.lua"))
    # Browsers, curl --compressed and the HTTP libraries of most languages ask for gzip.
    headers = ["-H", f"Host: {NAME}", "-H", "Accept-Encoding: gzip"]
    command = ["wrk", "--latency", "-s", script, *headers, *arguments, f"http://{address}"]
    text = site.machines["client"].run(*command)
    found = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    assert found, text
    bad = sum(
        int(number) for number in re.findall(r"(?:connect|read|write|timeout|Non-2xx or 3xx responses:?) (\d+)", text)
    )
    return {
        "rate": float(re.findall(r"Requests/sec:\s+([\d.]+)", text)[0]),
        "p99": float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]],
        "bad": bad,
        "requests": int(re.findall(r"(\d+) requests in", text)[0]),
    }


def spike(site: Site) -> list[Result]:
    """Ask for hot addresses as fast as this machine can."""
    wrk(site, "-t1", "-c8", "-d2s")
    proxy = site.machines[site.active()]
    before = proxy.processor_seconds()
    found = wrk(site, "-t2", "-c64", "-d10s")
    spent = (proxy.processor_seconds() - before) / found["requests"]
    held = found["rate"] >= 20_000 and found["p99"] <= 20 and not found["bad"]
    inner = wrk(site, "-t2", "-c64", "-d5s", address=f"{PROXIES[site.active()]}:6081")
    load = os.getloadavg()[0]
    figure = (
        f"{found['rate']:,.0f} req/s, p99 {found['p99']:.1f} ms, {found['bad']:.0f} errors; at Varnish alone"
        f" {inner['rate']:,.0f} req/s, p99 {inner['p99']:.1f} ms; a request takes {spent * 1e6:.0f} µs of the proxy's"
        f" processor ({os.cpu_count()} cores, wrk included, load average {load:.0f})"
    )
    return [Result("30", "hot keys: ≥ 20,000 req/s, p99 ≤ 20 ms, 0 errors", figure, held)]


def creep(site: Site) -> list[Result]:
    """Hold 800 connections open that never end their header, while others ask as usual."""
    slow = site.load("--mode", "creep", "--connections", "800", "--seconds", "30")
    time.sleep(3)
    account = site.load("--connections", "4", "--keys", "50", "--pause", "0.02", "--seconds", "20").account()
    crept = slow.account()
    held = clean(account) and account["p99_ms"] <= 50 and crept["longest_s"] <= 10
    figure = f"{told(account)}; p99 {account['p99_ms']:.0f} ms; slow ones closed after ≤ {crept['longest_s']} s"
    return [Result("16", "800 slow headers: good requests 100 %, p99 ≤ 50 ms, slow closed ≤ 10 s", figure, held)]


def limit_one_client(site: Site) -> list[Result]:
    """Let a client that the limits hold for ask too much."""
    url = f"http://{VIP}/v1?[1-600]"
    seen = site.machines["client"].run(
        *("curl", "--silent", "--interface", STRANGER, "--header", f"Host: {NAME}", "--output", "/dev/null"),
        *("--write-out", "%{http_code} %{content_type} %header{retry-after}\n", url),
    )
    lines = seen.splitlines()
    refused = [line for line in lines if line.startswith("429")]
    honest = all(line == "429 application/problem+json 1" for line in refused)
    figure = f"{len(refused)} of {len(lines)} × 429"
    return [
        Result("limit", "one client asks too much: 429, problem+json, Retry-After", figure, bool(refused) and honest)
    ]
