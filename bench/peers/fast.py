"""The same API with FastAPI and pydantic; a connection for each thread."""

import threading
from datetime import date
from typing import Annotated

import store
from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel

app = FastAPI()
local = threading.local()


class Named(BaseModel):
    id: str
    type: str
    url: str
    name: str


class Source(BaseModel):
    id: str
    title: str | None
    url: str | None
    published_date: str | None
    language: str | None
    publisher: Named | None


class Evidence(BaseModel):
    quote: str | None
    locator: str | None
    source: Source


class Participant(BaseModel):
    role: str | None
    position: str | None
    actor: Named | None
    side: Named | None


class Account(BaseModel):
    says: str | None
    by: Named | None
    side: Named | None
    evidence: list[Evidence]


class Claim(BaseModel):
    id: str
    text: str | None
    status: str | None
    independent_publishers: int | None
    accounts: list[Account]


class BaseSchema(BaseModel):
    id: str
    type: str
    url: str
    date: str | None
    text: str | None
    evidence: list[Evidence]


class EventBrief(BaseModel):
    id: str
    url: str
    title: str
    kind: str
    status: str
    date: str
    start_time: str | None
    round: int | None
    level: str | None
    format: str | None
    channel: str | None
    summary: str
    independent_publishers: int
    place: Named | None
    process: Named | None
    topics: list[Named]


class Event(EventBrief):
    participants: list[Participant]
    claims: list[Claim]
    parts: list[BaseSchema]
    evidence: list[Evidence]


class EventPage(BaseModel):
    total: int
    page: int
    data: list[EventBrief]


def db() -> store.sqlite3.Connection:
    """Return the connection of this thread."""
    if not hasattr(local, "db"):
        local.db = store.connect()
    return local.db


@app.get("/v1/events/{identifier}")
def get_event(identifier: str) -> Event:
    """Get an event."""
    event = store.get_event(db(), identifier)
    if event is None:
        raise HTTPException(404)
    return event


@app.get("/v1/events")
def list_events(
    q: str | None = None,
    actor: str | None = None,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    page: Annotated[int, Query(ge=1)] = 1,
) -> EventPage:
    """List events."""
    return store.list_events(db(), {"q": q, "actor": actor, "first": first, "last": last, "page": page})
