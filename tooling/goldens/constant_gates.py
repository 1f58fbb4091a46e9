"""Makes activations/fixtures/activations-constant-gate.json: gates that read nothing, forward and backward in PyTorch.

The logits are a parameter of the layer, one (learnable_stoch) or two (gumbel_stoch), the same for all elements.
"""
import torch

from golden_file import write
from torch_activations import activate, numbers

DTYPES = {"float32": torch.float32, "float64": torch.float64}


def result(name, x, upstream, logits, noise, settings, dtype):
    z = x.to(dtype, copy=True).requires_grad_()
    b2 = logits.to(dtype, copy=True).requires_grad_()
    given = {} if noise is None else {"noise": noise.to(dtype), **settings}
    y, kept = activate(name, z, gate=[None, None, None, b2], **given)
    y.backward(upstream.to(dtype))
    kept = {key: numbers(value) for key, value in kept.items() if key != "soft"}
    return {"y": numbers(y), "grad_x": numbers(z.grad), **kept, "grad_gate": {"b2": numbers(b2.grad)}}


def case(title, name, logits, tau=None):
    x, upstream = 2 * torch.randn(6, 5), torch.randn(6, 5)
    noise = None if tau is None else -torch.log(-torch.log(torch.rand(6, 5, 2)))
    settings = {} if tau is None else {"tau": tau, "hard": True}
    return {
        "name": title,
        "activation": name,
        "x": numbers(x),
        "upstream": numbers(upstream),
        **({} if noise is None else {"noise": numbers(noise)}),
        **settings,
        "gate": {"b2": numbers(logits)},
        "results": {
            dtype_name: result(name, x, upstream, logits, noise, settings, dtype) for dtype_name, dtype in DTYPES.items()
        },
    }


def build():
    torch.manual_seed(11)
    return {
        "torch": torch.__version__,
        "cases": [
            case("mixing, from 0", "learnable_stoch", torch.zeros(1)),
            case("mixing, learnt", "learnable_stoch", torch.tensor([-1.25])),
            case("sampling, from 0", "gumbel_stoch", torch.zeros(2), tau=1.0),
            case("sampling, learnt, tau 0.5", "gumbel_stoch", torch.tensor([0.75, -0.5]), tau=0.5),
        ],
    }


if __name__ == "__main__":
    write(build)
