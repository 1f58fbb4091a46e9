"""Makes training-30-4-4-4-4-2.json and its layer-gate twin again from their own inputs: traces of Adam in PyTorch."""
import torch

from torch_activations import PARTS, activate, numbers, rewrite, tensor

DTYPES = {"float32": torch.float32, "float64": torch.float64}


def forward(parameters, layers, name, batch, x, settings):
    for layer in range(layers - 1):
        x = torch.nn.functional.linear(x, parameters[f"linear{layer}.weight"], parameters[f"linear{layer}.bias"])
        given = {}
        if name == "stoch":
            bits = [float(bit) for bit in batch["masks"][layer]]
            given["mask"] = torch.tensor(bits, dtype=x.dtype).reshape(x.shape)
        if name == "gumbel_stoch":
            given = {"noise": tensor(batch["gumbel_noise"][layer], x.dtype), **settings}
        if name in ("learnable_stoch", "gumbel_stoch"):
            given["gate"] = [parameters[f"gate{layer}.{part}"] for part in PARTS]
        x, _ = activate(name, x, **given)
    return torch.nn.functional.linear(x, parameters[f"linear{layers - 1}.weight"], parameters[f"linear{layers - 1}.bias"])


def trace(fixture, name, dtype_name, n_steps):
    dtype = DTYPES[dtype_name]
    initial = {**fixture["initial_parameters"], **fixture["initial_gates"].get(name, {})}
    parameters = {key: tensor(values, dtype, grad=True) for key, values in initial.items()}
    settings = fixture["optimizer"]
    adam = torch.optim.Adam(
        parameters.values(), lr=settings["lr"], betas=(settings["beta1"], settings["beta2"]), eps=settings["epsilon"]
    )
    layers = len(fixture["layer_widths"]) - 1
    losses, first_step = [], None
    for step in range(n_steps):
        batch = fixture["steps"][step % len(fixture["steps"])]
        hidden = {"tau": fixture["tau"], "hard": fixture["hard"]}
        logits = forward(parameters, layers, name, batch, tensor(batch["x"], dtype), hidden)
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor(batch["y"]))
        adam.zero_grad()
        loss.backward()
        losses.append(loss.item())
        gradients = {key: numbers(values.grad) for key, values in parameters.items()} if step == 0 else None
        adam.step()
        if step == 0:
            after = {key: numbers(values) for key, values in parameters.items()}
            first_step = {"logits": numbers(logits), "gradients": gradients, "parameters_after": after}
    state = {
        key: {"m": numbers(adam.state[values]["exp_avg"]), "v": numbers(adam.state[values]["exp_avg_sq"])}
        for key, values in parameters.items()
    }
    return {
        "activation": name,
        "dtype": dtype_name,
        "n_steps": n_steps,
        "losses": losses,
        **({"first_step": first_step} if n_steps == len(fixture["steps"]) else {}),
        "final_parameters": {key: numbers(values) for key, values in parameters.items()},
        "final_adam": state,
    }


def build(fixture):
    return {"traces": [trace(fixture, old["activation"], old["dtype"], old["n_steps"]) for old in fixture["traces"]]}


if __name__ == "__main__":
    rewrite(build)
