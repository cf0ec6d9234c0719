"""The losses again, in NumPy and by other means: gradients come from complex steps, not from formulas.

    python3 tests/golden/losses.py

Prints the table that secondsite/metrics/support/loss_test.cpp holds. Written from the papers, without a look at the C++:
softmax losses sum over classes and average over voxels. Needs numpy.
"""

import numpy

S, A, B, GAMMA, TG, BETA = 1e-5, 0.3, 0.7, 2.0, 4 / 3, 0.999


def soft_dice(p, g, d, squared=False):
    below = (p * p).sum(1) + (g * g).sum(1) if squared else p.sum(1) + g.sum(1)
    return 1 - ((2 * (p * g).sum(1) + S) / (below + S)).mean()


def generalised_dice(p, g, d):
    w = 1 / g.sum(1) ** 2
    return 1 - (2 * (w * (p * g).sum(1)).sum() + S) / ((w * (p + g).sum(1)).sum() + S)


def index(p, g):
    tp, fp, fn = (p * g).sum(1), (p * (1 - g)).sum(1), ((1 - p) * g).sum(1)
    return (tp + S) / (tp + A * fp + B * fn + S)


def tversky(p, g, d):
    return (1 - index(p, g)).mean()


def focal_tversky(p, g, d):
    return ((1 - index(p, g)) ** (1 / TG)).mean()


def focal(p, g, d):
    value = -g * (1 - p) ** GAMMA * numpy.log(p)
    if len(p) == 1:
        value = value - (1 - g) * p**GAMMA * numpy.log(1 - p)
    return value.sum() / p.shape[1]


def class_balanced(p, g, d):
    w = (1 - BETA) / (1 - BETA ** g.sum(1))
    w = w * len(w) / w.sum()
    return (-w[:, None] * g * numpy.log(p)).sum() / p.shape[1]


def boundary(p, g, d):
    return (p * d).sum() / p.shape[1]


def planes(classes, voxels):
    """Numbers that any language can make: p from sines, g one-hot by a small congruence, d from both."""
    i = numpy.arange(classes * voxels, dtype=float).reshape(classes, voxels)
    p = 0.5 + 0.45 * numpy.sin(1.7 * i + 0.3)
    if classes > 1:
        p = p / p.sum(0)
    hot = (7 * numpy.arange(voxels) + 3) % 11 % max(classes, 2)
    g = (hot == 0).astype(float)[None] if classes == 1 else (hot[None] == numpy.arange(classes)[:, None]).astype(float)
    return p, g, numpy.where(g > 0, -1.0, 1.0) * (1 + i % 5)


LOSSES = [soft_dice, lambda p, g, d: soft_dice(p, g, d, True), generalised_dice, tversky, focal_tversky, focal, class_balanced, boundary]
NAMES = ["soft_dice", "soft_dice squared", "generalised_dice", "tversky", "focal_tversky", "focal", "class_balanced", "boundary"]

for classes in (1, 3):
    p, g, d = planes(classes, 24)
    for name, loss in zip(NAMES, LOSSES):
        slopes = numpy.empty(p.size)
        for i in range(p.size):
            q = p.astype(complex).copy()
            q.flat[i] += 1e-30j
            slopes[i] = loss(q, g, d).imag / 1e-30
        weighted = (slopes * numpy.cos(numpy.arange(p.size))).sum()  # one number that all entries of the gradient move
        print(f'    {{"{name}", {classes}, {float(loss(p, g, d)):.15g}, {float(weighted):.15g}}},')
