"""Makes trainer/fixtures/late-gates.json: traces of Adam in PyTorch in which gates decide for a part of the steps only.

While a share decides, the gates have no gradient (None, as after zero_grad(set_to_none=True)), so that Adam skips them: weights,
moments and their own count of steps stay. 150 steps in float64 on six repeated batches; the gate comes into force late, or is no longer in force.
The last 30 losses are kept.
"""
import torch

from golden_file import write
from torch_activations import PARTS, activate, numbers

WIDTHS = [5, 4, 3, 2]
ROWS, BATCHES, HIDDEN = 16, 6, 8
READS = ("layer", "element", "none")
# (activation, steps): what decides, one phase after another.
CASES = {
    "wakes late, mixing": [("relu", 135), ("learnable_stoch", 15)],
    "wakes late, sampling": [("relu", 135), ("gumbel_stoch", 15)],
    "falls asleep, sampling": [("gumbel_stoch", 100), ("relu", 50)],
    "sleeps between, mixing": [("learnable_stoch", 40), ("silu", 70), ("learnable_stoch", 40)],
}


def uniform(shape, fan_in):
    bound = fan_in**-0.5
    return (torch.rand(shape) * 2 - 1) * bound


def initial(reads, outputs, widths=WIDTHS):
    parameters = {}
    for layer, (fan_in, out) in enumerate(zip(widths, widths[1:])):
        parameters[f"linear{layer}.weight"] = uniform((out, fan_in), fan_in)
        parameters[f"linear{layer}.bias"] = uniform((out,), fan_in)
        if layer == len(widths) - 2:
            break
        if reads == "none":
            parameters[f"gate{layer}.b2"] = torch.zeros(outputs)
            continue
        read = out if reads == "layer" else 1
        shapes = {"w1": (HIDDEN, read), "b1": (HIDDEN,), "w2": (outputs, HIDDEN), "b2": (outputs,)}
        for part, shape in shapes.items():
            parameters[f"gate{layer}.{part}"] = uniform(shape, HIDDEN if part in ("w2", "b2") else read)
    return parameters


def batches(widths=WIDTHS):
    made = []
    for _ in range(BATCHES):
        x = torch.randn(ROWS, widths[0])
        # Gumbel noise, float32 as the engines take it: their difference is logistic.
        noise = [-torch.log(-torch.log(torch.rand(ROWS, width, 2))) for width in widths[1:-1]]
        made.append({"x": x, "y": (x[:, 0] + x[:, 1] > 0).long(), "noise": noise})
    return made


def forward(parameters, name, batch, dtype, widths=WIDTHS):
    x = batch["x"].to(dtype)
    for layer, width in enumerate(widths[1:]):
        x = torch.nn.functional.linear(x, parameters[f"linear{layer}.weight"], parameters[f"linear{layer}.bias"])
        if layer == len(widths) - 2:
            return x
        given = {}
        if name in ("learnable_stoch", "gumbel_stoch"):
            given["gate"] = [parameters.get(f"gate{layer}.{part}") for part in PARTS]
        if name == "gumbel_stoch":
            # n0 - n1 rounded to float32 on the first logit: what the engines are given.
            n = batch["noise"][layer]
            difference = (n[..., 0] - n[..., 1]).to(dtype)
            given["noise"] = torch.stack([difference, torch.zeros_like(difference)], dim=-1)
        x, _ = activate(name, x, **given)
    return x


def trace(start, phases, data):
    dtype = torch.float64
    parameters = {name: value.to(dtype).clone().requires_grad_() for name, value in start.items()}
    adam = torch.optim.Adam(parameters.values(), lr=0.003)
    losses, step = [], 0
    for name, steps in phases:
        for _ in range(steps):
            batch = data[step % BATCHES]
            loss = torch.nn.functional.cross_entropy(forward(parameters, name, batch, dtype), batch["y"])
            adam.zero_grad(set_to_none=True)
            loss.backward()
            adam.step()
            losses.append(loss.item())
            step += 1
    state = {name: adam.state.get(value, {}) for name, value in parameters.items()}
    return {
        "losses": losses[-30:],
        "final_parameters": {name: numbers(value) for name, value in parameters.items()},
        "final_adam": {
            name: {"m": numbers(kept["exp_avg"]), "v": numbers(kept["exp_avg_sq"]), "step": int(kept["step"])}
            for name, kept in state.items()
        },
    }


def build():
    torch.manual_seed(7)
    data = batches()
    cases = []
    for title, phases in CASES.items():
        outputs = 2 if any(name == "gumbel_stoch" for name, _ in phases) else 1
        for reads in READS:
            start = initial(reads, outputs)
            cases.append({
                "name": title,
                "reads": reads,
                "phases": [{"activation": name, "steps": steps} for name, steps in phases],
                "initial_parameters": {name: numbers(value) for name, value in start.items()},
                **trace(start, phases, data),
            })
    return {
        "torch": torch.__version__,
        "learning_rate": 0.003,
        "layer_widths": WIDTHS,
        "batches": [
            {"x": numbers(b["x"]), "y": b["y"].tolist(), "noise": [numbers(n[..., 0] - n[..., 1]) for n in b["noise"]]}
            for b in data
        ],
        "cases": cases,
    }


if __name__ == "__main__":
    write(build)
