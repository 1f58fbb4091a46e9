"""All flights as CSV with scikit-learn: read, ColumnTransformer, half an epoch of MLPClassifier.partial_fit. One line of JSON.

pandas reads the file where it is installed, else the module csv.
"""

import argparse
import csv
import json
import os
import time
import warnings

os.environ.update(OMP_NUM_THREADS=str(os.cpu_count()), OPENBLAS_NUM_THREADS="1")

import numpy as np
from sklearn.neural_network import MLPClassifier

from sklearn_columns import column_transformer

# Rows that are transformed at a time.
CHUNK = 200_000
# date, distance, origin, destination
ROLES = [{"column": 0, "role": "date"}, {"column": 1, "role": "numeric"}] + [{"column": at, "role": "categorical"} for at in (2, 3)]


def read(path):
    """The four columns as one object array, dates in milliseconds, and the labels; and what has read them."""
    try:
        import pandas as pd
    except ImportError:
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        raw = np.empty((len(rows), 4), dtype=object)
        raw[:, 0] = np.array([row[0] for row in rows], "datetime64[ms]").astype(np.int64).astype(float)
        raw[:, 1] = [float(row[1]) for row in rows]
        for column in (2, 3):
            raw[:, column] = [row[column] for row in rows]
        return raw, np.array([row[4] == "true" for row in rows]).astype(int), "csv"
    table = pd.read_csv(path, parse_dates=["date"])
    raw = np.empty((len(table), 4), dtype=object)
    raw[:, 0] = table["date"].to_numpy("datetime64[ms]").astype(np.int64).astype(float)
    for column, name in ((1, "distance"), (2, "origin"), (3, "destination")):
        raw[:, column] = table[name].to_numpy()
    return raw, table["late"].to_numpy().astype(int), f"pandas {pd.__version__}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path")
    parser.add_argument("--hidden", required=True, help="units of the hidden layers, separated by commas")
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--rate", type=float, required=True)
    args = parser.parse_args()
    warnings.filterwarnings("ignore")
    parts, last = {}, time.perf_counter()

    def lap(part):
        nonlocal last
        now = time.perf_counter()
        parts[part] = parts.get(part, 0.0) + now - last
        last = now

    raw, labels, reader = read(args.path)
    lap("read")
    columns = column_transformer(ROLES).fit(raw)
    lap("fit")
    net = MLPClassifier(
        hidden_layer_sizes=tuple(int(each) for each in args.hidden.split(",")), alpha=0.0, batch_size=args.batch,
        learning_rate_init=args.rate, random_state=0,
    )
    half = np.random.default_rng(0).permutation(len(raw))[: len(raw) // 2]
    for start in range(0, len(half), CHUNK):
        rows = half[start : start + CHUNK]
        features = columns.transform(raw[rows])
        lap("transform")
        net.partial_fit(features, labels[rows], classes=[0, 1])
        lap("train")
    print(json.dumps({"parts": parts, "rows": len(raw), "features": int(features.shape[1]), "reader": reader}))


if __name__ == "__main__":
    main()
