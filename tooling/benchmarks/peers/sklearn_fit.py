"""Seconds of MLPClassifier.fit on the features of bench:tables, which are there as float32. One line of JSON."""

import argparse
import json
import os
import time
import warnings

# One thread: those of BLAS wait for each other in products as small as these.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np
from sklearn.neural_network import MLPClassifier


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    folder = parser.parse_args().folder
    warnings.filterwarnings("ignore")
    with open(os.path.join(folder, "training.json"), encoding="utf-8") as file:
        training = json.load(file)
    x = np.fromfile(os.path.join(folder, "features"), np.float32).reshape(training["rows"], training["inputs"])
    y = np.fromfile(os.path.join(folder, "labels"), np.int32)
    net = training["net"]
    model = MLPClassifier(
        hidden_layer_sizes=tuple(net["hidden"]), activation="relu", solver="adam", alpha=0.0, batch_size=net["batchSize"],
        learning_rate_init=net["learningRate"], max_iter=net["epochs"], tol=0.0, n_iter_no_change=net["epochs"] + 1, random_state=0,
    )
    began = time.perf_counter()
    model.fit(x, y)
    print(json.dumps({"seconds": time.perf_counter() - began, "epochs": model.n_iter_}))


if __name__ == "__main__":
    main()
