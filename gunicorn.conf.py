"""gunicorn's settings: threads that share a process, no control socket, heartbeats in memory."""

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
