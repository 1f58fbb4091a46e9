"""Microseconds per eager training step in PyTorch, one thread: 30 -> width x4 -> 2, batch 128, foreach Adam. One line of JSON."""

import argparse
import json
import statistics
import time

import torch
from torch import nn

from activations import ACTIVATIONS, READS, Net


def step_microseconds(width, name, seconds, reads):
    torch.manual_seed(0)
    net = Net(name, n_features=30, n_layers=4, bottleneck=width, reads=reads)
    if width > 30:  # the study caps the width at the number of features; here it is free
        widths = [30] + [width] * 4
        net.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        net.activations = Net(name, n_features=width, n_layers=4, bottleneck=width, reads=reads).activations
        net.head = nn.Linear(width, 2)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.001, foreach=True)
    steps = 8 if width <= 64 else 4 if width <= 256 else 1
    x = torch.randn(steps, 128, 30)
    y = torch.randint(0, 2, (steps, 128))

    def epoch():
        for batch in range(steps):
            optimiser.zero_grad(set_to_none=True)
            logits, _ = net(x[batch])
            loss = nn.functional.cross_entropy(logits, y[batch])
            loss.backward()
            optimiser.step()
            loss.item()

    epoch()
    times, began = [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - began < seconds:
        start = time.perf_counter()
        epoch()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e6 / steps


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.3)
    parser.add_argument("--reads", choices=READS, default="element", help="what a gate reads")
    args = parser.parse_args()
    torch.set_num_threads(1)
    steps = {
        str(width): {name: step_microseconds(width, name, args.seconds, args.reads) for name in ACTIVATIONS}
        for width in (4, 16, 64, 256, 1024)
    }
    print(json.dumps({"name": "torch", "build": torch.__version__, "steps": steps}))


if __name__ == "__main__":
    main()
