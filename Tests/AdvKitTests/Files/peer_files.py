"""What the scripts make-peer-*.py share: networks described as lists of layers, and JSON output.

Arrays are written flat, in row-major order, every number as the shortest decimal that reads back
as the same 32-bit float. A layer is an object with `kind` and what that kind needs; the position
in the list is the position in PyTorch's `Sequential`, so parameters are called `0.weight`, ...
"""

import json
import pathlib

import numpy
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent


def layer(spec):
    """The PyTorch module of one layer description."""
    kind = spec["kind"]
    if kind == "dense":
        return nn.Linear(spec["inputs"], spec["outputs"])
    if kind == "conv":
        return nn.Conv2d(
            spec["inputs"], spec["outputs"], spec["kernel"],
            stride=spec["stride"], padding=spec["padding"])
    if kind == "average-pool":
        return nn.AvgPool2d(spec["kernel"], spec["stride"], spec["padding"])
    if kind == "max-pool":
        return nn.MaxPool2d(spec["kernel"], spec["stride"], spec["padding"])
    if kind == "leaky-relu":
        return nn.LeakyReLU(spec["slope"])
    plain = {
        "relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid,
        "softplus": nn.Softplus, "flatten": nn.Flatten}
    return plain[kind]()


def network(specs, seed, gain=1.0):
    """A `Sequential` with PyTorch's own initialisation, times `gain`."""
    torch.manual_seed(seed)
    net = nn.Sequential(*[layer(spec) for spec in specs])
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.mul_(gain)
    return net


class Images(nn.Module):
    """A network whose inputs come as images n × c × h × w, as torchattacks wants them."""

    def __init__(self, net, shape):
        super().__init__()
        self.net, self.shape = net, shape

    def forward(self, x):
        return self.net(x.reshape(len(x), *self.shape))


def flat(tensor):
    """The numbers of a tensor, as 32-bit floats in row-major order."""
    return numpy.array(tensor.detach().reshape(-1), dtype=numpy.float32)


def parameters(net):
    return [
        {"name": name, "shape": list(value.shape), "values": flat(value)}
        for name, value in net.named_parameters()]


def number(value):
    """The shortest decimal of a 32-bit float."""
    if value == 0 or 1e-4 <= abs(value) < 1e9:
        return numpy.format_float_positional(value, trim="-")
    return numpy.format_float_scientific(value, trim="-")


def text(value):
    """JSON of a value; one line for each array of numbers."""
    if isinstance(value, numpy.ndarray):
        if not numpy.isfinite(value).all():
            raise ValueError("a number is not finite")
        return "[" + ",".join(map(number, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",\n".join(f"{json.dumps(k)}: {text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        simple = all(isinstance(v, (int, float, str)) for v in value)
        return "[" + (", " if simple else ",\n").join(map(text, value)) + "]"
    return json.dumps(value)


def write(name, value):
    (HERE / name).write_text(text(value) + "\n")


def close(single, double, limit, what):
    """Refuses numbers that hinge on rounding: the same work in 64 bits must agree."""
    gap = numpy.abs(flat(single).astype(float) - double.detach().reshape(-1).numpy()).max()
    if not gap < limit:
        raise SystemExit(f"{what}: 32 and 64 bits differ by {gap:.2g}; take another seed")
