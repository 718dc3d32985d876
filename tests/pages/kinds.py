"""Kinds: an address of every kind of page, over the made-up world."""

ROUND = "2031-04-12-harbour-round-1"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
RECORDS = (
    *(f"/v1/events/{ROUND}", f"/v1/claims/{ROUND}:bodies", f"/v1/statements/{ROUND}:belo-month"),
    *(f"/v1/proposals/{ROUND}:truce", f"/v1/agreements/{ROUND}:bodies-deal", f"/v1/documents/{ROUND}:paper"),
    *("/v1/transfers/2031-04-27-handover:to-northland", "/v1/processes/harbour-talks", "/v1/actors/ana-belo"),
    *("/v1/places/customs-house", "/v1/sources/example-wire-2031-04-12", "/v1/publishers/example-wire"),
    *("/v1/topics/repatriation", "/v1/events/latest", "/v1/events/2031-04-12", f"/v1/events/{ROUND}?view=brief"),
)
"""A record of every noun, and a day."""
LISTS = (
    *("/v1/events", "/v1/claims?status=disputed", "/v1/agreements", "/v1/transfers", "/v1/sources", "/v1/actors"),
    *("/v1/events/2031-04", "/v1/events?kind=call,meeting&topic__not=ceasefire&independent_publishers__gte=1"),
    *("/v1/topics?q=zzzz", "/v1/events?limit=2"),
)
ANSWERS = (
    *("/v1/search", "/v1/search?q=bodies", "/v1/search?q=bodeis", "/v1/suggest?q=mid", "/v1/transfers/totals"),
    *("/v1/transfers/totals?by=month,what", "/v1/actors/ana-belo/meetings", "/v1/actors/ana-belo/meetings/joss-tarn"),
    *("/v1/on-this-day?day=04-12", "/v1/coverage", "/v1/vocabularies", "/v1/vocabularies/levels", "/v1/downloads"),
    *(
        "/v1/events?facet=kind,actor",
        "/v1/check?text=forty for forty",
        "/v1/changes",
        "/v1/releases",
    ),
)
GUIDES = ("/docs/answers", "/docs/codebook", "/docs/cookbook", "/docs/stability", "/docs/records", "/docs/deployment")
MISTAKES = ("/v1/events?kin=call", "/v1/actors/ana-bello", "/v1/nothing")
GOOD = ("/", "/v1", "/errors/not-found", *RECORDS, *LISTS, *ANSWERS, *GUIDES)
EVERY = (*GOOD, *MISTAKES)
