"""The same API with flask-smorest, which reads the query, writes the reply and works out ETags."""

import shapes
import store
from flask import Flask, abort
from flask_smorest import Api, Blueprint

app = Flask(__name__)
app.config |= {"API_TITLE": "Peer", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0"}
events = Blueprint("events", __name__, url_prefix="/v1/events")


@events.route("/<identifier>")
@events.etag
@events.response(200, shapes.Event)
def get_event(identifier: str) -> store.Data:
    """Get an event."""
    db = store.connect()
    try:
        return store.get_event(db, identifier) or abort(404)
    finally:
        db.close()


@events.route("")
@events.arguments(shapes.EventQuery, location="query")
@events.response(200, shapes.EventPage)
def list_events(query: store.Data) -> store.Data:
    """List events."""
    db = store.connect()
    try:
        return store.list_events(db, query)
    finally:
        db.close()


Api(app).register_blueprint(events)
