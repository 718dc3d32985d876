"""Checks: one broken record for each rule, and the message that names its file, line and field."""

import pytest

from db.curation.checks import LINKED_RULES, RULES, breaches, check_records, references_exist
from db.curation.load import load_records
from db.curation.records import InvalidRecords
from db.release.build import build_database

ROUND = "events/2031-04-12-harbour-round-1.yaml"
HANDOVER = "events/2031-04-20-handover.yaml"
BELO = "actors/ana-belo.yaml"
LONG = "word " * 41
AGREED = """    text: The sides agreed to meet again.
    status: agreed
    accounts:
    - by: ana-belo
      says: There will be another round."""
SAYES = "claims.next-round.accounts[1].sayes"

# For each: the file, what stands there, what it becomes, the field that the error names, and words of its message.
BROKEN = {
    "missing evidence": (
        ROUND,
        "      evidence:\n      - {source: southland-press-2031-04-12}\n",
        "",
        "claims.bodies.accounts[1].evidence",
        "Missing",
    ),
    "unknown actor": (ROUND, "actor: joss-tarn", "actor: joss-torn", "participants[1].actor", "did you mean joss-tarn"),
    "met somebody who was not there": (
        ROUND,
        "{actor: ola-vik, role: chair}",
        "{actor: ola-vik, role: chair, with: [northland]}",
        "participants[2].with[0]",
        "not another participant",
    ),
    "met somebody who says otherwise": (
        ROUND,
        "side: southland}\n- {actor: ola-vik, role: chair}",
        "side: southland, with: [ola-vik]}\n- {actor: ola-vik, role: chair, with: [ana-belo]}",
        "participants[1].with[0]",
        "without 'joss-tarn'",
    ),
    "a name where an id belongs": (
        ROUND,
        "actor: joss-tarn",
        "actor: Joss Tarn",
        "participants[1].actor",
        "'Joss Tarn' is not the id of one of: actors",
    ),
    "parts that have no ids": (ROUND, "claims:\n", "claims: []\nclams:\n", "claims", "Not a mapping from a slug"),
    "unknown source": (
        ROUND,
        "source: southland-radio-2031-04-12}",
        "source: southland-tv}",
        "claims.next-round.accounts[1].evidence[0].source",
        "There is no",
    ),
    "unknown topic": (
        ROUND,
        "topics: [ceasefire]",
        "topics: [ceasefires]",
        "proposals.truce.topics[0]",
        "did you mean ceasefire",
    ),
    "unknown term": (
        HANDOVER,
        ":bodies-deal:to-northland",
        ":bodies-deal:to-westland",
        "transfers.to-northland.under[0]",
        "in terms",
    ),
    "unknown claim": (
        ROUND,
        "claim: bodies",
        "claim: boddies",
        "agreements.bodies-deal.terms.to-northland.claim",
        "There is no",
    ),
    "unknown claim of keeping": (
        ROUND,
        "claim: bodies",
        "keeping: [next-rounds]",
        "agreements.bodies-deal.terms.to-northland.keeping[0]",
        "in claims",
    ),
    "claim of keeping named twice": (
        ROUND,
        "claim: bodies",
        "keeping: [next-round, next-round]",
        "agreements.bodies-deal.terms.to-northland.keeping[1]",
        "named twice",
    ),
    "keeping told before the agreement": (
        "events/2031-06-15-harbour-round-2.yaml",
        "summary:",
        (
            "agreements:\n"
            "  pause:\n"
            "    title: A pause\n"
            "    parties: [northland, southland]\n"
            "    terms:\n"
            "      pause:\n"
            "        what: A pause.\n"
            "        keeping: ['2031-04-12-harbour-round-1:hall']\n"
            "        evidence:\n"
            "        - {source: example-wire-2031-06}\n"
            "    evidence:\n"
            "    - {source: example-wire-2031-06}\n"
            "summary:"
        ),
        "agreements.pause.terms.pause.keeping[0]",
        "before the agreement",
    ),
    "unknown kind of tally": (
        ROUND,
        "    text: The hall was lit by candles.",
        "    text: The hall was lit by candles.\n    tally: {what: candles, count: {best: '40'}}",
        "claims.hall.tally.what",
        "transfer_kinds",
    ),
    "unknown account": (
        ROUND,
        "by: harbour-post",
        "by: harbour-pest",
        "claims.hall.accounts[0].by",
        "actors or publishers",
    ),
    "unknown country": (BELO, "country: 'NO'", "country: XX", "country", "No place of kind country"),
    "unknown field": (ROUND, "level: delegations", "levle: delegations", "levle", "no such field"),
    "derived field": (ROUND, "level: delegations", "earliest: '2031-04-12'", "earliest", "derived"),
    "missing field": (ROUND, "kind: talks-round\n", "", "kind", "required"),
    "value outside the vocabulary": (ROUND, "status: held", "status: hold", "status", "Did you mean held"),
    "wrong date": (ROUND, "date: '2031-04-12'\nstart", "date: '2031-13-12'\nstart", "date", "not an EDTF date"),
    "impossible date": (
        ROUND,
        "due_date: 2031-05",
        "due_date: '2031-02-30'",
        "agreements.bodies-deal.terms.to-northland.due_date",
        "not an EDTF date",
    ),
    "id and date differ": (ROUND, "date: '2031-04-12'\nstart", "date: '2031-04-13'\nstart", "date", "id begins with"),
    "wrong date order": (ROUND, "end_time: 11:15", "end_time: 09:15", "end_time", "before"),
    "position order": (BELO, "to: '2031-05-01'", "to: '2029-05-01'", "positions[0].to", "before"),
    "follows what comes later": (ROUND, "round: '1'", "round: '1'\nfollows: 2031-04-20-handover", "follows", "later"),
    "transfer before its event": (
        HANDOVER,
        "    count: {low",
        "    date: '2031-04-01'\n    count: {low",
        "transfers.to-northland.date",
        "before",
    ),
    "bad time": (ROUND, "start_time: 10:00+02:00", "start_time: 25:00+02:00", "start_time", "14:44+03:00"),
    "bad duration": (ROUND, "best: PT1H15M", "best: 75 minutes", "duration.best", "PT1H15M"),
    "bad number": (
        ROUND,
        "quantity: {best: '40'}",
        "quantity: {best: forty}",
        "agreements.bodies-deal.terms.to-northland.quantity.best",
        "whole number",
    ),
    "numbers out of order": (
        HANDOVER,
        "low: '24', high: '25'",
        "low: '26', high: '25'",
        "transfers.to-northland.count",
        "not in order",
    ),
    "low without high": (HANDOVER, "low: '24', high: '25'", "low: '24'", "transfers.to-northland.count", "go together"),
    "empty estimate": (HANDOVER, "low: '24', high: '25', ", "", "transfers.to-northland.count", "Needs best"),
    "bad degrees": ("places/midport.yaml", "latitude: '12.5'", "latitude: '120.5'", "latitude", "degrees"),
    "bad URL": (
        ROUND,
        "url: https://example.org/radio",
        "url: example.org/radio",
        "sources.southland-radio-2031-04-12.url",
        "absolute",
    ),
    "script URL": (
        ROUND,
        "url: https://example.org/radio",
        "url: javascript:alert(1)",
        "sources.southland-radio-2031-04-12.url",
        "absolute",
    ),
    "bad Wikidata id": (BELO, "wikidata: Q77", "wikidata: P77", "wikidata", "Q1234"),
    "bad language": (
        ROUND,
        "language: ru",
        "language: Russian",
        "sources.southland-radio-2031-04-12.language",
        "language tag",
    ),
    "quote too long": (
        ROUND,
        "quote: forty for forty",
        f"quote: {LONG.strip()}",
        "claims.bodies.accounts[0].evidence[0].quote",
        "41 words",
    ),
    "statement quote too long": (
        ROUND,
        "quote: We proposed",
        f"quote: {LONG}We proposed",
        "statements.belo-month.quote",
        "at most 40",
    ),
    "statement without words": (
        ROUND,
        "    paraphrase: Tarn says that the sea belongs to nobody.\n",
        "",
        "statements.tarn-sea.quote",
        "Needs a quote",
    ),
    "list where text belongs": (ROUND, "title: First round of the harbour talks", "title: [a, b]", "title", "a list"),
    "text where a list belongs": (
        ROUND,
        "topics: [humanitarian]\nsummary",
        "topics: humanitarian\nsummary",
        "topics",
        "Not a list",
    ),
    "empty list": (ROUND, "topics: [humanitarian]\nsummary", "topics: []\nsummary", "topics", "empty list"),
    "bad slug": (ROUND, "  next-round:", "  Next_Round:", "claims.Next_Round", "not a slug"),
    "slug used twice": (ROUND, "  belo-month:", "  bodies:", "claims.bodies", "twice"),
    "duplicate key": (ROUND, "status: held", "status: held\nstatus: held", "file", "twice"),
    "tab": (ROUND, "status: held", "status:\theld", "file", "tab"),
    "not composed": (ROUND, "First round", "First ro\u0301und", "title", "NFC"),
    "not older sources": (
        ROUND,
        "published_date: '2031-04-12'\n    accessed",
        "published_date: '2031-04-11'\n    accessed",
        "evidence[0].source",
        "older than",
    ),
    "accessed before published": (
        ROUND,
        "accessed_date: '2031-07-01'",
        "accessed_date: '2031-04-01'",
        "sources.example-wire-2031-04-12.accessed_date",
        "before",
    ),
    "word of judgement": (
        ROUND,
        "met in the Customs House",
        "held historic talks in the Customs House",
        "summary",
        "'historic' is a judgement",
    ),
    "judgement of an account": (
        ROUND,
        "says: 40 bodies",
        "says: The regime says that 40 bodies",
        "claims.bodies.accounts[0].says",
        "'regime'",
    ),
    "agreed by one": (ROUND, "    status: reported", "    status: agreed", "claims.hall.status", "at least two"),
    "position not held": (
        ROUND,
        "{actor: joss-tarn, role: head-of-delegation, side: southland}",
        "{actor: joss-tarn, role: head-of-delegation, side: southland, position: King}",
        "participants[1].position",
        "Admiral of Southland",
    ),
    "position of a state": (
        "actors/southland.yaml",
        "kind: state",
        "kind: state\npositions: [{title: A, of: northland, evidence: [{source: lighthouse-report}]}]",
        "positions",
        "Only a person",
    ),
    "transfer to itself": (
        HANDOVER,
        "    from: southland\n    to: northland",
        "    from: northland\n    to: northland",
        "transfers.to-northland.to",
        "same side",
    ),
    "transfer against its term": (
        HANDOVER,
        "    from: southland\n    to: northland",
        "    from: northland\n    to: southland",
        "transfers.to-northland.under[0]",
        "The term's",
    ),
    "transfer of another kind": (
        HANDOVER,
        "    what: bodies\n    from: southland",
        "    what: civilians\n    from: southland",
        "transfers.to-northland.under[0]",
        "counts bodies",
    ),
    "transfer far beyond its term": (
        HANDOVER,
        "low: '24', high: '25'",
        "low: '240', high: '250'",
        "transfers.to-northland.under[0]",
        "240 handed over",
    ),
    "transfer of nobody": (HANDOVER, "low: '24', high: '25'", "best: '0'", "transfers.to-northland.count", "nobody"),
    "event without evidence": (
        "events/2031-05-harbour-call.yaml",
        "evidence:\n- {source: example-wire-2031-06}\n",
        "",
        "record",
        "No evidence",
    ),
    "circle of places": (
        "places/southland.yaml",
        "kind: country",
        "kind: country\npart_of: midport",
        "part_of",
        "leads back",
    ),
    "the same URL twice": (
        ROUND,
        "url: https://example.org/radio",
        "url: https://example.org/candles",
        "sources.harbour-post-2031-04-13.url",
        "same URL",
    ),
    "former id that is in use": (
        "topics/ceasefire.yaml",
        "name: Ceasefire",
        "name: Ceasefire\nformerly: [repatriation]",
        "formerly[0]",
        "there now",
    ),
    "reference to a withdrawn record": (
        "events/2031-06-15-harbour-round-2.yaml",
        "follows: 2031-04-12-harbour-round-1",
        "follows: 2031-06-20-mistaken",
        "follows",
        "",
    ),
    "not a number": (ROUND, "round: '1'", "round: NaN", "round", "whole number"),
    "infinity": (ROUND, "round: '1'", "round: .inf", "round", "whole number"),
    "a number of 400 digits": (ROUND, "round: '1'", f"round: {'9' * 400}", "round", "whole number"),
    "2^63": (ROUND, "round: '1'", f"round: {2**63}", "round", "whole number"),
    "octal": (ROUND, "round: '1'", "round: 010", "round", "whole number"),
    "hexadecimal": (ROUND, "round: '1'", "round: 0x1", "round", "whole number"),
    "exponent": (ROUND, "round: '1'", "round: 1e0", "round", "whole number"),
    "underscored": (ROUND, "round: '1'", "round: 1_0", "round", "whole number"),
    "negative": (ROUND, "round: '1'", "round: -1", "round", "whole number"),
    "sexagesimal": (ROUND, "round: '1'", "round: 12:30:45", "round", "whole number"),
    "Arabic digit": (ROUND, "round: '1'", "round: ١", "round", "whole number"),
    "yes": (ROUND, "round: '1'", "round: yes", "round", "whole number"),
    "time with seconds": (ROUND, "start_time: 10:00+02:00", "start_time: 12:30:45", "start_time", "14:44+03:00"),
    "degrees not a number": ("places/midport.yaml", "latitude: '12.5'", "latitude: .nan", "latitude", "degrees"),
    "degrees of an exponent": ("places/midport.yaml", "latitude: '12.5'", "latitude: 1e1", "latitude", "degrees"),
    "NO spelt false": (BELO, "country: 'NO'", "country: false", "country", "ISO 3166"),
    "NUL by an escape": (ROUND, "title: First round of the harbour talks", 'title: "First\\0"', "title", "control"),
    "bell by an escape": (ROUND, "title: First round of the harbour talks", 'title: "First\\a"', "title", "control"),
    "line separator by an escape": (
        ROUND,
        "title: First round of the harbour talks",
        'title: "First\\Lround"',
        "title",
        "control",
    ),
    "private letter": (ROUND, "First round", "First\ue000round", "title", "control"),
    "right to left": (ROUND, "First round", "First\u202eround", "title", "control"),
    "letter without width": (ROUND, "First round", "First\u200bround", "title", "control"),
    "blank at the end": (ROUND, "title: First round of the harbour talks", "title: 'First '", "title", "space"),
    "noncharacter": (ROUND, "title: First", 'title: "First\\uffff"\n#', "title", "control character"),
    "misspelt field inside": (ROUND, "      says: Another", "      sayes: Another", SAYES, "Did you mean says?"),
    "misspelt field": (ROUND, "summary:", "sumary:", "sumary", "Did you mean summary?"),
    "agreed by one and an outlet": (
        ROUND,
        AGREED,
        AGREED.replace("by: ana-belo", "by: harbour-post"),
        "claims.next-round.status",
        "accounts by two who agree",
    ),
    "agreed and denied": (
        ROUND,
        "says: Another round follows.",
        "says: Southland denies it.",
        "claims.next-round.accounts[1].says",
        "'denies' in an account",
    ),
    "agreed and counted otherwise": (
        ROUND,
        AGREED,
        AGREED.replace("to meet again", "on 3 rounds").replace("another round", "2 rounds"),
        "claims.next-round.accounts[0].says",
        "Counts rounds otherwise than the claim",
    ),
    "agreed, and no talk of it": (
        ROUND,
        "says: Another round follows.",
        "says: There was no talk of another round.",
        "claims.next-round.accounts[1].says",
        "'no talk of' in an account",
    ),
    "agreed by a state and its own negotiator": (
        ROUND,
        "    - by: joss-tarn\n      says: Another",
        "    - by: northland\n      says: Another",
        "claims.next-round.status",
        "speak for one: northland",
    ),
    "agreed and exchanged otherwise": (
        ROUND,
        AGREED,
        AGREED.replace("to meet again", "on 40 for 40").replace("There will be another round", "It is Fifty-for-fifty"),
        "claims.next-round.accounts[0].says",
        "Gives another exchange (50 for 50) than the claim",
    ),
    "agreed for another day": (
        ROUND,
        AGREED,
        AGREED.replace("to meet again", "to meet on 5 and 6 May").replace("another round", "a round on 7 May"),
        "claims.next-round.accounts[0].says",
        "Gives another day (7 May) than the claim",
    ),
    "agreed for another place": (
        ROUND,
        "There will be another round.",
        (
            "Another round follows in Northport.\n      evidence:\n      - {source: example-wire-2031-04-12}\n"
            "    - by: southland\n      says: Another round follows in Midport."
        ),
        "claims.next-round.accounts[1].says",
        "Gives another place (Midport) than ana-belo",
    ),
    "disputed in the same words": (
        ROUND,
        "Southland hands over 40 bodies and asks for nothing in return.",
        "“40 bodies” are exchanged for 40",
        "claims.bodies.status",
        "'disputed', though all accounts say the same",
    ),
    "denied by nobody": (
        ROUND,
        "    status: agreed",
        "    status: denied",
        "claims.next-round.status",
        "no account denies anything",
    ),
    "accepted, though rejected": (
        ROUND,
        "    status: rejected",
        "    status: accepted",
        "proposals.truce.status",
        "no response accepts it",
    ),
    "rejected, though accepted": (
        ROUND,
        "      response: rejected",
        "      response: accepted",
        "proposals.truce.status",
        "every response accepts it",
    ),
    "agreed, though one side gets nothing": (
        ROUND,
        "    status: disputed",
        "    status: agreed",
        "claims.bodies.accounts[1].says",
        "'nothing' in an account",
    ),
    "agreed, and each on its own": (
        ROUND,
        "says: Another round follows.",
        "says: Southland decided on its own to come again.",
        "claims.next-round.accounts[1].says",
        "'on its own' in an account",
    ),
    "agreed and counted otherwise in words": (
        ROUND,
        AGREED,
        AGREED.replace("to meet again", "on 39 rounds").replace("another round", "Thirty-eight rounds"),
        "claims.next-round.accounts[0].says",
        "Counts rounds otherwise than the claim",
    ),
    "merge key": (ROUND, "status: held", "status: held\n<<: {round: '2'}", "<<", "no such field"),
    "a mapping where text belongs": (ROUND, "status: held", "status: {a: b}", "status", ""),
    "coverage without scope": ("coverage.yaml", "scope: ", "scoop: ", "scoop", "no such field"),
}


@pytest.mark.parametrize(("file", "old", "new", "field", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_names_file_line_and_field(world, file, old, new, field, message):
    path = world / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    errors = check_records(load_records(world))
    found = [error for error in errors if error.file == file and error.field == field and message in error.message]
    assert found, [str(error) for error in errors]
    line = path.read_text(encoding="utf-8").splitlines()[found[0].line - 1] if path.read_text(encoding="utf-8") else ""
    assert line, found[0]
    with pytest.raises(InvalidRecords):
        build_database(world, world.parent / "parley.db")


@pytest.mark.parametrize(
    "no",
    [
        *("No round follows.", "They will never meet again.", "There won’t be another round.", "Southland refuses."),
        *("There will not be another round.", "Southland refuses another round.", "Southland does not confirm it."),
        *("It was not agreed.", "There is no agreement.", "Talks ended, and no further round is planned."),
        *("The sides can't agree on another round.", "Neither side wants another round.", "It isn't so."),
    ],
)
def test_a_plain_no_is_not_agreed(world, no):
    path = world / ROUND
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("says: Another round follows.", f"says: {no}"), encoding="utf-8")
    [error] = check_records(load_records(world))
    assert (error.file, error.field) == (ROUND, "claims.next-round.accounts[1].says")


@pytest.mark.parametrize(
    "said",
    [
        *("Another round follows, but no date is given.", "Another round follows if no side is against another round."),
        *("Another round follows, and no civilian is to be held any longer.", "It follows on 3 May; said on 13 April."),
        *("Another round follows in Midport; he did not say when.", "Southland cannot sleep before the next round."),
    ],
)
def test_a_no_to_something_else_may_be_agreed(world, said):
    path = world / ROUND
    text = path.read_text(encoding="utf-8").replace("says: There will be", "says: On 3 May there will be")
    path.write_text(text.replace("says: Another round follows.", f"says: {said}"), encoding="utf-8")
    assert check_records(load_records(world)) == []


@pytest.mark.parametrize(
    ("noun", "old", "new", "words"),
    [
        ("publishers", "example-wire", "ana-belo", "'ana-belo' is also an actor, so `by: ana-belo` would mean two"),
        ("events", "2031-05-harbour-call", "2031-05-04", "may not be a bare date or `latest`"),
        ("events", "2031-05-harbour-call", "2031-05", "may not be a bare date or `latest`"),
        ("events", "2031-05-harbour-call", "latest", "may not be a bare date or `latest`"),
    ],
)
def test_an_id_that_would_mean_two_things_is_refused(world, noun, old, new, words):
    path = world / noun / f"{old}.yaml"
    path.rename(path.with_name(f"{new}.yaml"))
    errors = [error for error in check_records(load_records(world)) if error.file == f"{noun}/{new}.yaml"]
    assert any(words in error.message for error in errors), errors


@pytest.mark.parametrize("file", [ROUND, BELO, "actors/joss-tarn.yaml", "publishers/harbour-post.yaml"])
def test_only_the_file_that_is_wrong_is_blamed(world, file):
    """What a file that does not load would have held is missed by others, which is no error of theirs.

    A claim that two agree on is one too whose actors cannot be read just now.
    """
    path = world / file
    path.write_text(path.read_text(encoding="utf-8") + "surprise: x\n", encoding="utf-8")
    assert {error.file for error in check_records(load_records(world))} == {file}


def test_what_is_missed_for_another_files_sake_hides_no_error(world):
    (world / BELO).write_text((world / BELO).read_text(encoding="utf-8") + "surprise: x\n", encoding="utf-8")
    text = (world / ROUND).read_text(encoding="utf-8")
    assert text.index("ana-belo") < text.index("source: southland-radio-2031-04-12}")
    (world / ROUND).write_text(text.replace("source: southland-radio-2031-04-12}", "source: southland-tv}"))
    errors = check_records(load_records(world))
    assert {(error.file, error.message.partition("'southland-tv'")[1]) for error in errors} == {
        (BELO, ""),
        (ROUND, "'southland-tv'"),
    }


def test_the_world_has_no_errors(world):
    assert check_records(load_records(world)) == []


def test_says_every_error_at_once(world):
    for file in ("actors/ana-belo.yaml", "places/midport.yaml", ROUND):
        path = world / file
        path.write_text(path.read_text(encoding="utf-8") + "surprise: x\n", encoding="utf-8")
    errors = check_records(load_records(world))
    assert {error.file for error in errors if error.field == "surprise"} == {BELO, "places/midport.yaml", ROUND}


@pytest.mark.parametrize(
    "name", ["events/note.txt", "event/2031-04-12-x.yaml", "events/deep/2031-04-12-x.yaml", "x.yaml", "events/x.yml"]
)
def test_no_file_is_passed_over_in_silence(world, name):
    path = world / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("title: x\n", encoding="utf-8")
    assert any(error.file == name for error in check_records(load_records(world)))


def test_two_files_of_one_id(world):
    source = (world / "sources/lighthouse-report.yaml").read_text(encoding="utf-8")
    (world / "sources/example-wire-2031-06.yaml").write_text(source.replace("lighthouse", "other"), encoding="utf-8")
    errors = check_records(load_records(world))
    assert any("is taken by" in error.message for error in errors)


def test_a_missing_folder_is_an_error(tmp_path):
    assert check_records(load_records(tmp_path / "nowhere"))


def test_every_rule_has_a_broken_record(world):
    """Each rule finds something in at least one of the broken records, so none can be emptied unseen."""
    silent = {*RULES, *LINKED_RULES}
    for file, old, new, *_ in BROKEN.values():
        path = world / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        records = load_records(world)
        if not records.errors and not list(breaches(records, [references_exist])):
            silent -= {rule for rule in silent if list(breaches(records, [rule]))}
        path.write_text(text, encoding="utf-8")
    assert {rule.__name__ for rule in silent} == set()


@pytest.mark.parametrize("line", ["status: held # yes", "status:\theld", "kind: call", "topics: [humanitarian"])
def test_who_refers_to_a_file_that_cannot_be_read_is_not_blamed(world, line):
    path = world / "events/2031-04-12-harbour-round-1.yaml"
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    places = [error.file for error in check_records(load_records(world))]
    assert places == ["events/2031-04-12-harbour-round-1.yaml"]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    [error] = load_records(tmp_path / "nope").errors
    assert str(error) == f".:1: record: There is no folder {tmp_path / 'nope'}; PARLEY_RECORDS names one."
