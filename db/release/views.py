"""Views: what a person asks the SQLite file most, ready joined, with names beside the ids."""

from sqlite_utils import Database

VIEW_STATEMENTS = {
    "exchanges": "select transfer.id, transfer.date, transfer.earliest, transfer.latest, transfer.what,"
    " giver.id as from_side, giver.name as from_name, receiver.id as to_side, receiver.name as to_name,"
    " transfer.count_low, transfer.count_best, transfer.count_high, place.name as place,"
    " event.process, event.id as event, event.title as event_title"
    ' from transfer join event on event.id = transfer.event join actor as giver on giver.id = transfer."from"'
    ' join actor as receiver on receiver.id = transfer."to"'
    " left join place on place.id = coalesce(transfer.place, event.place)",
    "meetings": "select event.id as event, event.date, event.earliest, event.title, event.channel, event.level,"
    " place.name as place, event.process, one.id as actor, one.name as actor_name, other.id as other,"
    " other.name as other_name from event join _index_term as first on first.n = event.n and first.kind = 'met'"
    " join _index_term as second on second.n = event.n and second.kind = 'met' and second.value <> first.value"
    " join actor as one on one.id = first.value join actor as other on other.id = second.value"
    " left join place on place.id = event.place where not exists (select 1 from _index_term as apart"
    " where apart.kind = 'apart' and apart.n = event.n"
    " and apart.value = min(first.value, second.value) || ' ' || max(first.value, second.value))",
    "claims_by_side": "select side.value as side, actor.name as side_name, claim.id as claim, claim.text, claim.status,"
    " claim.date, claim.earliest, claim.confirmed_by_both_sides, claim.independent_publishers, event.id as event,"
    " event.title as event_title from claim join _index_term as side on side.n = claim.n and side.kind = 'side'"
    " join actor on actor.id = side.value join event on event.id = claim.event",
    "accounts": "select claim.id as claim, claim.text, claim.status, coalesce(claim_accounts.date, claim.date) as date,"
    ' claim_accounts."by", coalesce(actor.name, publisher.name) as by_name, claim_accounts.says, claim.event'
    " from claim_accounts join claim on claim.id = claim_accounts.claim"
    ' left join actor on actor.id = claim_accounts."by" left join publisher on publisher.id = claim_accounts."by"',
    "statements_by_actor": "select actor.id as speaker, actor.name as speaker_name, statement.position, statement.side,"
    " statement.date, statement.earliest, statement.quote, statement.paraphrase, statement.language,"
    " statement.id as statement, event.id as event, event.title as event_title"
    " from statement join actor on actor.id = statement.speaker join event on event.id = statement.event",
    "quotes": "select passage.text as quote, actor.id as speaker, actor.name as speaker_name, passage.account_by,"
    " passage.date, passage.language, passage.translated_from, record.type, record.id as record, passage.field,"
    " source.id as source, source.title as source_title, source.url as source_url, publisher.name as publisher_name"
    " from passage join record on record.n = passage.n left join actor on actor.id = passage.speaker"
    " left join source on source.id = passage.source left join publisher on publisher.id = source.publisher"
    " where passage.kind = 'quote'",
    "terms_of_agreements": "select agreement.id as agreement, agreement.title, agreement.date, agreement.earliest,"
    ' agreement_terms.id as term, agreement_terms.what, agreement_terms."from" as from_side,'
    ' agreement_terms."to" as to_side, agreement_terms.quantity_low, agreement_terms.quantity_best,'
    " agreement_terms.quantity_high, agreement_terms.unit, agreement_terms.due_date, agreement_terms.progress_low,"
    " agreement_terms.progress_best, agreement_terms.progress_high, agreement.event"
    " from agreement_terms join agreement on agreement.id = agreement_terms.agreement",
    "participants": "select event.id as event, event.date, event.earliest, event.title, event.kind, event.status,"
    " actor.id as actor, actor.name as actor_name, event_participants.role, event_participants.side,"
    " event_participants.position from event_participants join event on event.id = event_participants.event"
    " join actor on actor.id = event_participants.actor",
    "responses_to_proposals": "select proposal.id as proposal, proposal.title, proposal.date, proposal.status,"
    ' proposal_responses."by" as answered_by, actor.name as answered_by_name, proposal_responses.response,'
    " proposal_responses.says, proposal_responses.date as response_date, proposal.event"
    " from proposal left join proposal_responses on proposal_responses.proposal = proposal.id"
    ' left join actor on actor.id = proposal_responses."by"',
    "sources_cited": "select source.id as source, source.title, source.url, publisher.id as publisher,"
    " publisher.name as publisher_name, source.published_date, source.language, source.kind,"
    " count(distinct evidence.n) as records, count(evidence.quote) as quotes from source"
    " join publisher on publisher.id = source.publisher left join evidence on evidence.source = source.id"
    " group by source.n",
}
"""Every view by its name. docs/sqlite.md describes them beside the tables, and a test holds it to that."""


def create_views(db: Database) -> None:
    """Create every view."""
    for name, sql in VIEW_STATEMENTS.items():
        db.create_view(name, sql)
