"""Makes apps/sparse-inference/fixtures/linear-models.json with scikit-learn: python3 linear_models.py <out>.

Fits of LogisticRegression(C=1) and Ridge(alpha=1) to the end, on numbers beside columns of zeros and ones that add up to one, so that
the columns depend on each other; answers to other rows.
"""
import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

from golden_file import array, write

RANDOM = np.random.RandomState(17)


def features(rows):
    numbers = RANDOM.standard_normal((rows, 4)) * [1, 1, 3, 0.1]
    return np.hstack([numbers, np.eye(5)[RANDOM.randint(0, 5, rows)], np.eye(2)[RANDOM.randint(0, 2, rows)]]).astype("f4")


def classification(name, classes, sharpness, class_weight):
    x, asked = features(150), features(40)
    truth = RANDOM.standard_normal((x.shape[1], classes)) * sharpness
    # Unequal classes.
    scores = x @ truth - np.arange(classes)
    labels = (scores + RANDOM.gumbel(size=scores.shape)).argmax(axis=1)
    # newton-cg goes on to the end; lbfgs stops early by scipy's ftol.
    model = LogisticRegression(C=1.0, class_weight=class_weight, solver="newton-cg", tol=1e-12, max_iter=10_000)
    model.fit(x.astype("f8"), labels)
    return {
        "name": name, "classes": classes, "balanced": class_weight is not None, "labels": labels.tolist(),
        "features": array(x), "asked": array(asked), "answers": array(model.predict_proba(asked.astype("f8"))),
    }


def regression():
    x, asked = features(150), features(40)
    targets = (x @ RANDOM.standard_normal(x.shape[1]) + RANDOM.standard_normal(150)).astype("f4")
    model = Ridge(alpha=1.0, solver="cholesky").fit(x.astype("f8"), targets.astype("f8"))
    return {
        "targets": array(targets), "features": array(x), "asked": array(asked),
        "answers": array(model.predict(asked.astype("f8"))),
    }


def build():
    return {
        "cases": [
            classification("two classes", 2, 1, None),
            classification("four classes", 4, 1, None),
            classification("two separable classes", 2, 50, None),
            classification("three classes, balanced", 3, 1, "balanced"),
        ],
        "ridge": regression(),
    }


if __name__ == "__main__":
    write(build)
