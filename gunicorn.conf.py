"""gunicorn's settings: threads that share a process, no control socket, heartbeats in memory."""

import json
import uuid
from http import HTTPStatus
from socket import socket
from typing import Any

from gunicorn import util

from api.settings import load_settings

_settings = load_settings()
wsgi_app = "api:create_app()"
bind = f"{_settings['PARLEY_HOST']}:{_settings['PORT']}"
workers = int(_settings["WEB_CONCURRENCY"])
worker_class = "gthread"
threads = 4
preload_app = True
keepalive = 30
graceful_timeout = 10
# A request line may be as long as gunicorn allows, so that the application can answer it with a problem of its own.
limit_request_line = 8190
# Nobody administers the server through a socket, so there is none to protect.
control_socket_disable = True
# Heartbeats on a disk can block a worker.
worker_tmp_dir = "/dev/shm"


def pre_request(worker: Any, request: Any) -> None:
    """Close the connection after a request with a body: none is read, and what is left of one is no next request."""
    del worker
    if any(name in ("CONTENT-LENGTH", "TRANSFER-ENCODING") and value != "0" for name, value in request.headers):
        request.force_close()


def write_problem(sock: socket, status: int, reason: str, message: str) -> None:
    """Answer what gunicorn itself refuses, such as a line too long or a broken header, with a problem of ours."""
    # What it will not read is the client's mistake, a coding of bodies unknown to it (501) too.
    status = 400 if status == 501 else status
    kind = "too-long" if status in (414, 431) else "bad-request" if status < 500 else "internal"
    problem = {
        "type": f"{_settings['PARLEY_PUBLIC_URL']}/errors/{kind}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": "The request was refused before it was read." if status < 500 else "The server failed.",
        "request_id": uuid.uuid4().hex,
    }
    del message, reason
    body = json.dumps(problem, indent=2).encode() + b"\n"
    head = (
        f"HTTP/1.1 {status} {problem['title']}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: {problem['request_id']}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("latin-1") + body)


# gunicorn writes its own errors as HTML and has no setting for it.
util.write_error = write_problem
