"""Wording: the words of judgement that our own text may not use outside quotation marks."""

import re
from collections.abc import Iterator

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


def loaded_words(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word of judgement outside quotation marks, with what to write instead."""
    # Looking for the first word of each is quick; beyond ASCII, letters may be alike in one case only.
    if text.isascii() and _FIRST.isdisjoint(re.findall(r"\w+", text.lower())):
        return
    for found in _WORDS.findall(_QUOTED.sub(" ", text)):
        yield found, LOADED[found.lower()]
