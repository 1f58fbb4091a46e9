"""scikit-learn on one case of bench:tables: MLPClassifier or MLPRegressor, and HistGradientBoosting, on given divisions of the rows.

Reads a folder that bench:tables has written and writes there `mlp-<division>` and `boosting-<division>`: float64 probabilities of the
test rows [rows, classes], or values. Prints one line of JSON.
"""

import argparse
import json
import multiprocessing
import os
import warnings

# One thread for each process: threads of BLAS and OpenMP that wait for each other make small nets many times slower.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np
import sklearn
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from sklearn_columns import boosting_columns, column_transformer, load_case


def network(case, seed):
    options = dict(
        hidden_layer_sizes=tuple(case["hidden"]), activation="relu", solver="adam", alpha=0.0, batch_size=case["batch"],
        learning_rate_init=case["rate"], max_iter=case["epochs"], tol=0.0, n_iter_no_change=case["epochs"] + 1, random_state=seed,
    )
    if case["classes"]:
        return MLPClassifier(**options)
    return TransformedTargetRegressor(MLPRegressor(**options), transformer=StandardScaler())


def run(job):
    folder, split = job
    warnings.filterwarnings("ignore")
    case, raw, target = load_case(folder)
    rows = {part: np.fromfile(os.path.join(folder, f"{part}-{split}"), np.int32) for part in ("train", "test")}
    roles = case["roles"][split]
    columns, categories = boosting_columns(roles, raw)
    boost = HistGradientBoostingClassifier if case["classes"] else HistGradientBoostingRegressor
    models = {
        "mlp": make_pipeline(column_transformer(roles), network(case, split)),
        "boosting": make_pipeline(columns, boost(categorical_features=categories, random_state=split)),
    }
    for name, model in models.items():
        model.fit(raw[rows["train"]], target[rows["train"]])
        answer = model.predict_proba if case["classes"] else model.predict
        answer(raw[rows["test"]]).astype(np.float64).tofile(os.path.join(folder, f"{name}-{split}"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--splits", type=int, required=True)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    args = parser.parse_args()
    with multiprocessing.Pool(args.processes) as pool:
        pool.map(run, [(args.folder, split) for split in range(args.splits)], chunksize=1)
    print(json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__}))


if __name__ == "__main__":
    main()
