"""Compares two golden files number by number: same form, and the largest difference over the largest magnitude of each array."""
import json
import math
import sys


def worst(left, right, path=""):
    """The largest relative difference below a path, and where; infinity where the form, a text or a NaN differs."""
    if isinstance(left, dict) and isinstance(right, dict) and left.keys() == right.keys():
        return max((worst(left[key], right[key], f"{path}/{key}") for key in left), default=(0.0, path))
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        if all(isinstance(value, (int, float)) for value in left + right):
            scale = max(map(abs, left), default=0) or 1
            return max(abs(a - b) for a, b in zip(left, right)) / scale if left else 0.0, path
        return max((worst(a, b, f"{path}/{i}") for i, (a, b) in enumerate(zip(left, right))), default=(0.0, path))
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return abs(left - right) / (abs(left) or 1), path
    return (0.0 if left == right else math.inf), path


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(f"usage: {sys.argv[0]} <left.json> <right.json> <tolerance>")
    with open(sys.argv[1], encoding="utf-8") as left, open(sys.argv[2], encoding="utf-8") as right:
        difference, where = worst(json.load(left), json.load(right))
    print(f"largest relative difference {difference:.1e} at {where or '/'}")
    sys.exit(difference > float(sys.argv[3]))
