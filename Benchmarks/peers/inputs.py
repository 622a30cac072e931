"""The inputs of every row, the same files for both sides: `prepare` writes them once.

`rows.json` says for each row the layers, the files and the parameters. Parameters of networks are
safetensors files, points are `.npy` of 32-bit floats (n × d, or n × 1 × h × w), labels and the
order of the training points in each epoch (epochs × n) are `.npy` of 64-bit integers. `radius` and
`step` are in the unit of the points. `box` is null where the points are not confined.
"""

import gzip
import json
import struct

import numpy
import torch
from sklearn.datasets import make_moons
from torch.nn import functional as F

import networks


def digits(folder):
    """Grey levels in [0, 1], 1797 × 64, and labels, from the IDX files."""
    def idx(name):
        content = gzip.decompress((folder / name).read_bytes())
        kind, dimensions = content[2], content[3]
        if content[:2] != b"\0\0" or kind != 8:
            raise SystemExit(f"{name} is not an IDX file of bytes")
        shape = struct.unpack(f">{dimensions}I", content[4:4 + 4 * dimensions])
        return numpy.frombuffer(content, "u1", offset=4 + 4 * dimensions).reshape(shape)

    images, labels = idx("images-idx3-ubyte.gz"), idx("labels-idx1-ubyte.gz")
    return (images.reshape(len(images), -1) / 16).astype("f4"), labels.astype("i8")


def images(count, seed):
    """Ten classes of 28 × 28 images in [0, 1]: a smooth pattern each, moved, dimmed, with noise.

    The patterns are the same for every seed; they overlap enough for no network to be certain.
    """
    patterns = numpy.random.default_rng(0)
    grid = numpy.arange(28) / 28
    waves = numpy.stack([numpy.cos(numpy.pi * k * grid) for k in range(6)])
    coefficients = patterns.normal(size=(10, 6, 6))
    smooth = numpy.einsum("cij,ix,jy->cxy", coefficients, waves, waves)
    smooth = (smooth > 1.5).astype(float)
    random = numpy.random.default_rng(seed)
    labels = random.integers(10, size=count)
    found = numpy.empty((count, 28, 28))
    for i, label in enumerate(labels):
        moved = numpy.roll(smooth[label], random.integers(-3, 4, size=2), axis=(0, 1))
        found[i] = random.uniform(0.3, 1) * moved + random.normal(0, 0.25, size=(28, 28))
    return found.clip(0, 1).astype("f4"), labels.astype("i8")


def fit(net, x, y, epochs, rate=0.1, batch=100):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    optimiser = torch.optim.SGD(net.parameters(), lr=rate, momentum=0.9)
    for _ in range(epochs):
        for index in torch.randperm(len(x)).split(batch):
            optimiser.zero_grad()
            F.cross_entropy(net(x[index]), y[index]).backward()
            optimiser.step()
    with torch.no_grad():
        z = net(x)
    return (z.argmax(1) == y).float().mean().item(), F.cross_entropy(z, y).item()


def prepare(folder, digits_folder):
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}

    def data(name, x, y):
        numpy.save(folder / f"{name}-x.npy", x)
        numpy.save(folder / f"{name}-y.npy", y)
        return {
            "inputs": f"{name}-x.npy", "labels": f"{name}-y.npy", "count": len(x),
            "shape": list(x.shape[1:])}

    def model(name, layers, seed, x=None, y=None, epochs=0, **options):
        torch.manual_seed(seed)
        net = networks.build(layers)
        if epochs:
            accuracy, loss = fit(net, x, y, epochs, **options)
            print(f"{name}: accuracy {accuracy:.3f}, loss {loss:.3f}")
        networks.save(net, folder / f"{name}.safetensors")
        return {"layers": layers, "model": f"{name}.safetensors"}

    def order(name, epochs, count, seed):
        random = numpy.random.default_rng(seed)
        numpy.save(
            folder / f"{name}-order.npy",
            numpy.stack([random.permutation(count) for _ in range(epochs)]).astype("i8"))
        return {"order": f"{name}-order.npy", "epochs": epochs}

    def pgd(radius, step, steps, classes=10):
        return {
            "kind": "pgd", "norm": "linf", "radius": radius, "step": step, "steps": steps,
            "box": [0, 1], "classes": classes}

    x, y = make_moons(400, noise=0.1, random_state=0)
    x, y = x.astype("f4"), y.astype("i8")
    unit = ((x + 1.5) / 4).astype("f4")
    moons = networks.mlp(2, 32, 32, 2)
    rows["pgd-moons"] = {
        **pgd(0.05, 0.005, 40, 2), **data("moons", unit, y),
        **model("moons", moons, 0, unit, y, 40, batch=64)}
    rows["pgd-at-moons"] = {
        "kind": "pgd-at", "norm": "linf", "radius": 0.2, "step": 0.05, "steps": 10, "box": None,
        "classes": 2, "batch": 64, "rate": 0.1, "momentum": 0.9, **data("moons-plain", x, y),
        **model("moons-start", moons, 1), **order("moons", 50, 400, 1)}

    x, y = digits(digits_folder)
    found = model("digits", networks.mlp(64, 64, 10), 2, x, y, 12, rate=0.05)
    rows["pgd-digits"] = {**pgd(0.1, 0.01, 40), **data("digits", x, y), **found}
    # What torchattacks calls standard: 10 steps of APGD-CE, APGD-T and FAB-T, 5,000 queries.
    rows["autoattack-digits"] = {
        "kind": "autoattack", "norm": "linf", "radius": 0.1, "box": [0, 1], "classes": 10,
        "apgdSteps": 10, "fabSteps": 10, "queries": 5000, "restarts": 1, "targets": 9, "seed": 0,
        **data("digits-500", x[:500].reshape(-1, 1, 8, 8), y[:500]), **found}

    x, y = images(2000, 1)
    wide, labels = x[:1000].reshape(1000, -1), y[:1000]
    for suffix, activation in [("", "relu"), ("-tanh", "tanh")]:
        layers = networks.mlp(784, 256, 128, 10, activation=activation)
        rows["pgd-mnist-size" + suffix] = {
            **pgd(0.1, 0.01, 40), **data("wide", wide, labels),
            **model("wide" + suffix, layers, 3, x.reshape(2000, -1), y, 3, rate=0.02)}

    x = x[:, None]
    found = model("cnn-small", networks.CNN_SMALL, 4, x, y, 3, rate=0.02)
    rows["pgd-cnn-small"] = {**pgd(0.1, 0.01, 20), **data("images-256", x[:256], y[:256]), **found}
    # From the trained network: one epoch from a fresh one stays at chance, whatever it computes.
    rows["pgd-at-cnn"] = {
        "kind": "pgd-at", "norm": "linf", "radius": 0.05, "step": 0.0125, "steps": 7,
        "box": [0, 1], "classes": 10, "batch": 100, "rate": 0.02, "momentum": 0.9,
        **data("images", x, y), **found, **order("images", 1, 2000, 5)}
    (folder / "rows.json").write_text(json.dumps(rows, indent=1) + "\n")
