"""Makes packages/preprocessing/fixtures/preprocessing.json with scikit-learn's ColumnTransformer, and Python's datetime for dates.

A case is a table to fit on, a table to transform, the options, and the matrix that scikit-learn makes of the second. Numbers are
rounded to float32 first and then treated as float64. Each column has a transformer of its own, in the order of the table.
"""
from datetime import datetime, timedelta, timezone

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer, LabelEncoder, OneHotEncoder, StandardScaler

from golden_file import array, number, write

DRAW = np.random.RandomState(17)


def numeric():
    return FeatureUnion([
        ("scaled", make_pipeline(SimpleImputer(strategy="median"), StandardScaler())),
        ("missing", MissingIndicator(features="missing-only", error_on_new=False)),
    ])


def boolean():
    return FeatureUnion([
        ("filled", SimpleImputer(strategy="most_frequent")),
        ("missing", MissingIndicator(features="missing-only", error_on_new=False)),
    ])


def categorical(options):
    return OneHotEncoder(
        handle_unknown="infrequent_if_exist",
        min_frequency=options.get("minFrequency", 10),
        max_categories=options.get("maxCategories", 100),
        sparse_output=False,
    )


def text(options):
    impute = SimpleImputer(strategy="constant", fill_value="", missing_values=None)
    return make_pipeline(FunctionTransformer(lambda x: x.astype(object)), impute, categorical(options))


ROLES = {"number": lambda _: numeric(), "boolean": lambda _: boolean(), "text": text, "category": categorical}


def prepared(kind, values):
    """One column as scikit-learn takes it."""
    if kind == "text":
        return np.array(values, dtype=object).reshape(-1, 1)
    numbers = np.array([np.nan if v is None else float(v) for v in values]).reshape(-1, 1)
    return numbers.astype(np.float32).astype(np.float64)


def transformed(columns, options):
    """Fits and transforms each column; a ColumnTransformer with object columns would give an object matrix."""
    parts = []
    for kind, fit, other in columns.values():
        transformer = ColumnTransformer([("column", ROLES[kind](options), [0])])
        transformer.fit(prepared(kind, fit))
        parts.append(np.asarray(transformer.transform(prepared(kind, other)), dtype=np.float64))
    return np.hstack(parts)


def plain(values):
    return [None if v is None else number(v) for v in values]


def case(name, columns, **options):
    return {
        "name": name,
        "options": options,
        "kinds": {key: kind for key, (kind, _, _) in columns.items()},
        "fit": {key: plain(fit) for key, (_, fit, _) in columns.items()},
        "other": {key: plain(other) for key, (_, _, other) in columns.items()},
        "features": array(transformed(columns, options)),
    }


def some_missing(values, share):
    return [None if DRAW.uniform() < share else v for v in values]


def drawn(n, choices, weights):
    return DRAW.choice(choices, n, p=np.array(weights) / np.sum(weights)).tolist()


def columns_of_all_kinds(n, m):
    letters = ["a", "b", "Zürich", "é", "𝒳", "￿", "rare", "rarer"]
    weights = [30, 20, 15, 12, 12, 12, 2, 1]
    return {
        "whole": ("number", DRAW.randint(-5, 90, n).tolist(), some_missing(DRAW.randint(-5, 90, m).tolist(), 0.2)),
        "real": ("number", some_missing(DRAW.normal(3, 2, n).tolist(), 0.2), some_missing(DRAW.normal(3, 2, m).tolist(), 0.2)),
        "offset": ("number", DRAW.normal(40, 5, n).tolist(), DRAW.normal(40, 5, m).tolist()),
        "flag": ("boolean", some_missing(drawn(n, [0, 1], [1, 2]), 0.1), some_missing(drawn(m, [0, 1], [1, 2]), 0.3)),
        "sure": ("boolean", drawn(n, [0, 1], [3, 1]), some_missing(drawn(m, [0, 1], [3, 1]), 0.3)),
        "letter": ("text", drawn(n, letters, weights), some_missing(drawn(m, [*letters, "unseen"], [*weights, 9]), 0.1)),
        "gaps": ("text", some_missing(drawn(n, letters, weights), 0.3), some_missing(drawn(m, letters, weights), 0.3)),
        "plain": ("text", drawn(n, ["x", "y"], [1, 1]), drawn(m, ["x", "y", "unseen"], [1, 1, 1])),
        "code": ("category", some_missing(drawn(n, [1, 2, 3.5, 40], [9, 8, 7, 0.5]), 0.2), some_missing(drawn(m, [1, 2, 40, 50], [1, 1, 1, 1]), 0.2)),
    }


def cases():
    yield case("every kind", columns_of_all_kinds(300, 60))
    yield case("without grouping", columns_of_all_kinds(80, 30), minFrequency=1)
    yield case("a share of the rows", columns_of_all_kinds(200, 30), minFrequency=0.08)
    yield case("at most three features", columns_of_all_kinds(300, 40), minFrequency=2, maxCategories=3)
    ties = [c for c in "abcdefgh" for _ in range(12)]
    yield case("equal counts", {"tie": ("text", ties, [*"abcdefgh", "z", None])}, maxCategories=4)
    many = [f"c{i}" for i in DRAW.zipf(1.3, 3000) % 10000]
    yield case("ten thousand categories", {"many": ("text", many, [*many[:40], "unseen"])}, maxCategories=20)


def date_case(milliseconds):
    """What datetime says of a date: the day of a year from 1 March, the weekday from Monday and the minute of the day."""
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=milliseconds)
    march = datetime(at.year if at.month >= 3 else at.year - 1, 3, 1, tzinfo=timezone.utc)
    return [milliseconds, (at - march).days, at.weekday(), at.hour * 60 + at.minute]


def dates():
    chosen = [0, -1, 951782399999, 951782400000, 951868800000, 4107542400000, -2203891200000, 253402300799999, -59000000000000]
    return [date_case(int(ms)) for ms in [*chosen, *DRAW.randint(-60_000_000_000_000, 250_000_000_000_000, 300)]]


def targets():
    words = ["b", "a", "Zürich", "￿", "𝒳", "a", "b"]
    numbers = [10, -2, 3, 3, 10, 2, 2]
    values = np.concatenate([DRAW.normal(1e3, 7, 50), [1e3]])
    scaler = StandardScaler().fit(values.reshape(-1, 1))
    words_encoder, numbers_encoder = LabelEncoder().fit(words), LabelEncoder().fit(numbers)
    return {
        "words": {"values": words, "classes": words_encoder.classes_.tolist(), "labels": words_encoder.transform(words).tolist()},
        "numbers": {"values": numbers, "classes": numbers_encoder.classes_.tolist(), "labels": numbers_encoder.transform(numbers).tolist()},
        "real": {"values": array(values), "mean": scaler.mean_[0], "scale": scaler.scale_[0], "standardised": array(scaler.transform(values.reshape(-1, 1)))},
    }


def build():
    constant = StandardScaler().fit(np.full((7, 1), 0.1))
    return {
        "cases": list(cases()),
        "dates": dates(),
        "targets": targets(),
        "constant": {"mean": constant.mean_[0], "scale": constant.scale_[0]},
    }


if __name__ == "__main__":
    write(build)
