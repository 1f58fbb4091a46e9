"""Makes packages/metrics/fixtures/metrics.json with NumPy, SciPy and scikit-learn: python3 metrics.py <out>."""
import json
import sys

import numpy as np
import scipy
import sklearn
from scipy import special, stats
from sklearn import metrics

random = np.random.RandomState(7)


def numbers(array):
    return [float(x) for x in np.asarray(array, dtype=np.float64).ravel()]


def classification(rows, classes, scale):
    logits = (random.standard_normal((rows, classes)) * scale).astype(np.float32)
    labels = random.randint(0, classes, rows)
    wide = logits.astype(np.float64)
    probabilities = special.softmax(wide, axis=1)
    loss = special.logsumexp(wide, axis=1) - wide[np.arange(rows), labels]
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    ece = 0.0
    for low in range(15):
        inside = (confidence > low / 15) & (confidence <= (low + 1) / 15)
        if inside.any():
            ece += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    entropy = stats.entropy(probabilities, axis=1)
    return {
        "classes": classes,
        "logits": numbers(logits),
        "labels": labels.tolist(),
        "probabilities": numbers(probabilities),
        "losses": numbers(loss),
        "accuracy": metrics.accuracy_score(labels, probabilities.argmax(axis=1)),
        "negative_log_likelihood": metrics.log_loss(labels, probabilities, labels=list(range(classes))),
        "brier": float(((probabilities - np.eye(classes)[labels]) ** 2).sum(axis=1).mean()),
        "expected_calibration_error": float(ece),
        "error_auroc": metrics.roc_auc_score(~right, entropy),
    }


def passes(count, rows, classes):
    probabilities = special.softmax(random.standard_normal((count, rows, classes)) * 2, axis=2)
    mean = probabilities.mean(axis=0)
    total = stats.entropy(mean, axis=1)
    expected = stats.entropy(probabilities, axis=2).mean(axis=0)
    return {
        "passes": count,
        "classes": classes,
        "probabilities": numbers(probabilities),
        "mean": numbers(mean),
        "entropy": numbers(total),
        "expected_entropy": numbers(expected),
        "mutual_information": numbers(total - expected),
    }


def roc(n):
    scores = random.randint(0, 6, n) / 5
    positive = random.randint(0, 2, n)
    return {"scores": numbers(scores), "positive": positive.tolist(), "area": metrics.roc_auc_score(positive, scores)}


def p_above(values, bound):
    """One-sided p-value of mean > bound by the smaller of Student's t and Hall's skewness-corrected t."""
    n = len(values)
    t = (values.mean() - bound) / stats.sem(values)
    g = stats.skew(values)
    hall = t + g * t**2 / (3 * n**0.5) + g**2 * t**3 / (27 * n) + g / (6 * n**0.5)
    return stats.t.sf(min(t, hall), n - 1)


def rank_tost(difference, margin):
    """Two one-sided signed-rank tests that the pseudomedian lies within the margin."""
    above = stats.wilcoxon(difference + margin, alternative="greater", mode="exact").pvalue
    below = stats.wilcoxon(difference - margin, alternative="less", mode="exact").pvalue
    return max(above, below)


def walsh(difference):
    """Sorted means of all pairs of differences, each with itself too."""
    i, j = np.triu_indices(len(difference))
    return np.sort((difference[i] + difference[j]) / 2)


def rank_interval(difference, alpha):
    """The Walsh averages between which the exact two-sided signed-rank test does not reject, found by trying every gap."""
    averages = walsh(difference)
    gaps = np.concatenate([[averages[0] - 1], (averages[:-1] + averages[1:]) / 2, [averages[-1] + 1]])
    kept = [k for k, gap in enumerate(gaps) if stats.wilcoxon(difference - gap, mode="exact").pvalue >= alpha]
    return [float(averages[kept[0] - 1]), float(averages[kept[-1]])]


def paired(n, shift):
    difference = random.standard_normal(n) * 0.03 + shift
    margin = 0.02
    tost = max(p_above(difference, -margin), p_above(-difference, -margin))
    half = stats.t.ppf(0.975, n - 1) * stats.sem(difference)
    return {
        "difference": numbers(difference),
        "margin": margin,
        "mean": float(difference.mean()),
        "std": float(difference.std(ddof=1)),
        "median": float(np.median(difference)),
        "half_interval": float(half),
        "wilcoxon": float(stats.wilcoxon(difference, mode="exact").pvalue),
        "tost": float(tost),
        "rank_tost": float(rank_tost(difference, margin)),
        "hodges_lehmann": float(np.median(walsh(difference))),
        "rank_interval": rank_interval(difference, 0.05),
    }


# Sign flips by brute force: the exact p-value where differences are tied.
def tied(difference):
    ranks = stats.rankdata(np.abs(difference))
    flips = (np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks))) & 1
    sums = flips @ ranks
    seen = ranks[np.array(difference) > 0].sum()
    p = 2 * min((sums >= seen - 1e-9).mean(), (sums <= seen + 1e-9).mean())
    return {"difference": difference, "p": min(1.0, float(p))}


large = random.standard_normal(150) + 0.2

json.dump(
    {
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__},
        "classification": [classification(40, 2, 1.0), classification(60, 5, 3.0), classification(30, 3, 200.0)],
        "passes": [passes(6, 12, 3), passes(20, 5, 2)],
        "roc": [roc(30), roc(81)],
        "tied": [tied([1, 1, 1, 1, 1]), tied([1, 2, 2, -1, 3, 3, 3]), tied([-1, 1, 2, 2, 2, -4, 5, 5, 6, 7, -1, 3])],
        "large": {"difference": numbers(large), "p": float(stats.wilcoxon(large, mode="exact").pvalue)},
        "paired": [paired(6, 0.05), paired(10, 0.0), paired(25, 0.02), paired(40, 0.001)],
    },
    open(sys.argv[1], "w"),
)
