"""Makes packages/data/fixtures/make-classification.json: whole data sets, under the reference BLAS and under OpenBLAS."""
import numpy as np

from blas import make_all
from classification_params import classification
from golden_file import array, sha256, write

CASES = (
    ("defaults, seed 0", dict(random_state=0)),
    ("defaults, seed 42", dict(n_samples=60, random_state=42)),
    ("no shuffle", dict(n_samples=50, n_features=10, shuffle=False, random_state=42)),
    ("every column informative", dict(n_samples=40, n_features=5, n_informative=5, n_redundant=0, random_state=1)),
    ("one informative column", dict(n_samples=30, n_features=5, n_informative=1, n_redundant=0, n_clusters_per_class=1, random_state=2)),
    ("one informative, redundant and repeated", dict(n_samples=25, n_features=8, n_informative=1, n_repeated=2, n_clusters_per_class=1, random_state=3)),
    ("one redundant column", dict(n_samples=30, n_features=10, n_informative=5, n_redundant=1, random_state=4)),
    ("repeated columns", dict(n_samples=40, n_features=12, n_informative=3, n_repeated=4, shuffle=False, random_state=5)),
    ("three classes", dict(n_samples=61, n_features=8, n_informative=3, n_redundant=0, n_classes=3, random_state=6)),
    ("ten classes, one cluster", dict(n_features=10, n_informative=6, n_classes=10, n_clusters_per_class=1, random_state=7)),
    ("weights of length n_classes", dict(n_samples=80, n_features=6, weights=[0.9, 0.1], random_state=8)),
    ("weights of length n_classes - 1", dict(n_samples=90, n_features=6, n_informative=3, n_classes=3, weights=[0.1, 0.2], random_state=9)),
    ("weights summing below 1", dict(n_samples=50, n_features=5, weights=[0.3, 0.3], flip_y=0.0, random_state=10)),
    ("weights summing above 1", dict(n_samples=50, n_features=5, weights=[0.8, 0.7], flip_y=0.0, random_state=10)),
    ("an empty class", dict(n_samples=30, n_features=5, weights=[1.0, 0.0], flip_y=0.0, random_state=11)),
    ("flip_y 0.3", dict(n_features=5, n_informative=3, n_redundant=1, n_classes=4, flip_y=0.3, random_state=12)),
    ("flip_y below 0 draws nothing", dict(n_samples=30, n_features=5, flip_y=-0.5, random_state=13)),
    ("class_sep 0.5, polytope", dict(n_samples=40, n_features=7, n_informative=4, class_sep=0.5, hypercube=False, random_state=14)),
    ("shift and scale drawn", dict(n_samples=30, n_features=9, n_informative=4, class_sep=2.0, shift=None, scale=None, random_state=15)),
    ("shift and scale arrays", dict(n_samples=20, n_features=6, shift=[-3.0, -1.8, -0.6, 0.6, 1.8, 3.0], scale=[0.1, 2.08, 4.06, 6.04, 8.02, 10.0], random_state=16)),
    ("shift and scale numbers", dict(n_samples=20, n_features=6, shift=-1.25, scale=3.3, shuffle=False, random_state=17)),
    ("fifteen informative", dict(n_samples=60, n_features=30, n_informative=15, random_state=42)),
    ("thirty informative", dict(n_samples=24, n_features=32, n_informative=30, random_state=18)),
    ("thirty-one informative", dict(n_samples=24, n_features=33, n_informative=31, random_state=19)),
    ("forty informative, five classes", dict(n_samples=25, n_features=45, n_informative=40, n_redundant=3, n_classes=5, random_state=20)),
    ("127 of 128 vertices", dict(n_samples=140, n_features=7, n_informative=7, n_redundant=0, n_classes=127, n_clusters_per_class=1, random_state=21)),
    ("more clusters than samples", dict(n_samples=3, n_features=6, n_informative=3, n_clusters_per_class=4, random_state=22)),
    ("largest seed", dict(n_samples=30, n_features=6, random_state=4294967295)),
)


def build():
    params = [classification(**changes) for _, changes in CASES]
    cases = []
    for (name, _), case, (x, y), (x_openblas, y_openblas) in zip(CASES, params, make_all(params), make_all(params, "SkylakeX")):
        assert np.array_equal(y, y_openblas)
        cases.append({
            "name": name,
            "params": case,
            "X": array(x),
            "y": array(y),
            "X_sha256": sha256(x, "f8"),
            "X_openblas": None if np.array_equal(x, x_openblas) else array(x_openblas),
        })
    return {
        "note": "X: netlib reference BLAS. X_openblas: the same call with OpenBLAS 0.3.21 (SkylakeX kernels); null where equal to X.",
        "cases": cases,
    }


if __name__ == "__main__":
    write(build)
