"""Parameter names: what each parameter is called by other interfaces, and which one of a noun names its actors."""

from collections.abc import Container

FIRST_DAY = (
    "since after start start_date startdate from_date date_from datefrom min_date date_min mindate "
    "newer_than begin date_after fromdate date_start start_time starttime published_after"
)
LAST_DAY = (
    "until till before end end_date enddate to_date date_to dateto max_date date_max maxdate older_than "
    "finish date_before todate date_end end_time endtime published_before through"
)
ALSO_NAMED: dict[str, str] = {
    "q": "search query text keyword keywords term terms s words fulltext find phrase search_query",
    "limit": (
        "per_page perpage page_size pagesize size rows max max_results maxresults top first num n results "
        "length count page_limit take limit_to maxrecords max_records"
    ),
    "from": FIRST_DAY,
    "since": f"from date {FIRST_DAY}",
    "updated_since": "modified_since updated_after modified_after changed_since updated_from min_updated since_update",
    "created_since": "added_since created_after added_after",
    "corrected_since": "corrected_after",
    "as_of": "asof as_at at_time version release snapshot revision",
    "to": LAST_DAY,
    "until": f"to {LAST_DAY}",
    "date": "on when day on_date event_date",
    "sort": "order order_by orderby sort_by sortby ordering sorted_by sorting",
    "fields": "select columns only include attributes field",
    "facet": "facets aggs aggregate group_by groupby count_by",
    "by": "group_by groupby group facet aggregate sum_by",
    "view": "detail details mode level_of_detail",
    "topic": "tag tags subject category theme themes keyword",
    "place": "location venue city where at",
    "process": "track series negotiation talks",
    "publisher": "outlet media publication newspaper",
    "country": "nation state country_code",
    "language": "lang locale",
    "kind": "type category event_type class",
    "type": "kind noun category",
    "what": "kind type category",
    "status": "state",
    "event": "event_id meeting",
    "day": "date on when",
    "text": "quote quotation q query statement words sentence wording search phrase",
    "url": "link address article uri href source_url page",
    "noun": "type nouns",
}
"""What else each parameter is called elsewhere; it counts where the address takes the parameter and not that name."""
NAMES_FOR = {name: frozenset(others.split()) for name, others in ALSO_NAMED.items()}

ACTORS_NAMED: tuple[tuple[str, str], ...] = (
    (
        "actor actors person persons people who politician delegate name entity",
        "actor participant by speaker author party",
    ),
    ("by author speaker said_by proposer proposed_by says", "by speaker author actor"),
    ("party parties signatory signatories side sides", "side party actor"),
    ("participant participants attendee attendees delegate", "participant party"),
    ("to recipient receiver addressee audience handed_to", "addressee audience handed_to to_side"),
    ("from giver sender handed_by", "from_side handed_by by speaker"),
)
"""Words for actors in some part, and the parameters that may mean that part, the likeliest first.

What an actor does differs from noun to noun: somebody is an `actor` of events, says a statement as its `speaker` and
signs an agreement as a `party`. A part that a noun does not have, as `mediator`, is never meant by a general word.
"""
TWO_SIDED = frozenset(["actor", "actors", "person", "side", "sides", "party", "parties", "who", "country", "state"])
"""Words that may mean either side where an address takes `from_side` and `to_side`."""


def actor_parameter(name: str, taken: Container[str]) -> str | None:
    """Return which of the parameters that take ids of actors is meant by a word for somebody; None if none is."""
    targets = (target for words, listed in ACTORS_NAMED if name in words.split() for target in listed.split())
    return next((target for target in targets if target in taken), None)
