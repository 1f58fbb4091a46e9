"""The common form of the golden files: one JSON object, a line per case, numbers in shortest round-trip form."""
import hashlib
import json
import platform
import sys

import numpy as np
import sklearn


def versions():
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "libc": " ".join(platform.libc_ver()),
        "machine": platform.machine(),
    }


def number(value):
    """A JSON number; what JSON has no number for becomes its name."""
    if isinstance(value, float) and not np.isfinite(value):
        return {np.inf: "Infinity", -np.inf: "-Infinity"}.get(value, "NaN")
    return value


def array(values):
    values = np.asarray(values)
    return {"shape": list(values.shape), "dtype": str(values.dtype), "data": [number(v) for v in values.ravel().tolist()]}


def sha256(values, dtype):
    """Of the little-endian bytes in C order, after conversion to dtype."""
    return hashlib.sha256(np.ascontiguousarray(values).astype(np.dtype(dtype).newbyteorder("<")).tobytes()).hexdigest()


def compact(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def write(build):
    """Writes what `build()` gives, a dict whose `cases` get a line each, to the path on the command line."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} <out.json>")
    lines = []
    for key, value in {"versions": versions(), **build()}.items():
        body = "[\n" + ",\n".join(compact(case) for case in value) + "\n]" if key == "cases" else compact(value)
        lines.append(f'"{key}":{body}')
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("{\n" + ",\n".join(lines) + "\n}\n")
