"""Checks: a quote of the record is known again, what was altered is named, and what is from elsewhere is not found."""

import random
import re
import tracemalloc
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from db.check import check_text
from db.query.connection import Reader
from db.query.passages import RARE, find_passages
from db.query.words import comparable_text, read_words
from tests.conftest import LONG
from tests.work import seconds_of_work

pytestmark = pytest.mark.slow

ELSEWHERE = Path(__file__).with_name("quotes_from_elsewhere.txt").read_text(encoding="utf-8").splitlines()
"""Quotes of other times and places, some of them of negotiations."""
SAMPLE = 100 * LONG
STATEMENTS = "select quote, speaker, actor.name from statement join actor on actor.id = speaker where quote is not null"
STRANGER = "xenon"


@pytest.fixture(scope="module")
def reader(real_database):
    with closing(Reader(real_database.resolve())) as reader:
        yield reader


@pytest.fixture(scope="module")
def quotes(reader):
    # Numbers with a space inside are one word to us and two to these tests.
    return [
        text
        for (text,) in reader.query("select distinct text from passage where kind = 'quote' order by 1", {})
        if not re.search(r"\d \d", text)
    ]


def same(one, other):
    return [word.key for word in read_words(comparable_text(one))] == [
        word.key for word in read_words(comparable_text(other))
    ]


def verdict(reader, text):
    return check_text(reader, text).verdict


def test_every_quote_is_verbatim(reader, quotes):
    assert len(quotes) > 3000
    for text in quotes:
        matches, *_ = find_passages(reader, text)
        assert matches, text
        assert matches[0].is_verbatim, text


def typed(text, number):
    """Return a quote as somebody else types it."""
    straight = text.translate(str.maketrans("“”„«»’‘", '"""""\'\''))
    ways = (
        straight.upper(),
        f"«{text}»",
        f"“{straight}.”",
        text.replace("'", "’").replace('"', "”"),
        "\n".join(text.split(" ")),
        f"{straight}…",
        f"... {text.lower()}",
        text.replace(" ", "\u00a0").replace("[", "").replace("]", ""),
    )
    return ways[number % len(ways)]


def test_marks_case_and_line_breaks_do_not_matter(reader, quotes):
    for number, text in enumerate(random.Random(1).sample(quotes, SAMPLE * 2)):
        assert verdict(reader, typed(text, number)) == "verbatim", typed(text, number)


def altered(text, how, place):
    """Return a quote with one of its words altered, and the words that make the difference."""
    words = text.split()
    if how == "changed":
        return [*words[:place], STRANGER, *words[place + 1 :]], {words[place], STRANGER}
    if how == "added":
        return [*words[:place], STRANGER, *words[place:]], {STRANGER}
    if how == "left-out":
        return words[:place] + words[place + 1 :], {words[place]}
    swapped = words[place : place + 2]
    return words[:place] + swapped[::-1] + words[place + 2 :], set(swapped)


def test_words_that_only_brackets_could_stand_for_are_not_verbatim(reader, quotes):
    bracketed = [re.search(r"\[([^\]]+)\]", text) for text in quotes]
    insides = [match[1].split() for match in bracketed if match and " " in match[1]]
    assert len(insides) > 10
    for words in insides:
        text = " ".join([*words[:1], *[STRANGER] * (len(words) - 1)])
        assert check_text(reader, text).verdict != "verbatim", text


@pytest.mark.parametrize("how", ["changed", "added", "left-out", "moved"])
def test_a_quote_with_a_word_altered_is_told_with_the_difference(reader, quotes, how):
    draw = random.Random(how)
    # An ellipsis and brackets own up to a change, and a sign is no word.
    plain = [text for text in quotes if all(map(str.isalnum, text.replace(" ", "")))]
    # Of four or five common words, such as an office, too many quotes are as near as the one that was meant.
    for text in draw.sample([text for text in plain if len(text.split()) > 5], SAMPLE):
        place = draw.randrange(1, len(text.split()) - 2)
        words, difference = altered(text, how, place)
        if how == "moved" and words[place].casefold() == words[place + 1].casefold():
            continue
        check = check_text(reader, " ".join(words))
        again = [match for match in check.matches if same(match.passage.text, text)]
        if check.verdict == "verbatim":
            # Somebody else is quoted with just these words, or with those after a name that is said to have said them.
            match = check.matches[0]
            assert " ".join(words).casefold().endswith(match.text.casefold())
            assert STRANGER not in match.text
            assert match.text.casefold() in match.passage_text.casefold()
            continue
        assert check.verdict == "altered", (text, words)
        assert again, (text, words)
        keys = {
            word.key
            for change in again[0].likeness.changes
            if change.kind != "same"
            for word in (*change.passage, *change.text)
        }
        expected = {word.key for one in difference for word in read_words(one)}
        assert keys <= expected if how == "moved" else keys == expected, (text, words)
        assert len(again[0].likeness.changes) <= 5


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_quote_from_elsewhere_is_not_in_the_record(reader, text):
    assert verdict(reader, text) == "not-in-record"


def test_there_are_sixty_from_elsewhere():
    assert len(set(ELSEWHERE)) == 60


def test_a_part_of_a_quote_is_verbatim_and_said_to_be_a_part(reader, quotes):
    shortened = [text for text in quotes if re.search(r"[a-z.] (?:\.\.\.|…) \w", text) and len(text.split()) > 9]
    assert shortened, "What a quote itself leaves out may lie within what a text leaves out."
    for text in random.Random(2).sample([text for text in quotes if len(text.split()) > 9], SAMPLE) + shortened:
        words = text.split()
        check = check_text(reader, " ".join(words[2:-2]))
        assert check.verdict == "verbatim", text
        gap = check_text(reader, " ".join([*words[:3], "[…]", *words[-3:]]))
        assert gap.verdict == "verbatim", text


FORMS = ('{}: "{}"', "“{1},” said {0}.", "{1} — {0}", "{0} told reporters: {1}", "{0} said “{1}”")


@pytest.mark.parametrize("form", FORMS)
def test_who_said_it_is_told_from_who_did_not(reader, form):
    rows = [row for row in reader.query(STATEMENTS, {}) if len(row[0].split()) > 4 and '"' not in row[0]]
    for text, speaker, name in random.Random(form).sample(rows, 40):
        own = form.format(name, text.rstrip(".,"))
        assert verdict(reader, own) == "verbatim", own
        if speaker != "antonio-guterres":
            other = form.format("António Guterres", text.rstrip(".,"))
            speakers = {one for quote, one, _ in rows if quote == text}
            assert "antonio-guterres" in speakers or verdict(reader, other) == "other-speaker", other


def test_a_state_is_named_for_those_who_speak_for_it(reader):
    quote_ = "A step-by-step path to peace"
    assert verdict(reader, f'Ukraine: "{quote_}"') == "verbatim"
    assert verdict(reader, f'Russia: "{quote_}"') == "other-speaker"
    assert verdict(reader, f'Kremlin spokesman Peskov said: "{quote_}"') == "other-speaker"
    assert verdict(reader, f'Olaf Nobody: "{quote_}"') == "other-speaker"
    assert verdict(reader, f'He said: "{quote_}"') == "verbatim"


def test_two_pieces_of_a_quote_around_its_speaker_are_one(reader):
    assert verdict(reader, "“Two sides are needed,” Peskov said, “to negotiate.”") == "verbatim"
    assert verdict(reader, "“Two sides are needed,” Peskov said, “to celebrate.”") == "altered"


def test_words_of_our_own_are_no_quotation(real_client):
    summary = real_client.get("/v1/events/2025-06-02-istanbul-round-2").json["summary"]
    body = real_client.get(f"/v1/check?text={quote(summary.partition('. ')[0])}").json
    assert (body["verdict"], body["data"][0]["kind"]) == ("verbatim", "record")
    assert "no quotation" in body["answer"]


def test_what_it_costs_is_bounded(reader, quotes):
    longest = sorted(quotes, key=len)[-20:]
    texts = [*(text.replace(" the ", f" {STRANGER} ") for text in longest), "the of and to a in " * 40, "the " * 200]
    for text in texts:
        statements = reader.watch()
        find_passages(reader, text)
        assert len(statements) <= 3
    reader.statements = None
    bound = 0.5 * len(texts)
    assert seconds_of_work(lambda: [find_passages(reader, text) for text in texts], bound) < bound
    assert RARE < 50


def test_what_clients_write_is_not_remembered_word_by_word():
    """A text may be one word of kilobytes, and another each time."""
    tracemalloc.start()
    try:
        for number in range(300):
            read_words(f"{number}{'x' * 20_000}")
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert taken < 500_000
