"""The report: the state of the record on one screen, and lists of what a curator should look at next."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from db.curation.doubts import doubtful_statuses
from db.curation.evidence import independent_publishers
from db.curation.records import LoadedRecord, Records
from db.curation.references import side_of
from schemas.model.edtf import bounds
from schemas.model.estimates import total
from schemas.nouns import SCHEMAS

MIN_LIKENESS = 0.82
"""How alike the titles of two events within a day of each other must be for them to be perhaps one event."""
MAX_BAR = 30
"""Characters of the longest bar."""


def number_of(number: int, thing: str, things: str = "") -> str:
    """Return a number with the name of what it counts: 1 proposal, 2 proposals."""
    return f"{number} {thing if number == 1 else things or f'{thing}s'}"


def numbers_of_records(records: Records) -> str:
    """Return how many records of each noun there are, in a line."""
    return ", ".join(number_of(len(entries), SCHEMAS[noun].TYPE, noun) for noun, entries in records.nouns.items())


def summary(records: Records, version: str) -> Iterator[str]:
    """Yield the lines of the screen that `parley report` shows: counts by noun, year and process, shares, and gaps."""
    events, claims = list(records.entries("events")), list(records.entries("claims"))
    yield f"{records.coverage['title']}, release {version}"
    yield numbers_of_records(records)
    single = sum(len(independent_publishers(records, event)) < 2 for event in events)
    statuses = Counter(claim.data["status"] for claim in claims)
    disputed = statuses["disputed"] + statuses["denied"]
    yield f"Events with one publisher: {_share(single, len(events))}."
    yield f"Claims disputed or denied: {_share(disputed, len(claims))}."
    yield "Claims: " + ", ".join(f"{number} {status}" for status, number in statuses.most_common())
    yield ""
    yield from _bars("Events by year", Counter(event.data["date"][:4] for event in events), sorted)
    yield ""
    names = Counter(event.data.get("process", "(none)") for event in events)
    yield from _bars("Events by process", names, lambda items: sorted(items, key=lambda item: (-item[1], item[0])))
    yield ""
    gaps = records.coverage.get("gaps", [])
    yield f"Known gaps: {len(gaps)}; complete through {records.coverage['complete_through']}."
    for name, lister in LISTS.items():
        yield f"To look at, `parley report {name}`: {number_of(sum(1 for _ in lister(records)), 'line')}."


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({round(100 * part / whole) if whole else 0} %)"


def _bars(title: str, counts: Counter[str], order: Callable[..., list[tuple[str, int]]]) -> Iterator[str]:
    """Yield a title and a bar for each count."""
    yield title
    longest = max(counts.values(), default=1)
    for name, number in order(counts.items()):
        yield f"  {name:<34} {number:>4} {'█' * max(1, round(MAX_BAR * number / longest))}"


def single_publisher(records: Records) -> Iterator[str]:
    """Yield events that rest on one independent publisher."""
    for event in records.entries("events"):
        publishers = independent_publishers(records, event)
        if len(publishers) < 2:
            yield f"{event.file}: only {', '.join(sorted(publishers)) or 'nobody'}"


def one_sided(records: Records) -> Iterator[str]:
    """Yield events in which both parties took part and only one of them gives an account."""
    for event in records.entries("events"):
        sides = {one["side"] for one in event.data.get("participants", ()) if "side" in one}
        process = event.data.get("process")
        parties = set(records.nouns["processes"][process].data["parties"]) & sides if process else set()
        heard = {
            side_of(records, account["by"], event)
            for claim in event.data.get("claims", {}).values()
            for account in claim["accounts"]
        }
        silent = sorted(parties - {side for side in heard if side})
        if len(parties) > 1 and silent:
            yield f"{event.file}: no account of {', '.join(silent)}"


def near_duplicates(records: Records) -> Iterator[str]:
    """Yield pairs of events within a day of each other whose titles are much alike."""
    events = sorted(records.entries("events"), key=lambda event: bounds(event.data["date"])[0])
    for place, event in enumerate(events):
        for other in events[place + 1 : place + 12]:
            if bounds(other.data["date"])[0] > bounds(event.data["date"])[1]:
                break
            likeness = SequenceMatcher(None, event.data["title"].lower(), other.data["title"].lower()).ratio()
            if likeness > MIN_LIKENESS:
                yield f"{event.file} and {other.file}: {round(100 * likeness)} % alike"


def progress_of_terms(records: Records) -> Iterator[str]:
    """Yield terms with a quantity: what was agreed beside what the transfers add up to."""
    transfers = defaultdict[str, list[LoadedRecord]](list)
    for transfer in records.entries("transfers"):
        for term in transfer.data.get("under", ()):
            transfers[term].append(transfer)
    for agreement in records.entries("agreements"):
        for slug, term in agreement.data["terms"].items():
            quantity = term.get("quantity")
            if quantity:
                number = total(transfer.data.get("count") for transfer in transfers[f"{agreement.id}:{slug}"])
                agreed = quantity.get("best") or f"{quantity.get('low')} to {quantity.get('high')}"
                done = f"carried out {number.low} to {number.high}, {number.unknown} without a count"
                yield f"{agreement.id}:{slug}: agreed {agreed}, {done}"


def unread_sources(records: Records) -> Iterator[str]:
    """Yield sources that no curator has marked as read."""
    for source in records.entries("sources"):
        if "accessed_date" not in source.data:
            yield f"{source.file}: {source.id}"


def outside_their_process(records: Records) -> Iterator[str]:
    """Yield events dated before or after the process that they belong to."""
    for event in records.entries("events"):
        if "process" in event.data:
            process: LoadedRecord = records.nouns["processes"][event.data["process"]]
            first, last = bounds(event.data["date"])
            starts, ends = bounds(process.data["start_date"])[0], bounds(process.data.get("end_date", "9999"))[1]
            if last < starts or ("end_date" in process.data and first > ends):
                yield f"{event.file}: outside {process.id}"


LISTS: dict[str, Callable[[Records], Iterator[str]]] = {
    "single-publisher": single_publisher,
    "one-sided": one_sided,
    "near-duplicates": near_duplicates,
    "progress": progress_of_terms,
    "unread-sources": unread_sources,
    "outside-process": outside_their_process,
    "statuses": doubtful_statuses,
}
