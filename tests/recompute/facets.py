"""Facets worked out anew: how many records of a noun have each value, read from the documents alone."""

from collections import Counter

from tests.recompute.record import days_of, id_of, upwards

INNER = ("claims", "statements", "proposals", "agreements", "transfers", "documents")


def facets(nouns):
    """Yield the facets of every noun whose values stand in its documents."""
    for noun, readers in FACETS.items():
        for name, read in readers.items():
            counts = Counter(value for document in nouns[noun].values() for value in set(read(nouns, document)))
            counts.pop(None, None)
            rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:100]
            yield (
                f"/v1/{noun}?facet={name}&limit=1",
                {"facets": {name: [{"value": value, "records": number} for value, number in rows]}},
            )


def _one(field):
    return lambda _, document: [id_of(document[field]) if isinstance(document[field], dict) else document[field]]


def _several(field):
    return lambda _, document: [one["id"] for one in document[field]]


def _year(_, document):
    date = document.get("date") or document.get("start_date") or document.get("published_date")
    return [days_of(date)[0][:4]]


def _topics(nouns, document):
    inside = [one for noun in INNER for one in document.get(noun, ())] if document["type"] == "event" else []
    own = [topic["id"] for part in (document, *inside) for topic in part["topics"]]
    return [one for topic in own for one in upwards(nouns, "topics", topic, "broader")]


def _places(nouns, document):
    return upwards(nouns, "places", id_of(document["place"]), "part_of")


def _countries(nouns, document):
    return [nouns["places"][place]["country"] for place in _places(nouns, document)]


def _process(nouns, document):
    return [id_of(nouns["events"][document["event"]["id"]]["process"])]


def _publishers(_, document):
    stack, names = [document], set()
    while stack:
        part = stack.pop()
        if isinstance(part, list):
            stack += part
        elif isinstance(part, dict) and "quote" in part and isinstance(part.get("source"), dict):
            relayed = [*part["source"]["relays"], *part["via"], part["source"]["publisher"]]
            names |= {publisher["id"] for publisher in relayed}
        elif isinstance(part, dict):
            stack += part.values()
    return names


def _of_participants(field):
    return lambda _, event: [
        id_of(one[field]) if isinstance(one[field], dict) else one[field] for one in event["participants"]
    ]


def _agreements(_, transfer):
    return [term["id"].rpartition(":")[0] for term in transfer["under"]]


_INSIDE = {"event": _one("event"), "process": _process, "topic": _topics, "publisher": _publishers, "year": _year}
FACETS = {
    "events": {
        **{name: _one(name) for name in ("kind", "status", "process", "level", "format", "channel", "follows")},
        "role": _of_participants("role"),
        "side": _of_participants("side"),
        "year": _year,
        "topic": _topics,
        "place": _places,
        "country": _countries,
        "publisher": _publishers,
    },
    "claims": _INSIDE
    | {
        "status": _one("status"),
        "side": _several("sides"),
        "by": lambda _, claim: [one["by"]["id"] for one in claim["accounts"]],
    },
    "statements": _INSIDE
    | {"speaker": _one("speaker"), "audience": _several("audience"), "language": _one("language")},
    "proposals": _INSIDE | {"status": _one("status"), "by": _several("by"), "addressee": _several("to")},
    "agreements": _INSIDE | {"party": _several("parties")},
    "transfers": _INSIDE
    | {"what": _one("what"), "from_side": _one("from"), "to_side": _one("to"), "under": _several("under")}
    | {"agreement": _agreements, "mediator": _several("mediators"), "reported_by": _several("reported_by")},
    "documents": _INSIDE
    | {"kind": _one("kind"), "author": _several("author")}
    | {"handed_by": _several("handed_by"), "handed_to": _several("handed_to")},
    "processes": {
        "status": _one("status"),
        "party": _several("parties"),
        "mediator": _several("mediators"),
        "topic": _topics,
    }
    | {"predecessor": _one("predecessor"), "year": _year},
    "places": {"kind": _one("kind"), "country": _one("country")},
    "actors": {"kind": _one("kind"), "country": _one("country"), "part_of": _one("part_of")},
    "sources": {"kind": _one("kind"), "language": _one("language"), "publisher": _one("publisher"), "year": _year}
    | {"relays": _several("relays"), "event": _several("cited_by")},
    "publishers": {"country": _one("country"), "ownership": _one("ownership")},
    "topics": {"broader": _one("broader")},
}
