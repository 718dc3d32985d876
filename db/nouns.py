"""The registry of nouns in the database, in the order in which their tables are made."""

from db.actors import ACTORS
from db.agreements import AGREEMENTS
from db.claims import CLAIMS
from db.documents import DOCUMENTS
from db.events import EVENTS
from db.noun import Noun
from db.places import PLACES
from db.processes import PROCESSES
from db.proposals import PROPOSALS
from db.publishers import PUBLISHERS
from db.sources import SOURCES
from db.statements import STATEMENTS
from db.topics import TOPICS
from db.transfers import TRANSFERS
from schemas.nouns import check_registry

NOUNS: dict[str, Noun] = {
    noun.name: noun
    for noun in (
        *(TOPICS, PLACES, ACTORS, PUBLISHERS, SOURCES, PROCESSES, EVENTS),
        *(CLAIMS, STATEMENTS, PROPOSALS, AGREEMENTS, TRANSFERS, DOCUMENTS),
    )
}

check_registry("NOUNS of db/nouns.py", NOUNS)
