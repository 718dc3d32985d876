"""gunicorn's settings: greenlets in a process for each core, no control socket, heartbeats in memory."""

from api.middleware.refusals import refuse, turn_away
from api.server import hooks
from api.server.gunicorn import install
from api.server.settings import MAX_REQUEST_LINE, load_settings

_settings = load_settings()
wsgi_app = "api:create_app()"
bind = f"{_settings['PARLEY_HOST']}:{_settings['PORT']}"
workers = int(_settings["WEB_CONCURRENCY"])
# Greenlets: a client that is slow to write or read holds up nobody, and a request takes less time than with threads.
worker_class = "api.server.worker.Worker"
worker_connections = 2000
preload_app = True
# Seconds for the head of a request, and between requests: as long as nobody can hold connections for nothing.
keepalive = 10
graceful_timeout = 10
limit_request_line = MAX_REQUEST_LINE
# Nobody administers the server through a socket, so there is none to protect.
control_socket_disable = True
# Heartbeats on a disk can block a worker.
worker_tmp_dir = "/dev/shm"  # nosec B108 # A private file is made there.
# No header of a proxy means anything here, so nobody has to be looked up among those who may send one.
forwarded_allow_ips = "*"
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
logger_class = hooks.JsonLogger
pre_request, pre_fork, post_fork = hooks.pre_request, hooks.pre_fork, hooks.post_fork
when_ready, post_worker_init = hooks.when_ready, hooks.post_worker_init
install(refuse, turn_away)
