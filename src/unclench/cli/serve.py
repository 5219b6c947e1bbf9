"""``unclench serve``: the whole site in one process tree."""

import os
import sys
from pathlib import Path

import click


@click.command()
@click.option("--demo", is_flag=True, help="Make demo accounts and print them.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option(
    "--data",
    default=None,
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder.  [default: UNCLENCH_DATA, else ./data]",
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many processes answer."
)
def serve(*, demo: bool, host: str, port: int, data: Path | None, workers: int) -> None:
    """Run the site until it is told to stop: pages, sound, video and editing."""
    from unclench.project.serving import Address, serve_site

    serve_site(Address(host, port), data=data, demo=demo, workers=workers, tell=click.echo)
    # Requests are answered. What is still mixed or drawn aside is kept whole or not at all: no need to wait.
    sys.stdout.flush()
    os._exit(0)
