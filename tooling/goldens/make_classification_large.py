"""Makes packages/data/fixtures/make-classification-large.json: 5000 x 30, as hashes and the first and last rows."""
import numpy as np

from blas import make_all
from classification_params import classification
from golden_file import array, sha256, write

STUDY = dict(n_samples=5000, n_features=30, random_state=42)
CASES = (
    ("main", STUDY),
    ("main, not shuffled", dict(STUDY, shuffle=False)),
    ("main, fifteen informative", dict(STUDY, n_informative=15)),
    ("main, fifteen informative, not shuffled", dict(STUDY, n_informative=15, shuffle=False)),
)
KERNELS = ("SkylakeX", "Haswell", "Zen", "Sandybridge")


def summary(x, reference):
    return {
        "X_sha256": sha256(x, "f8"),
        "X_float32_sha256": sha256(x, "f4"),
        "values_unlike_reference": int((x != reference).sum()),
        "largest_absolute_difference_from_reference": float(np.abs(x - reference).max()),
    }


def build():
    params = [classification(**changes) for _, changes in CASES]
    reference = make_all(params)
    openblas = {kernels: make_all(params, kernels) for kernels in KERNELS}
    cases = []
    for index, (name, _) in enumerate(CASES):
        x, y = reference[index]
        skylake = openblas["SkylakeX"][index][0]
        cases.append({
            "name": name,
            "params": params[index],
            "shape": list(x.shape),
            "y_sha256": sha256(y, "i8"),
            "y": "".join(map(str, y.tolist())),
            "class_counts": np.bincount(y).tolist(),
            "blas": {
                "reference": summary(x, x),
                **{f"openblas-{kernels}": summary(made[index][0], x) for kernels, made in openblas.items()},
            },
            "X_first5": array(x[:5]),
            "X_last5": array(x[-5:]),
            "X_openblas_first5": array(skylake[:5]),
            "X_openblas_last5": array(skylake[-5:]),
            "column_means": array(x.mean(axis=0)),
            "column_stds": array(x.std(axis=0)),
        })
    return {"note": "sha256 of little-endian float64 (X), float32 (X_float32) or int64 (y) bytes, C order.", "cases": cases}


if __name__ == "__main__":
    write(build)
