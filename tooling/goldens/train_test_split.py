"""Makes packages/data/fixtures/train-test-split.json with sklearn.model_selection.train_test_split."""
import numpy as np
from sklearn.model_selection import train_test_split

from golden_file import write

UNEVEN = np.random.RandomState(1).choice(3, 97, p=[0.5, 0.3, 0.2]).tolist()
EVEN = np.random.RandomState(2).choice(4, 101, p=[0.25] * 4).tolist()
DEFAULTS = {"test_size": None, "train_size": None, "random_state": None, "shuffle": True, "stratify": None}
CASES = (
    (5000, dict(test_size=0.2, random_state=42)),
    (10, dict(random_state=0)),
    (11, dict(test_size=0.33, random_state=1)),
    (100, dict(test_size=0.07, random_state=2)),
    (100, dict(test_size=17, random_state=3)),
    (50, dict(train_size=0.29, random_state=4)),
    (50, dict(test_size=0.3, train_size=20, random_state=5)),
    (20, dict(test_size=0.25, shuffle=False)),
    (2, dict(test_size=0.5, random_state=42)),
    (60, dict(test_size=0.25, random_state=6, stratify=[i % 3 for i in range(60)])),
    (97, dict(test_size=0.2, random_state=42, stratify=UNEVEN)),
    (101, dict(test_size=30, train_size=50, random_state=7, stratify=EVEN)),
    (40, dict(test_size=0.5, random_state=4294967295)),
)


def split(n, given):
    params = {**DEFAULTS, **given}
    train, test = train_test_split(np.arange(n), **params)
    return {"n": n, "params": params, "train": train.tolist(), "test": test.tolist()}


def build():
    return {"cases": [split(n, given) for n, given in CASES]}


if __name__ == "__main__":
    write(build)
