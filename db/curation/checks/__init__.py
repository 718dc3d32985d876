"""Checks across records: what no schema can say, because it takes more than one field or more than one record.

A rule is a function that yields every breach of it by one record. To add one, write it in the module of its subject
and name it below; a test asks for a broken record that it finds.
"""

from collections.abc import Callable, Iterable, Iterator

from db.curation.checks.accounts import (
    agreed_accounts_agree,
    agreed_by_two_sides,
    answers_fit_proposals,
    conflicts_are_told,
    events_have_evidence,
    only_people_hold_positions,
    positions_are_held,
    statuses_fit_accounts,
)
from db.curation.checks.agreements import keeping_is_told_afterwards
from db.curation.checks.context import Context, Lookups
from db.curation.checks.dates import ends_are_after_beginnings, events_are_in_order, sources_are_not_older
from db.curation.checks.names import ids_are_unique, slugs_are_unique, urls_are_unique
from db.curation.checks.participants import company_was_there
from db.curation.checks.references import nothing_goes_in_circles, references_exist, withdrawn_records_stand_alone
from db.curation.checks.transfers import (
    transfers_fit_their_terms,
    transfers_move_somebody,
    transfers_stay_within_their_terms,
)
from db.curation.checks.wording import words_are_neutral
from db.curation.records import RecordError, Records

Rule = Callable[[Context], Iterator[RecordError]]

RULES: tuple[Rule, ...] = (
    ids_are_unique,
    slugs_are_unique,
    urls_are_unique,
    ends_are_after_beginnings,
    events_have_evidence,
    statuses_fit_accounts,
    agreed_accounts_agree,
    conflicts_are_told,
    answers_fit_proposals,
    company_was_there,
    only_people_hold_positions,
    words_are_neutral,
    transfers_move_somebody,
)
"""Rules that can be asked of any record."""

LINKED_RULES: tuple[Rule, ...] = (
    events_are_in_order,
    sources_are_not_older,
    positions_are_held,
    agreed_by_two_sides,
    transfers_fit_their_terms,
    transfers_stay_within_their_terms,
    keeping_is_told_afterwards,
    nothing_goes_in_circles,
    withdrawn_records_stand_alone,
)
"""Rules that follow references, and so can be asked only when each of them leads somewhere."""


def check_records(records: Records) -> list[RecordError]:
    """Return everything that is wrong with loaded records, in the order of files and lines.

    Rules that follow references are asked only when everything loaded and every reference leads somewhere.
    """
    errors = {*records.errors, *breaches(records, [references_exist])}
    errors.update(breaches(records, RULES if errors else [*RULES, *LINKED_RULES]))
    return sorted(errors)


def breaches(records: Records, rules: Iterable[Rule]) -> Iterator[RecordError]:
    """Yield every breach of some rules by any record."""
    lookups = Lookups(records)
    for entry in records:
        context = Context(records, entry, lookups)
        for rule in rules:
            yield from rule(context)
