"""Makes packages/data/fixtures/varied.json: 300 data sets and 300 splits with drawn settings, as hashes.

The settings mean to meet every branch: shares that sum to more or less than 1 or are negative, more clusters than rows, all three
ways to choose corners, more than 30 informative columns, ties between strata, shares and counts of rows.
"""
import random

import numpy as np
from sklearn.model_selection import train_test_split

from blas import make_all
from classification_params import classification
from golden_file import sha256, write

draw = random.Random(20260101)


def weights(classes):
    kind = draw.choice(["none", "none", "all", "all but one", "above", "below", "negative", "zero"])
    shares = [draw.random() for _ in range(classes)]
    normed = [share / sum(shares) for share in shares]
    return {
        "none": None,
        "all": normed,
        "all but one": normed[:-1],
        "above": [2 * share for share in shares],
        "below": [share / classes for share in shares],
        "negative": [2.5 * share for share in shares[:-1]],
        "zero": [1.0] + [0.0] * (classes - 1),
    }[kind]


def shift_or_scale(features):
    kind = draw.choice(["default", "default", "drawn", "number", "list"])
    values = [round(draw.uniform(-3, 3), 3) for _ in range(features)]
    return {"default": {}, "drawn": {"_": None}, "number": {"_": values[0]}, "list": {"_": values}}[kind]


def data_set():
    informative = draw.choice([1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 30, 31, 33, 45])
    classes, clusters = draw.choice([1, 2, 2, 3, 4, 5, 7, 10, 20]), draw.choice([1, 1, 2, 2, 3, 4])
    redundant, repeated, useless = draw.choice([0, 1, 2, 5]), draw.choice([0, 0, 1, 3]), draw.choice([0, 0, 1, 5])
    if 2**informative < classes * clusters:
        return data_set()
    features = informative + redundant + repeated + useless
    params = classification(
        n_samples=draw.choice([1, 2, 3, 5, 10, 37, 50, 100, 200]), n_features=features, n_informative=informative,
        n_redundant=redundant, n_repeated=repeated, n_classes=classes, n_clusters_per_class=clusters, weights=weights(classes),
        flip_y=draw.choice([0.01, 0.0, 0.5, 1.0, -1.0, 0.2]), class_sep=draw.choice([1.0, 0.5, 2.0, -1.0, 0.0]),
        hypercube=draw.random() < 0.6, shuffle=draw.random() < 0.6, random_state=draw.randrange(2**32))
    for name in ("shift", "scale"):
        params.update({name: value for value in shift_or_scale(features).values()})
    return params


def size(n):
    return draw.choice([None, round(draw.uniform(0.01, 0.99), draw.choice([1, 2, 5])), draw.randrange(1, n)])


def split():
    n = draw.choice([3, 5, 8, 10, 20, 37, 100, 257])
    classes = draw.choice([2, 3, 4, 5, 7])
    stratify = draw.choice([
        None, [draw.randrange(classes) for _ in range(n)], [i % classes for i in range(n)], sorted(i % classes for i in range(n))])
    params = {"test_size": size(n), "train_size": draw.choice([None, size(n)]), "random_state": draw.randrange(2**32),
              "shuffle": stratify is not None or draw.random() < 0.85, "stratify": stratify}
    try:
        train, test = train_test_split(np.arange(n), **params)
    except ValueError:
        return split()
    return {"function": "train_test_split", "n": n, "params": params, "train_sha256": sha256(train, "i8"),
            "test_sha256": sha256(test, "i8")}


def build():
    params = [data_set() for _ in range(300)]
    made = [
        {"function": "make_classification", "params": case, "X_float32_sha256": sha256(x, "f4"), "y_sha256": sha256(y, "i8")}
        for case, (x, y) in zip(params, make_all(params))
    ]
    return {
        "note": "sha256 of little-endian float32 (X, reference BLAS) or int64 (y, train, test) bytes, C order.",
        "cases": made + [split() for _ in range(300)],
    }


if __name__ == "__main__":
    write(build)
