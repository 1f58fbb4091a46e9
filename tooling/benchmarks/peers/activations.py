"""The five activations of the post as torch modules, eager, as a PyTorch user writes them."""

import torch
from torch import nn
from torch.nn import functional as F

ACTIVATIONS = ["relu", "silu", "stoch", "learnable_stoch", "gumbel_stoch"]


class Stoch(nn.Module):
    def forward(self, z):
        return torch.where(torch.rand_like(z) < 0.5, F.relu(z), F.silu(z))


class LearnableStoch(nn.Module):
    """One share per row from a gate that reads the whole layer: alpha = sigmoid(gate(z))."""

    def __init__(self, width):
        super().__init__()
        self.gate = nn.Sequential(nn.Linear(width, 8), nn.Tanh(), nn.Linear(8, 1))
        self.share = None

    def forward(self, z):
        alpha = torch.sigmoid(self.gate(z))
        self.share = alpha.detach()
        return alpha * F.relu(z) + (1 - alpha) * F.silu(z)


class GumbelStoch(nn.Module):
    """Two logits per row; noise and the hard straight-through choice per element."""

    def __init__(self, width, tau=1.0):
        super().__init__()
        self.gate = nn.Sequential(nn.Linear(width, 8), nn.Tanh(), nn.Linear(8, 2))
        self.tau = tau
        self.share = None

    def forward(self, z):
        logits = self.gate(z)
        self.share = torch.softmax(logits.detach(), dim=-1)[..., 0]
        per_element = logits.unsqueeze(1).expand(-1, z.shape[1], -1)
        choice = F.gumbel_softmax(per_element, tau=self.tau, hard=True)[..., 0]
        return choice * F.relu(z) + (1 - choice) * F.silu(z)


def make_activation(name, width):
    return {
        "relu": nn.ReLU,
        "silu": nn.SiLU,
        "stoch": Stoch,
        "learnable_stoch": lambda: LearnableStoch(width),
        "gumbel_stoch": lambda: GumbelStoch(width),
    }[name]()


class Net(nn.Module):
    """n_features -> b -> ... -> b (n_layers hidden layers) -> 2 logits."""

    def __init__(self, name, n_features=30, n_layers=4, bottleneck=4, n_classes=2):
        super().__init__()
        widths = [n_features] + [min(bottleneck, n_features)] * n_layers
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        self.activations = nn.ModuleList(make_activation(name, b) for b in widths[1:])
        self.head = nn.Linear(widths[-1], n_classes)

    def forward(self, x):
        hidden = []
        for linear, activation in zip(self.linears, self.activations):
            x = activation(linear(x))
            hidden.append(x)
        return self.head(x), hidden
