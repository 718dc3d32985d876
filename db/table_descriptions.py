"""Table descriptions: what each table and view of the SQLite file has, for whoever opens it with tools of their own."""

VIEW_DESCRIPTIONS = {
    "exchanges": "Each transfer with the names of both sides, the place and the event. A null count is not known, "
    "which is not none.",
    "meetings": "Each two that met at an event, once for each of them, by the rules of [answers.md](answers.md); "
    "states too.",
    "claims_by_side": "Each claim once for every side that gives an account of it.",
    "accounts": "What everybody says of every claim, side by side.",
    "statements_by_actor": "What each actor said, with the office held on that day.",
    "quotes": "Every verbatim quote with who said it, where the record says so, and the source that carries it.",
    "terms_of_agreements": "Each term of each agreement, with what of it came about.",
    "participants": "Who took part in what.",
    "responses_to_proposals": "Each proposal with each answer to it; a row without an answer where there is none.",
    "sources_cited": "Each source, and how many records and quotes rest on it.",
}
"""Views, ready joined, for people."""
TABLE_DESCRIPTIONS = {
    "release": "What identifies this release, and its coverage; one row. `counts`, `ranges`, `coverage` and "
    "`synonyms` are JSON.",
    "record": "Every record of every noun, by number `n`, with its document as the interface gives it: `full` and "
    "`brief` are JSON. `state` is `current`, `moved` (then `target` is the new id) or `withdrawn` (then "
    "`target` says when and why).",
    "evidence": "Which source supports which field of which record, with its words; `field` is `record` for the whole "
    "of it.",
    "history_release": "The releases of the record, the newest last: notes for readers, and `counts` of records as "
    "JSON.",
    "history_change": "Each change that a release made: its kind, the reason, and what stood there `before` and "
    "`after`, as JSON by field. `sequence` has no gap; `corrects` is 1 where something had been wrong.",
    "history_document": "What was served up to and with the release `until`, where the next one served something else: "
    "the document as JSON, compressed with zlib.",
    "history_record": "In which release each record came, last changed and was last corrected, by number; what waits "
    "for a release has the number of the next one.",
    "history_first_id": "The id that a record had at first, for each that it has had since; feeds and calendars "
    "use it.",
    "passage": "Every quote, title and sentence that `/v1/check` compares with: `kind` is `quote`, `title` or "
    "`record` (our own words). `speaker` stands where the record says who said it, `account_by` where it "
    "is evidence for somebody's account.",
    "topic": "Topics; `events` is the number of events that have it or a narrower one.",
    "place": "Places, from venues to countries.",
    "actor": "People, states, bodies, groups.",
    "publisher": "Who published a source.",
    "source": "Publications cited; `url` is their own.",
    "process": "Negotiating tracks.",
    "event": "What happened, was planned or denied.",
    "claim": "One fact of an event each, and how its accounts stand to each other (`status`).",
    "statement": "What a named actor said: `quote` verbatim, `paraphrase` in our words.",
    "proposal": "What a side put forward.",
    "agreement": "What was agreed.",
    "transfer": "People or bodies that changed hands, one direction each.",
    "document": "Texts that the negotiations produced or used.",
    "place_aliases": "Other names of a place.",
    "actor_aliases": "Other names of an actor.",
    "actor_positions": "Offices that an actor held, from when to when, and of what body.",
    "publisher_aliases": "Other names of a publisher.",
    "source_relays": "Publishers whose report a source carries.",
    "process_parties": "The parties of a process.",
    "process_mediators": "Its mediators.",
    "process_topics": "Its topics.",
    "event_participants": "Who took part in an event, in which role and for which side.",
    "event_topics": "The topics of an event.",
    "claim_accounts": "What each actor or publisher (`by`) says of the fact.",
    "claim_topics": "The topics of a claim.",
    "statement_audience": "To whom it was said.",
    "statement_topics": "The topics of a statement.",
    "proposal_by": "Who proposes.",
    "proposal_to": "To whom.",
    "proposal_terms": "What is asked or offered.",
    "proposal_responses": "How it was answered.",
    "proposal_topics": "The topics of a proposal.",
    "agreement_parties": "Who agreed.",
    "agreement_terms": "What was agreed, with how much and how much of it came about; null where nobody knows.",
    "agreement_topics": "The topics of an agreement.",
    "transfer_under": "The terms of agreements that a transfer carries out.",
    "transfer_mediators": "Who mediated it.",
    "transfer_reported_by": "Who gave its number.",
    "transfer_topics": "The topics of a transfer.",
    "document_author": "Who wrote or issued a document.",
    "document_handed_by": "Who handed it over.",
    "document_handed_to": "To whom.",
    "document_sections": "Its parts.",
    "document_topics": "The topics of a document.",
}
"""Tables of the record."""
MACHINERY_DESCRIPTIONS = {
    "_index_term": "What filters look records up by.",
    "_name": "The spellings of names by which records are found.",
    "_link": "The addresses of sources in the form in which pasted ones are compared.",
    "_word": "Words of the record, for suggestions.",
    "_search": "Full text search (FTS5).",
    "_passage_words": "The words of each passage (FTS5, without the texts).",
    "_passage_word_counts": "In how many passages each word is.",
}
"""Tables that only the interface needs, besides those that FTS5 keeps for itself."""
