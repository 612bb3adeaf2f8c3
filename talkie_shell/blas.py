"""A fast matrix product for MLX on Linux.

MLX's Linux wheel is linked against the reference BLAS. When OpenBLAS is loaded into the
process first, with its symbols global, MLX's calls resolve to it: some fifteen times faster.
Without it everything works, slower. ``TALKIE_SH_BLAS=off`` leaves it out, a path names another
library.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from functools import cache

_NAMES = ("libopenblas.so.0", "libopenblas.so", "libflexiblas.so.3")
_THREADS = 2


@cache
def load_blas() -> str | None:
    """Load OpenBLAS where there is one; must run before ``mlx.core`` is first imported.

    Returns the library's name, or None where there is none or it is not wanted (macOS uses
    Accelerate and Metal).
    """
    wanted = os.environ.get("TALKIE_SH_BLAS", "")
    if wanted == "off" or not sys.platform.startswith("linux"):
        return None
    os.environ.setdefault("OPENBLAS_NUM_THREADS", str(min(_THREADS, os.cpu_count() or 1)))
    for name in (wanted,) if wanted else _NAMES:
        try:
            ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
        except OSError:
            continue
        return name
    return None
