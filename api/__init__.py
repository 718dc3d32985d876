"""The HTTP interface. `create_app` puts it together; `/v1/{noun}` is served by the module named after the noun."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import BaseConverter

from api import (
    actors,
    agreements,
    claims,
    coverage,
    docs,
    documents,
    downloads,
    events,
    on_this_day,
    operations,
    places,
    processes,
    proposals,
    publishers,
    root,
    search,
    sources,
    statements,
    topics,
    transfers,
    vocabularies,
)
from api.http.error_handlers import register_errors
from api.http.hosts import Gate
from api.http.negotiation import SuffixMiddleware
from api.http.request import code_digest
from api.middleware.access_log import register_access
from api.middleware.cache import ResponseCache
from api.middleware.fast_path import FastPath
from api.middleware.flask_hooks import register_hooks
from api.server.settings import check_settings, load_settings
from db.query.connection import ReleaseUnavailable
from db.query.follower import Follower

ROUTES = (
    *(root, search, processes, events, claims, statements, proposals, agreements, transfers, documents),
    *(actors, places, sources, publishers, topics, coverage, vocabularies, on_this_day, downloads, docs, operations),
)


class DayConverter(BaseConverter):
    """A day in an address: 2025-06-02."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    weight = 50


class PeriodConverter(BaseConverter):
    """A month or a year in an address: 2025-06, 2025."""

    regex = "[0-9]{4}(?:-[0-9]{2})?"
    weight = 50


def create_app(**settings: Any) -> Flask:
    """Return the application. Settings given here come before those of the environment."""
    app = Flask(__name__, static_folder=None)
    app.config.update(load_settings() | settings)
    check_settings(app.config)
    others = [host.strip() for host in app.config["PARLEY_HOSTS"].split(",")]
    gate = Gate(app.config["PARLEY_PUBLIC_URL"], others)
    follower = app.extensions["follower"] = Follower(Path(app.config["PARLEY_DATABASE"]))
    direct = app.extensions["direct"] = FastPath(app, app.wsgi_app, follower, gate)
    app.wsgi_app = SuffixMiddleware(direct)  # type: ignore[method-assign]
    max_bytes = int(app.config["PARLEY_CACHE_BYTES"])
    if max_bytes:
        app.wsgi_app = ResponseCache(app.wsgi_app, follower, max_bytes)  # type: ignore[method-assign]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.url_map.converters |= {"day": DayConverter, "period": PeriodConverter}
    register_hooks(app, gate)
    register_errors(app)
    for module in ROUTES:
        app.register_blueprint(module.routes)
    direct.copy_routes()
    # The digest is worked out now, while the files are those that run.
    code_digest()
    with suppress(ReleaseUnavailable):
        # The release is checked before there are workers, so that none of them has to do it again.
        follower.current()
    register_access(app)
    return app
