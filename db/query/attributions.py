"""Attributions: what of a text is somebody's words, and whom it names as the one who said them."""

import json
import re
from dataclasses import dataclass

from db.query.connection import Reader
from db.query.ranking import NAME_RANK
from db.query.spelling import name_key

_QUOTED = re.compile(r"“([^“”]*)[”“]|„([^“”„]*)[“”]|«([^«»]*)»|\"([^\"]*)\"")
_VERB = r"(?:said|says|told|added|stated|wrote|declared|noted|stressed|announced|according to)"
_SPOKEN = (
    re.compile(r"\A(?P<who>[^:“”„«»\"]{2,80}):\s+(?P<words>\S.*)\Z"),
    re.compile(r"\A(?P<words>.{0,1000}\S)\s+[—–-]{1,2}\s*(?P<who>[^—–,.]{3,60})(?:,[^,]{0,30})?\Z"),
    re.compile(
        rf"\A(?P<words>.{{0,1000}}\w)[,.!?]\s*(?P<who>{_VERB}\s[^,]{{2,60}}|[^,\s]{{1,30}}(?:\s[^,\s]{{1,30}}){{0,5}}\s{_VERB}(?:\s[^,]{{0,30}})?)\.?\Z"
    ),
    re.compile(rf"\A(?P<who>[^,:]{{2,60}}\s{_VERB})(?:\s(?:that|reporters))?[:,]?\s+(?P<words>\S.*)\Z"),
)
"""Name: words; words — Name; words, said Name; Name said words."""
_SAYS = re.compile(rf"\b{_VERB}\b|:\s*\Z")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_CAPITALISED = re.compile(r"(?<!\w)(?!The\s)[^\W\d_a-z][\w.'’-]{1,40}(?:\s{1,3}[^\W\d_a-z][\w.'’-]{1,40}){1,8}")
MAX_NAME_WORDS, MAX_NAMING_WORDS = 5, 24
"""Words of a name, and of the text beside a quote, that are looked up."""
MIN_QUOTED_WORDS = 5
"""Words in quotation marks that are a quote, whatever stands around them; fewer may be a single expression."""


@dataclass(frozen=True)
class Naming:
    """Whom a text names as the speaker: the words for it, and the actors whom they may mean, if any is known."""

    text: str
    actors: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One way to read a text: as these words, said by somebody whom it names, or whom it does not name."""

    words: str
    naming: Naming | None = None


def read_text(reader: Reader, text: str) -> list[Reading]:
    """Return the ways to read a text, the whole of it first."""
    readings = [Reading(text)]
    quotes = ["".join(groups) for groups in _QUOTED.findall(text)]
    beside = _QUOTED.sub(" ", text)
    naming = find_naming(reader, beside) if quotes else None
    quoted = " … ".join(quotes)
    is_quote = _SAYS.search(beside) or len(quoted.split()) >= max(MIN_QUOTED_WORDS, len(beside.split()))
    if quotes and (naming or is_quote):
        readings.append(Reading(quoted, naming))
    if not quotes or not naming:
        spoken = (pattern.match(text) for pattern in _SPOKEN)
        for match in filter(None, spoken):
            naming = find_naming(reader, match["who"])
            if naming:
                readings.append(Reading(match["words"], naming))
    return readings


def find_naming(reader: Reader, text: str) -> Naming | None:
    """Return whom some words beside a quote name: a person before a body, the longest name before others.

    A name of several words that the record does not know is one too.
    """
    words = _NAME_WORD.findall(text)[:MAX_NAMING_WORDS]
    runs = {
        " ".join(words[start:end]): end - start
        for start in range(len(words))
        for end in range(start + 1, min(start + MAX_NAME_WORDS, len(words)) + 1)
        if not words[start].islower() and not words[end - 1].islower()
    }
    keys = {name_key(run): run for run in runs if len(run) > 2}
    rows = reader.query(
        "select _name.key, _name.id, (rank - 1) / :level, actor.kind = 'person' from json_each(:keys) as typed"
        " cross join _name on _name.type = 'actor' and _name.key = typed.value and rank <= 2 * :level"
        " join actor on actor.id = _name.id",
        {"keys": json.dumps(list(keys)), "level": NAME_RANK},
    )
    if rows:
        # Kremlin spokesman Peskov is Peskov.
        best = max(rows, key=lambda row: (row[3], runs[keys[row[0]]], -row[2], len(row[0])))
        actors = dict.fromkeys(row[1] for row in rows if (row[0], row[2]) == (best[0], best[2]))
        return Naming(keys[best[0]], tuple(actors))
    unknown = _CAPITALISED.search(text)
    return Naming(unknown[0], ()) if unknown else None
