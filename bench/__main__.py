"""``make bench [ONLY="sound picture"]``: each figure, ours and a named peer's from one run, and its bound."""

import importlib
import sys

from bench.figures import Result, table

PARTS = ("sound", "picture", "page", "listeners")


def main() -> None:
    """Run the parts named on the command line, or all; exit 1 when a figure misses its bound."""
    wanted = [part for part in PARTS if part in sys.argv[1:]] or list(PARTS)
    results: list[Result] = []
    for part in wanted:
        print(f"measuring {part} ...", file=sys.stderr, flush=True)
        results += importlib.import_module(f"bench.{part}").run()
    print(table(results))
    sys.exit(0 if all(result.passed for result in results) else 1)


if __name__ == "__main__":
    main()
