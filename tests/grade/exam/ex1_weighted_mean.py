"""Exercise 2.T1 of an exam: a mean in which readings count differently."""

import torch

from course_utils.checking.exercises import exercise

weighted = exercise(
    "2.T1",
    "A mean with weights",
    hints=("Which sum do the weights have?",),
)


def readings_with_weights(generator):
    """Readings and how much each counts: first some to follow by hand, then any."""
    drawn = [
        (torch.randn(n, generator=generator), torch.rand(n, generator=generator)) for n in (5, 8)
    ]
    return [(torch.tensor([1.0, 3.0]), torch.tensor([3.0, 1.0])), *drawn]


@weighted.part(probes=readings_with_weights)
def weighted_mean(y, weights):
    """Mean of y in which the reading y[i] counts weights[i] times; a 0-d tensor."""
    return (weights * y).sum() / weights.sum()


weighted_mean.slips(
    {
        "This divides by how many readings there are. By what do they count together?": (
            "weights.sum()",
            "len(y)",
        ),
        "The weights are not used.": "return y.mean()",
    }
)
