"""gunicorn's settings: threads that share a process, no control socket, heartbeats in memory."""

import json
from http import HTTPStatus
from socket import socket

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


def write_problem(sock: socket, status: int, reason: str, message: str) -> None:
    """Answer what gunicorn itself refuses, such as a line too long or a broken header, with a problem of ours."""
    kind = "too-long" if status in (414, 431) else "bad-request" if status < 500 else "internal"
    problem = {
        "type": f"{_settings['PARLEY_PUBLIC_URL']}/errors/{kind}",
        "title": reason or HTTPStatus(status).phrase,
        "status": status,
        "detail": "The request was refused before it was read." if status < 500 else "The server failed.",
        "request_id": None,
    }
    del message
    body = json.dumps(problem, indent=2).encode() + b"\n"
    head = (
        f"HTTP/1.1 {status} {problem['title']}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Cache-Control: no-store\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("latin-1") + body)


# gunicorn writes its own errors as HTML and has no setting for it.
util.write_error = write_problem
