"""Makes packages/data/fixtures/errors.json: calls that NumPy and scikit-learn refuse, with their words."""
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

from golden_file import write

CASES = (
    {'function': 'make_classification', 'params': {'n_features': 5, 'n_informative': 3, 'n_redundant': 2, 'n_repeated': 1}},
    {'function': 'make_classification', 'params': {'n_informative': 2, 'n_classes': 3, 'n_clusters_per_class': 2}},
    {'function': 'make_classification', 'params': {'n_informative': 1}},
    {'function': 'make_classification', 'params': {'n_classes': 3, 'n_informative': 3, 'weights': [0.5]}},
    {'function': 'make_classification', 'params': {'weights': [0.2, 0.3, 0.5]}},
    {'function': 'make_classification', 'params': {'weights': []}},
    {'function': 'make_classification', 'params': {'random_state': -1}},
    {'function': 'make_classification', 'params': {'random_state': 4294967296}},
    {'function': 'make_classification', 'params': {'n_features': 3, 'n_informative': 2, 'n_redundant': 2}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 1.5}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 0}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 10}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': -0.1}},
    {'function': 'train_test_split', 'n': 10, 'params': {'train_size': 1.2}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 0.7, 'train_size': 0.7}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 6, 'train_size': 6}},
    {'function': 'train_test_split', 'n': 1, 'params': {'test_size': 0.2}},
    {'function': 'train_test_split', 'n': 2, 'params': {'test_size': 0.9}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 0.2, 'shuffle': False, 'stratify': [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 0.2, 'stratify': [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 2, 'stratify': [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 'a'}},
    {'function': 'train_test_split', 'n': 0, 'params': {'test_size': 0.2}},
    {'function': 'train_test_split', 'n': 10, 'params': {'test_size': 0.2, 'stratify': [0, 1, 0, 1, 0, 1, 0, 1]}},
    {'function': 'RandomState', 'args': [-1]},
    {'function': 'RandomState', 'args': [4294967296]},
    {'function': 'randint', 'args': [0, 0]},
    {'function': 'randint', 'args': [5, 3]},
    {'function': 'choice', 'args': [3, 4, False]},
    {'function': 'choice', 'args': [0, 1, False]},
)


def call(case):
    function, params, args = case["function"], case.get("params", {}), case.get("args", [])
    if function == "make_classification":
        make_classification(**params)
    elif function == "train_test_split":
        train_test_split(np.arange(case["n"]), **params)
    elif function == "RandomState":
        np.random.RandomState(*args)
    else:
        state = np.random.RandomState(0)
        getattr(state, function)(*args)


def refused(case):
    try:
        call(case)
    except Exception as error:
        return {**case, "exception": type(error).__name__, "message": str(error)}
    raise SystemExit(f"not refused: {case}")


def build():
    return {"cases": [refused(case) for case in CASES]}


if __name__ == "__main__":
    write(build)
