"""`parley serve`: build what changed, start gunicorn, and say the address once it answers."""

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import click

from api.cli.inputs import active_inputs, inputs_digest
from api.cli.port import PortUnavailable, check_port
from api.cli.releases import build, export
from api.server.settings import load_settings
from db.query.root import FILES

START_TIMEOUT = 60.0
"""Seconds within which the server must answer, before its address is given up on."""


@click.command()
@click.pass_context
def serve(context: click.Context) -> None:
    """Build the record, if anything changed since the last time, and serve it with gunicorn on PORT."""
    settings = load_settings()
    host, port = settings["PARLEY_HOST"], settings["PORT"]
    try:
        check_port(host, port)
    except PortUnavailable as unavailable:
        raise click.ClickException(str(unavailable)) from unavailable
    signal.signal(signal.SIGINT, _end)
    _prepare_release(context, settings)
    click.echo("Starting the server; Ctrl-C ends it.")
    # A Ctrl-C waits until gunicorn is ready for it: gunicorn.conf.py lets it through.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    _announce(host, int(port))
    _become_gunicorn()


def _end(_signal: int, _frame: object) -> None:
    """End at once on Ctrl-C: an exception would come up inside whatever is at work. The next build clears away."""
    click.echo("\nStopped; what was served before stays.", err=True)
    os._exit(130)


def _prepare_release(context: click.Context, settings: dict[str, str]) -> None:
    """Build a release unless the active one was built from the same records and code."""
    records, pointer = Path(settings["PARLEY_RECORDS"]), Path(settings["PARLEY_DATABASE"])
    public_url = settings["PARLEY_PUBLIC_URL"]
    release, inputs, inputs_of_downloads = active_inputs(pointer, public_url)
    if not release or inputs != inputs_digest(records):
        click.echo(f"Building the record from {records}: this takes a while, and only after a change.")
        context.invoke(build)
    elif inputs_of_downloads != inputs:
        click.echo(f"The release is up to date; its downloads are written for {public_url}.")
        export(release, inputs)
    else:
        click.echo("The release is up to date.")


def _announce(host: str, port: int) -> None:
    """Let another process wait until the server answers and say its address, because this one becomes gunicorn."""
    sys.stdout.flush()
    server = os.getpid()
    # What goes on in a function after a fork is not seen by what measures the child.
    if not os.fork():  # pragma: no cover
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        _say_address(host, port, server)
        os._exit(0)


def _say_address(host: str, port: int, server: int) -> None:
    """Say the address once the parent process, `server`, answers there; nothing if it ends before or takes too long."""
    until = time.monotonic() + START_TIMEOUT
    while os.getppid() == server and time.monotonic() < until:
        if answers(host, port):
            click.echo(f"open http://localhost:{port}/")
            return
        time.sleep(0.1)


def answers(host: str, port: int) -> bool:
    """Tell whether a server that has a release to serve answers at an address."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # nosec B104 # It is only compared.
    with suppress(OSError), socket.create_connection((local, port), timeout=5) as connection:
        connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        # To the end, so that the line of this request stands in the log before the address does.
        reply = b"".join(iter(lambda: connection.recv(4096), b""))
        return reply.split(b" ", 2)[1:2] == [b"200"]
    return False


def _become_gunicorn() -> None:
    """Replace this process with gunicorn, which tells a person at a terminal neither its routine nor every request."""
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [str(gunicorn), "--config", str(FILES / "gunicorn.conf.py")]
    if sys.stdout.isatty():
        os.environ["PARLEY_ACCESS_LOG"] = load_settings()["PARLEY_ACCESS_LOG"] or "off"
        command += ["--log-level", "warning"]
    os.execv(gunicorn, command)  # nosec B606 # A fixed program beside this one.
