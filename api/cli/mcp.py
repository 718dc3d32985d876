"""`parley mcp`: the record as tools for assistants, over standard input and output or streamable HTTP."""

import click

MISSING = (
    "`parley mcp` needs the packages of deploy/requirements-mcp.txt: run"
    " `.venv/bin/pip install --require-hashes -r deploy/requirements-mcp.txt`."
)


@click.command("mcp")
@click.option("--url", help="Ask the server at this address; without it, the release that `parley build` made.")
@click.option("--http", "port", type=click.IntRange(1, 65535), help="Serve streamable HTTP on this port of localhost.")
def serve_assistants(url: str | None, port: int | None) -> None:
    """Serve search, day, record, check, meetings, totals, changes and coverage to assistants (MCP)."""
    try:
        from api.cli.assistant_tools import make_server
    except ModuleNotFoundError as missing:
        raise click.ClickException(MISSING) from missing
    from api.cli.record_reader import in_process, of_server

    server = make_server(of_server(url) if url else in_process())
    if port is None:
        server.run("stdio")
    else:
        click.echo(f"MCP at http://localhost:{port}/mcp; Ctrl-C ends it.", err=True)
        server.run("streamable-http", port=port, stateless_http=True)
