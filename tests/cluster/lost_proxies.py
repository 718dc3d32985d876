"""Lost proxies: the one that holds the public address loses its power."""

import signal
import time

from tests.cluster.layout import VIP
from tests.cluster.results import Result, told
from tests.cluster.site import Site


def power_off(site: Site, proxy: str) -> None:
    """Take the power from a proxy: its cable is dead at once, and nothing says good-bye."""
    site.machines["client"].run("ip", "link", "set", f"to-{proxy}", "down")
    site.machines[proxy].signal_all(signal.SIGKILL)


def power_on(site: Site, proxy: str) -> None:
    """Give a proxy its power back, without the address that it held."""
    site.machines[proxy].run("ip", "address", "delete", f"{VIP}/24", "dev", "eth0", check=False)
    site.machines[proxy].run("sh", "-c", "rm -rf /run/* && mkdir -p /run/parley")
    site.machines["client"].run("ip", "link", "set", f"to-{proxy}", "up")
    site.start_proxy(proxy)
    site.settle()


def lose_the_proxy(site: Site) -> list[Result]:
    """Take the power from the proxy that holds the address, once for clients that ask again and once for plain ones."""
    results = list[Result]()
    retrying = ("--tries", "6", "--timeout", "2")
    for options, promise, most, slowest in (
        (retrying, "active proxy off, client asks again: 0 failed, slowest ≤ 4 s", 0, 4000),
        (("--timeout", "3"), "active proxy off, plain client: ≤ 1 failed per open connection", 16, 60_000),
    ):
        proxy = site.active()
        load = site.load(*options, "--keys", "300", "--seconds", "10")
        time.sleep(3)
        power_off(site, proxy)
        account = load.account()
        power_on(site, proxy)
        held = account["failed"] + account["unavailable"] <= most and account["slowest_ms"] <= slowest
        results.append(Result("5", promise, f"{told(account)}; {account['retried']} asked again", held))
    return results


def lose_varnish(site: Site) -> list[Result]:
    """Kill Varnish on the active proxy; nginx there asks the Varnish of the other."""
    proxy = site.active()
    load = site.load("--keys", "300", "--seconds", "12")
    time.sleep(3)
    site.machines[proxy].run("pkill", "-KILL", "varnishd")
    time.sleep(5)
    site.start_varnish(proxy)
    account = load.account()
    site.settle()
    # A reply that was on its way from the one to the other is cut, as where the whole proxy goes.
    held = account["failed"] + account["unavailable"] <= 16 and site.active() == proxy
    return [
        Result("varnish", "Varnish of the active proxy SIGKILLed: ≤ 1 failed per open connection", told(account), held)
    ]
