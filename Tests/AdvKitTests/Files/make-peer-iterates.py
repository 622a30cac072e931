"""Makes peer-iterates.json: points that torchattacks 3.5.1 and foolbox 3.3.4 reach step by step.

Run it with the packages of Benchmarks/requirements.txt; the tests only read the result. All inputs
lie in the box [0, 1]. `iterates[k]` are the points after `steps[k]` steps, as the library's public
class returns them for that number of steps; `start` is where they begin (null: the clean point).
`radius` and `step` are in input units.

The rules, as the libraries have them:
- torchattacks `pgd`, linf: x + step·sign(∇ mean CE), difference clipped to ±radius, then box.
- torchattacks `mim`, linf: g ← ∇/mean|∇| + momentum·g, then as `pgd` with sign(g).
- torchattacks `pgd`, l2: ∇/(‖∇‖₂ + 1e-10) (the library's `eps_for_division`), then the difference
  times min(1, radius/‖difference‖₂), then box.
- foolbox `pgd`: the gradient of the summed CE as sign (linf), over max(‖∇‖₂, 1e-12) (l2), or over
  max(‖∇‖₁, 1e-12) (l1, not the steepest step); the difference clipped (linf) or times
  min(1, radius/‖difference‖_p) (l2, l1: a rescaling, for l1 not the Euclidean projection); then box.
- foolbox `mim`: g ← momentum·g + ∇ (raw, not normalised), then sign(g), g/‖g‖₂ or g/‖g‖₁ as above.
"""

import copy

import foolbox
import numpy
import torch
import torchattacks
from foolbox.attacks import (
    L1MomentumIterativeFastGradientMethod, L1ProjectedGradientDescentAttack,
    L2MomentumIterativeFastGradientMethod, L2ProjectedGradientDescentAttack,
    LinfMomentumIterativeFastGradientMethod, LinfProjectedGradientDescentAttack)
from torch.nn import functional as F

from peer_files import Images, close, flat, network, parameters, write

STEPS = [1, 2, 3, 4, 5, 10]

NETS = [
    {"name": "mlp-2", "seed": 3, "gain": 2.0, "count": 8, "shape": [2], "classes": 3, "layers": [
        {"kind": "dense", "inputs": 2, "outputs": 16}, {"kind": "relu"},
        {"kind": "dense", "inputs": 16, "outputs": 16}, {"kind": "relu"},
        {"kind": "dense", "inputs": 16, "outputs": 3}]},
    {"name": "mlp-20", "seed": 5, "gain": 2.0, "count": 4, "shape": [20], "classes": 10, "layers": [
        {"kind": "dense", "inputs": 20, "outputs": 16}, {"kind": "tanh"},
        {"kind": "dense", "inputs": 16, "outputs": 10}]},
    {"name": "cnn", "seed": 7, "gain": 2.0, "count": 3, "shape": [1, 6, 6], "classes": 4, "layers": [
        {"kind": "conv", "inputs": 1, "outputs": 3, "kernel": 3, "stride": 1, "padding": 1},
        {"kind": "relu"},
        {"kind": "conv", "inputs": 3, "outputs": 4, "kernel": 3, "stride": 2, "padding": 1},
        {"kind": "relu"}, {"kind": "flatten"},
        {"kind": "dense", "inputs": 36, "outputs": 4}]},
]


def torchattacks_points(make, model, x, y, seed):
    """The points after each number of steps; the same seed makes the same random start."""
    points = []
    for steps in STEPS:
        torch.manual_seed(seed)
        points.append(make(model, steps)(x, y))
    return points


def descend(net, x, y, start, radius, step):
    """PGD written out, for a start that cannot be drawn again in 64 bits."""
    points, now = [], start
    for _ in range(max(STEPS)):
        now = now.detach().requires_grad_()
        gradient, = torch.autograd.grad(F.cross_entropy(net(now), y), now)
        now = (x + (now + step * gradient.sign() - x).clamp(-radius, radius)).clamp(0, 1)
        points.append(now)
    return [points[steps - 1] for steps in STEPS]


def foolbox_points(attack, radius, model, x, y, **options):
    bounded = foolbox.PyTorchModel(model, bounds=(0, 1))
    return [
        attack(steps=steps, random_start=False, **options)(bounded, x, y, epsilons=radius)[1]
        for steps in STEPS]


def runs(net, shape, x, y):
    """Every run on one network, with x as images n × c × h × w."""
    model = Images(net, shape).eval()
    r, a, r2, a2, r1, a1, mu = 0.1, 0.03, 0.3, 0.1, 0.5, 0.2, 0.9

    def given(model, steps):
        return torchattacks.PGD(model, eps=r, alpha=a, steps=steps, random_start=True)

    def found(library, attack, norm, radius, step, momentum, start, points, steps=STEPS):
        return {
            "library": library, "attack": attack, "norm": norm, "radius": radius, "step": step,
            "momentum": momentum, "start": start, "steps": steps, "iterates": points}

    torch.manual_seed(11)
    start = given(model, 0)(x, y)
    peer = lambda make, seed=0: torchattacks_points(make, model, x, y, seed)
    yield found("torchattacks", "fgsm", "linf", r, r, None, None,
                [torchattacks.FGSM(model, eps=r)(x, y)], [1])
    yield found("torchattacks", "pgd", "linf", r, a, None, None, peer(
        lambda m, s: torchattacks.PGD(m, eps=r, alpha=a, steps=s, random_start=False)))
    yield found("torchattacks", "pgd", "linf", r, a, None, start, peer(given, 11))
    yield found("torchattacks", "mim", "linf", r, a, mu, None, peer(
        lambda m, s: torchattacks.MIFGSM(m, eps=r, alpha=a, steps=s, decay=mu)))
    yield found("torchattacks", "pgd", "l2", r2, a2, None, None, peer(
        lambda m, s: torchattacks.PGDL2(m, eps=r2, alpha=a2, steps=s, random_start=False)))
    for norm, radius, step, pgd, mim in [
        ("linf", r, a, LinfProjectedGradientDescentAttack, LinfMomentumIterativeFastGradientMethod),
        ("l2", r2, a2, L2ProjectedGradientDescentAttack, L2MomentumIterativeFastGradientMethod),
        ("l1", r1, a1, L1ProjectedGradientDescentAttack, L1MomentumIterativeFastGradientMethod)]:
        yield found("foolbox", "pgd", norm, radius, step, None, None, foolbox_points(
            pgd, radius, model, x, y, abs_stepsize=step))
        yield found("foolbox", "mim", norm, radius, step, mu, None, foolbox_points(
            mim, radius, model, x, y, abs_stepsize=step, momentum=mu))


def losses(net, x, y):
    """Values and gradients of the losses for each point, the gradients for logits and inputs.

    `targets` is null for an untargeted loss. `cw-margin` is max over the others of z_j, minus z_y;
    targeted it is z_t minus the largest other. Both rise as the attack succeeds. `dlr` and its
    targeted form are torchattacks' own functions, those of AutoAttack.
    """
    classes = net(x).shape[1]
    targets = (y + 1) % classes
    index = torch.arange(len(y))
    one_hot = F.one_hot

    def margin(z, label):
        others = z.masked_fill(one_hot(label, classes).bool(), -torch.inf).max(1).values
        return others - z[index, label]

    apgd, apgdt = torchattacks.APGD(net), torchattacks.APGDT(net)
    every = [
        ("cross-entropy", None, lambda z: F.cross_entropy(z, y, reduction="none")),
        ("cross-entropy", targets, lambda z: -F.cross_entropy(z, targets, reduction="none")),
        ("cw-margin", None, lambda z: margin(z, y)),
        ("cw-margin", targets, lambda z: -margin(z, targets)),
        ("dlr", None, lambda z: apgd.dlr_loss(z, y))]
    if classes > 3:
        every.append(("dlr", targets, lambda z: apgdt.dlr_loss_targeted(z, y, targets)))
    for name, target, loss in every:
        x = x.detach().requires_grad_()
        z = net(x)
        values = loss(z)
        by_logits, by_inputs = torch.autograd.grad(values.sum(), [z, x])
        yield {
            "name": name, "targets": None if target is None else target.tolist(),
            "values": flat(values), "logitGradients": flat(by_logits),
            "inputGradients": flat(by_inputs)}


def main():
    found, nets = [], []
    for spec in NETS:
        net = network(spec["layers"], spec["seed"], spec["gain"])
        x = torch.rand(spec["count"], *spec["shape"])
        # Some coordinates near the box's faces, so that clipping to it is seen.
        x = (1.3 * x - 0.15).clamp(0.01, 0.99)
        y = torch.randint(spec["classes"], (spec["count"],))
        images = x.reshape(len(x), 1, *spec["shape"][-2:]) if len(spec["shape"]) > 1 else x[
            :, None, None, :]
        nets.append({
            "name": spec["name"], "layers": spec["layers"], "shape": spec["shape"],
            "classes": spec["classes"], "parameters": parameters(net), "points": flat(x),
            "labels": y.tolist(), "logits": flat(net(x)), "losses": list(losses(net, x, y))})
        torch.set_default_dtype(torch.float64)
        twin = copy.deepcopy(net).double()
        exact = list(runs(twin, spec["shape"], images.double(), y))
        torch.set_default_dtype(torch.float32)
        for run, double in zip(runs(net, spec["shape"], images, y), exact):
            name = f"{spec['name']} {run['library']} {run['attack']} {run['norm']}"
            if run["start"] is not None:
                double["iterates"] = descend(
                    Images(twin, spec["shape"]), images.double(), y, run["start"].double(),
                    run["radius"], run["step"])
            for point, reference in zip(run["iterates"], double["iterates"]):
                close(point, reference, 2e-6, name)
            if run["start"] is not None:
                start = flat(run["start"])
                if not (numpy.abs(start - flat(images)) <= run["radius"] + 1e-6).all():
                    raise SystemExit(f"{name}: the start is outside the ball")
                run["start"] = start
            run["iterates"] = [flat(point) for point in run["iterates"]]
            found.append({"net": spec["name"], **run})
    write("peer-iterates.json", {"nets": nets, "runs": found})


main()
