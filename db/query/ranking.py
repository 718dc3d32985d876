"""Ranking: how much a word weighs in each column of the full-text index, and how much each type of record weighs."""

COLUMN_WEIGHTS = {"title": 12, "aliases": 10, "body": 2, "names": 3, "folded": 1}
"""The columns of the index, in their order."""
TYPE_WEIGHTS = {"event": 2.0, "process": 2.0, "actor": 3.0, "agreement": 1.5, "place": 3.0, "topic": 2.0, "source": 0.5}
"""Whoever types a name wants its bearer, an event tells the story, a source only its headline. Others weigh 1."""
NAME_WEIGHT = 10
"""What has exactly the words as its name comes first: for `Ukraine` the state, before the ministries of Ukraine."""


def score() -> str:
    """Return the SQL of a hit's score for the words `:words`, typed as `:q`; the best is the least."""
    weights = ", ".join(map(str, COLUMN_WEIGHTS.values()))
    types = " ".join(f"when '{kind}' then {weight}" for kind, weight in TYPE_WEIGHTS.items())
    return (
        f"bm25(search, {weights}) * case type {types} else 1 end"
        " * case when type in ('actor', 'place', 'topic', 'process') and (lower(search.title) = lower(trim(:q))"
        " or instr(char(10) || lower(search.aliases) || char(10), char(10) || lower(trim(:q)) || char(10)))"
        f" then {NAME_WEIGHT} else 1 end"
    )
