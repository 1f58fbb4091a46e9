"""Makes packages/random/fixtures/natural-log.json: the C library's log, the one NumPy calls inside standard_normal."""
import math

import numpy as np

from golden_file import array, write


def arguments():
    random = np.random.RandomState(31)
    return np.concatenate([
        random.random_sample(500),
        1 - random.random_sample(150) / 16,
        1 + 0.065 * random.random_sample(50),
        np.exp(random.uniform(-70, 0, 150)),
        np.exp(random.uniform(-700, 700, 100)),
        [1.0, 0.5, 2.0, 0.9375, np.nextafter(1, 0), np.nextafter(1, 2), 2.0**-104, 5e-324, 2.0**-1022, np.finfo(float).max],
    ])


def build():
    x = arguments()
    return {
        "note": "y = log(x), glibc 2.36 on an x86-64 processor with FMA",
        "x": array(x),
        "y": array([math.log(value) for value in x]),
    }


if __name__ == "__main__":
    write(build)
