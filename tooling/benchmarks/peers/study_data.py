"""The study's data, as scikit-learn makes it: 5,000 rows of 30 features, 80/20, both with random_state 42."""

import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split


def study_data(n_samples: int = 5000, n_features: int = 30):
    x, y = make_classification(
        n_samples=n_samples,
        n_features=n_features,
        n_informative=max(2, n_features // 2),
        n_redundant=min(2, n_features - max(2, n_features // 2)),
        n_classes=2,
        random_state=42,
    )
    x_train, x_val, y_train, y_val = train_test_split(x, y, test_size=0.2, random_state=42)
    return x_train.astype(np.float32), x_val.astype(np.float32), y_train, y_val
