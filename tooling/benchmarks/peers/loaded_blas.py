"""Which BLAS a process really uses: torch names what it was built against, the linker decides what is loaded."""

import os
import re


def loaded_blas() -> list[str]:
    """File names of the BLAS libraries mapped into this process, links resolved; empty where /proc is not there."""
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "/" in line}
    except OSError:
        return []
    return sorted({os.path.relpath(p, "/usr/lib") for p in map(os.path.realpath, paths) if re.match(r"lib.*(blas|mkl)", os.path.basename(p))})
