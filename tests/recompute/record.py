"""The record as anybody gets it: the lines of the NDJSON download, and what plain Python makes of their dates."""

import json
import re
from calendar import monthrange
from collections import defaultdict

ALWAYS = ("0000-00-00", "9999-99-99")
PLURALS = {"process": "processes", "person": "people"}


def read_record(text):
    """Return the documents of a download by noun and id."""
    nouns = defaultdict(dict)
    for line in text.splitlines():
        document = json.loads(line)
        nouns[PLURALS.get(document["type"], document["type"] + "s")][document["id"]] = document
    return nouns


def days_of(date):
    """Return the first and the last day that a date may mean; of the dates that the record has, no rarer ones."""
    first, slash, last = date.partition("/")
    return _part(first, 0), _part(last if slash else first, 1)


def _part(text, end):
    if text in ("", ".."):
        return ALWAYS[end]
    parts = [int(part) for part in re.sub("[~?%]", "", text).split("-")]
    year, month, day = parts + [None] * (3 - len(parts))
    month = month or (12 if end else 1)
    return f"{year:04}-{month:02}-{day or (monthrange(year, month)[1] if end else 1):02}"


def overlap(one, other):
    """Tell whether two periods have a day in common."""
    return one[0] <= other[1] and other[0] <= one[1]


def upwards(nouns, noun, identifier, field):
    """Return an id and the ids of all that it lies in."""
    chain = []
    while identifier:
        chain.append(identifier)
        identifier = id_of(nouns[noun][identifier][field])
    return chain


def id_of(reference):
    """Return the id of a reference, or None."""
    return reference["id"] if reference else None
