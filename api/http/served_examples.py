"""Served examples: the ids that the specification shows, made up in its file, a release's own where it is served."""

import re

from db.query.connection import Reader
from db.query.showcase import Showcase, showcase_of

_ROUND = "2031-04-12-harbour-round-1"
EXAMPLE_IDS = {
    "events": _ROUND,
    "claims": f"{_ROUND}:bodies",
    "statements": f"{_ROUND}:belo-month",
    "proposals": f"{_ROUND}:truce",
    "agreements": f"{_ROUND}:bodies-deal",
    "transfers": "2031-04-27-handover:to-northland",
    "documents": f"{_ROUND}:paper",
    "processes": "harbour-talks",
    "actors": "ana-belo",
    "places": "customs-house",
    "sources": "example-wire-2031-04-12",
    "publishers": "example-wire",
    "topics": "repatriation",
}
"""A record of each noun in the made-up record that the tests run on, for those that have several."""
EXAMPLE_OTHER, EXAMPLE_DAY = "joss-tarn", "2031-04-12"
EXAMPLE_WORDS, EXAMPLE_BEGINNING = "bodies", "mid"
"""What to search for in it, and the beginning of a name."""
_EXAMPLE = re.compile(r"(?<=example: )('?)([^\s{}\[\]']+)\1(?=[\n}])")
_PATH_EXAMPLE = re.compile(
    r"^  /v1/(\w+)/\{identifier\}:\n(?:    .*\n)*?      - \{name: identifier, in: path, .*, example: ([^\s{}]+)\}$",
    re.M,
)


def example_ids(text: str) -> dict[str, str]:
    """Return the id that the specification's text shows of each noun, of those too that are not in EXAMPLE_IDS."""
    return dict(_PATH_EXAMPLE.findall(text)) | EXAMPLE_IDS


def search_words(showcase: Showcase) -> str:
    """Return the words to search a release for: its most frequent topic, whose own record is found at least."""
    words: list[str] = re.findall(r"\w+", showcase.topic_name.lower())
    return words[0] if words else "talks"


def with_served_examples(text: str, reader: Reader) -> str:
    """Return the specification's text with examples of parameters that the release which is served answers."""
    showcase = showcase_of(reader)
    words = search_words(showcase)
    examples = example_ids(text)
    served = {
        examples[noun]: identifier for noun, identifier in showcase.ids.items() if identifier and noun in examples
    }
    served |= {EXAMPLE_DAY: showcase.day} if showcase.day else {}
    served |= {EXAMPLE_OTHER: showcase.other_actor, EXAMPLE_WORDS: words, EXAMPLE_BEGINNING: words[:3]}
    return _EXAMPLE.sub(lambda match: match[1] + served.get(match[2], match[2]) + match[1], text)
