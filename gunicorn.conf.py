"""gunicorn's settings: greenlets in a process for each core, no control socket, heartbeats in memory."""

import json
import os
import signal
from contextlib import suppress
from http import HTTPStatus
from socket import socket
from typing import Any

from gunicorn import glogging, util

from api.middleware import access_log as access
from api.server import gunicorn as sending
from api.server import logs, metrics
from api.server.settings import load_settings

_settings = load_settings()
os.environ["PARLEY_ACCESS_LOG"] = _settings["PARLEY_ACCESS_LOG"] or "on"
wsgi_app = "api:create_app()"
bind = f"{_settings['PARLEY_HOST']}:{_settings['PORT']}"
workers = int(_settings["WEB_CONCURRENCY"])
# Greenlets: a client that is slow to write or read holds up nobody, and a request takes less time than with threads.
worker_class = "gevent"
worker_connections = 2000
preload_app = True
# Seconds for the head of a request, and between requests: as long as nobody can hold connections for nothing.
keepalive = 10
graceful_timeout = 10
# A request line may be as long as gunicorn allows, so that the application can answer it with a problem of its own.
limit_request_line = 8190
# Nobody administers the server through a socket, so there is none to protect.
control_socket_disable = True
# Heartbeats on a disk can block a worker.
worker_tmp_dir = "/dev/shm"  # nosec B108 # A private file is made there.


# No header of a proxy means anything here, so nobody has to be looked up among those who may send one.
forwarded_allow_ips = "*"
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
sending.install()


def pre_request(worker: Any, request: Any) -> None:
    """Close the connection after a request with a body: none is read, and what is left of one is no next request."""
    del worker
    if any(name in ("CONTENT-LENGTH", "TRANSFER-ENCODING") and value != "0" for name, value in request.headers):
        request.force_close()


class JsonLogger(glogging.Logger):
    """gunicorn's messages as lines of JSON; requests are logged by the application, which knows more of them."""

    def setup(self, cfg: Any) -> None:
        """Begin as gunicorn does, and write otherwise."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.JsonLines())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing."""


logger_class = JsonLogger


def pre_fork(server: Any, worker: Any) -> None:
    """Give a worker the row of the metrics that a dead one wrote in, or the next."""
    worker.row = metrics.free_row(one.row for one in server.WORKERS.values())


def post_fork(server: Any, worker: Any) -> None:
    """Let the worker count in its row, and find its settings without a search."""
    del server
    # Until the worker has handlers of its own, a signal to end would be lost, and waited for ten seconds.
    for number in (signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    metrics.COUNTS.write_in(worker.row)
    sending.settle(worker.cfg)


def when_ready(_server: Any) -> None:
    """Let through the Ctrl-C that `parley serve` held back while gunicorn could not end cleanly."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def post_worker_init(_worker: Any) -> None:
    """Leave Ctrl-C to the master, which ends its workers: a terminal sends it to them too, and twice is a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def peer_of(sock: socket) -> str:
    """Return the address of a client; nothing where it has none, or has gone."""
    with suppress(OSError, IndexError, TypeError):
        return str(sock.getpeername()[0])
    return ""


def write_problem(sock: socket, status: int, reason: str, message: str) -> None:
    """Answer what gunicorn itself refuses, such as a line too long or a broken header, with a problem of ours."""
    environ = {"REMOTE_ADDR": peer_of(sock)}
    # What it will not read is the client's mistake, a coding of bodies unknown to it (501) too.
    status = 400 if status == 501 else status
    kind = "too-long" if status in (414, 431) else "bad-request" if status < 500 else "internal"
    problem = {
        "type": f"{_settings['PARLEY_PUBLIC_URL']}/errors/{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": "The request was refused before it was read." if status < 500 else "The server failed.",
        "request_id": access.request_id(environ),
    }
    del message, reason
    body = json.dumps(problem, indent=2).encode() + b"\n"
    head = (
        f"HTTP/1.1 {status} {problem['title']}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: {problem['request_id']}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    access.log_rejected(environ, status, len(body), logging_on=os.environ["PARLEY_ACCESS_LOG"] == "on")
    util.write_nonblock(sock, head.encode("latin-1") + body)


# gunicorn writes its own errors as HTML and has no setting for it.
util.write_error = write_problem
