"""Limits of the checks: what is still allowed beside what is just refused, so that no rule is too wide or narrow."""

import pytest

from db.curation.checks import check_records
from db.curation.checks.contradictions import _in_digits
from db.curation.load import load_records

ROUND = "events/2031-04-12-harbour-round-1.yaml"
HANDOVER = "events/2031-04-20-handover.yaml"
LATER = "events/2031-04-27-handover.yaml"
CALL = "events/2031-05-harbour-call.yaml"
SECOND = "events/2031-06-15-harbour-round-2.yaml"
LIGHTHOUSE = "processes/lighthouse-talks.yaml"
BELO = "actors/ana-belo.yaml"
TERM = "2031-04-12-harbour-round-1:bodies-deal"
COUNT = "count: {low: '24', high: '25', text: 24 or 25}"
AGAIN = "text: The sides agreed to meet again."
FIRST_ACCOUNT, SECOND_ACCOUNT = "says: There will be another round.", "says: Another round follows."
OLDER = "[{source: example-wire-2031-04-12}]"
UNIT = "        from: northland\n        to: southland\n        unit: bodies\n"
DEAL = "    title: Return of bodies\n"

Edits = list[tuple[str, str, str]]

# For each: edits of a file each, what stands there and what it becomes.
ALLOWED = {
    "read on the day on which it was published": [
        (ROUND, "accessed_date: '2031-07-01'", "accessed_date: '2031-04-12'")
    ],
    "read within the month of which it is": [
        (HANDOVER, "published_date: '2031-04-20'", "published_date: 2031-04\n    accessed_date: '2031-04-21'")
    ],
    "begun and ended in one month": [(LIGHTHOUSE, "end_date: 2030-05", "end_date: 2030-03")],
    "the last day of the month that the id names": [(CALL, "date: 2031-05~", "date: '2031-05-31'")],
    "the first day of the month that the id names": [(CALL, "date: 2031-05~", "date: '2031-05-01'")],
    "ends in the minute in which it begins": [(ROUND, "end_time: 11:15+02:00", "end_time: 10:00+02:00")],
    "ends by the clock of another zone": [(ROUND, "end_time: 11:15+02:00", "end_time: 09:15+01:00")],
    "follows what may have been later": [
        (SECOND, "follows: 2031-04-12-harbour-round-1", "follows: 2031-05-harbour-call")
    ],
    "what moved on the day of its event": [(HANDOVER, f"    {COUNT}", f"    date: '2031-04-20'\n    {COUNT}")],
    "agreed on the day of its event": [(ROUND, DEAL, f"{DEAL}    date: '2031-04-12'\n")],
    "carried out on the day of the agreement": [
        (ROUND, DEAL, f"{DEAL}    date: '2031-04-20'\n"),
        (ROUND, "published_date: '2031-04-12'", "published_date: '2031-04-20'"),
        (ROUND, "published_date: '2031-04-13'", "published_date: '2031-04-20'"),
    ],
    "a quarter more than was agreed": [(HANDOVER, COUNT, "count: {best: '40'}")],
    "much more than was agreed in words": [
        (ROUND, "quantity: {best: '40'}", "quantity: {best: '40', text: forty at least}"),
        (HANDOVER, COUNT, "count: {best: '400'}"),
    ],
    "more than the lower end of what was agreed": [
        (ROUND, "quantity: {best: '40'}", "quantity: {low: '10', high: '40'}"),
        (HANDOVER, COUNT, "count: {best: '40'}"),
    ],
    "perhaps nobody moved": [(HANDOVER, COUNT, "count: {low: '0', high: '1'}")],
    "each met the other": [
        (
            ROUND,
            "side: southland}\n- {actor: ola-vik, role: chair}",
            "side: southland, with: [ola-vik]}\n- {actor: ola-vik, role: chair, with: [joss-tarn]}",
        )
    ],
    "only one of them says whom they met": [
        (ROUND, "{actor: ola-vik, role: chair}", "{actor: ola-vik, role: chair, with: [joss-tarn]}")
    ],
    "agreed, that it did not happen": [
        (ROUND, AGAIN, "text: The sides agreed not to meet."),
        (ROUND, FIRST_ACCOUNT, "says: There is no agreement on another round."),
    ],
    "agreed, with one number in words and in digits": [
        (ROUND, AGAIN, "text: The sides agreed on 21 rounds."),
        (ROUND, FIRST_ACCOUNT, "says: There will be Twenty-one rounds."),
        (ROUND, SECOND_ACCOUNT, "says: After 3 days 21 rounds follow."),
    ],
    "agreed, with numbers of two things": [
        (ROUND, AGAIN, "text: The sides agreed on 3 rounds."),
        (ROUND, FIRST_ACCOUNT, "says: There will be 5 guests."),
    ],
    "kept, as was said on the day of the agreement": [
        (
            ROUND,
            "        unit: bodies\n        evidence",
            "        keeping: [hall]\n        unit: bodies\n        evidence",
        )
    ],
    "kept within the month in which it was agreed": [
        (ROUND, UNIT, f"{UNIT}        keeping: [hall]\n"),
        (ROUND, DEAL, f"{DEAL}    date: 2031-04\n"),
    ],
    "a judgement in somebody's words": [(ROUND, SECOND_ACCOUNT, "says: Another “historic” round follows.")],
    "an older source of who was named": [
        (HANDOVER, "summary: S", f"participants:\n- {{actor: ola-vik, role: observer, evidence: {OLDER}}}\nsummary: S")
    ],
}

# For each: edits, and the file, the field and words of the message of what is wrong then, of which there is one.
REFUSED = {
    "read on the day before it was published": (
        [(ROUND, "accessed_date: '2031-07-01'", "accessed_date: '2031-04-11'")],
        (ROUND, "sources.example-wire-2031-04-12.accessed_date", "2031-04-11 is before 2031-04-12."),
    ),
    "ended in the month before it began": (
        [(LIGHTHOUSE, "end_date: 2030-05", "end_date: 2030-02")],
        (LIGHTHOUSE, "end_date", "2030-02 is before 2030-03."),
    ),
    "the second position": (
        [(BELO, "from: '2031-05-02'", "from: '2031-05-02'\n  to: '2031-05-01'")],
        (BELO, "positions[1].to", "2031-05-01 is before 2031-05-02."),
    ),
    "the day after the month that the id names": (
        [(CALL, "date: 2031-05~", "date: '2031-06-01'")],
        (CALL, "date", "The id begins with 2031-05 and the date is 2031-06-01."),
    ),
    "the day before the month that the id names": (
        [(CALL, "date: 2031-05~", "date: '2031-04-30'")],
        (CALL, "date", "The id begins with 2031-05 and the date is 2031-04-30."),
    ),
    "agreed on the day before its event": (
        [(ROUND, DEAL, f"{DEAL}    date: '2031-04-11'\n")],
        (ROUND, "agreements.bodies-deal.date", "2031-04-11 is before the event's 2031-04-12."),
    ),
    "carried out on the day before the agreement": (
        [(ROUND, DEAL, f"{DEAL}    date: '2031-04-21'\n")],
        (HANDOVER, "transfers.to-northland.under[0]", "before the agreement that it carries out"),
    ),
    "one more than a quarter more than was agreed": (
        [(HANDOVER, COUNT, "count: {best: '41'}")],
        (LATER, "transfers.to-northland.under[0]", "51 handed over under a term of 40."),
    ),
    "too many under the second of two terms": (
        [
            (LATER, f"under: ['{TERM}:to-northland']", f"under: ['{TERM}:to-southland', '{TERM}:to-northland']"),
            (HANDOVER, COUNT, "count: {best: '41'}"),
        ],
        (LATER, "transfers.to-northland.under[1]", "51 handed over under a term of 40."),
    ),
    "an older source of what was not only planned": (
        [(SECOND, "status: postponed", "status: held")],
        (SECOND, "evidence[0].source", "older than what it reports (2031-06-15)"),
    ),
    "met themselves": (
        [(ROUND, "{actor: ola-vik, role: chair}", "{actor: ola-vik, role: chair, with: [ola-vik]}")],
        (ROUND, "participants[2].with[0]", "'ola-vik' is not another participant"),
    ),
    "disputed by one": (
        [(ROUND, "    status: reported", "    status: disputed")],
        (ROUND, "claims.hall.status", "'disputed' needs accounts by at least two"),
    ),
    "denied by one": (
        [(ROUND, "    status: reported", "    status: denied")],
        (ROUND, "claims.hall.status", "'denied' needs accounts by at least two"),
    ),
    "agreed and counted otherwise, in words of two parts": (
        [
            (ROUND, AGAIN, "text: The sides agreed on 21 rounds."),
            (ROUND, FIRST_ACCOUNT, "says: There will be twenty rounds."),
        ],
        (ROUND, "claims.next-round.accounts[0].says", "Counts rounds otherwise than the claim"),
    ),
    "two who agree count otherwise": (
        [
            (ROUND, FIRST_ACCOUNT, "says: There will be 2 rounds."),
            (ROUND, SECOND_ACCOUNT, "says: Seven rounds follow."),
        ],
        (ROUND, "claims.next-round.accounts[1].says", "Counts rounds otherwise than ana-belo"),
    ),
    "a judgement in a text with other letters": (
        [(ROUND, SECOND_ACCOUNT, "says: Another historic round – «Новый раунд» – follows.")],
        (ROUND, "claims.next-round.accounts[1].says", "'historic' is a judgement"),
    ),
    "a judgement of two words": (
        [(ROUND, SECOND_ACCOUNT, "says: Southland Failed to agree.")],
        (ROUND, "claims.next-round.accounts[1].says", "'Failed to' is a judgement; allowed instead: did not."),
    ),
    "an address that only looks another one": (
        [(HANDOVER, "url: https://example.org/handover", "url: https://www.example.org/talks/")],
        (HANDOVER, "sources.example-wire-2031-04-20.url", "The same URL is the source 'example-wire-2031-04-12'"),
    ),
}


def check(world, edits: Edits):
    """Return what is wrong with the made-up world after some edits."""
    for name, old, new in edits:
        path = world / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check_records(load_records(world))


@pytest.mark.parametrize("edits", ALLOWED.values(), ids=ALLOWED)
def test_is_still_allowed(world, edits):
    assert [str(error) for error in check(world, edits)] == []


@pytest.mark.parametrize(("edits", "error"), REFUSED.values(), ids=REFUSED)
def test_is_just_refused(world, edits, error):
    file, field, message = error
    errors = check(world, edits)
    found = [one for one in errors if (one.file, one.field) == (file, field) and message in one.message]
    assert len(found) == 1, [str(one) for one in errors]


ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def test_every_number_in_words_is_that_number():
    words = ["zero", *ONES, *TEENS]
    for tens in TENS:
        words += [tens, *(f"{tens}-{one}" for one in ONES)]
    assert len(words) == 100
    assert _in_digits(" ".join(words)) == " ".join(map(str, range(100)))
    assert _in_digits("Twenty ONE or forty-nine") == "21 or 49"
