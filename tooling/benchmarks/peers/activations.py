"""The five activations of the post as torch modules, eager, as a PyTorch user writes them."""

import torch
from torch import nn
from torch.nn import functional as F

# What a gate reads: the element itself, as the post writes alpha(x), or the whole layer.
READS = ["element", "layer"]
ACTIVATIONS = ["relu", "silu", "stoch", "learnable_stoch", "gumbel_stoch"]


class Stoch(nn.Module):
    def forward(self, z):
        return torch.where(torch.rand_like(z) < 0.5, F.relu(z), F.silu(z))


class Gate(nn.Module):
    """Logits of the choice for each element of z: from that element alone, or from its row's whole layer, one for all its units."""

    def __init__(self, width, outputs, reads):
        super().__init__()
        self.reads = reads
        self.net = nn.Sequential(nn.Linear(width if reads == "layer" else 1, 8), nn.Tanh(), nn.Linear(8, outputs))

    def forward(self, z):
        if self.reads == "element":
            return self.net(z.unsqueeze(-1))
        return self.net(z).unsqueeze(1)


class LearnableStoch(nn.Module):
    """alpha = sigmoid(gate(z)), alpha * relu + (1 - alpha) * silu."""

    def __init__(self, width, reads):
        super().__init__()
        self.gate = Gate(width, 1, reads)
        self.share = None

    def forward(self, z):
        alpha = torch.sigmoid(self.gate(z)).squeeze(-1)
        self.share = alpha.detach()
        return alpha * F.relu(z) + (1 - alpha) * F.silu(z)


class GumbelStoch(nn.Module):
    """Two logits; noise and the hard straight-through choice per element."""

    def __init__(self, width, reads, tau=1.0):
        super().__init__()
        self.gate = Gate(width, 2, reads)
        self.tau = tau
        self.share = None

    def forward(self, z):
        logits = self.gate(z)
        self.share = torch.softmax(logits.detach(), dim=-1)[..., 0]
        choice = F.gumbel_softmax(logits.expand(-1, z.shape[1], -1), tau=self.tau, hard=True)[..., 0]
        return choice * F.relu(z) + (1 - choice) * F.silu(z)


def make_activation(name, width, reads):
    return {
        "relu": nn.ReLU,
        "silu": nn.SiLU,
        "stoch": Stoch,
        "learnable_stoch": lambda: LearnableStoch(width, reads),
        "gumbel_stoch": lambda: GumbelStoch(width, reads),
    }[name]()


class Net(nn.Module):
    """n_features -> b -> ... -> b (n_layers hidden layers) -> 2 logits."""

    def __init__(self, name, n_features=30, n_layers=4, bottleneck=4, n_classes=2, reads="element"):
        super().__init__()
        widths = [n_features] + [min(bottleneck, n_features)] * n_layers
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        self.activations = nn.ModuleList(make_activation(name, b, reads) for b in widths[1:])
        self.head = nn.Linear(widths[-1], n_classes)

    def forward(self, x):
        hidden = []
        for linear, activation in zip(self.linears, self.activations):
            x = activation(linear(x))
            hidden.append(x)
        return self.head(x), hidden
