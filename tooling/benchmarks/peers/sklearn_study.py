"""The relu study with scikit-learn's MLPClassifier: the same net, Adam and batches, one epoch per partial_fit, evaluated each epoch.

Prints one line of JSON.
"""

import argparse
import json
import time
import warnings

started = time.perf_counter()
import sklearn  # noqa: E402
from sklearn.metrics import log_loss  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402

from loaded_blas import loaded_blas
from study_data import study_data  # noqa: E402

import_seconds = time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--n_runs", type=int, default=10)
    parser.add_argument("--lr", type=float, default=0.001)
    args = parser.parse_args()
    warnings.filterwarnings("ignore")
    x_train, x_val, y_train, y_val = study_data()
    losses, accuracies = [], []
    for seed in range(args.n_runs):
        net = MLPClassifier(
            hidden_layer_sizes=(4, 4, 4, 4), activation="relu", solver="adam", alpha=0.0, batch_size=128,
            learning_rate_init=args.lr, max_iter=1, random_state=seed, shuffle=True,
        )
        for _ in range(args.epochs):
            net.partial_fit(x_train, y_train, classes=[0, 1])
            probabilities = net.predict_proba(x_val)
            loss = log_loss(y_val, probabilities)
            accuracy = float((probabilities.argmax(1) == y_val).mean())
        losses.append(loss)
        accuracies.append(accuracy)
    print(json.dumps({
        "steps": args.n_runs * args.epochs * 32,
        "import_seconds": import_seconds,
        "versions": {"scikit-learn": sklearn.__version__},
        "blas": loaded_blas(),
        "threads": 1,
        "last": {"relu": {"val_loss": sum(losses) / len(losses), "val_accuracy": sum(accuracies) / len(accuracies)}},
    }))


if __name__ == "__main__":
    main()
