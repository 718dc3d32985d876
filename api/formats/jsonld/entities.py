"""JSON-LD of those that take part in events or stand around them, in the words of schema.org."""

from api.formats.content import Content
from api.formats.jsonld.nodes import WIKIDATA, Thing, iso_dates, many, node, one, sources
from schemas.model.base import Json

ACTOR_TYPES = {"person": "Person", "state": "GovernmentOrganization", "government-body": "GovernmentOrganization"}
PLACE_TYPES = {"country": "Country", "region": "AdministrativeArea", "city": "City"}


def process(content: Content, document: Json) -> Thing:
    """Return a negotiating track as a series of events."""
    return node(content, "EventSeries", document) | {
        "description": document["summary"],
        "startDate": iso_dates(document["start_date"])[0],
        "endDate": document["end_date"] and iso_dates(document["end_date"])[0],
        "contributor": many(content, [*document["parties"], *document["mediators"]]),
        "about": many(content, document["topics"], "DefinedTerm"),
        "subjectOf": sources(content, document),
    }


def actor(content: Content, document: Json) -> Thing:
    """Return a person or an organisation; a state is one here, because it acts."""
    person = document["kind"] == "person"
    return node(content, ACTOR_TYPES.get(document["kind"], "Organization"), document) | {
        "alternateName": document["aliases"],
        "sameAs": document["wikidata"] and WIKIDATA + document["wikidata"],
        "memberOf" if person else "parentOrganization": one(content, document["part_of"], "Organization"),
        "hasOccupation": [_role(position) for position in document["positions"]] if person else None,
        "subjectOf": sources(content, document),
    }


def _role(position: Json) -> Thing:
    """Return a position held for a time, which schema.org puts between a person and an occupation."""
    return {
        "@type": "Role",
        "hasOccupation": {"@type": "Occupation", "name": position["title"]},
        "startDate": position["from"] and iso_dates(position["from"])[0],
        "endDate": position["to"] and iso_dates(position["to"])[0],
    }


def place(content: Content, document: Json) -> Thing:
    """Return a place, with its coordinates where they are known."""
    point = {"@type": "GeoCoordinates", "latitude": document["latitude"], "longitude": document["longitude"]}
    return node(content, PLACE_TYPES.get(document["kind"], "Place"), document) | {
        "alternateName": document["aliases"],
        "sameAs": document["wikidata"] and WIKIDATA + document["wikidata"],
        "geo": point if document["latitude"] is not None and document["longitude"] is not None else None,
        "containedInPlace": one(content, document["part_of"], "Place"),
        "subjectOf": sources(content, document),
    }


def publisher(content: Content, document: Json) -> Thing:
    """Return a publisher."""
    return node(content, "Organization", document) | {
        "alternateName": document["aliases"],
        "sameAs": document["wikidata"] and WIKIDATA + document["wikidata"],
        "url": document["website_url"],
        "ownershipFundingInfo": document["ownership"],
        "parentOrganization": document["group"] and {"@type": "Organization", "name": document["group"]},
    }


def topic(content: Content, document: Json) -> Thing:
    """Return a controlled term."""
    return node(content, "DefinedTerm", document) | {
        "description": document["definition"],
        "termCode": document["id"],
        "inDefinedTermSet": content.absolute("/v1/topics"),
    }
