"""Every parameter of make_classification, scikit-learn's defaults with some changed."""

DEFAULTS = {
    "n_samples": 100, "n_features": 20, "n_informative": 2, "n_redundant": 2, "n_repeated": 0, "n_classes": 2,
    "n_clusters_per_class": 2, "weights": None, "flip_y": 0.01, "class_sep": 1.0, "hypercube": True, "shift": 0.0, "scale": 1.0,
    "shuffle": True, "random_state": None,
}


def classification(**changes):
    return {**DEFAULTS, **changes}
