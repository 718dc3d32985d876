"""gunicorn's hooks and logger: what gunicorn.conf.py hands to it through its documented settings."""

import os
import signal
from typing import Any

from gunicorn import glogging

from api.server.gunicorn import freeze_settings
from api.server.logs import JsonFormatter
from api.server.metrics import COUNTS, free_row
from api.server.turns import TURNS


class JsonLogger(glogging.Logger):  # type: ignore[misc]
    """Writes gunicorn's messages as lines of JSON; the application logs the requests, of which it knows more."""

    def setup(self, cfg: Any) -> None:
        """Set the handlers up as gunicorn does, and let them write JSON."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing."""


def pre_request(_worker: Any, request: Any) -> None:
    """Close the connection after a request with a body: nobody reads it, so its rest must not pass for a request."""
    if any(name in ("CONTENT-LENGTH", "TRANSFER-ENCODING") and value != "0" for name, value in request.headers):
        request.force_close()


def pre_fork(server: Any, worker: Any) -> None:
    """Give a worker the row of the metrics that a dead one wrote in, or the next."""
    worker.row = free_row(other.row for other in server.WORKERS.values())


def post_fork(_server: Any, worker: Any) -> None:
    """Let the worker count in its row, and find its settings without a search."""
    # Until the worker has handlers of its own, a signal to end would be lost, and waited for ten seconds.
    for number in (signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    COUNTS.write_in(worker.row)
    freeze_settings(worker.cfg)


def when_ready(_server: Any) -> None:
    """Let through the Ctrl-C that `parley serve` held back while gunicorn could not end cleanly."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def post_worker_init(worker: Any) -> None:
    """Leave Ctrl-C to the master, which ends its workers: a terminal sends it to them too, and twice is a traceback."""
    TURNS.watch(worker.cfg.workers)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
