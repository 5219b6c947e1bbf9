"""Where a command keeps what it keeps: the site's data folder."""

import os
from pathlib import Path

import click

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The site's data folder: added voices, kept clips (or UNCLENCH_DATA; else ./data).",
)


def usual_data(given: Path | None) -> Path:
    """The folder that was named, else the site's usual one."""
    return (given or Path(os.environ.get("UNCLENCH_DATA", "data"))).absolute()


def existing_data(given: Path | None) -> Path | None:
    """As `usual_data`, but ``None`` where nobody named one and there is none: nothing is left behind."""
    if given is None and "UNCLENCH_DATA" not in os.environ and not Path("data").is_dir():
        return None
    return usual_data(given)
