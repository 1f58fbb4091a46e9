"""All runs of the relu study in one process, stacked into batched products (torch.baddbmm), foreach Adam.

The best PyTorch can do about dispatch: one launch serves every run. Prints one line of JSON.
"""

import argparse
import json
import time

started = time.perf_counter()
import torch  # noqa: E402
from torch import nn  # noqa: E402

from loaded_blas import loaded_blas
from study_data import study_data  # noqa: E402

import_seconds = time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--n_runs", type=int, default=50)
    parser.add_argument("--lr", type=float, default=0.001)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    x_train, x_val, y_train, y_val = (torch.from_numpy(a) for a in study_data())
    runs, widths = args.n_runs, [30, 4, 4, 4, 4, 2]
    weights, biases = [], []
    for fan_in, out in zip(widths, widths[1:]):
        bound = fan_in**-0.5
        weights.append(torch.empty(runs, fan_in, out).uniform_(-bound, bound).requires_grad_())
        biases.append(torch.empty(runs, 1, out).uniform_(-bound, bound).requires_grad_())
    optimiser = torch.optim.Adam(weights + biases, lr=args.lr, foreach=True)

    def forward(x):
        hidden = []
        for w, b in zip(weights[:-1], biases[:-1]):
            x = torch.relu(torch.baddbmm(b, x, w))
            hidden.append(x)
        return torch.baddbmm(biases[-1], x, weights[-1]), hidden

    n = len(x_train)
    for _ in range(args.epochs):
        orders = torch.stack([torch.randperm(n) for _ in range(runs)])
        for at in range(0, n, 128):
            rows = orders[:, at : at + 128]
            x, y = x_train[rows], y_train[rows]
            optimiser.zero_grad(set_to_none=True)
            logits, _ = forward(x)
            # The mean over rows of each run, summed over runs: every run sees its own gradient.
            loss = nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten()) * runs
            loss.backward()
            optimiser.step()
        with torch.no_grad():
            logits, hidden = forward(x_val.expand(runs, -1, -1))
            repeated = y_val.expand(runs, -1)
            losses = nn.functional.cross_entropy(logits.transpose(1, 2), repeated, reduction="none").mean(1)
            accuracy = (logits.argmax(2) == repeated).float().mean()
            sparsity = torch.stack([(h == 0).float().mean() for h in hidden]).mean()
    print(json.dumps({
        "steps": runs * args.epochs * 32,
        "import_seconds": import_seconds,
        "versions": {"torch": torch.__version__},
        "blas": loaded_blas(),
        "threads": args.threads,
        "last": {"relu": {"val_loss": losses.mean().item(), "val_accuracy": accuracy.item(), "sparsity": sparsity.item()}},
    }))


if __name__ == "__main__":
    main()
