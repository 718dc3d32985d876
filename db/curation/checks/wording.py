"""The rule about wording: our own text has no words of judgement outside quotation marks."""

import re
from collections.abc import Iterator

from db.curation.checks.context import Context
from db.curation.records import RecordError
from schemas.model.fields import Quote, Text

OUR_WORDS = ("title", "summary", "text", "says", "paraphrase", "what")
"""Fields whose text is ours, unless it is a quote or the record is a source."""

LOADED = {
    "aggressive": "say what was done",
    "aggressor": "name the state",
    "admitted": "says, states",
    "admits": "says, states",
    "barbaric": "say what was done",
    "brutal": "say what was done",
    "boasted": "says",
    "brazen": "leave it out",
    "breakthrough": "say what was agreed",
    "brushed aside": "did not accept",
    "conceded": "says, accepts",
    "constructive": "say what was agreed",
    "controversial": "say who objects",
    "crucial": "leave it out",
    "cynical": "leave it out",
    "dramatic": "leave it out",
    "failed to": "did not",
    "farce": "leave it out",
    "fruitful": "say what was agreed",
    "fruitless": "say what was not agreed",
    "groundbreaking": "leave it out",
    "historic": "leave it out",
    "illegitimate": "attribute it in a quote",
    "insisted": "says, states",
    "insists": "says, states",
    "key": "leave it out, or say main",
    "lied": "says; give the other account",
    "massive": "give the number",
    "obviously": "leave it out",
    "provocative": "say what was done",
    "puppet": "name the office",
    "regime": "government, or the state's name",
    "reckless": "leave it out",
    "shameful": "leave it out",
    "slammed": "says, objects to",
    "so-called": "leave it out",
    "stubborn": "leave it out",
    "terrorist": "attribute it in a quote",
    "ultimatum": "attribute it in a quote",
    "unfortunately": "leave it out",
    "unprecedented": "say since when",
    "vowed": "says that it will",
}
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“]*“")
_WORDS = re.compile(r"\b(" + "|".join(sorted(map(re.escape, LOADED), key=len, reverse=True)) + r")\b", re.IGNORECASE)
_FIRST = {re.findall(r"\w+", phrase)[0] for phrase in LOADED}


def words_are_neutral(context: Context) -> Iterator[RecordError]:
    """Our own text has no words of judgement; in quotation marks they are somebody's."""
    for path, field, text in context.values(Text) if context.entry.noun != "sources" else ():
        if path[-1] in OUR_WORDS and not isinstance(field, Quote):
            for word, instead in loaded_words(text):
                yield context.error(path, f"{word!r} is a judgement; allowed instead: {instead}.")


def loaded_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word of judgement outside quotation marks, with what to write instead."""
    # Looking for the first word of each is quick; beyond ASCII, letters may be alike in one case only.
    if text.isascii() and _FIRST.isdisjoint(re.findall(r"\w+", text.lower())):
        return
    for word in _WORDS.findall(_QUOTED.sub(" ", text)):
        yield word, LOADED[word.lower()]
