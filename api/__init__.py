"""The HTTP interface, put together by `create_app`; `/v1/{noun}` is served by the module named after the noun."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask.logging import default_handler
from werkzeug.routing import BaseConverter

from api import (
    actors,
    agreements,
    changes,
    check,
    claims,
    coverage,
    docs,
    documents,
    downloads,
    errors,
    events,
    oembed,
    on_this_day,
    operations,
    places,
    processes,
    proposals,
    publishers,
    releases,
    root,
    search,
    sitemap,
    sources,
    statements,
    style,
    topics,
    transfers,
    vocabularies,
    well_known,
)
from api.formats import check_formats
from api.formats.text.records import check_facts
from api.http.hosts import TrustedHosts
from api.http.request import Application
from api.http.response import code_digest, code_time
from api.middleware.access_log import AccessLogMiddleware
from api.middleware.cache import ResponseCache
from api.middleware.fast_path import FastPath
from api.middleware.flask_hooks import register_hooks
from api.server.logs import ERROR_HANDLER
from api.server.settings import check_settings, load_settings
from db.query.connection import ReleaseUnavailable
from db.query.follower import Follower
from schemas.nouns import SCHEMAS, check_registry

URLS = (
    *(root, search, processes, events, claims, statements, proposals, agreements, transfers, documents),
    *(actors, places, sources, publishers, topics, coverage, vocabularies, on_this_day, releases, changes),
    *(downloads, docs, operations, errors, well_known, style, sitemap, oembed),
    check,
)
"""The modules that serve URLs, in the order in which the specification lists them."""

# What is half done does not start.
_NAMES = {module.__name__.removeprefix("api.") for module in URLS}
check_registry("URLS of api/__init__.py", _NAMES & SCHEMAS.keys())
check_formats()
check_facts()


class DayConverter(BaseConverter):
    """A day in an address: 2025-06-02."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    weight = 50


class PeriodConverter(BaseConverter):
    """A month or a year in an address: 2025-06, 2025."""

    regex = "[0-9]{4}(?:-[0-9]{2})?"
    weight = 50


class NounConverter(BaseConverter):
    """A noun in an address, where all nouns have the same one."""

    regex = "|".join(SCHEMAS)


def create_app(**settings: Any) -> Flask:
    """Return the application. Settings given here come before those of the environment."""
    app = Flask(__name__, static_folder=None)
    app.config.update(load_settings() | settings)
    check_settings(app.config)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.url_map.converters |= {"day": DayConverter, "period": PeriodConverter, "noun": NounConverter}
    for module in URLS:
        app.register_blueprint(module.routes)
    app.logger.removeHandler(default_handler)
    app.logger.addHandler(ERROR_HANDLER)
    hosts = TrustedHosts(app.config["PARLEY_PUBLIC_URL"], _names(app.config["PARLEY_HOSTS"]))
    register_hooks(app, hosts)
    follower = app.extensions["follower"] = Follower(Path(app.config["PARLEY_DATABASE"]))
    # These are worked out now, while the files are those that run.
    code_digest()
    code_time()
    with suppress(ReleaseUnavailable):
        # The release is checked before there are workers, so that none of them has to do it again.
        follower.current()
    base, logging_on = app.config["PARLEY_PUBLIC_URL"], app.config["PARLEY_ACCESS_LOG"] == "on"
    max_bytes = int(app.config["PARLEY_CACHE_BYTES"])
    # What a request passes, outermost first; Flask answers what no layer has answered.
    layers: list[Callable[[Application], Application]] = [
        partial(AccessLogMiddleware, base=base, logger=app.logger, logging_on=logging_on),
        *([partial(ResponseCache, follower=follower, max_bytes=max_bytes)] if max_bytes else []),
        partial(FastPath, app=app, follower=follower, hosts=hosts),
    ]
    for layer in reversed(layers):
        app.wsgi_app = layer(app.wsgi_app)  # type: ignore[method-assign, assignment]
    return app


def _names(setting: str) -> list[str]:
    """Return the names of a setting that are separated by commas."""
    return [name.strip() for name in setting.split(",")]
