"""Checks across records: each rule is one function that yields every breach of it. The schemas hold the other rules."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from db.curation.records import LoadedRecord, RecordError, Records
from db.curation.references import date_of, event_id, known_ids, positions_on, resolve, side_of, values_in
from db.curation.wording import loaded_words
from schemas.model.edtf import bounds
from schemas.model.fields import Country, Quote, Ref, Text
from schemas.model.walk import FieldPath, Item
from schemas.nouns import INNER

Rule = Callable[[Records, LoadedRecord, list[Item]], Iterator[RecordError]]
"""A rule is asked about one record at a time, given every value in it with its path and field."""
SetRule = Callable[[Records], Iterator[RecordError]]
RULES: list[Rule] = []
LINKED_RULES: list[Rule] = []
"""Rules that follow references, and so can be asked only once every reference is sound."""
SET_RULES: list[SetRule] = []
LINKED_SET_RULES: list[SetRule] = []
"""The same for what is asked about many records together."""
OUR_WORDS = ("title", "summary", "text", "says", "paraphrase", "what")
UPWARDS = {
    "places": "part_of",
    "actors": "part_of",
    "topics": "broader",
    "processes": "predecessor",
    "events": "follows",
}
"""The field by which a record of a noun hangs on another of it."""
EXCESS = 1.25
"""How far the transfers under a term may go beyond the quantity agreed before it is taken for an error."""


def rule(function: Rule) -> Rule:
    """Add a rule to those that check_records runs."""
    RULES.append(function)
    return function


def linked_rule(function: Rule) -> Rule:
    """Add a rule that follows references."""
    LINKED_RULES.append(function)
    return function


def set_rule(function: SetRule) -> SetRule:
    """Add a rule about many records together."""
    SET_RULES.append(function)
    return function


def linked_set_rule(function: SetRule) -> SetRule:
    """Add a rule about many records together that follows references."""
    LINKED_SET_RULES.append(function)
    return function


def check_records(records: Records) -> list[RecordError]:
    """Return every breach of every rule; of the rules that follow references only once all references are sound."""
    sound = not records.errors and next(breaches(records, [references_exist]), None) is None
    errors = {*records.errors, *breaches(records, [*RULES, *LINKED_RULES] if sound else [references_exist, *RULES])}
    for check in (*SET_RULES, *(LINKED_SET_RULES if sound else ())):
        errors.update(check(records))
    return sorted(errors)


def breaches(records: Records, rules: list[Rule]) -> Iterator[RecordError]:
    """Yield every breach of some rules, having gone through the files once."""
    for file in records.files():
        for entry in (file, *records.inside(file)):
            leaves = values_in(entry)
            for check in rules:
                yield from check(records, entry, leaves)


def references_exist(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """Every id that a record names is a record."""
    for path, field, value in leaves:
        if isinstance(field, Ref) and resolve(records, entry, field.nouns, value) is None:
            ids = [identifier for noun in field.nouns for identifier in known_ids(records, noun)]
            close = get_close_matches(value, ids, 3)
            meant = f"; did you mean {' or '.join(close)}?" if close else "."
            yield entry.error(path, f"There is no {value!r} in {' or '.join(field.nouns)}{meant}")
        elif isinstance(field, Country) and value not in records.country_codes:
            yield entry.error(path, f"No place of kind country has the code {value!r}.")


@rule
def ids_are_unique(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """An id names one thing: among records, their former ids, actors and publishers alike, and slugs of one event."""
    for index, former in enumerate(entry.data.get("formerly", ())):
        if former in records.nouns[entry.noun]:
            yield entry.error(("formerly", index), f"{former!r} is the id of a record that is there now.")
    if entry.noun == "publishers" and entry.id in records.nouns["actors"]:
        yield entry.error((), f"{entry.id!r} is also an actor, so `by: {entry.id}` would mean two things.")
    if entry.noun == "events" and re.fullmatch(r"\d{4}(-\d\d){0,2}|latest", entry.id):
        yield entry.error((), "An event's id may not be a bare date or `latest`, which are addresses of lists.")
    if entry.noun == "events":
        slugs = [(noun, slug) for noun in INNER for slug in entry.data.get(noun, ())]
        for noun, slug in slugs:
            if sum(slug == other for _, other in slugs) > 1:
                yield entry.error((noun, slug), f"The slug {slug!r} is there twice in this event; ids would clash.")


@set_rule
def urls_are_unique(records: Records) -> Iterator[RecordError]:
    """A publication is one source."""
    seen = dict[str, LoadedRecord]()
    for entry in records.nouns["sources"].values():
        other = seen.setdefault(entry.data["url"], entry)
        if other is not entry:
            where = f"{other.file}:{other.line}"
            yield entry.error(("url",), f"The same URL is the source {other.id!r} at {where}; cite that one.")


@linked_rule
def dates_are_in_order(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """Nothing ends before it begins, and what follows an event is not before it."""
    pairs: list[tuple[FieldPath, FieldPath]] = [
        (("start_date",), ("end_date",)),
        (("published_date",), ("accessed_date",)),
    ]
    pairs += [(("positions", i, "from"), ("positions", i, "to")) for i in range(len(entry.data.get("positions", ())))]
    for first, last in pairs:
        start, end = _at(entry, first), _at(entry, last)
        if start and end and bounds(end)[1] < bounds(start)[0]:
            yield entry.error(last, f"{end} is before {start}.")
    if entry.noun == "events":
        yield from _event_order(records, entry)


def _event_order(records: Records, entry: LoadedRecord) -> Iterator[RecordError]:
    first, last = bounds(entry.data["date"])
    stamp = re.match(r"\d{4}(-\d\d){0,2}", entry.id)
    if stamp and not (bounds(stamp[0])[0] <= first <= bounds(stamp[0])[1]):
        yield entry.error(("date",), f"The id begins with {stamp[0]} and the date is {entry.data['date']}.")
    start, end = entry.data.get("start_time"), entry.data.get("end_time")
    if start and end and first == last and start[5:] == end[5:] and end < start:
        yield entry.error(("end_time",), f"{end} is before {start}.")
    if "follows" in entry.data:
        before = records.nouns["events"][entry.data["follows"]].data["date"]
        if last < bounds(before)[0]:
            yield entry.error(
                ("follows",), f"It follows an event of {before}, which is later than {entry.data['date']}."
            )
    for noun in ("agreements", "transfers"):
        for slug, data in entry.data.get(noun, {}).items():
            if "date" in data and bounds(data["date"])[1] < first:
                yield entry.error((noun, slug, "date"), f"{data['date']} is before the event's {entry.data['date']}.")


def _at(entry: LoadedRecord, path: FieldPath) -> str | None:
    """Return the text at a path of an entry, or None."""
    value: object = entry.data
    for part in path:
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list):
            value = value[int(part)]
    return value if isinstance(value, str) else None


@rule
def events_have_evidence(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """An event, and a process, says where it is known from."""
    if entry.noun in ("events", "processes"):
        inside = [entry.data, *(data for noun in INNER for data in entry.data.get(noun, {}).values())]
        if not any(data.get("evidence") or data.get("accounts") for data in inside):
            yield entry.error((), "No evidence: neither of its own nor in anything inside it.")


@linked_rule
def sources_are_not_older(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """A source is not older than the thing it reports. Plans, and who was named for a delegation, may be."""
    if entry.noun not in ("events", "statements", "transfers", "agreements"):
        return
    if records.nouns["events"][event_id(entry)].data["status"] != "held":
        return
    happened = bounds(date_of(records, entry))[0]
    for path, field, value in leaves:
        if isinstance(field, Ref) and field.nouns == ("sources",) and path[0] != "participants":
            published = records.nouns["sources"][value].data["published_date"]
            if bounds(published)[1] < happened:
                yield entry.error(path, f"The source is of {published}, older than what it reports ({happened}).")


@rule
def words_are_neutral(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """Our own text has no words of judgement; in quotation marks they are somebody's."""
    for path, field, value in leaves if entry.noun != "sources" else ():
        if path[-1] in OUR_WORDS and isinstance(field, Text) and not isinstance(field, Quote):
            for word, instead in loaded_words(value):
                yield entry.error(path, f"{word!r} is a judgement; allowed instead: {instead}.")


@rule
def statuses_fit_accounts(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """A claim that is agreed, disputed or denied has at least two accounts, by different hands."""
    if entry.noun == "claims" and entry.data["status"] in ("agreed", "disputed", "denied"):
        hands = {account["by"] for account in entry.data["accounts"]}
        if len(hands) < 2:
            yield entry.error(
                ("status",),
                f"{entry.data['status']!r} needs accounts by at least two; allowed with one: reported, claimed.",
            )


@linked_rule
def positions_are_held(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """A person holds the position that an event gives them on its date, and only people hold positions."""
    if entry.noun == "actors" and entry.data["kind"] != "person" and "positions" in entry.data:
        yield entry.error(("positions",), "Only a person holds positions.")
    for index, participant in enumerate(entry.data.get("participants", ())):
        if "position" in participant:
            held = positions_on(records, participant["actor"], entry.data["date"])
            if participant["position"] not in held:
                allowed = ", ".join(held) or "none is recorded for that date"
                path = ("participants", index, "position")
                yield entry.error(
                    path, f"Not a position of {participant['actor']} on {entry.data['date']}; held: {allowed}."
                )


@linked_set_rule
def transfers_can_be_true(records: Records) -> Iterator[RecordError]:
    """A transfer goes from one side to another, in the direction and of the kind of its term, and not far beyond it."""
    sums = dict[str, int]()
    for entry in records.nouns["transfers"].values():
        data = entry.data
        if data["from"] == data["to"]:
            yield entry.error(("to",), "From and to the same side.")
        if data.get("count", {}).get("high", data.get("count", {}).get("best")) == 0:
            yield entry.error(("count",), "Nobody; a handover of nobody is not a transfer.")
        for index, identifier in enumerate(data.get("under", ())):
            agreement, _, slug = identifier.rpartition(":")
            agreed = records.nouns["agreements"][agreement]
            term = agreed.data["terms"][slug]
            for end in ("from", "to"):
                if end in term and side_of(records, data[end]) != side_of(records, term[end]):
                    yield entry.error(
                        ("under", index), f"The term's {end!r} is {term[end]}, the transfer's is {data[end]}."
                    )
            if "unit" in term and (term["unit"] == "bodies") != (data["what"] == "bodies"):
                yield entry.error(
                    ("under", index), f"The term counts {term['unit']}, the transfer is of {data['what']}."
                )
            if bounds(date_of(records, entry))[1] < bounds(date_of(records, agreed))[0]:
                yield entry.error(("under", index), "The transfer is before the agreement that it carries out.")
            sums[identifier] = sums.get(identifier, 0) + data.get("count", {}).get(
                "low", data.get("count", {}).get("best", 0)
            )
            quantity = term.get("quantity", {})
            agreed_most = quantity.get("high", quantity.get("best"))
            if agreed_most is not None and "text" not in quantity and sums[identifier] > EXCESS * agreed_most:
                yield entry.error(("under", index), f"{sums[identifier]} handed over under a term of {agreed_most}.")


@linked_rule
def nothing_goes_in_circles(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """Following what a record is part of, or comes after, never leads back to it."""
    name = UPWARDS.get(entry.noun)
    if name and name in entry.data:
        seen, current = set[str](), entry.id
        while current not in seen and name in records.nouns[entry.noun][current].data:
            seen.add(current)
            current = records.nouns[entry.noun][current].data[name]
        if current in seen:
            yield entry.error((name,), f"{name} leads back to {current!r}.")


@linked_rule
def withdrawn_records_stand_alone(records: Records, entry: LoadedRecord, leaves: list[Item]) -> Iterator[RecordError]:
    """Nothing that is served points to a withdrawn record."""
    if not records.withdrawn or "withdrawn" in entry.data:
        return
    for path, field, value in leaves:
        if isinstance(field, Ref) and resolve(records, entry, field.nouns, value) in records.withdrawn:
            yield entry.error(path, f"{value!r} is withdrawn; take the reference out.")
