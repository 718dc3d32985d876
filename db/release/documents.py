"""Documents: from a record as written to the document as served, with every reference and source filled in."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from marshmallow import fields

from db.curation.records import LoadedRecord
from db.curation.references import resolve_sound
from db.json import PUBLIC_URL
from db.release.derivations import DERIVATIONS
from db.release.index import RecordIndex
from db.release.names import CACHE_SIZE
from schemas.model.base import BaseSchema, Json
from schemas.model.evidence import CitedSource
from schemas.model.fields import Keyed, Many, Nest, Ref
from schemas.model.record import OMITTED_IN_EVENT
from schemas.nouns import INNER, SCHEMAS

Expansion = Callable[[Any, LoadedRecord, str], Any]
"""What expands a value, given its record and what the ids of the parts inside begin with."""


class DocumentBuilder:
    """The only way from a record to its document.

    A document has every key of its schema, in the schema's order. It is not validated here: the record was, and the
    tests hold that every document of the made-up world and of the real record is what its schema says.
    """

    def __init__(self, index: RecordIndex) -> None:
        self.index = index
        # A schema costs more to make than to use.
        self._schemas = {noun: schema(mode="document") for noun, schema in SCHEMAS.items()}
        self._cited_source = CitedSource(mode="document")
        self._plan = lru_cache(None)(self._plan_of)
        self._cite = lru_cache(CACHE_SIZE)(self._cite_source)

    def build(self, record: LoadedRecord) -> list[tuple[LoadedRecord, Json]]:
        """Return a record with its document; of an event, the records inside it with theirs as well.

        An event and what is inside it are made in one step, because the event's document shows all of it.
        """
        document = self._document(record)
        if record.noun != "events":
            return [(record, document)]
        inside = [(inner, self._document(inner)) for inner in self.index.inner_records(record)]
        document |= {noun: [] for noun in INNER}
        for inner, inner_document in inside:
            short = {key: value for key, value in inner_document.items() if key not in OMITTED_IN_EVENT}
            document[inner.noun].append(short)
        return [(record, document), *inside]

    def _document(self, record: LoadedRecord) -> Json:
        """Return the document of one record; what is inside an event is put in afterwards."""
        url = f"/v1/{record.noun}/{record.id}"
        document = self._expand(self._schemas[record.noun], record.data, record, record.id)
        document |= {"id": record.id, "type": SCHEMAS[record.noun].TYPE, "citation": self._citation(record, url)}
        coverage = self.index.records.coverage
        revision = self.index.revisions.of((record.noun, record.id))
        document |= {"created_date": revision.created, "updated_date": revision.updated}
        document |= {"corrected_date": revision.corrected, "revision": revision.number}
        document |= {"license": coverage["license"], "license_url": coverage["license_url"]}
        document |= {"record_url": url} if record.noun == "sources" else {"url": url}
        if record.noun in INNER:
            document["event"] = self.index.reference("events", self.index.event(record).id)
        return document | DERIVATIONS[record.noun].derive(self.index, record, document)

    def _citation(self, record: LoadedRecord, url: str) -> str:
        """Return the citation, which a new release does not change unless the record itself changed.

        Its link leads to the record as it was in that release. What waits for a release has no such address yet.
        """
        title = self.index.name(record).rstrip(".")
        coverage = self.index.records.coverage["title"]
        revision = self.index.revisions.of((record.noun, record.id))
        as_of = f"?as_of={revision.version}" if revision.is_released else ""
        return f"“{title}.” Parley: {coverage}, release {revision.version}. {PUBLIC_URL}{url}{as_of}"

    def _expand(self, schema: BaseSchema, data: Json, record: LoadedRecord, prefix: str) -> Json:
        """Return every key of a schema, in its order: expanded where the curator gave it, else null or an empty list.

        `prefix` is what the ids of the parts inside begin with.
        """
        document = Json()
        for key, is_list, expand in self._plan(schema):
            if key in data and key not in INNER:
                document[key] = expand(data[key], record, prefix) if expand else data[key]
            else:
                document[key] = [] if is_list else None
        return document

    def _plan_of(self, schema: BaseSchema) -> list[tuple[str, bool, Expansion | None]]:
        """Return of each key of a schema whether it holds a list, and what expands it; None where it stays as it is."""
        return [
            (field.data_key or name, isinstance(field, Many), self._expansion(field))
            for name, field in schema.fields.items()
        ]

    def _expansion(self, field: fields.Field[Any]) -> Expansion | None:
        """Return what makes the value in a document of the one in a record, or None where they are the same."""
        if isinstance(field, Keyed) and isinstance(field.inner, Nest):
            return partial(self._parts, field.inner)
        if isinstance(field, Many):
            inner = self._expansion(field.inner)
            return inner and (lambda values, record, prefix: [inner(value, record, prefix) for value in values])
        if isinstance(field, Ref):
            return lambda value, record, _: self._reference(field, value, record)
        if isinstance(field, Nest):
            # Its schema is asked for when a value is there, because parts may name each other without end.
            return lambda value, record, prefix: self._expand(field.schema, value, record, prefix)
        return None

    def _parts(self, field: Nest, parts: Json, record: LoadedRecord, prefix: str) -> list[Json]:
        """Return the parts that have ids of their own as a list, each with its id."""
        ids = {slug: f"{prefix}:{slug}" for slug in parts}
        return [self._expand(field.schema, part, record, ids[slug]) | {"id": ids[slug]} for slug, part in parts.items()]

    def _reference(self, field: Ref, value: str, record: LoadedRecord) -> Json:
        noun, identifier = resolve_sound(self.index.records, record, field.nouns, value)
        return (
            self._cite(identifier) if isinstance(field.schema, CitedSource) else self.index.reference(noun, identifier)
        )

    def _cite_source(self, identifier: str) -> Json:
        """Return what evidence shows of a source."""
        source = self.index.record("sources", identifier)
        document = self._expand(self._cited_source, source.data, source, source.id)
        return document | {"id": source.id, "record_url": f"/v1/sources/{source.id}"}
