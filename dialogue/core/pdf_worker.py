"""One PDF from standard input, made anew to standard output, within limits: a process of its own.

Limits are set here, in the new process itself: its parent has many threads.
"""

from __future__ import annotations

import resource
import sys

from dialogue.core.errors import FileRefused
from dialogue.core.pdf import ENDS, made_anew

COMPUTING = 10  # seconds of the processor; the largest that people sent took three
MEMORY = 1024 * 1024 * 1024  # bytes of addresses, the program itself among them


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        sys.stdout.buffer.write(made_anew(sys.stdin.buffer.read()))
    except FileRefused as error:
        return next(code for code, why in ENDS.items() if why == error.why)
    return 0


if __name__ == "__main__":
    sys.exit(main())
