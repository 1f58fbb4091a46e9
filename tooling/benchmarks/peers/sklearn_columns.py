"""The raw columns of a case of bench:tables, and scikit-learn's ColumnTransformer for them."""

import json
import os

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler

# As the defaults of @reluctant/preprocessing.
MIN_FREQUENCY = 10
MAX_CATEGORIES = 100
DAY = 86_400_000
# Categories that HistGradientBoosting takes at most.
BOOSTING_CATEGORIES = 250


def load_case(folder):
    """case.json, the raw columns as one object array [rows, columns], the target."""
    with open(os.path.join(folder, "case.json"), encoding="utf-8") as file:
        case = json.load(file)
    raw = np.empty((case["rows"], len(case["columns"])), dtype=object)
    for index, column in enumerate(case["columns"]):
        path = os.path.join(folder, f"column-{index}")
        if "categories" in column:
            # Code -1, a missing text, is the last entry.
            raw[:, index] = np.array([*column["categories"], ""], dtype=object)[np.fromfile(path, np.int32)]
        else:
            raw[:, index] = np.fromfile(path, np.float64)
    target = np.fromfile(os.path.join(folder, "target"), np.float64)
    return case, raw, target.astype(np.int64) if case["classes"] else target


def as_floats(values):
    return np.asarray(values, dtype=np.float64)


class DateParts(BaseEstimator, TransformerMixin):
    """Sine and cosine of the season and of the time of day, the weekday one-hot, as far as they vary in the rows of fit."""

    def fit(self, x, y=None):
        self.varying_ = [len(np.unique(part[~np.isnan(part)])) > 1 for part in self._parts(x)]
        return self

    def transform(self, x):
        season, weekday, time = self._parts(x)
        made = []
        for part, length, varies in ((season, 366, self.varying_[0]), (time, 1440, self.varying_[2])):
            if varies:
                made += [np.sin(2 * np.pi * part / length), np.cos(2 * np.pi * part / length)]
        if self.varying_[1]:
            made += [(weekday == day).astype(float) for day in range(7)]
        return np.nan_to_num(np.stack(made, axis=1)) if made else np.empty((len(x), 0))

    @staticmethod
    def _parts(x):
        ms = as_floats(x)[:, 0]
        missing = np.isnan(ms)
        dates = np.where(missing, 0, ms).astype("datetime64[ms]")
        days = dates.astype("datetime64[D]")
        season = (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(float)
        weekday = (days.astype(int) + 3) % 7
        time = (dates.astype(np.int64) % DAY) // 60_000
        return [np.where(missing, np.nan, part.astype(float)) for part in (season, weekday, time)]


def scaled():
    return make_pipeline(SimpleImputer(strategy="median"), StandardScaler())


def marked():
    """Imputed and standardised, and beside it an indicator where values were missing."""
    return FeatureUnion([("value", scaled()), ("missing", MissingIndicator(features="missing-only", error_on_new=False))])


def one_hot():
    return OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=MIN_FREQUENCY, max_categories=MAX_CATEGORIES)


def column_transformer(roles):
    """Numbers imputed, marked and standardised; texts one-hot with a rare group; dates as elapsed time and their cyclic parts."""
    of = lambda role: [each["column"] for each in roles if each["role"] == role]  # noqa: E731
    steps = []
    if of("numeric"):
        steps.append(("numeric", make_pipeline(FunctionTransformer(as_floats), marked()), of("numeric")))
    if of("boolean"):
        impute = SimpleImputer(strategy="most_frequent")
        steps.append(("boolean", make_pipeline(FunctionTransformer(as_floats), impute), of("boolean")))
    if of("categorical"):
        steps.append(("categorical", one_hot(), of("categorical")))
    for column in of("date"):
        elapsed = make_pipeline(FunctionTransformer(as_floats), marked())
        steps.append((f"date {column}", FeatureUnion([("elapsed", elapsed), ("parts", DateParts())]), [column]))
    return ColumnTransformer(steps)


def boosting_columns(roles, raw):
    """Columns for HistGradientBoosting, which takes missing values and categories as they are, and which of them are categories."""
    taken = [(each["column"], each["role"] == "categorical") for each in roles]
    steps = []
    for column, text in taken:
        encode = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan) if text else FunctionTransformer(as_floats)
        steps.append((f"column {column}", encode, [column]))
    categories = [text and len(set(raw[:, column])) <= BOOSTING_CATEGORIES for column, text in taken]
    return ColumnTransformer(steps), categories
