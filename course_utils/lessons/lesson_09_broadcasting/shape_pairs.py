"""Pairs of shapes for the rule of broadcasting, of which many do not fit."""

import torch


def pairs_of_shapes(generator):
    """Pairs chosen by hand, then random ones, of which many do not fit."""

    def draw(most):
        return int(torch.randint(most, (1,), generator=generator))

    pairs = [((3, 1), (1, 4)), ((3,), (4,)), ((), ()), ((0,), (1,)), ((0,), (3,)), ((2,), (4,))]
    while len(pairs) < 200:
        result = [0 if draw(12) == 0 else 2 + draw(4) for _ in range(draw(5))]
        one, other = (
            [1 if draw(3) == 0 else size for size in result[draw(len(result) + 1) :]]
            for _ in range(2)
        )
        if other and draw(3) == 0:
            other[draw(len(other))] = 2 + draw(4)
        pairs.append((tuple(one), tuple(other)))
    return pairs


def fit(s1, s2):
    return all(a == b or 1 in (a, b) for a, b in zip(s1[::-1], s2[::-1], strict=False))
