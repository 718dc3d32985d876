"""Answers worked out anew from the documents alone, in the plainest way, to compare with what the server says.

Nothing of the program that is tested is used here. Each function yields an address and what it must answer.
"""

from calendar import isleap
from collections import defaultdict
from itertools import combinations

from tests.recompute.record import ALWAYS, days_of, id_of, overlap

TRANSFER_KINDS = ("prisoners-of-war", "civilians", "prisoners-mixed", "bodies", "children", "residents")
MIXED = {"prisoners-mixed": {"prisoners-of-war", "civilians"}}
GROUPS = ("year", "month", "day", "what", "from", "to", "process", "event")
PERIODS = ("", "2022", "2023", "2024", "2025", "2026", "2025-05", "2025-06", "2025-06-16", "2024-01-03")


def totals(nouns):
    """Yield sums of transfers, by one thing and by two, of all and of some kinds, sides and times."""
    choices = [(by,) for by in GROUPS] + list(combinations(("year", "what", "from", "to"), 2))
    for by in choices:
        for period in PERIODS:
            yield _total(nouns, by, period, {})
    for kind in TRANSFER_KINDS:
        for by in ("to", "month", "event"):
            yield _total(nouns, (by,), "", {"what": kind})
        yield _total(nouns, ("to",), "2025", {"what": kind})
        yield _total(nouns, ("to",), "2025", {"what__not": kind})
    for side in ("russia", "ukraine"):
        for by in ("what", "year", "process"):
            yield _total(nouns, (by,), "", {"to_side": side})
            yield _total(nouns, (by,), "2024", {"from_side": side})


def _total(nouns, by, period, filters):
    transfers = [one for one in nouns["transfers"].values() if _is_chosen(one, period, filters)]
    address = "/v1/transfers/totals?by=" + ",".join(by) + (f"&date={period}" if period else "")
    address += "".join(f"&{name}={value}" for name, value in filters.items())
    return address, {"data": _sums(nouns, transfers, by), "also_counted": _mixed(nouns, by, period, filters)}


def _is_chosen(transfer, period, filters):
    values = {"what": transfer["what"], "from_side": transfer["from"]["id"], "to_side": transfer["to"]["id"]}
    for name, value in filters.items():
        if (values[name.removesuffix("__not")] == value) == name.endswith("__not"):
            return False
    return not period or overlap(days_of(transfer["date"]), days_of(period))


def _mixed(nouns, by, period, filters):
    kinds = {filters["what"]} if "what" in filters else set(TRANSFER_KINDS) - {filters.get("what__not")}
    rows = []
    for mixed, parts in MIXED.items():
        if mixed not in kinds and kinds & parts:
            others = {name: value for name, value in filters.items() if not name.startswith("what")} | {"what": mixed}
            rows += _sums(nouns, [one for one in nouns["transfers"].values() if _is_chosen(one, period, others)], by)
    return rows


def _sums(nouns, transfers, by):
    groups = defaultdict(list)
    for transfer in transfers:
        groups[tuple(_group(nouns, transfer, name) for name in by)].append(transfer)
    rows = []
    for key in sorted(groups, key=lambda key: tuple((value is not None, value or "") for value in key)):
        counts = [transfer["count"] for transfer in groups[key]]
        known = [count for count in counts if count]
        rows.append(
            dict(zip(by, key, strict=True))
            | {
                "low": sum(_end(count, "low") for count in known) if known else None,
                "best": sum(count["best"] for count in known)
                if len(known) == len(counts) and all(count["best"] is not None for count in known)
                else None,
                "high": sum(_end(count, "high") for count in known) if len(known) == len(counts) else None,
                "transfers": len(counts),
                "transfers_without_count": len(counts) - len(known),
                "includes": sorted({transfer["what"] for transfer in groups[key]}),
            }
        )
    return rows


def _end(count, name):
    return count["best"] if count[name] is None else count[name]


def _group(nouns, transfer, name):
    first = days_of(transfer["date"])[0]
    if name in ("year", "month", "day"):
        return first[: {"year": 4, "month": 7, "day": 10}[name]]
    if name == "process":
        return id_of(nouns["events"][transfer["event"]["id"]]["process"])
    return transfer[name] if name == "what" else transfer[name]["id"]


def progress(nouns):
    """Yield every agreement with what its terms must say of how far they were carried out."""
    under = defaultdict(list)
    for transfer in nouns["transfers"].values():
        for term in transfer["under"]:
            under[term["id"]].append(transfer)
    for agreement in nouns["agreements"].values():
        terms = [_term(nouns, term, under[term["id"]]) for term in agreement["terms"]]
        yield f"/v1/agreements/{agreement['id']}", {"terms": terms}


def _term(nouns, term, transfers):
    keeping = [(claim["id"], nouns["claims"][claim["id"]]["status"]) for claim in term["keeping"]]
    if not transfers:
        return {"id": term["id"], "progress": None, "why": None if keeping else "not-tracked", "keeping": keeping}
    (row,) = _sums(nouns, transfers, ())
    done = {name: row[name] for name in ("low", "best", "high", "transfers_without_count")}
    ordered = sorted(transfers, key=lambda one: (one["date"], one["id"]))
    done["transfers"] = [one["id"] for one in ordered]
    why = "number-not-known" if done["low"] is None else None
    return {"id": term["id"], "progress": done, "why": why, "keeping": keeping}


def days(nouns):
    """Yield every day on which there is an event, and days around them, with the events of the day."""
    spans = {event["id"]: days_of(event["date"]) for event in nouns["events"].values()}
    some = sorted({day for span in spans.values() for day in span if day not in ALWAYS})
    for day in [*some, "2022-08-05", "2025-12-02", "2026-09-01", "2021-01-01"]:
        found = sorted((span[0], one) for one, span in spans.items() if overlap(span, (day, day)))
        yield f"/v1/events/{day}", {"ids": [one for _, one in found]}


def on_this_day(nouns):
    """Yield every day of the year with the events that it belongs to in any year."""
    spans = {event["id"]: days_of(event["date"]) for event in nouns["events"].values()}
    years = range(
        min(int(span[0][:4]) for span in spans.values()), max(int(span[1][:4]) for span in spans.values()) + 1
    )
    for month in range(1, 13):
        for day in range(1, (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1] + 1):
            name = f"{month:02}-{day:02}"
            dates = [f"{year}-{name}" for year in years if name != "02-29" or isleap(year)]
            found = sorted(
                (span[0], one) for one, span in spans.items() if any(overlap(span, (date, date)) for date in dates)
            )
            yield f"/v1/on-this-day?day={name}", {"ids": [one for _, one in found]}


def processes(nouns, release_date):
    """Yield every process with its age and its bounds."""
    for process in nouns["processes"].values():
        first = days_of(process["start_date"])[0]
        last = days_of(process["end_date"])[1] if process["end_date"] else None
        until = last or (None if process["status"] == "ended" else release_date)
        yield (
            f"/v1/processes/{process['id']}",
            {"earliest": first, "latest": last, "days": None if until is None else max(0, _between(first, until))},
        )


def _between(first, last):
    """Return the days between two, counted by the days of the months that lie between."""
    return _ordinal(last) - _ordinal(first)


def _ordinal(day):
    year, month, number = (int(part) for part in day.split("-"))
    lengths = (31, 29 if isleap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + sum(lengths[: month - 1]) + number


def gaps(nouns, coverage):
    """Yield days on which nothing is recorded, with why, and the gaps beside sums of bodies and of people."""
    spans = [days_of(event["date"]) for event in nouns["events"].values()]
    covered = (days_of(coverage["from"])[0], days_of(coverage["complete_through"])[1])
    details = {"delegations", "documents", "languages", "offices", "publishers", "sources"}
    details |= {"numbers", "prisoner-counts", "civilian-counts", "body-counts"}
    for year in range(2021, 2028):
        for month in range(1, 13):
            day = f"{year}-{month:02}-05"
            if any(overlap(span, (day, day)) for span in spans):
                continue
            known = [one for one in coverage["gaps"] if overlap(days_of(one["period"]), (day, day))]
            known = [one for one in known if one["kind"] not in details]
            outside = not overlap(covered, (day, day))
            reason = "beyond-coverage" if outside else "known-gap" if known else "nothing-recorded"
            yield f"/v1/events/{day}", {"reason": reason, "gaps": [one["text"] for one in known]}
    handovers = {"exchanges", "numbers", "repatriations", "bodies", "body-counts", "everything"}
    for year in range(2022, 2027):
        known = [one for one in coverage["gaps"] if overlap(days_of(one["period"]), days_of(str(year)))]
        texts = [one["text"] for one in known if one["kind"] in handovers]
        yield f"/v1/transfers/totals?by=to&what=bodies&date={year}", {"gap_texts": texts}
