"""Contradictions between two texts that a program can be certain of: a plain no, another number, day or exchange."""

import re
from collections.abc import Container, Iterable, Iterator

DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)|disput(?:es?|ed)|contradict(?:s|ed)?|refut(?:es?|ed)|reject(?:s|ed)?|untrue|false"
    r"|refus(?:es?|ed)(?! to (?:comment|say|name|give))|no (?:agreement|deal|understanding)s?"
    r"|not (?:yet )?(?:been )?(?:true|so|the case|correct|accurate|agreed|confirm(?:ed)?|accept(?:ed)?)"
    r"|no (?:talk|discussion|meeting|contact|conversation)s? (?:of|on|about|with|took|was|were)"
    r"|no such|nothing|contrary to|on (?:its|their) own|unilateral(?:ly)?|one-sided(?:ly)?"
    r"|(?:did|does|do) not (?:happen|take place|agree|exist)|never (?:agreed|happened|took place))\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|nor|without|cannot|impossible|unable|reject\w*|refus\w*|den(?:y|ies|ied))\b",
    re.IGNORECASE,
)
DISBELIEF = re.compile(
    r"\b(?:incorrect|inaccurate|wrong|invent(?:ed|ion)s?|fabricat\w+|fakes?|disinformation|misinformation|nonsense|lies?"
    r"|baseless|groundless|on the contrary|unfounded|fell apart|propaganda|hears? of .{0,60}for the first time)\b",
    re.IGNORECASE,
)
"""Words by which an account says that another is not so, beside those of denial and negation."""
_SHORT_NOT = re.compile(r"\b(?:(wo)|(ca)|([a-z]{2,6}))n['’]t\b", re.IGNORECASE)
_BETWEEN_CLAUSES = re.compile(r"[.;,:]| and | but ")
_ON_CONDITION = re.compile(
    r"\b(?:if|unless|until|whether|while|because|as long as|on condition|should|must|may)\b", re.IGNORECASE
)
_SILENCE = re.compile(
    r"\bnot (?:yet )?(?:say|name|give|disclose|comment|specify|mention|known?)\b|\bnot (?:only|later)\b"
    r"|\bno (?:number|name|detail|date|place|comment|figure)s?\b|\bno (?:later|more|less|fewer) than\b",
    re.IGNORECASE,
)
"""Negations by which nothing is denied: something is left unsaid, or bounded."""
_WORD = re.compile(
    r"\b(?!(?:about|after|again|also|been|before|being|both|does|done|each|from|further|gives|have|having|into|more"
    r"|only|other|over|says|same|sides?|some|such|than|that|their|them|then|there|these|they|this|those|under|very|were|what"
    r"|when|where|which|will|with|would)\b)[a-z]{4,}\b"
)
"""Words by which two texts can be known to speak of one thing; names are none."""
_NUMBER = re.compile(r"\d[\d,]*\d|\d")
_COUNT = re.compile(r"\b(\d[\d,]*) (?!of\b|for\b|to\b|on\b|and\b|in\b)([a-z]+)\b")
_EXCHANGE = re.compile(r"\b(\d[\d,]*)[- ]for[- ](\d[\d,]*)\b")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = re.compile(
    rf"(?<!\bof )(?<!said on )(?<!says on )"
    rf"\b((?:\d{{1,2}}(?:, | and | to |–|-)){{0,9}}\d{{1,2}}) ({_MONTH})\b(?!:| \d{{4}}:)"
)
"""Days of what is told, not those on which it was said, or of what something else is called after."""
_PLACE = re.compile(rf"\b[Ii]n (?!{_MONTH})([^\W\d_a-z]\w+(?:[ -][^\W\d_a-z]\w+){{0,4}})")
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORD_NUMBER = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_ONES[1:10])}))?|({'|'.join(_ONES)}))\b", re.IGNORECASE
)


def denial_in(text: str, others: Iterable[str]) -> str | None:
    """Return the words by which a text denies what others say, if it does: a denial, or a no to what they speak of.

    A no under a condition (`if the other does not keep it`), or to a telling (`no number is given`), denies nothing.
    """
    text = write_out(text)
    if denial := DENIAL.search(text):
        return denial[0]
    named = {stem for other in others for stem in _stems(other)}
    for clause in _BETWEEN_CLAUSES.split(text):
        no = NEGATION.search(clause)
        if no and not _SILENCE.search(clause) and not _ON_CONDITION.search(clause[: no.start()]):
            stems = _stems(NEGATION.sub("", clause))
            if len(named & stems) * 2 >= len(stems) > 0:
                return no[0]
    return None


def has_negation(text: str) -> bool:
    """Tell whether a text says no to anything."""
    text = write_out(text)
    return bool(NEGATION.search(text) or DENIAL.search(text))


def write_out(text: str) -> str:
    """Return a text with `won't`, `can’t` and `doesn't` written out."""
    return _SHORT_NOT.sub(lambda one: f"{'will' if one[1] else 'can' if one[2] else one[3]} not", text)


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words that say what a text is about."""
    return {word[:5] for word in _WORD.findall(text)}


def differences(text: str, other: str, whole: str, cities: Container[str]) -> Iterator[str]:
    """Yield in words what two accounts of one fact give differently, unless the fact as a whole names what both give.

    A place is surely another one where both are cities, or where the two say the same but for the place.
    """
    text, other, whole = map(_in_digits, (text, other, whole))
    yield from (f"Counts {thing} otherwise than" for thing in _differing_counts(text, other))
    for word, find in (("exchange", _exchanges), ("day", _days), ("place", places_in)):
        mine, others, both = find(text), find(other), find(whole)
        if mine and others and not mine & others and not (mine & both and others & both):
            is_sure = word != "place" or all(place in cities for place in mine | others)
            if is_sure or _PLACE.sub("", text) == _PLACE.sub("", other):
                yield f"Gives another {word} ({', '.join(sorted(mine))}) than"


def places_in(text: str) -> set[str]:
    """Return the names of places in which a text says that something is."""
    return set(_PLACE.findall(text))


def _differing_counts(text: str, other: str) -> list[str]:
    """Return what two texts both count, in numbers of which neither has any of the other's."""
    own, others = _COUNT.findall(text), {thing for _, thing in _COUNT.findall(other)}
    numbers, other_numbers = set(_NUMBER.findall(text)), set(_NUMBER.findall(other))
    return [thing for _, thing in own if thing in others and not numbers & other_numbers]


def _exchanges(text: str) -> set[str]:
    """Return the exchanges of a text, so many for so many; the smaller number first, whoever tells of them."""
    pairs = (sorted((one.replace(",", ""), two.replace(",", "")), key=int) for one, two in _EXCHANGE.findall(text))
    return {" for ".join(pair) for pair in pairs}


def _days(text: str) -> set[str]:
    """Return the days that a text names: `5 and 6 March` are two."""
    return {f"{day} {month}" for days, month in _DAYS.findall(text) for day in _NUMBER.findall(days)}


def _in_digits(text: str) -> str:
    """Return a text with the numbers up to a hundred that are written as words in digits."""
    return _WORD_NUMBER.sub(_digits, text)


def _digits(number: re.Match[str]) -> str:
    tens, ones, small = (part and part.lower() for part in number.groups())
    return str(_TENS[tens] + (_ONES.index(ones) if ones else 0) if tens else _ONES.index(small or ""))
