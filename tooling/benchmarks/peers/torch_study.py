"""The post's study in PyTorch, one process per core.

--variant post   as the post wrote it: DataLoader, eager Adam, validation through a DataLoader
--variant tuned  what a PyTorch user can still do: indexed batches, foreach Adam, validation in a single pass

Prints one line of JSON: last-epoch means over runs, import seconds, versions.
"""

import argparse
import json
import multiprocessing
import os
import time

started = time.perf_counter()
import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402

from activations import ACTIVATIONS, READS, Net  # noqa: E402
from loaded_blas import loaded_blas
from study_data import study_data  # noqa: E402

import_seconds = time.perf_counter() - started


def evaluate(net, batches, rows):
    """Loss, accuracy and the share of exact zeros, batch by batch."""
    loss = correct = zeros = elements = 0.0
    with torch.no_grad():
        for x, y in batches:
            logits, hidden = net(x)
            loss += nn.functional.cross_entropy(logits, y, reduction="sum").item()
            correct += (logits.argmax(1) == y).sum().item()
            zeros += sum((h == 0).sum().item() for h in hidden)
            elements += sum(h.numel() for h in hidden)
    return loss / rows, correct / rows, zeros / elements


def run(job):
    name, seed, epochs, variant, learning_rate, reads = job
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    x_train, x_val, y_train, y_val = (torch.from_numpy(a) for a in study_data())
    net = Net(name, reads=reads)
    tuned = variant == "tuned"
    optimiser = torch.optim.Adam(net.parameters(), lr=learning_rate, **({"foreach": True} if tuned else {}))
    loader = DataLoader(TensorDataset(x_train, y_train), batch_size=128, shuffle=True)
    val_loader = DataLoader(TensorDataset(x_val, y_val), batch_size=128)
    history = []
    for _ in range(epochs):
        total = 0.0
        if tuned:
            order = torch.randperm(len(x_train))
            batches = ((x_train[rows], y_train[rows]) for rows in order.split(128))
        else:
            batches = loader
        for x, y in batches:
            optimiser.zero_grad(set_to_none=True)
            logits, _ = net(x)
            loss = nn.functional.cross_entropy(logits, y)
            loss.backward()
            optimiser.step()
            total += loss.item() * len(y)
        val = evaluate(net, [(x_val, y_val)] if tuned else val_loader, len(y_val))
        history.append((total / len(y_train), *val))
    return name, history[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", choices=["post", "tuned"], required=True)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--n_runs", type=int, default=10)
    parser.add_argument("--lr", type=float, default=0.001)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--activations", default=",".join(ACTIVATIONS))
    parser.add_argument("--reads", choices=READS, default="element", help="what a gate reads")
    args = parser.parse_args()
    jobs = [
        (name, seed, args.epochs, args.variant, args.lr, args.reads)
        for name in args.activations.split(",")
        for seed in range(args.n_runs)
    ]
    with multiprocessing.Pool(args.processes) as pool:
        results = pool.map(run, jobs, chunksize=1)
    last = {}
    for name, row in results:
        last.setdefault(name, []).append(row)
    summary = {
        name: dict(zip(["train_loss", "val_loss", "val_accuracy", "sparsity"], [sum(c) / len(c) for c in zip(*rows)]))
        for name, rows in last.items()
    }
    print(json.dumps({
        "steps": len(jobs) * args.epochs * 32,
        "import_seconds": import_seconds,
        "versions": {"torch": torch.__version__},
        "blas": loaded_blas(),
        "threads": args.processes,
        "reads": args.reads,
        "last": summary,
    }))


if __name__ == "__main__":
    main()
