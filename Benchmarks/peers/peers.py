"""The peers' side of the benchmark.

    peers.py prepare FOLDER --digits FOLDER
    peers.py run FOLDER REPETITIONS ROW...

`run` prints a line of JSON for each row and peer: {"row", "peer", "seconds": [...], "gradients",
"evaluations", "loss", ...}. `gradients` and `evaluations` count points whose gradient or logits
were computed, in a run of its own that is not timed; for an attack `loss` is the mean cross-entropy
at the points that it returned, for training that of the last epoch's adversarial points as they
were met. PGD begins at the clean point and never stops early.
"""

import argparse
import json
import pathlib
import sys
import time

from processes import measured

THREADS = 2
HERE = pathlib.Path(__file__).parent


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def warm(work):
    """Half a second of the work, untimed: caches are full and threads have found their cores."""
    start = time.perf_counter()
    while True:
        work()
        if time.perf_counter() - start >= 0.5:
            return


def read(folder, row):
    """The network, the points and the labels of a row."""
    import numpy
    import torch

    import networks

    net = networks.load(row["layers"], folder / row["model"])
    if len(row["shape"]) > 1 and row["layers"][0]["kind"] == "dense":
        net = networks.Flattened(net)
    x, y = (torch.from_numpy(numpy.load(folder / row[key])) for key in ("inputs", "labels"))
    return net, x, y


def interleaved(folder, row, repetitions, peers):
    """Times several peers in turn; `peers` are functions of a network, points and labels."""
    import torch
    from torch.nn import functional as F

    import networks

    net, x, y = read(folder, row)
    found = {}
    for name, work in peers.items():
        counted = networks.Counted(net).eval()
        points = work(counted, x, y)
        with torch.no_grad():
            logits = net(points)
        found[name] = {
            "seconds": [], "gradients": counted.gradients, "evaluations": counted.evaluations,
            "loss": F.cross_entropy(logits, y).item(),
            "robust": (logits.argmax(1) == y).float().mean().item()}
        warm(lambda: work(net, x, y))
    for _ in range(repetitions):
        for name, work in peers.items():
            found[name]["seconds"].append(timed(lambda: work(net, x, y))[0])
    return found


def pgd(folder, row, repetitions):
    import foolbox
    import torchattacks

    radius, step, steps = row["radius"], row["step"], row["steps"]

    def by_torchattacks(net, x, y):
        return torchattacks.PGD(
            net, eps=radius, alpha=step, steps=steps, random_start=False)(x, y)

    def by_foolbox(net, x, y):
        attack = foolbox.attacks.LinfPGD(abs_stepsize=step, steps=steps, random_start=False)
        return attack(foolbox.PyTorchModel(net, bounds=(0, 1)), x, y, epsilons=radius)[1]

    return interleaved(
        folder, row, repetitions, {"torchattacks": by_torchattacks, "foolbox": by_foolbox})


def autoattack(folder, row, repetitions):
    import torchattacks

    def by_torchattacks(net, x, y):
        return torchattacks.AutoAttack(
            net, norm="Linf", eps=row["radius"], version="standard", n_classes=row["classes"],
            seed=row["seed"])(x, y)

    return interleaved(folder, row, repetitions, {"torchattacks": by_torchattacks})


def train(net, x, y, row, order):
    """PGD adversarial training as walkthrough.py has it; the mean loss of the last epoch."""
    import torch

    radius, step, box = row["radius"], row["step"], row["box"]
    optimiser = torch.optim.SGD(net.parameters(), lr=row["rate"], momentum=row["momentum"])
    ce = torch.nn.CrossEntropyLoss()
    for epoch in order:
        total = 0.0
        for index in epoch.split(row["batch"]):
            xb, yb = x[index], y[index]
            d = torch.zeros_like(xb)
            for _ in range(row["steps"]):
                d.requires_grad_(True)
                g, = torch.autograd.grad(ce(net(xb + d), yb), d)
                d = (d + step * g.sign()).clamp(-radius, radius).detach()
                if box:
                    d = (xb + d).clamp(*box) - xb
            loss = ce(net(xb + d), yb)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(index)
    return total / len(x)


def pgd_training(folder, row, repetitions):
    import numpy
    import torch

    import networks

    order = torch.from_numpy(numpy.load(folder / row["order"]))
    net, x, y = read(folder, row)
    counted = networks.Counted(net)
    loss = train(counted, x, y, row, order)
    seconds = []
    for _ in range(repetitions):
        net, x, y = read(folder, row)
        seconds.append(timed(lambda: train(net, x, y, row, order))[0])
    return {"torch": {
        "seconds": seconds, "gradients": counted.gradients, "evaluations": counted.evaluations,
        "loss": loss}}


def walkthrough(folder, repetitions):
    """The notebook of walkthrough.py, executed and written as HTML: whole processes."""
    notebook = folder / "walkthrough.ipynb"
    measured([sys.executable, HERE / "to_notebook.py", notebook])
    command = [
        sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--execute",
        "--output", "walkthrough-peer.html", notebook]
    found = [measured(command) for _ in range(repetitions)]
    return {"jupyter": {
        "seconds": [seconds for seconds, _ in found], "peak_mb": max(peak for _, peak in found)}}


def run(folder, repetitions, names):
    rows = json.loads((folder / "rows.json").read_text())
    # First, while this process is still small: a peak is inherited by the processes it starts.
    for name in sorted(names, key=lambda name: name != "walkthrough"):
        if name == "walkthrough":
            found = walkthrough(folder, repetitions)
        elif name in rows:
            import torch

            torch.set_num_threads(THREADS)
            work = {"pgd": pgd, "pgd-at": pgd_training, "autoattack": autoattack}
            found = work[rows[name]["kind"]](folder, rows[name], repetitions)
        else:
            raise SystemExit(f"{name} is not one of {', '.join([*rows, 'walkthrough'])}")
        for peer, result in found.items():
            print(json.dumps({"row": name, "peer": peer, **result}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    preparing = commands.add_parser("prepare", help="write the inputs of all rows")
    preparing.add_argument("folder", type=pathlib.Path)
    preparing.add_argument("--digits", type=pathlib.Path, required=True, help="folder of the IDX files")
    running = commands.add_parser("run", help="run rows and print lines of JSON")
    running.add_argument("folder", type=pathlib.Path)
    running.add_argument("repetitions", type=int)
    running.add_argument("rows", nargs="+", metavar="ROW")
    arguments = parser.parse_args()
    if arguments.command == "prepare":
        import torch

        from inputs import prepare

        torch.set_num_threads(THREADS)
        prepare(arguments.folder, arguments.digits)
    else:
        run(arguments.folder, arguments.repetitions, arguments.rows)


main()
