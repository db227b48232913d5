"""Starts a program as a child that dies with its parent: `python -m pulang.main.child PROGRAM ARGUMENTS...`."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

OUTPUT = "PULANG_CHILD_OUTPUT"  # names the pipe that takes what the program says
_PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def main() -> None:
    """Ask Linux to kill us when the supervisor dies, then become the program; elsewhere only become it."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died between the two lines
            sys.exit(1)
    output = os.environ.pop(OUTPUT, None)
    if output is not None:
        opened = os.open(output, os.O_WRONLY)
        os.dup2(opened, 1)
        os.dup2(opened, 2)
        os.close(opened)
    os.umask(0o077)  # what it writes is for nobody else
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 (the supervisor's own programs)


if __name__ == "__main__":
    main()
