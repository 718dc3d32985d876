"""Derivations: what no curator writes, worked out from all records: one module a noun."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from db.curation.records import LoadedRecord
from db.release.derivations.actors import actor_terms, derive_actor
from db.release.derivations.agreements import agreement_terms, derive_agreement
from db.release.derivations.claims import claim_terms, derive_claim
from db.release.derivations.documents import derive_document, document_terms
from db.release.derivations.events import derive_event, event_terms
from db.release.derivations.places import derive_place, place_terms
from db.release.derivations.processes import derive_process, process_terms
from db.release.derivations.proposals import derive_proposal, proposal_terms
from db.release.derivations.publishers import derive_publisher
from db.release.derivations.sources import derive_source, source_terms
from db.release.derivations.statements import derive_statement, statement_terms
from db.release.derivations.terms import TermPair
from db.release.derivations.topics import derive_topic
from db.release.derivations.transfers import derive_transfer, transfer_terms
from db.release.index import RecordIndex
from schemas.model.base import Json
from schemas.nouns import check_registry


class Derivation(NamedTuple):
    """What a build works out about the records of a noun: fields of the document, and the terms it is found by."""

    derive: Callable[[RecordIndex, LoadedRecord, Json], Json] = lambda *_: {}
    index_terms: Callable[[RecordIndex, LoadedRecord, Json], Iterable[TermPair]] = lambda *_: ()


DERIVATIONS = {
    "actors": Derivation(derive_actor, actor_terms),
    "agreements": Derivation(derive_agreement, agreement_terms),
    "claims": Derivation(derive_claim, claim_terms),
    "documents": Derivation(derive_document, document_terms),
    "events": Derivation(derive_event, event_terms),
    "places": Derivation(derive_place, place_terms),
    "processes": Derivation(derive_process, process_terms),
    "proposals": Derivation(derive_proposal, proposal_terms),
    "publishers": Derivation(derive_publisher),
    "sources": Derivation(derive_source, source_terms),
    "statements": Derivation(derive_statement, statement_terms),
    "topics": Derivation(derive_topic),
    "transfers": Derivation(derive_transfer, transfer_terms),
}

check_registry("DERIVATIONS of db/release/derivations/__init__.py", DERIVATIONS)
