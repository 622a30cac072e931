"""Networks described as lists of layers, their safetensors files, and counting of gradients.

The position of a layer in the list is its position in PyTorch's `Sequential`, so that parameters
are called `0.weight`, `0.bias`, `2.weight`, ...
"""

import json
import struct

import numpy
import torch
from torch import nn


def mlp(*widths, activation="relu"):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [{"kind": "dense", "inputs": inputs, "outputs": outputs}, {"kind": activation}]
    return layers[:-1]


def conv(inputs, outputs, kernel, stride, padding):
    return {
        "kind": "conv", "inputs": inputs, "outputs": outputs, "kernel": kernel, "stride": stride,
        "padding": padding}


# The small network of Wong and Kolter (2018) for images of 28 × 28.
CNN_SMALL = [
    conv(1, 16, 4, 2, 1), {"kind": "relu"}, conv(16, 32, 4, 2, 1), {"kind": "relu"},
    {"kind": "flatten"}, *mlp(1568, 100, 10)]


def build(layers):
    """The `Sequential` of the described layers, freshly initialised."""
    plain = {"relu": nn.ReLU, "tanh": nn.Tanh, "flatten": nn.Flatten}
    modules = []
    for layer in layers:
        if layer["kind"] == "dense":
            modules.append(nn.Linear(layer["inputs"], layer["outputs"]))
        elif layer["kind"] == "conv":
            modules.append(nn.Conv2d(
                layer["inputs"], layer["outputs"], layer["kernel"], layer["stride"],
                layer["padding"]))
        else:
            modules.append(plain[layer["kind"]]())
    return nn.Sequential(*modules)


def save(net, path):
    """Writes the parameters as safetensors: header length, JSON header, then the 32-bit floats."""
    header, data = {}, b""
    for name, value in net.state_dict().items():
        raw = value.detach().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32", "shape": list(value.shape),
            "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def load(layers, path):
    """The described network with the parameters of a safetensors file."""
    content = path.read_bytes()
    length, = struct.unpack("<Q", content[:8])
    header, data = json.loads(content[8:8 + length]), content[8 + length:]
    net = build(layers)
    state = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = numpy.frombuffer(data[begin:end], "<f4").copy().reshape(entry["shape"])
        state[name] = torch.from_numpy(values)
    net.load_state_dict(state)
    return net.eval()


class _Count(torch.autograd.Function):
    @staticmethod
    def forward(context, logits, counted):
        context.counted = counted
        return logits.view_as(logits)

    @staticmethod
    def backward(context, gradient):
        context.counted.gradients += len(gradient)
        return gradient, None


class Counted(nn.Module):
    """A network that counts, in points, how often it is evaluated and differentiated."""

    def __init__(self, net):
        super().__init__()
        self.net, self.gradients, self.evaluations = net, 0, 0

    def forward(self, x):
        self.evaluations += len(x)
        return _Count.apply(self.net(x), self)


class Flattened(nn.Module):
    """A dense network for inputs that come as images, n × 1 × h × w."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return self.net(x.flatten(1))
