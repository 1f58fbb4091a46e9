"""Makes metrics/fixtures/distributions.json: python3 distributions.py <out>.

Distribution and quantile functions of the normal distribution and of Student's t by mpmath, with 40 digits, rounded to float64.
SciPy must agree within 1e-6: its quantiles of few degrees of freedom are no better than that.
"""
import numpy as np
from mpmath import mp, mpf
from scipy import stats

from golden_file import write

mp.dps = 40
DEGREES = [0.5, 1, 2, 2.7, 3, 4, 7, 9, 19, 31.5, 64, 99, 1000, 12345.6, 1e6]
POINTS = [0, 1e-9, 0.01, 0.3, 0.9, 1.4, 1.9999, 2, 2.6, 3.3, 5, 8, 12.5, 20, 36]
PROBABILITIES = [1e-300, 1e-100, 1e-20, 1e-9, 1e-5, 0.001, 0.0125, 0.025, 0.05, 0.1, 0.3, 0.45, 0.499999]


def normal_tail(x):
    return mp.erfc(mpf(x) / mp.sqrt(2)) / 2


def student_tail(t, degrees):
    nu = mpf(degrees)
    return mp.betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + mpf(t) ** 2), regularized=True) / 2


def root(tail, p, start):
    """The point above 0 at which a tail is p, by bisection of its logarithm."""
    low, high = mpf(start) / 2, mpf(start) * 2
    assert tail(low) > p > tail(high)
    for _ in range(140):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) > p else (low, middle)
    return low


def agrees(ours, theirs):
    assert abs(float(ours) - theirs) <= 1e-6 * abs(theirs) or not np.isfinite(theirs), (ours, theirs)
    return float(ours)


def build():
    cases = []
    for x in POINTS:
        cases.append({"of": "normal", "at": -x, "cdf": agrees(normal_tail(x), stats.norm.cdf(-x))})
        for degrees in DEGREES:
            tail = agrees(student_tail(x, degrees), stats.t.cdf(-x, degrees))
            cases.append({"of": "student", "degrees": degrees, "at": -x, "cdf": tail})
    for p in PROBABILITIES:
        quantile = root(normal_tail, mpf(p), -stats.norm.ppf(p))
        cases.append({"of": "normal", "p": p, "quantile": -agrees(quantile, -stats.norm.ppf(p))})
        for degrees in DEGREES:
            if p < 1e-9 and degrees < 20 or p < 1e-20:
                continue
            start = -stats.t.ppf(p, degrees)
            quantile = root(lambda t: student_tail(t, degrees), mpf(p), start)
            cases.append({"of": "student", "degrees": degrees, "p": p, "quantile": -agrees(quantile, start)})
    return {"cases": cases}


write(build)
