"""python -m web.cli, the same as langnghe."""

from __future__ import annotations

from web.cli import main

if __name__ == "__main__":  # a worker that is spawned, not forked, imports this module again
    main(prog_name="langnghe")
