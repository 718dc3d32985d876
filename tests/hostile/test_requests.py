"""The table of hostile requests: every reply has the status, the body and the headers that it must, at every tier."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.conftest import LONG
from tests.hostile import connections, framing, headers, hosts, lines, methods, paths, queries, reading
from tests.hostile.case import Case, request
from tests.hostile.conftest import Tier
from tests.hostile.wire import Garbled, talk
from tests.work import seconds_of_work

pytestmark = pytest.mark.slow

MAX_WORK_SECONDS = 1.0
"""Seconds of processor time that a request may take; most take a few milliseconds."""

GROUPS = {
    module.__name__.rpartition(".")[2]: module.CASES
    for module in (methods, lines, framing, headers, connections, hosts, paths, queries, reading)
}
MATRICES = ("methods", "queries")
"""Groups that are products of two tables: in the short run a proxy is asked every fifth of their cases."""
CLEAN = request("/v1/topics/ceasefire", "Connection: close")


def complaints(tier: Tier, case: Case) -> list[str]:
    """Return what is wrong with the reply to a case, a hang or what is no HTTP included."""
    try:
        return tier.judge.complaints(case, talk(tier.address, case.raw, case.replies))
    except (Garbled, TimeoutError) as error:
        return [repr(error)]


@pytest.mark.parametrize("group", GROUPS)
def test_every_request_is_answered_as_it_must_be(tier, group):
    cases = GROUPS[group]
    if tier.name != "app" and group in MATRICES and LONG == 1:
        cases = cases[::5]
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda case: complaints(tier, case), cases)
        wrong = {case.name: said for case, said in zip(cases, found, strict=True) if said}
    assert wrong == {}


@pytest.mark.parametrize("group", ["paths", "queries", "headers"])
def test_no_request_takes_much_work(app, group):
    """What the application does for a request is measured by its processor time: the machine may be busy."""
    client, costly = app.test_client(), dict[str, float]()
    for case in GROUPS[group]:
        head, *fields = case.raw.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
        target = head.partition(" ")[2].rpartition(" ")[0]
        if not target.startswith("/"):
            continue
        sent = [tuple(field.split(": ", 1)) for field in fields if ": " in field and not field.startswith("Host")]

        def ask(target=target, sent=sent):
            # The client refuses some headers by itself.
            with suppress(ValueError):
                client.get(target, headers=sent)

        if (seconds := seconds_of_work(ask, MAX_WORK_SECONDS)) > MAX_WORK_SECONDS:
            costly[case.name] = seconds
    assert costly == {}


def test_no_reply_is_taken_for_another(tier):
    """After each request that lies about its end, others on connections of their own get what they asked for."""
    (clean,) = talk(tier.address, CLEAN).replies
    for case in framing.SMUGGLING:
        talk(tier.address, case.raw)
        (after,) = talk(tier.address, CLEAN).replies
        assert (after.status, after.body) == (clean.status, clean.body), case.name


def test_the_table_is_as_large_as_it_says():
    names = [(group, case.name) for group, cases in GROUPS.items() for case in cases]
    assert len(names) >= 1000
    assert len(names) == len(set(names))
