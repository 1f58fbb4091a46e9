"""Makes packages/model/fixtures/python.safetensors with the reference implementation: python3 safetensors_file.py <out>.

Needs numpy and safetensors (made with safetensors 0.8.0)."""
import sys

import numpy as np
from safetensors.numpy import save_file

save_file(
    {
        "b": np.array([1.5, -2.0], dtype=np.float32),
        "a": np.array([[3.25]], dtype=np.float64),
        "empty": np.zeros((0, 3), dtype=np.float32),
        "count": np.array(-7, dtype=np.int64),
        "small": np.array([[1, 2], [3, -4]], dtype=np.int32),
        "bytes": np.array([97, 98, 99], dtype=np.uint8),
    },
    sys.argv[1],
    metadata={"note": "é"},
)
