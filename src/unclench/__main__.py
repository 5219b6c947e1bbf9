"""``python -m unclench``: the same command line as ``unclench``."""

from unclench.cli import main

if __name__ == "__main__":
    main()
