"""Finishing: from a record as written to the document as served, with every reference and source filled in."""

from functools import lru_cache
from typing import Any

from marshmallow import ValidationError, fields

from db.curation.load import flatten
from db.curation.records import LoadedRecord, RecordError
from db.curation.references import event_id, resolve_sound
from db.noun import Noun
from db.release.derivations import DERIVATIONS
from db.release.index import CACHE_SIZE, PUBLIC_URL, RecordIndex
from schemas.model.base import BaseSchema
from schemas.model.evidence import CitedSource
from schemas.model.fields import Keyed, Many, Nest, Ref
from schemas.model.record import OMITTED_IN_EVENT
from schemas.nouns import INNER, SCHEMAS

Document = dict[str, Any]


class DocumentBuilder:
    """Makes documents; holds the schemas in document mode, which cost more to make than to use."""

    def __init__(self, index: RecordIndex, nouns: dict[str, Noun]) -> None:
        self.index = index
        self.nouns = nouns
        self.schemas = {noun: schema(mode="document") for noun, schema in SCHEMAS.items()}
        self._inner = dict[str, dict[str, Document]]()
        """The documents of an event's inner records until the event is finished, by event and id."""
        self.cited = CitedSource(mode="document")
        self.cite = lru_cache(CACHE_SIZE)(self._cite)
        """Returns what evidence shows of a source, given its id; the same object for the same source."""

    def build(self, entry: LoadedRecord, errors: list[RecordError]) -> Document | None:
        """Return the document of a record as its schema takes it, or None, having added what is wrong to the errors.

        An event takes what was finished inside it before, so inner records go first.
        """
        document: Document = self.finish(entry)
        if entry.noun == "events":
            document |= self._inside(entry)
        try:
            document = self.schemas[entry.noun].load(document)
        except ValidationError as error:
            errors += [entry.error(path, message) for path, message in flatten(error.messages)]
            return None
        if entry.noun in INNER:
            shown = {key: value for key, value in document.items() if key not in OMITTED_IN_EVENT}
            self._inner.setdefault(event_id(entry), {})[entry.id] = shown
        return document

    def _inside(self, event: LoadedRecord) -> Document:
        """Return the fields of an event that show what is inside it, in the order in which it was written."""
        documents = self._inner.pop(event.id, {})
        ids = {noun: [f"{event.id}:{slug}" for slug in event.data.get(noun, ())] for noun in INNER}
        return {noun: [documents[one] for one in ids[noun] if one in documents] for noun in INNER}

    def finish(self, entry: LoadedRecord) -> Document:
        """Return the document of one record; an event's inner records are put in afterwards."""
        schema = SCHEMAS[entry.noun]
        url = f"/v1/{entry.noun}/{entry.id}"
        document = self._expand(self.schemas[entry.noun], entry.data, entry, entry.id)
        document |= {"id": entry.id, "type": schema.TYPE, "citation": self._citation(entry, url)}
        document |= {"record_url": url} if entry.noun == "sources" else {"url": url}
        if ":" in entry.id:
            document["event"] = self.index.reference("events", self.index.event(entry).id)
        document |= DERIVATIONS[entry.noun].derive(self.index, entry, document)
        return document

    def _citation(self, entry: LoadedRecord, url: str) -> str:
        title = self.index.name(entry).rstrip(".")
        about = self.index.records.coverage["title"]
        return f"“{title}.” Parley: {about}, release {self.index.release.version}. {PUBLIC_URL}{url}"

    def _expand(self, schema: BaseSchema, data: Document, entry: LoadedRecord, prefix: str) -> Document:
        """Return every key of a schema, expanded where the curator gave it, else null or an empty list."""
        document = Document()
        for name, field in schema.fields.items():
            key = field.data_key or name
            if key in data and key not in INNER:
                document[key] = self._value(field, data[key], entry, prefix)
            else:
                document[key] = [] if isinstance(field, Many) else None
        return document

    def _value(self, field: fields.Field[Any], value: Any, entry: LoadedRecord, prefix: str) -> Any:
        if isinstance(field, Keyed):
            items = [
                (f"{prefix}:{slug}", self._value(field.inner, item, entry, prefix)) for slug, item in value.items()
            ]
            return [item | {"id": identifier} for identifier, item in items]
        if isinstance(field, Many):
            return [self._value(field.inner, item, entry, prefix) for item in value]
        if isinstance(field, Ref):
            return self._reference(field, value, entry)
        if isinstance(field, Nest):
            return self._expand(field.schema, value, entry, prefix)
        return value

    def _reference(self, field: Ref, value: str, entry: LoadedRecord) -> Document:
        found = resolve_sound(self.index.records, entry, field.nouns, value)
        if not isinstance(field.schema, CitedSource):
            return self.index.reference(*found)
        return self.cite(found[1])

    def _cite(self, identifier: str) -> Document:
        """Return what evidence shows of a source."""
        source = self.index.entry("sources", identifier)
        shown = self._expand(self.cited, source.data, source, source.id)
        return shown | {"id": source.id, "record_url": f"/v1/sources/{source.id}"}
