"""Makes metrics/fixtures/scores.json with scikit-learn: python3 scores.py <out>.

Scores of classifiers (confusion matrix, F1, log-loss, AUROC) and of regressors (RMSE, MAE, R2) on seeded rows.
"""
import numpy as np
from sklearn import metrics

from golden_file import array, write

RANDOM = np.random.RandomState(17)


def classification(rows, classes, sharpness, decimals):
    """Probabilities that know the label a little; few decimals make ties."""
    labels = RANDOM.randint(0, classes, rows)
    logits = RANDOM.standard_normal((rows, classes)) + sharpness * np.eye(classes)[labels]
    probabilities = np.round(np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True), decimals) + 1e-3
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    predicted = probabilities.argmax(axis=1)
    every = list(range(classes))
    scores = probabilities[:, 1] if classes == 2 else probabilities
    return {
        "kind": "classification",
        "classes": classes,
        "labels": labels.tolist(),
        "predicted": predicted.tolist(),
        "probabilities": array(probabilities),
        "confusion": metrics.confusion_matrix(labels, predicted, labels=every).ravel().tolist(),
        "f1": metrics.f1_score(labels, predicted, labels=every, average=None, zero_division=0).tolist(),
        "macro_f1": float(metrics.f1_score(labels, predicted, labels=every, average="macro", zero_division=0)),
        "log_loss": float(metrics.log_loss(labels, probabilities, labels=every)),
        "auroc": float(metrics.roc_auc_score(labels, scores, multi_class="ovr", average="macro")),
    }


def labels_only(labels, predicted, classes):
    every = list(range(classes))
    return {
        "kind": "labels",
        "classes": classes,
        "labels": labels,
        "predicted": predicted,
        "confusion": metrics.confusion_matrix(labels, predicted, labels=every).ravel().tolist(),
        "f1": metrics.f1_score(labels, predicted, labels=every, average=None, zero_division=0).tolist(),
        "macro_f1": float(metrics.f1_score(labels, predicted, labels=every, average="macro", zero_division=0)),
    }


def regression(values, targets):
    return {
        "kind": "regression",
        "values": array(np.asarray(values, dtype=float)),
        "targets": array(np.asarray(targets, dtype=float)),
        "rmse": float(metrics.mean_squared_error(targets, values, squared=False)),
        "mae": float(metrics.mean_absolute_error(targets, values)),
        "r2": float(metrics.r2_score(targets, values)),
    }


def build():
    targets = 50 + 12 * RANDOM.standard_normal(80)
    return {
        "cases": [
            classification(60, 2, 1.0, 1),
            classification(90, 3, 1.5, 3),
            classification(120, 7, 0.5, 1),
            labels_only([0, 0, 1, 1], [0, 0, 0, 0], 4),
            labels_only([3, 1, 1, 2, 0, 3, 3], [3, 2, 1, 2, 2, 3, 1], 4),
            regression(targets + 3 * RANDOM.standard_normal(80), targets),
            regression(RANDOM.standard_normal(80), targets),
            regression([2.0, 2.0, 2.5], [2.0, 2.0, 2.0]),
            regression([2.0, 2.0, 2.0], [2.0, 2.0, 2.0]),
            regression([1e8 + 1, 1e8 + 2.5, 1e8 + 3], [1e8 + 1, 1e8 + 2, 1e8 + 3]),
        ]
    }


if __name__ == "__main__":
    write(build)
