"""Makes trainer/fixtures/losses.json: traces of trainings in PyTorch with weight decay (torch.optim.AdamW), class weights
(torch.nn.CrossEntropyLoss) and real targets (torch.nn.MSELoss); scikit-learn's balanced class weights.

120 steps in float64 on six repeated batches, all inputs exact float32 numbers. Gates as in late_gates.py.
"""
import numpy as np
import torch
from sklearn.utils.class_weight import compute_class_weight

from golden_file import write
from late_gates import BATCHES, batches, forward, initial
from torch_activations import numbers

HIDDEN_WIDTHS = [5, 4, 3]
# (title, outputs, weight decay, class weights or None for equal ones, "values" for real targets, phases)
CASES = [
    ("weight decay", 2, 0.3, None, "labels", [("relu", 120)]),
    ("weight decay, a gate wakes late, mixing", 2, 0.3, None, "labels", [("silu", 70), ("learnable_stoch", 50)]),
    ("weight decay, a gate falls asleep, sampling", 3, 0.1, None, "labels", [("gumbel_stoch", 70), ("relu", 50)]),
    ("class weights, two classes", 2, 0.0, [0.25, 4.0], "labels", [("silu", 120)]),
    ("class weights, three classes, a gate", 3, 0.0, [0.5, 3.0, 1.25], "labels", [("learnable_stoch", 120)]),
    ("class weights and weight decay", 3, 0.2, [2.0, 0.75, 1.0], "labels", [("relu", 120)]),
    ("squared error of one output", 1, 0.0, None, "values", [("relu", 120)]),
    ("squared error of three outputs, a gate", 3, 0.0, None, "values", [("gumbel_stoch", 120)]),
    ("squared error and weight decay", 2, 0.2, None, "values", [("silu", 120)]),
]


def with_targets(made, outputs, kind):
    for batch in made:
        x = batch["x"]
        if kind == "values":
            shifts = torch.arange(outputs, dtype=torch.float32)
            batch["y"] = torch.sin(x[:, :1] + shifts) + 0.5 * x[:, 1:2] + 0.1 * torch.randn(x.shape[0], outputs)
        else:
            batch["y"] = torch.clamp(torch.floor(x[:, 0] + x[:, 1] + outputs / 2), 0, outputs - 1).long()
    return made


def trace(start, widths, phases, data, decay, weights, kind):
    dtype = torch.float64
    parameters = {name: value.to(dtype).clone().requires_grad_() for name, value in start.items()}
    adam = torch.optim.AdamW(parameters.values(), lr=0.003, weight_decay=decay)
    if kind == "values":
        loss_of = torch.nn.MSELoss()
    else:
        loss_of = torch.nn.CrossEntropyLoss(weight=None if weights is None else torch.tensor(weights, dtype=dtype))
    losses, step = [], 0
    for name, steps in phases:
        for _ in range(steps):
            batch = data[step % BATCHES]
            y = batch["y"].to(dtype) if kind == "values" else batch["y"]
            loss = loss_of(forward(parameters, name, batch, dtype, widths), y)
            adam.zero_grad(set_to_none=True)
            loss.backward()
            adam.step()
            losses.append(loss.item())
            step += 1
    return {"losses": losses, "final_parameters": {name: numbers(value) for name, value in parameters.items()}}


def balanced(labels):
    classes = np.unique(labels)
    return {"labels": labels, "weights": compute_class_weight("balanced", classes=classes, y=np.array(labels)).tolist()}


def build():
    torch.manual_seed(17)
    cases = []
    for title, outputs, decay, weights, kind, phases in CASES:
        widths = [*HIDDEN_WIDTHS, outputs]
        data = with_targets(batches(widths), outputs, kind)
        gates = [name for name, _ in phases if name.endswith("_stoch")]
        start = initial("layer", 2 if "gumbel_stoch" in gates else 1, widths)
        if not gates:
            start = {name: value for name, value in start.items() if name.startswith("linear")}
        cases.append({
            "name": title,
            "layer_widths": widths,
            "weight_decay": decay,
            "class_weights": weights,
            "targets": kind,
            "phases": [{"activation": name, "steps": steps} for name, steps in phases],
            "batches": [
                {"x": numbers(b["x"]), "y": b["y"].ravel().tolist(), "noise": [numbers(n[..., 0] - n[..., 1]) for n in b["noise"]]}
                for b in data
            ],
            "initial_parameters": {name: numbers(value) for name, value in start.items()},
            **trace(start, widths, phases, data, decay, weights, kind),
        })
    return {
        "torch": torch.__version__,
        "learning_rate": 0.003,
        "balanced": [balanced([0, 1, 1, 0, 1, 1, 1]), balanced([2, 0, 0, 1, 2, 2, 2, 2, 2, 2]), balanced([0, 0])],
        "cases": cases,
    }


if __name__ == "__main__":
    write(build)
