"""scikit-learn's make_classification under a chosen BLAS, each call set in a process of its own.

The library is chosen by LD_LIBRARY_PATH, as Debian lays them out (packages libblas3 and libopenblas0-pthread); REFERENCE_BLAS and
OPENBLAS name other directories. OpenBLAS runs with one thread and the kernels of the named processor.
"""
import io
import json
import os
import subprocess
import sys

REFERENCE = os.environ.get("REFERENCE_BLAS", "/usr/lib/x86_64-linux-gnu/blas")
OPENBLAS = os.environ.get("OPENBLAS", "/usr/lib/x86_64-linux-gnu/openblas-pthread")


def make_all(params, kernels=None):
    """[(X, y)] of make_classification(**p) for p in params: reference BLAS, or OpenBLAS with the kernels of a processor."""
    import numpy as np

    directory = REFERENCE if kernels is None else OPENBLAS
    if not os.path.exists(os.path.join(directory, "libblas.so.3")):
        sys.exit(f"no libblas.so.3 in {directory}: install libblas3 and libopenblas0-pthread, or set REFERENCE_BLAS and OPENBLAS")
    environment = {**os.environ, "LD_LIBRARY_PATH": directory, "OPENBLAS_NUM_THREADS": "1"}
    if kernels is not None:
        environment["OPENBLAS_CORETYPE"] = kernels
    done = subprocess.run([sys.executable, __file__], input=json.dumps(params).encode(), env=environment, stdout=subprocess.PIPE, check=True)
    arrays = np.load(io.BytesIO(done.stdout))
    return [(arrays[f"X{i}"], arrays[f"y{i}"]) for i in range(len(params))]


def _answer():
    import numpy as np
    from sklearn.datasets import make_classification

    with open("/proc/self/maps", encoding="utf-8") as maps:
        loaded = {line.split()[-1] for line in maps if "libblas.so" in line or "libopenblas" in line}
    wanted = os.environ["LD_LIBRARY_PATH"]
    if not any(os.path.realpath(path).startswith(os.path.realpath(wanted)) for path in loaded):
        sys.exit(f"NumPy did not load the BLAS of {wanted}, but {sorted(loaded)}")
    arrays = {}
    for index, params in enumerate(json.load(sys.stdin)):
        for name in ("shift", "scale"):
            if isinstance(params.get(name), list):
                params[name] = np.array(params[name])
        arrays[f"X{index}"], arrays[f"y{index}"] = make_classification(**params)
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    sys.stdout.buffer.write(buffer.getvalue())


if __name__ == "__main__":
    _answer()
