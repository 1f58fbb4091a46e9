"""The activations in PyTorch, as the golden files define them, and what their scripts share."""
import json
import sys

import torch

from golden_file import array, compact, versions

torch.set_num_threads(1)

PARTS = ("w1", "b1", "w2", "b2")


def tensor(values, dtype, grad=False):
    """A tensor from an array of a golden file. Inputs are exact float32 numbers: float64 repeats the same."""
    data = [float(value) for value in values["data"]]
    return torch.tensor(data, dtype=dtype).reshape(values["shape"]).requires_grad_(grad)


def gate_output(z, gate):
    """w2·tanh(w1·z + b1) + b2: on each scalar if w1 reads one number and z's rows have more, else on each row, shared by its units; b2
    alone without a net."""
    w1, b1, w2, b2 = gate
    if w1 is None:
        return b2.expand(*z.shape, b2.shape[0])
    reads_layer = z.dim() == 2 and w1.shape[1] == z.shape[1] and w1.shape[1] > 1
    read = z if reads_layer else z.unsqueeze(-1)
    out = torch.tanh(read @ w1.T + b1) @ w2.T + b2
    return out.unsqueeze(1).expand(*z.shape, out.shape[-1]) if reads_layer else out


def activate(name, z, mask=None, noise=None, gate=None, tau=1.0, hard=True):
    """y, and what else the golden files keep of it."""
    relu, silu = torch.relu, torch.nn.functional.silu
    if name == "relu":
        return relu(z), {}
    if name == "silu":
        return silu(z), {}
    if name == "stoch":
        return mask * relu(z) + (1 - mask) * silu(z), {}
    if name == "stoch_select":
        return torch.where(mask == 1, relu(z), silu(z)), {}
    # The gate comes first: the order of operations is the order in which autograd sums the paths into z.
    out = gate_output(z, gate)
    if name == "learnable_stoch":
        alpha = torch.sigmoid(out).squeeze(-1)
        return alpha * relu(z) + (1 - alpha) * silu(z), {"alpha": alpha}
    soft = torch.softmax((out + noise) / tau, dim=-1)
    weights = soft
    if hard:
        # Forward the one-hot of the argmax (the first index at a tie), backward the soft choice.
        one_hot = torch.zeros_like(soft).scatter_(-1, soft.argmax(-1, keepdim=True), 1.0)
        weights = one_hot - soft.detach() + soft
    w = weights[..., 0]
    return w * relu(z) + (1 - w) * silu(z), {"logits": out, "soft": soft}


def numbers(values):
    return array(values.detach().numpy())


def rewrite(build):
    """Reads the fixture on the command line, computes its results again from its inputs, writes the whole to the second path."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} <fixture.json> <out.json>")
    with open(sys.argv[1], encoding="utf-8") as file:
        fixture = json.load(file)
    lines = []
    for key, value in {**fixture, "versions": {**versions(), "torch": torch.__version__}, **build(fixture)}.items():
        listed = key in ("cases", "steps", "traces")
        body = "[\n" + ",\n".join(compact(entry) for entry in value) + "\n]" if listed else compact(value)
        lines.append(f'"{key}":{body}')
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write("{\n" + ",\n".join(lines) + "\n}\n")
