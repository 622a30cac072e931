"""Makes peer-layers.json: layers, divergences, optimisers and TRADES as PyTorch 2.13.0 has them.

Run it with the packages of Benchmarks/requirements.txt; the tests only read the result.

- `layers`: one layer each: `output` for `input`, and, for the gradient `upstream` of some loss by
  the output, the gradients by the input and by each parameter.
- `networks`: whole networks: logits, mean cross-entropy, its gradient by every parameter.
- `divergences`: KL(p ‖ q) = Σ p (log p − log q) of p = softmax(logits of p), q likewise, per row,
  and the gradients of the sum over rows by both kinds of logits.
- `optimisers`: `torch.optim` fed with the given gradients: the parameters after each step.
- `schedules`: the learning rate of every epoch.
- `training`: full-batch steps on the mean cross-entropy of a network: the loss before each step and
  the parameters after the last.
- `trades`: the published TRADES loss: the points of the inner ascent (sign steps on the summed
  KL(clean ‖ adversarial), clean logits constant), then CE(clean) + beta/n · ΣKL(clean ‖
  adversarial) and its gradient by every parameter, through both terms.
"""

import copy

import torch
import torchattacks
from torch.nn import functional as F

from peer_files import close, flat, layer, network, parameters, write

LAYERS = [
    ([3, 5], {"kind": "dense", "inputs": 5, "outputs": 4}),
    ([2, 1, 5, 5], {
        "kind": "conv", "inputs": 1, "outputs": 2, "kernel": 3, "stride": 1, "padding": 0}),
    ([2, 2, 5, 4], {
        "kind": "conv", "inputs": 2, "outputs": 3, "kernel": 3, "stride": 1, "padding": 1}),
    ([2, 2, 6, 6], {
        "kind": "conv", "inputs": 2, "outputs": 3, "kernel": 4, "stride": 2, "padding": 1}),
    ([1, 2, 7, 6], {
        "kind": "conv", "inputs": 2, "outputs": 2, "kernel": 3, "stride": 2, "padding": 0}),
    ([1, 1, 6, 6], {
        "kind": "conv", "inputs": 1, "outputs": 2, "kernel": 5, "stride": 1, "padding": 2}),
    ([1, 3, 4, 4], {
        "kind": "conv", "inputs": 3, "outputs": 2, "kernel": 1, "stride": 1, "padding": 0}),
    ([2, 2, 4, 6], {"kind": "average-pool", "kernel": 2, "stride": 2, "padding": 0}),
    ([1, 2, 7, 5], {"kind": "average-pool", "kernel": 3, "stride": 2, "padding": 0}),
    ([1, 2, 5, 5], {"kind": "average-pool", "kernel": 3, "stride": 1, "padding": 1}),
    ([2, 2, 4, 6], {"kind": "max-pool", "kernel": 2, "stride": 2, "padding": 0}),
    ([1, 2, 7, 5], {"kind": "max-pool", "kernel": 3, "stride": 2, "padding": 0}),
    ([1, 2, 5, 5], {"kind": "max-pool", "kernel": 3, "stride": 2, "padding": 1}),
    ([2, 2, 3, 2], {"kind": "flatten"}),
    ([2, 11], {"kind": "relu"}),
    ([2, 11], {"kind": "leaky-relu", "slope": 0.01}),
    ([2, 11], {"kind": "leaky-relu", "slope": 0.2}),
    ([2, 11], {"kind": "tanh"}),
    ([2, 11], {"kind": "sigmoid"}),
    ([2, 11], {"kind": "softplus"}),
]

MLP = [
    {"kind": "dense", "inputs": 2, "outputs": 8}, {"kind": "tanh"},
    {"kind": "dense", "inputs": 8, "outputs": 8}, {"kind": "relu"},
    {"kind": "dense", "inputs": 8, "outputs": 3}]
POOLED = [
    {"kind": "conv", "inputs": 1, "outputs": 2, "kernel": 3, "stride": 1, "padding": 1},
    {"kind": "softplus"},
    {"kind": "max-pool", "kernel": 2, "stride": 2, "padding": 0},
    {"kind": "conv", "inputs": 2, "outputs": 3, "kernel": 2, "stride": 1, "padding": 0},
    {"kind": "leaky-relu", "slope": 0.1},
    {"kind": "average-pool", "kernel": 2, "stride": 1, "padding": 0},
    {"kind": "flatten"},
    {"kind": "dense", "inputs": 12, "outputs": 4}]


def one_layer(index, shape, spec):
    torch.manual_seed(100 + index)
    module = layer(spec)
    x = torch.randn(shape)
    if len(shape) == 2 and spec["kind"] != "dense":
        # The tails of the activations too; beyond 20 PyTorch's softplus is the identity.
        x[0] = torch.tensor([-90.0, -25, -5, -1, -0.1, 0.1, 1, 5, 19, 25, 90])
    x.requires_grad_()
    output = module(x)
    upstream = torch.randn(output.shape)
    output.backward(upstream)
    named = list(module.named_parameters())
    return {
        "layer": spec, "inputShape": shape, "outputShape": list(output.shape),
        "input": flat(x), "parameters": parameters(module), "output": flat(output),
        "upstream": flat(upstream), "inputGradient": flat(x.grad),
        "parameterGradients": [flat(value.grad) for _, value in named]}


def batch(seed, shape, classes):
    torch.manual_seed(seed)
    return torch.rand(shape), torch.randint(classes, (shape[0],))


def whole_network(name, specs, shape, classes, seed):
    net = network(specs, seed, 1.5)
    x, y = batch(seed, shape, classes)
    logits = net(x)
    loss = F.cross_entropy(logits, y)
    loss.backward()
    return {
        "name": name, "layers": specs, "shape": shape[1:], "classes": classes,
        "parameters": parameters(net), "points": flat(x), "labels": y.tolist(),
        "logits": flat(logits), "loss": flat(loss)[0].item(),
        "parameterGradients": [flat(value.grad) for value in net.parameters()]}


def divergences():
    torch.manual_seed(1)
    for scale in [0.1, 1, 20]:
        p = (scale * torch.randn(3, 4)).requires_grad_()
        q = (scale * torch.randn(3, 4)).requires_grad_()
        value = F.kl_div(q.log_softmax(1), p.softmax(1), reduction="none").sum(1)
        value.sum().backward()
        yield {
            "count": 3, "classes": 4, "p": flat(p), "q": flat(q), "values": flat(value),
            "pGradient": flat(p.grad), "qGradient": flat(q.grad)}


def optimiser(settings, values):
    rate, decay = settings["rate"], settings["weightDecay"]
    if settings["optimiser"] == "adam":
        return torch.optim.Adam(
            values, lr=rate, betas=(settings["beta1"], settings["beta2"]),
            eps=settings["epsilon"], weight_decay=decay)
    return torch.optim.SGD(
        values, lr=rate, momentum=settings["momentum"], nesterov=settings["nesterov"],
        weight_decay=decay)


def sgd(rate, momentum=0.0, nesterov=False, decay=0.0):
    return {
        "optimiser": "sgd", "rate": rate, "momentum": momentum, "nesterov": nesterov,
        "weightDecay": decay, "beta1": 0.0, "beta2": 0.0, "epsilon": 0.0}


def adam(rate, decay=0.0, beta1=0.9, beta2=0.999, epsilon=1e-8):
    return {
        "optimiser": "adam", "rate": rate, "momentum": 0.0, "nesterov": False,
        "weightDecay": decay, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}


SETTINGS = [
    sgd(0.1), sgd(0.1, momentum=0.9), sgd(0.1, momentum=0.9, nesterov=True),
    sgd(0.05, decay=0.01), sgd(0.05, momentum=0.8, nesterov=True, decay=0.01),
    adam(0.01), adam(0.01, decay=0.1), adam(0.1, beta1=0.5, beta2=0.9, epsilon=1e-4)]


def trajectory(settings):
    torch.manual_seed(2)
    value = torch.randn(6).requires_grad_()
    gradients = torch.randn(5, 6)
    start, points = flat(value), []
    steps = optimiser(settings, [value])
    for gradient in gradients:
        value.grad = gradient.clone()
        steps.step()
        points.append(flat(value))
    return {
        "settings": settings, "start": start, "gradients": [flat(g) for g in gradients],
        "points": points}


def schedules():
    epochs = 12
    def rates(make):
        steps = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
        schedule, found = make(steps), []
        for _ in range(epochs):
            found.append(steps.param_groups[0]["lr"])
            steps.step()
            schedule.step()
        return found
    of = torch.optim.lr_scheduler
    yield {
        "schedule": "step", "rate": 0.1, "every": 4, "factor": 0.5, "epochs": epochs,
        "rates": rates(lambda o: of.StepLR(o, 4, gamma=0.5))}
    yield {
        "schedule": "cosine", "rate": 0.1, "every": 0, "factor": 0.0, "epochs": epochs,
        "rates": rates(lambda o: of.CosineAnnealingLR(o, epochs))}


def training(settings):
    net = network(MLP, 21)
    x, y = batch(22, [10, 2], 3)
    start, losses = parameters(net), []
    steps = optimiser(settings, net.parameters())
    for _ in range(5):
        loss = F.cross_entropy(net(x), y)
        steps.zero_grad()
        loss.backward()
        steps.step()
        losses.append(loss.detach())
    return {
        "settings": settings, "layers": MLP, "classes": 3, "points": flat(x), "labels": y.tolist(),
        "start": start, "losses": flat(torch.stack(losses)), "end": parameters(net)}


def trades():
    radius, step, steps, beta = 0.3, 0.1, 5, 6.0
    net = network(MLP, 31, 4.0)
    x, y = batch(32, [6, 2], 3)
    # torchattacks' TPGD is this ascent; with no step it returns its start, which the seed fixes.
    def inner(count):
        torch.manual_seed(33)
        return torchattacks.TPGD(net, eps=radius, alpha=step, steps=count)(x, y)
    start, last = inner(0), inner(steps)
    points = [inner(count) for count in range(1, steps + 1)]
    net.zero_grad()
    clean, adversarial = net(x), net(last)
    divergence = F.kl_div(
        adversarial.log_softmax(1), clean.softmax(1), reduction="sum") / len(x)
    loss = F.cross_entropy(clean, y) + beta * divergence
    loss.backward()
    gradients = [value.grad for value in net.parameters()]
    # The ascent again in 64 bits: no sign may hinge on rounding.
    twin, now, fixed = copy.deepcopy(net).double(), start.double(), x.double()
    target = twin(fixed).detach().softmax(1)
    for point in points:
        now = now.detach().requires_grad_()
        value = F.kl_div(twin(now).log_softmax(1), target, reduction="sum")
        gradient, = torch.autograd.grad(value, now)
        now = (fixed + (now + step * gradient.sign() - fixed).clamp(-radius, radius)).clamp(0, 1)
        close(point, now, 2e-6, "trades")
    return {
        "radius": radius, "step": step, "beta": beta, "layers": MLP, "shape": [2], "classes": 3,
        "parameters": parameters(net), "points": flat(x), "labels": y.tolist(),
        "start": flat(start), "iterates": [flat(point) for point in points],
        "cleanLoss": flat(F.cross_entropy(clean, y))[0].item(),
        "divergence": flat(divergence)[0].item(), "loss": flat(loss)[0].item(),
        "parameterGradients": [flat(g) for g in gradients]}


def main():
    write("peer-layers.json", {
        "layers": [one_layer(i, *case) for i, case in enumerate(LAYERS)],
        "networks": [
            whole_network("mlp", MLP, [5, 2], 3, 41),
            whole_network("pooled", POOLED, [3, 1, 8, 8], 4, 42)],
        "divergences": list(divergences()),
        "optimisers": [trajectory(settings) for settings in SETTINGS],
        "schedules": list(schedules()),
        "training": [training(SETTINGS[i]) for i in (2, 4, 5)],
        "trades": trades()})


main()
