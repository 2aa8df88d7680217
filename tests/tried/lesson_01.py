"""Answers to the exercises of lesson 01."""

import copy

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


def start_first(seed):
    torch.manual_seed(seed)
    start = torch.randn(3)
    speed = torch.rand(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    return torch.arange(20.0), speed, start


def two_starts_first(seed):
    torch.manual_seed(seed)
    torch.randn(3)
    start = torch.randn(3)
    speed = torch.rand(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    return torch.arange(20.0), speed, start


def start_moved_only(seed):
    torch.manual_seed(seed)
    speed = torch.rand(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    return torch.arange(20.0), speed, torch.randn(3)


def noise_normal_too(seed):
    torch.manual_seed(seed)
    speed = torch.randn(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    torch.randn(3)
    return torch.arange(20.0), speed, torch.randn(3)


def seeded_again_for_the_start(seed):
    torch.manual_seed(seed)
    speed = torch.rand(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    torch.manual_seed(seed)
    return torch.arange(20.0), speed, torch.randn(3)


def thrown_away_before_the_noise(seed):
    torch.manual_seed(seed)
    torch.randn(3)
    speed = torch.rand(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    return torch.arange(20.0), speed, torch.randn(3)


def six_at_once(seed):
    torch.manual_seed(seed)
    speed = torch.rand(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    return torch.arange(20.0), speed, torch.randn(6)[3:]


def thrown_away_three_times(seed):
    torch.manual_seed(seed)
    speed = torch.rand(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    torch.randn(3), torch.randn(3)
    return torch.arange(20.0), speed, torch.randn(3)


def thrown_away_by_rand(seed):
    torch.manual_seed(seed)
    speed = torch.rand(20) * 5 + 0.8 * (torch.arange(20.0) - 7.5) ** 2 + 1
    torch.rand(3)
    return torch.arange(20.0), speed, torch.randn(3)


def by_a_loop_over_days(table):
    return torch.tensor([sum(1 for r in day if r > day.mean()) for day in table])


def copied_and_emptied(params):
    saved = params.detach().clone()
    params.detach().zero_()
    return saved


def untracked_for_a_moment(params):
    tracked = params.requires_grad
    params.requires_grad_(False)
    saved = params.clone()
    params.requires_grad_(tracked)
    return saved


WRONG = [
    ("1.1 to_tensor", lambda readings: torch.tensor(list(readings)), "int64"),
    ("1.1 to_tensor", lambda readings: torch.tensor(np.array(readings) * 1.0), "float64"),
    ("1.1 to_tensor", lambda readings: torch.tensor([readings]).float(), "brackets"),
    ("1.2 make_speed", lambda s: make_speed(s, seed_first=False), "set too late"),
    ("1.2 make_speed", lambda s: make_speed(s, noise=torch.randn), "rand."),
    ("1.2 make_speed", lambda s: make_speed(s, draws=1), "first draw"),
    ("1.2 make_speed", lambda s: make_speed(s, stop=19), "19 values"),
    ("1.2 make_speed", with_range, "21 values"),
    ("1.2 make_speed", start_first, "draws are not"),
    ("1.2 make_speed", two_starts_first, "draws are not"),
    ("1.2 make_speed", start_moved_only, "first draw"),
    ("1.2 make_speed", noise_normal_too, "randn can be negative"),
    ("1.2 make_speed", seeded_again_for_the_start, "seed is set again"),
    ("1.2 make_speed", thrown_away_before_the_noise, "draws are not"),
    ("1.2 make_speed", thrown_away_three_times, "keep the second"),
    ("1.2 make_speed", thrown_away_by_rand, "keep the second"),
    ("1.3 warm_readings", lambda t: (t > t.mean()).sum(0), "columns"),
    ("1.3 warm_readings", lambda t: torch.sum(t > torch.mean(t)), "whole month"),
    ("1.3 warm_readings", lambda t: (t > t.mean()).sum().tolist(), "whole month"),
    ("1.3 warm_readings", by_a_loop_over_days, "mean of its own"),
    ("1.3 warm_readings", lambda t: (t.T > t.mean(dim=1)).sum(dim=0), "mean of its own"),
    ("1.3 warm_readings", lambda t: (t > t.mean(0)).sum(1), "its column"),
    ("1.3 warm_readings", lambda t: (t >= t.mean()).sum(dim=1), "exactly the mean"),
    ("1.3 warm_readings", lambda t: (t < t.mean()).sum(dim=1), "cold"),
    ("1.3 warm_readings", lambda t: t.shape[1] - (t >= t.mean()).sum(dim=1), "cold"),
    ("1.3 warm_readings", lambda t: t > t.mean(), "each reading"),
    ("1.3 warm_readings", lambda t: ((t > t.mean()) * t).sum(1), "adds the warm"),
    ("1.3 warm_readings", lambda t: (t - t.mean()).sum(-1), "how far"),
    ("1.3 warm_readings", lambda t: (t > t.median()).sum(dim=1), "median"),
    ("1.3 warm_readings", lambda t: (t > 0).sum(dim=1), "with 0"),
    ("1.3 warm_readings", lambda t: (t > t.mean()).sum(dim=1) / t.shape[1], "share"),
    ("1.3 warm_readings", lambda t: t.mean(1) > t.mean(), "days are compared"),
    ("1.3 warm_readings", lambda t: (t > t.mean()).any(dim=1), "at all"),
    ("1.4 snapshot", lambda params: params, "Same storage"),
    ("1.4 snapshot", lambda params: params[:], "Same storage"),
    ("1.4 snapshot", lambda params: params.view(-1), "Same storage"),
    ("1.4 snapshot", lambda params: params.detach(), "Same storage"),
    ("1.4 snapshot", lambda params: params.data, "Same storage"),
    ("1.4 snapshot", lambda params: params.detach_().clone(), "params itself has changed"),
    ("1.4 snapshot", lambda params: params.requires_grad_(False).clone(), "params itself"),
    ("1.4 snapshot", copied_and_emptied, "params itself has changed"),
    ("1.4 snapshot", lambda params: params + 0, "remembers how it was made"),
    ("1.4 snapshot", lambda params: torch.from_numpy(params.detach().numpy()), "Same storage"),
    ("1.5 one_day", 30, "What is left"),
    ("1.5 one_day", "(1, 11)", "would keep it"),
    ("1.5 one_day", "Error", "Not an error"),
    ("1.5 one_day", (12,), "picks one row"),
    ("1.5 one_day", 11.0, "(11,) for one axis"),
    ("1.5 mornings", 11, "colon keeps"),
    ("1.5 mornings", (30, 1), "would keep it"),
    ("1.5 mornings", (29,), "takes the second away"),
    ("1.5 a_week", (7, 11), "swaps"),
    ("1.5 a_week", (11, 8), "seven days"),
    ("1.5 a_week", "11, 6", "seven"),
    ("1.5 a_week", "eleven by seven", "such as (4, 2)"),
    ("1.5 all_days", (-1, 11), "no length"),
    ("1.5 all_days", torch.Size([11, 120]), "last length"),
    ("1.5 all_days", (119, 11), "works the first one out"),
    ("1.5 house", 4, "that disappears"),
    ("1.5 house", (1, 30, 11), "keepdim"),
    ("1.5 house", (11, 30), "number 0"),
    ("1.5 dealt", (4, 3), "invents"),
    ("1.5 dealt", (4, 2.5), "drops none"),
    ("1.5 dealt", (4, 10), "Divide"),
    ("1.5 dealt", None, "such as (4, 2)"),
    ("1.6 standardise", lambda x: (x - x.mean()) / x.std(), "n - 1"),
    ("1.6 standardise", lambda x: x / x.std(correction=0), "subtract"),
    ("1.6 standardise", lambda x: (x - x.mean()) / x.var(correction=0), "variance"),
    ("1.1 to_tensor", lambda readings: torch.tensor(readings[:11]).float(), "eleven"),
    (
        "1.2 make_speed",
        lambda seed: [make_speed(seed, draws=1)[place] for place in (2, 0, 1)],
        "The order is",
    ),
]


def _speed_with_generator(seed):
    g = torch.Generator().manual_seed(seed)
    time = torch.linspace(0, 19, 20)
    speed = 5 * torch.rand((20,), generator=g) + (time - 7.5).square() * 0.8 + 1
    _, start = torch.randn(3, generator=g), torch.randn(3, generator=g)
    return [time, speed, start]


def _warm_by_loop(table):
    mean, counts = table.mean(), []
    for day in table:
        counts.append(0)
        for reading in day:
            if reading > mean:
                counts[-1] += 1
    return torch.tensor(counts)


RIGHT = [
    ("1.1 to_tensor", lambda readings: torch.tensor([float(r) for r in readings])),
    ("1.1 to_tensor", lambda readings: torch.tensor(readings).float()),
    ("1.1 to_tensor", lambda readings: torch.from_numpy(np.array(readings, dtype=np.float32))),
    ("1.1 to_tensor", torch.FloatTensor),
    ("1.2 make_speed", six_at_once),
    ("1.2 make_speed", _speed_with_generator),
    ("1.2 make_speed", lambda seed: tuple(_speed_with_generator(seed))),
    ("1.3 warm_readings", _warm_by_loop),
    ("1.3 warm_readings", lambda t: (t > t.mean()).float().sum(dim=1)),
    ("1.3 warm_readings", lambda t: torch.count_nonzero(t > t.mean(), dim=1)),
    ("1.3 warm_readings", lambda t: torch.where(t > t.mean(), 1, 0).sum(-1)),
    ("1.3 warm_readings", lambda t: torch.stack([(d > t.mean()).sum() for d in t])),
    ("1.3 warm_readings", lambda t: torch.tensor((t.numpy() > t.numpy().mean()).sum(axis=1))),
    ("1.3 warm_readings", lambda t: (t.T > t.sum() / t.numel()).sum(dim=0)),
    ("1.4 snapshot", lambda params: params.clone().detach()),
    ("1.4 snapshot", lambda params: params.detach().clone().requires_grad_()),
    ("1.4 snapshot", lambda params: torch.tensor(params.tolist())),
    ("1.4 snapshot", lambda params: torch.tensor(params)),
    ("1.4 snapshot", lambda params: torch.empty_like(params).copy_(params.detach())),
    ("1.4 snapshot", untracked_for_a_moment),
    ("1.4 snapshot", copy.deepcopy),
    ("1.5 one_day", (11,)),
    ("1.5 one_day", 11),
    ("1.5 one_day", "(11)"),
    ("1.5 mornings", 30),
    ("1.5 mornings", "(30,)"),
    ("1.5 mornings", torch.Size([30])),
    ("1.5 a_week", torch.Size([11, 7])),
    ("1.5 a_week", "torch.Size([11, 7])"),
    ("1.5 house", "30, 11"),
    ("1.5 dealt", "RuntimeError"),
    ("1.6 standardise", lambda x: (x - x.mean()) / x.std(unbiased=False)),
    (
        "1.6 standardise",
        lambda x: torch.tensor((x.numpy() - x.numpy().mean()) / x.numpy().std()),
    ),
    ("1.6 standardise", lambda x: (x.double() - x.double().mean()) / x.double().std(correction=0)),
    ("1.6 standardise", lambda x: (x - x.mean()) / (x - x.mean()).square().mean().sqrt()),
]
