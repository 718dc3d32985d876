"""Ranking: how much a word weighs in each column of the full-text index, and how much each type of record weighs."""

import re

COLUMN_WEIGHTS = {
    "title": 12,
    "aliases": 10,
    "body": 2,
    "names": 3,
    "folded": 1,
    "codes": 2,
    "participants": 0,
    "venue": 0,
}
"""The columns of the index, in their order. Codes are found as well as words; they stand apart, because snippets show
the body. Who met and where stands in `names` too and would count twice; it tells only which meetings have the words
(`MEETING_OF`)."""
TYPE_WEIGHTS = {"event": 2.0, "process": 2.0, "actor": 3.0, "agreement": 1.5, "place": 3.0, "topic": 2.0, "source": 0.5}
"""Whoever types a name wants its bearer, an event tells the story, a source only its headline. Others weigh 1."""
NAME_WEIGHT = 10
"""What has exactly the words as its name comes first: for `Ukraine` the state, before the ministries of Ukraine."""
TITLE_WEIGHT = 12
"""What has the words in its title or own names, where there are too many records to weigh each word."""
MAIN_KINDS = ("talks-round", "summit")
"""Events that others are about: somebody announces a round, meets before it, and speaks of it for weeks."""
MAIN_WEIGHT = 3
"""A round or a summit that was held and is called by the words comes before what was said of it. bm25 alone would put
it last, because a word tells it less of a long text, and all that was said there makes it long."""
MEETING_WORD = re.compile(r"\b(?:talks?|rounds?|summits?|meetings?|negotiations?)\b", re.IGNORECASE)
"""Words of whoever looks for a meeting. Without one, `Macron` is he and not the summit that he held."""
MEETING_OF = "({title aliases participants venue} : (%s)) AND ({participants} : (%s))"
"""Meetings that somebody describes by who met and where, as a full-text query: all words are in names of participants,
the place or the title, and at least one is a participant. The texts need not have them."""
MEETING_WEIGHT = 8
"""A meeting of those who were asked for, before what mentions them. bm25 alone would put a round of talks last, because
it is as long as all that was said there: the second Istanbul round was 63rd for its two heads and the place."""
PERIOD_WEIGHT = 3
"""What happened in the period that was asked for, before what mentions it."""
BETTER_WEIGHT = 100
"""What has all words that were asked for, before what has some."""
MAX_RANKED = 10_000
"""Records that are ranked by how often and where they have the words; of more, only the likeliest are ranked."""
MAX_LIKELY = 500
"""Of so many more records: those of each type that are ranked, besides those with the words in title or names."""
MAX_TITLED = 2_000
"""Of those with the words in title or names, how many are ranked."""
TITLED = "_search match '{title aliases} : (' || :words || ')'"
"""Records that have the words in their title or own names."""


def word_score() -> str:
    """Return the SQL of a hit's score for the words `:words`, typed as `:key`; the best is the least."""
    weights, titled = ", ".join(map(str, COLUMN_WEIGHTS.values())), f"n in (select rowid from _search where {TITLED})"
    return f"bm25(_search, {weights}) * {_of_record()} * {_of_main_event(titled)}"


def title_score() -> str:
    """Return the SQL of a score that costs the same for any number of hits: whether `titled` says so, and the type."""
    return f"-iif(titled, {TITLE_WEIGHT}, 1) * {_of_record()} * {_of_main_event('titled')}"


def main_weight(text: str) -> int:
    """Return what rounds and summits weigh in a search for a text, which scores bind as `:main_weight`."""
    return MAIN_WEIGHT if MEETING_WORD.search(text) else 1


def _of_main_event(titled: str) -> str:
    """Return the SQL of what a round or a summit weighs where `titled` says that it is called so; 1 for all others."""
    kinds = ", ".join(f"'{kind}'" for kind in MAIN_KINDS)
    main = f"select 1 from event where event.n = record.n and kind in ({kinds}) and status = 'held'"
    return f"case when type = 'event' and exists ({main}) and {titled} then :main_weight else 1 end"


def _of_record() -> str:
    """Return the SQL of what a record weighs by its type, and by having exactly the words as its name."""
    types = " ".join(f"when '{kind}' then {weight}" for kind, weight in TYPE_WEIGHTS.items())
    named = "select 1 from _name where _name.type = record.type and _name.key = :key and _name.id = record.id"
    return (
        f"case type {types} else 1 end * case when type in ({NAMED_TYPES})"
        f" and exists ({named} and rank <= {NAME_RANK}) then {NAME_WEIGHT}"
        f" when type = 'actor' and record.id = ({LIKELIEST}) then {NAME_WEIGHT} else 1 end"
    )


LIKELIEST = "select id from _name where type = 'actor' and key = :key order by rank, id limit 1"
"""Who of those with the name, be it the family name, took part in most: asked for once, whatever is ranked."""
NAMED_TYPES = "'actor', 'place', 'topic', 'process', 'event'"
"""Types of records that somebody may mean by their whole name, as SQL writes them."""
NAME_RANK = 1_000_000
"""The highest rank of a whole name in the table `name`."""


DURING = "earliest <= :period_last and coalesce(latest, '9999') >= :period_first"
IN_PERIOD = f"({DURING} or n in (select rowid from _search where _search match :period_words))"
"""Records that happened in a period, or mention it."""


def period_score(score: str) -> str:
    """Return a score that weighs whether a record happened in the period."""
    return f"{score} * iif({DURING}, {PERIOD_WEIGHT}, 1)"


def meeting_words(parts: tuple[str, ...]) -> str | None:
    """Return the query for the meetings that some words describe; None for one word, which says no more than a name."""
    return MEETING_OF % (" AND ".join(parts), " OR ".join(parts)) if len(parts) > 1 else None


def meeting_score(score: str) -> str:
    """Return a score that weighs whether a record is a meeting of those in `:meeting_words`.

    Words that together are one name or title, `Rustem Umerov`, ask for its bearer and not for meetings first.
    """
    named = f"exists (select 1 from _name where type in ({NAMED_TYPES}) and key = :key and rank <= {NAME_RANK})"
    meets = f"not {named} and n in (select rowid from _search where _search match :meeting_words)"
    return f"{score} * iif({meets}, {MEETING_WEIGHT}, 1)"


def better_score(score: str) -> str:
    """Return a score that puts first what the stricter query `:better` finds."""
    return f"{score} * iif(n in (select rowid from _search where _search match :better), {BETTER_WEIGHT}, 1)"
