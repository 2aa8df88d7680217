"""Answers to the exercises of lesson 01."""

import numpy as np
import torch


def make_speed(seed, stop=20, noise=torch.rand, draws=2, seed_first=True):
    if seed_first:
        torch.manual_seed(seed)
    jitter = noise(stop) * 5
    torch.manual_seed(seed) if not seed_first else None
    time = torch.arange(0, stop).float()
    starts = [torch.randn(3) for _ in range(draws)]
    return time, jitter + 0.8 * (time - 7.5) ** 2 + 1, starts[-1]


def with_range(seed):
    torch.manual_seed(seed)
    time = torch.range(0, 20)
    speed = torch.rand(21) * 5 + 0.8 * (time - 7.5) ** 2 + 1
    torch.randn(3)
    return time, speed, torch.randn(3)


def looped(x, a, b, c):
    return torch.stack([a * entry**2 + b * entry + c for entry in x])


WRONG = [
    ("1.1 to_tensor", lambda readings: torch.tensor(list(readings)), "int64"),
    ("1.1 to_tensor", lambda readings: torch.tensor(np.array(readings) * 1.0), "float64"),
    ("1.1 to_tensor", lambda readings: torch.tensor([readings]).float(), "brackets"),
    ("1.2 make_speed", lambda s: make_speed(s, seed_first=False), "set too late"),
    ("1.2 make_speed", lambda s: make_speed(s, noise=torch.randn), "rand."),
    ("1.2 make_speed", lambda s: make_speed(s, draws=1), "first draw"),
    ("1.2 make_speed", lambda s: make_speed(s, stop=19), "19 values"),
    ("1.2 make_speed", with_range, "21 values"),
    ("1.3 quad", lambda x, a, b, c: a * (x ^ 2) + b * x + c, "^"),
    ("1.3 quad", lambda x, a, b, c: a * x ^ 2 + b * x + c, "^"),
    ("1.3 quad", lambda x, a, b, c: [a * v**2 + b * v + c for v in x], "list"),
    ("1.3 quad", looped, "single number"),
    ("1.4 snapshot", lambda params: params, "Same storage"),
    ("1.4 snapshot", lambda params: params[:], "Same storage"),
    ("1.4 snapshot", lambda params: params.view(-1), "Same storage"),
    ("1.4 snapshot", lambda params: params.detach(), "Same storage"),
    ("1.4 snapshot", lambda params: params.data, "Same storage"),
    ("1.5 mixed", "error", "Not an error"),
    ("1.5 mixed", "float32", "wider"),
    ("1.5 halved", "int64", "Between integers"),
    ("1.5 averaged", "float32", "refuses"),
    ("1.5 made_by_fastai", "float64", "fastai"),
    ("1.5 made_by_torch", "float32", "torch.tensor keeps"),
    ("1.6 standardise", lambda x: (x - x.mean()) / x.std(), "n - 1"),
    ("1.6 standardise", lambda x: x / x.std(correction=0), "subtract"),
    ("1.6 standardise", lambda x: (x - x.mean()) / x.var(correction=0), "variance"),
]


def _speed_with_generator(seed):
    g = torch.Generator().manual_seed(seed)
    time = torch.linspace(0, 19, 20)
    speed = 5 * torch.rand((20,), generator=g) + (time - 7.5).square() * 0.8 + 1
    _, start = torch.randn(3, generator=g), torch.randn(3, generator=g)
    return [time, speed, start]


def _quad_by_loop(x, a, b, c):
    flat = [a * v * v + b * v + c for v in x.flatten().tolist()]
    return torch.tensor(flat, dtype=torch.float64).reshape(x.shape)


RIGHT = [
    ("1.1 to_tensor", lambda readings: torch.tensor([float(r) for r in readings])),
    ("1.1 to_tensor", lambda readings: torch.tensor(readings).float()),
    ("1.1 to_tensor", lambda readings: torch.from_numpy(np.array(readings, dtype=np.float32))),
    ("1.1 to_tensor", torch.FloatTensor),
    ("1.2 make_speed", _speed_with_generator),
    ("1.2 make_speed", lambda seed: tuple(_speed_with_generator(seed))),
    ("1.3 quad", _quad_by_loop),
    ("1.3 quad", lambda x, a, b, c: c + x * (b + x * a)),
    ("1.3 quad", lambda x, a, b, c: a * torch.pow(x, 2) + torch.mul(b, x) + c),
    ("1.3 quad", lambda x, a, b, c: torch.tensor(np.polyval([a, b, c], x.numpy()))),
    ("1.4 snapshot", lambda params: params.clone().detach()),
    ("1.4 snapshot", lambda params: params.detach().clone().requires_grad_()),
    ("1.4 snapshot", lambda params: torch.tensor(params.tolist())),
    ("1.4 snapshot", lambda params: torch.tensor(params)),
    ("1.4 snapshot", lambda params: torch.empty_like(params).copy_(params.detach())),
    ("1.5 mixed", torch.float64),
    ("1.5 mixed", " torch.float64"),
    ("1.5 averaged", "Error"),
    ("1.6 standardise", lambda x: (x - x.mean()) / x.std(unbiased=False)),
    (
        "1.6 standardise",
        lambda x: torch.tensor((x.numpy() - x.numpy().mean()) / x.numpy().std()),
    ),
    ("1.6 standardise", lambda x: (x.double() - x.double().mean()) / x.double().std(correction=0)),
    ("1.6 standardise", lambda x: (x - x.mean()) / (x - x.mean()).square().mean().sqrt()),
]
