"""Makes packages/data/fixtures/k-folds.json with sklearn.model_selection.KFold and StratifiedKFold."""
import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold

from golden_file import write

UNEVEN = np.random.RandomState(1).choice(3, 97, p=[0.5, 0.3, 0.2]).tolist()
EVEN = np.random.RandomState(2).choice(4, 101, p=[0.25] * 4).tolist()
CASES = (
    (10, 5, 0, None),
    (11, 3, 1, None),
    (7, 7, 42, None),
    (250, 10, 4294967295, None),
    (12, 3, 0, [i % 3 for i in range(12)]),
    (97, 5, 42, UNEVEN),
    (97, 10, 7, UNEVEN),
    (101, 4, 3, EVEN),
    (9, 4, 5, [2, 2, 2, 2, 0, 0, 1, 2, 0]),
)


def fold(n, k, seed, stratify):
    splitter = (KFold if stratify is None else StratifiedKFold)(k, shuffle=True, random_state=seed)
    labels = np.zeros(n, dtype=int) if stratify is None else stratify
    folds = [test.tolist() for _, test in splitter.split(np.zeros(n), labels)]
    return {"n": n, "k": k, "random_state": seed, "stratify": stratify, "folds": folds}


def build():
    return {"cases": [fold(*case) for case in CASES]}


if __name__ == "__main__":
    write(build)
