"""Makes activations/fixtures/activations.json and activations-layer-gate.json again from their own inputs: forward and backward in PyTorch."""
import torch

from torch_activations import PARTS, activate, numbers, rewrite, tensor

DTYPES = {"float32": torch.float32, "float64": torch.float64}


def result(case, dtype):
    z = tensor(case["x"], dtype, grad=True)
    gate = [tensor(case["gate"][part], dtype, grad=True) for part in PARTS] if "gate" in case else None
    given = {key: tensor(case[key], dtype) for key in ("mask", "noise") if key in case}
    settings = {key: case[key] for key in ("tau", "hard") if key in case}
    y, kept = activate(case["activation"], z, gate=gate, **given, **settings)
    y.backward(tensor(case["upstream"], dtype))
    entry = {"y": numbers(y), "grad_x": numbers(z.grad), **{key: numbers(value) for key, value in kept.items()}}
    # Special inputs give the gate infinite or undefined gradients: none are kept.
    if gate and "special" not in case["name"]:
        entry["grad_gate"] = {part: numbers(weights.grad) for part, weights in zip(PARTS, gate)}
    return entry


def build(fixture):
    cases = [{**case, "results": {name: result(case, dtype) for name, dtype in DTYPES.items()}} for case in fixture["cases"]]
    return {"cases": cases}


if __name__ == "__main__":
    rewrite(build)
