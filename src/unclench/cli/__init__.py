"""The command line: thin; results on stdout, talk on stderr; exit 0 done, 1 bad input, 2 wrong usage."""

import sys

import click

from unclench import __version__
from unclench.cli.render import render
from unclench.cli.serve import serve
from unclench.cli.session import session
from unclench.cli.voice import voice
from unclench.kernel.errors import UnclenchError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="unclench")
def unclench() -> None:
    """Guided relaxation sessions, programmes, evaluation and research updates for people with MS."""


session.add_command(render)
unclench.add_command(serve)
unclench.add_command(session)
unclench.add_command(voice)


def main() -> None:
    """Run the command line; a fault we can explain becomes one clear line and exit 1."""
    try:
        unclench()
    except UnclenchError as fault:
        click.echo(f"unclench: {fault}", err=True)
        sys.exit(1)
