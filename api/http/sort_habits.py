"""Sort habits: the orders that somebody means who writes `date:desc`, `date desc` or `newest`."""

import re
from difflib import get_close_matches

WORDS_FOR = {
    **dict.fromkeys(("newest", "latest", "recent", "new"), "-date"),
    **dict.fromkeys(("oldest", "earliest", "chronological"), "date"),
    **dict.fromkeys(("created", "created_at", "time", "datetime", "published", "timestamp", "start_date"), "date"),
    **dict.fromkeys(("updated", "updated_at", "modified", "last_modified", "changed"), "updated_date"),
    **dict.fromkeys(("corrected", "corrected_at"), "corrected_date"),
    **dict.fromkeys(("name", "alphabetical", "alpha"), "title"),
    "title": "name",
}
DIRECTION = re.compile(
    r"(?P<sign>[-+ ]?)(?P<name>[\w.]{1,64}?)(?:[:,. _|]{1,3}(?P<word>asc|desc)\w{0,7})?", re.IGNORECASE
)


def mended_orders(text: str, allowed: list[str]) -> str | None:
    """Return the orders that the whole value of `sort` may mean, as it takes them; None where none is near."""
    joined = re.sub(r"(?i),\s*(asc|desc)\w*", r":\1", text)
    orders = [order for part in joined.split(",") if part and (order := _order(part, allowed))]
    return ",".join(dict.fromkeys(orders)) or None


def _order(part: str, allowed: list[str]) -> str | None:
    match = DIRECTION.fullmatch(part.strip(" "))
    if match is None:
        return None
    name = match["name"].lower()
    down = match["sign"] == "-" or (match["word"] or "").lower() == "desc"
    if name not in allowed and WORDS_FOR.get(name) in allowed:
        name = WORDS_FOR[name]
        return name if name.startswith("-") or not down else f"-{name}"
    if name not in allowed and name.endswith(("_date", "_at", "_time")) and "date" in allowed:
        # Of whatever a record has its date is meant, and not another date that is spelt alike.
        name = "date"
    close = [name] if name in allowed else get_close_matches(name, [one for one in allowed if one[0] != "-"], 1)
    return (f"-{close[0]}" if down else close[0]) if close else None
