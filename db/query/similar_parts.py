"""Similar parts: the ids of what lies inside events and agreements that may have been meant by those of nothing."""

from difflib import SequenceMatcher

from db.query.connection import Reader
from db.query.similar import MAX_SUGGESTED_ID, MeantId, similar_ids

LIKE_SLUG = 0.6
"""How much of its letters the last part of an id must share, the event being the same: `body` is `bodies`."""
MAX_PARTS = 200
"""Records inside one event that are compared."""
PARTS = (
    "select id from record where type = :type and state = 'current' and id between :first and :last"
    " order by id limit :limit"
)
TERMS = "select id from agreement_terms where id between :first and :last order by id limit :limit"
TERM = "term"


def similar_parts(reader: Reader, kind: str, text: str) -> list[MeantId]:
    """Return the ids of a type of record inside events, or of terms of agreements, that may have been meant.

    The event before the colon may be misspelt too. What has no colon names no part.
    """
    event, mark, slug = text.partition(":")
    if not mark:
        return []
    slug = slug.lower()[:MAX_SUGGESTED_ID]
    for whole in dict.fromkeys([event, *similar_ids(reader, "event", event)[:1]]):
        bound = {"type": kind, "first": f"{whole}:", "last": f"{whole};", "limit": MAX_PARTS}
        ids = [row[0] for row in reader.query(TERMS if kind == TERM else PARTS, bound)]
        near = [(SequenceMatcher(None, one.partition(":")[2], slug).ratio(), one) for one in ids]
        if likely := [MeantId(likeness, 0, one) for likeness, one in near if likeness >= LIKE_SLUG]:
            return likely
    return []
