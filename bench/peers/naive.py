"""The API as one writes it first: Flask, joins, marshmallow and jsonify; a connection for each request."""

import sqlite3
from typing import Any

import shapes
import store
from flask import Flask, Response, abort, g, jsonify, request

app = Flask(__name__)
QUERY, EVENT, PAGE = shapes.EventQuery(), shapes.Event(), shapes.EventPage()


def db() -> sqlite3.Connection:
    """Return the connection of this request."""
    if "db" not in g:
        g.db = store.connect()
    connection: sqlite3.Connection = g.db
    return connection


@app.teardown_appcontext
def close(_: BaseException | None) -> None:
    """Close it."""
    if "db" in g:
        g.db.close()


@app.get("/v1/events/<identifier>")
def get_event(identifier: str) -> Response:
    """Get an event."""
    event = store.get_event(db(), identifier)
    if event is None:
        abort(404)
    return answer(EVENT.dump(event))


@app.get("/v1/events")
def list_events() -> Response:
    """List events."""
    return answer(PAGE.dump(store.list_events(db(), QUERY.load(request.args))))


def answer(document: Any) -> Response:
    """Return a reply, without the body for a client that has it."""
    response = jsonify(document)
    response.add_etag()
    return response.make_conditional(request)
