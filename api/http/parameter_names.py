"""Parameter names: what each parameter is called by other interfaces."""

ALSO_NAMED: dict[str, str] = {
    "q": "search query text keyword keywords term terms s words fulltext find phrase search_query",
    "limit": (
        "per_page perpage page_size pagesize size rows max max_results maxresults top first num n results "
        "length count page_limit take limit_to maxrecords max_records"
    ),
    "from": (
        "since after start start_date startdate from_date date_from datefrom min_date date_min mindate "
        "newer_than begin date_after fromdate date_start start_time starttime published_after"
    ),
    "updated_since": "modified_since updated_after modified_after changed_since updated_from min_updated since_update",
    "created_since": "added_since created_after added_after",
    "corrected_since": "corrected_after",
    "as_of": "asof as_at at_time version release snapshot revision",
    "to": (
        "until till before end end_date enddate to_date date_to dateto max_date date_max maxdate older_than "
        "finish date_before todate date_end end_time endtime published_before through"
    ),
    "date": "on when day on_date event_date",
    "sort": "order order_by orderby sort_by sortby ordering sorted_by sorting",
    "fields": "select columns only include attributes field",
    "facet": "facets aggs aggregate group_by groupby count_by",
    "by": "group_by groupby group facet aggregate sum_by",
    "view": "detail details mode level_of_detail",
    "actor": "person people who participants delegate politician party name speaker",
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
    "speaker": "person who actor by author",
    "event": "event_id meeting",
}
"""What else each parameter is called elsewhere; it counts where the address takes the parameter and not that name."""
NAMES_FOR = {name: frozenset(others.split()) for name, others in ALSO_NAMED.items()}
