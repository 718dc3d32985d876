"""Addresses: how each kind of server is asked the same questions."""

import json
from urllib.parse import quote, urlencode, urlsplit

from bench.questions import PAGE, Questions
from bench.servers import Server

Addresses = dict[str, list[str]]
"""Addresses by workload, as often as they are asked for."""
DATASETTE_COLUMNS = ("id", "title", "kind", "status", "date", "place", "process", "level", "summary")


def ask_pages(server: Server, questions: Questions) -> Addresses:
    """Return the addresses of a server that numbers its pages."""
    del server
    return _common(questions) | {"deep page": [f"/v1/events?page={one.offset // PAGE + 1}" for one in questions.deep]}


def ask_parley(server: Server, questions: Questions) -> Addresses:
    """Return Parley's addresses; its deep pages are found by following `next`."""
    address, offset, deep = "/v1/events?limit=100", 0, list[str]()
    wanted = {one.offset for one in questions.deep}
    while len(deep) < len(wanted):
        if offset in wanted:
            address = address.replace("limit=100", f"limit={PAGE}")
            deep.append(address)
        step = PAGE if offset in wanted else 100
        found = urlsplit(json.loads(server.ask(address).body)["links"]["next"])
        address, offset = f"{found.path}?{found.query}", offset + step
    return _common(questions) | {"deep page": deep}


def _common(questions: Questions) -> Addresses:
    """Return the addresses that are the same at all but Datasette."""
    filters = [{"actor": one.actor, "from": one.first, "to": one.last} for one in questions.filters]
    return {
        "detail": [f"/v1/events/{quote(identifier)}" for identifier, _ in questions.events],
        "list": ["/v1/events"],
        "filter": [f"/v1/events?{urlencode(one)}" for one in filters],
        "search": [f"/v1/events?{urlencode({'q': words})}" for words in questions.searches],
    }


def ask_datasette(server: Server, questions: Questions) -> Addresses:
    """Return Datasette's addresses, without counts, facets and suggestions, and with the columns of a list alone.

    Its deep pages are the oldest events: newest first, it reads the whole table for each page.
    """
    del server
    table = "/peers/event"
    shown = [("_shape", "objects"), ("_size", str(PAGE)), ("_nocount", "1"), ("_nofacet", "1"), ("_nosuggest", "1")]
    shown += [("_col", column) for column in DATASETTE_COLUMNS]

    def rows(*pairs: tuple[str, str], sort: str = "_sort_desc") -> str:
        return f"{table}.json?{urlencode([*shown, (sort, 'date'), *pairs])}"

    def involved(actor: str) -> tuple[str, str]:
        # Its own `_through` finds nothing beside other filters: both bind a parameter of the same name.
        return "_where", f"n in (select event from event_actor where actor = '{actor}')"

    return {
        "detail": [f"{table}/{n}.json?_shape=objects" for _, n in questions.events],
        "list": [rows()],
        "filter": [
            rows(("date__gte", one.first), ("date__lte", one.last), involved(one.actor)) for one in questions.filters
        ],
        "search": [rows(("_search", words)) for words in questions.searches],
        "deep page": [rows(("_next", f"{one.date},{one.n}"), sort="_sort") for one in questions.deep],
    }
