"""Makes packages/random/fixtures/numpy-random-state.json: calls on numpy.random.RandomState and what they gave."""
import numpy as np

from golden_file import write

SEEDS = (0, 42, 4294967295)


def sample(size=None):
    return {"method": "random_sample", "size": size}


def normal(size=None):
    return {"method": "standard_normal", "size": size}


def randint(low, high, size=None):
    return {"method": "randint", "low": low, "high": high, "size": size}


def uniform(low, high, size=None):
    return {"method": "uniform", "low": low, "high": high, "size": size}


def permutation(n):
    return {"method": "permutation", "n": n}


def permuted(values):
    return {"method": "permutation", "values": values}


def shuffle(values):
    return {"method": "shuffle", "values": values}


def choice(n, size, replace):
    return {"method": "choice", "n": n, "size": size, "replace": replace}


def seeded(seed):
    return {"method": "seed", "seed": seed}


THOUSANDS = (2, 3, 7, 10, 1000, 1024)
HIGHS = (1, 2, 3, 5, 7, 8, 10, 100, 127, 128, 129, 1000, 1024, 65536, 65537, 1000003, 2**31 - 1, 2**31, 2**31 + 1, 2**32 - 1,
         2**32, 2**32 + 1, 10**12, 2**40, 2**53)


def cases(seed):
    yield "random_sample", [sample(1000)]
    yield "standard_normal", [normal(1000)]
    yield "uint32 words", [randint(0, 2**32, 1000)]
    for high in HIGHS:
        name = f"randint 0..{high}" + (" (64-bit draws)" if high > 2**32 else "")
        yield name, [randint(0, high, 1000 if high in THOUSANDS else 100), sample()]
    yield "randint negative low", [randint(-5, 5, 200), randint(-1000000, -999990, 50), randint(-(2**31), 2**31, 20), sample()]
    yield "randint scalars", [randint(0, high) for high in (10, 2, 1, 7, 1000, 2**31, 3, 2**40, 2**30, 5)] + [sample()]
    yield "randint alternating 32-bit and 64-bit draws", [
        randint(0, 10, 3), randint(0, 10**12, 3), randint(0, 2, 5), randint(0, 2**40, 1), sample(3)]
    yield "uniform", [uniform(0.0, 1.0, 100), uniform(-2.5, 3.7, 200), uniform(0.001, 1000000.0, 100), uniform(5.0, -5.0, 50),
                      uniform(2.0, 2.0, 3), uniform(0.1, 0.3), sample()]
    yield "two-dimensional sizes", [sample([3, 4]), normal([7, 3]), uniform(-1.0, 1.0, [2, 5]), randint(0, 2, [5, 3])]
    for n in (0, 1, 2, 3, 5, 10, 64, 65, 100, 1000):
        yield f"permutation {n}", [permutation(n), sample()]
    yield "permutation of values", [permuted([3.5, -1.0, 2.25, 9.0, 0.5, 7.0]),
                                    permuted([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]), sample()]
    yield "shuffle", [shuffle(list(range(50))), shuffle([0.5 + i for i in range(7)]), shuffle([42]),
                      shuffle([[i, i + 0.5] for i in range(12)]), shuffle(list(range(257))), sample()]
    yield "choice", [choice(20, 7, False), choice(1000, 100, False), choice(1, 1, False), choice(5, 5, False),
                     choice(10, 30, True), sample()]
    yield "odd normals then uniforms", [normal(3), sample(4), normal(2), sample(2), normal(1), sample(1), normal(4)]
    yield "scalar normals and integers", [normal(), randint(0, 10, 3), normal(), randint(0, 2, 5), normal(), sample(), normal(),
                                          randint(0, 7), normal()]
    yield "normals across permutation, uniform, shuffle", [
        normal(5), permutation(10), normal(1), uniform(-2.0, 3.0, 3), shuffle(list(range(9))), normal(4), choice(9, 3, False),
        normal(2)]
    yield "seeding again forgets the cached normal", [normal(3), seeded(seed), normal(2), seeded(5), sample(2), normal(3)]
    yield "calls that draw nothing", [
        normal(1), sample(0), normal(0), randint(0, 5, 0), randint(0, 1, 7), permutation(0), permutation(1), shuffle([1]),
        choice(1, 1, False), sample(1), normal(2)]
    yield "long normals, last values", [normal(9999), sample(1)]


def result(state, call):
    arguments = {key: value for key, value in call.items() if key != "method"}
    method = call["method"]
    if method == "shuffle":
        values = np.array(arguments["values"]) if isinstance(arguments["values"][0], list) else list(arguments["values"])
        state.shuffle(values)
        return np.asarray(values).tolist()
    if method == "permutation":
        given = arguments.get("n", arguments.get("values"))
        return state.permutation(given).tolist()
    if method == "choice":
        return state.choice(arguments["n"], arguments["size"], replace=arguments["replace"]).tolist()
    value = getattr(state, method)(**arguments)
    return value.ravel().tolist() if isinstance(value, np.ndarray) else value


def replay(name, seed, calls):
    state = np.random.RandomState(seed)
    for call in calls:
        values = result(state, call)
        if name.endswith("last values") and len(values) > 20:
            call["result_last"] = values[-20:]
        else:
            call["result"] = values
    return {"name": name, "seed": seed, "calls": calls}


def build():
    return {
        "note": "Each case: a fresh RandomState(seed), then the calls in order on that one object.",
        "cases": [replay(name, seed, calls) for seed in SEEDS for name, calls in cases(seed)],
    }


if __name__ == "__main__":
    write(build)
