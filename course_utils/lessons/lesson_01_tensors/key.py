"""Answer key of lesson 01, Tensors."""

import numpy as np
import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong

# 1.1 ---------------------------------------------------------------------------------------------

diary = exercise(
    "1.1",
    "From paper to tensor",
    hints=(
        "Section 1 builds a tensor from a list. What decides its dtype?",
        "A list of whole numbers gives int64. `torch.tensor` has an argument that says otherwise.",
        "return torch.tensor(readings, dtype=...)",
    ),
)


def reading_lists(generator):
    t_u, t_c = simulate.thermometer()
    whole = torch.randint(-9, 30, (5,), generator=generator).tolist()
    return [(t_u.tolist(),), (t_c.tolist(),), (whole,), ([21],)]


@diary.part(probes=reading_lists, exact_dtype=True)
def to_tensor(readings):
    """Turn a list of n readings into a float32 tensor of shape (n,)."""
    return torch.tensor(readings, dtype=torch.float32)


no_dots = to_tensor.mistake(
    "Numbers typed without a dot become int64, and .mean() of integers fails: ask for float32."
)


@no_dots
def _(readings):
    return torch.tensor(readings)


@no_dots
def _(readings):
    return torch.tensor([int(r) for r in readings])


from_numpy = to_tensor.mistake(
    "This is float64, eight bytes a number, as in NumPy and Python. Ask for torch.float32."
)


@from_numpy
def _(readings):
    return torch.tensor(np.array(readings, dtype=float))


@from_numpy
def _(readings):
    return torch.from_numpy(np.array(readings))


two_brackets = to_tensor.mistake(
    "Two pairs of brackets make a table of one row, shape (1, n). One pair is enough."
)


@two_brackets
def _(readings):
    return torch.tensor([readings], dtype=torch.float32)


@two_brackets
def _(readings):
    return torch.tensor([readings])


# 1.2 ---------------------------------------------------------------------------------------------

tape = exercise(
    "1.2",
    "The same random numbers as the article",
    hints=(
        "Section 5: the seed rewinds the tape, every draw moves it on. Copy the order of draws.",
        "The order is: seed, `rand(20)` for the noise, `randn(3)` thrown away, `randn(3)` kept.",
        "torch.manual_seed(seed); time = torch.arange(0, 20).float(); noise = torch.rand(20) * 5",
    ),
)


def seeds(generator):
    return [(2021,), (int(torch.randint(1, 10_000, (), generator=generator)),)]


def three_named(make_speed, seed):
    """Name the three results, so that a verdict can say which of them is off."""
    made = make_speed(seed)
    if not isinstance(made, tuple | list) or len(made) != 3:
        return made
    return dict(zip(("time", "speed", "start"), made, strict=True))


@tape.part(probes=seeds, observe=three_named, exact_dtype=True)
def make_speed(seed):
    """Return time (20,), speed (20,) and start (3,), float32, as the article draws them."""
    torch.manual_seed(seed)
    time = torch.arange(0, 20).float()
    speed = torch.rand(20) * 5 + 0.8 * (time - 7.5) ** 2 + 1
    torch.randn(3)
    start = torch.randn(3)
    return time, speed, start


def drawn(seed, time, noise, draws=2):
    """Return what `make_speed` would, with another time axis, noise or number of draws."""
    if seed is not None:
        torch.manual_seed(seed)
    speed = noise(len(time)) * 5 + 0.8 * (time - 7.5) ** 2 + 1
    for _ in range(draws):
        start = torch.randn(3)
    return time, speed, start


seeded_late = make_speed.mistake(
    "The seed is not set, or set too late: torch.manual_seed(seed) comes before the noise."
)


@seeded_late
def _(seed):
    time = torch.arange(0, 20).float()
    noise = torch.rand(20)
    torch.manual_seed(seed)
    torch.randn(3)
    return time, noise * 5 + 0.8 * (time - 7.5) ** 2 + 1, torch.randn(3)


@seeded_late
def _(seed):
    time = torch.arange(0, 20).float()
    speed = torch.rand(20) * 5 + 0.8 * (time - 7.5) ** 2 + 1
    torch.randn(3)
    start = torch.randn(3)
    torch.manual_seed(seed)
    return time, speed, start


@seeded_late
def _(seed):
    return drawn(None, torch.arange(0, 20).float(), torch.rand)


@make_speed.mistake("The noise here is uniform on [0, 1): that is rand. randn can be negative.")
def _(seed):
    return drawn(seed, torch.arange(0, 20).float(), torch.randn)


@make_speed.mistake(
    "This start is the first draw. The tape moved on: the article prints one and keeps the next."
)
def _(seed):
    return drawn(seed, torch.arange(0, 20).float(), torch.rand, draws=1)


too_short = make_speed.mistake(
    "arange leaves the end out: arange(0, 19) has 19 values, from 0 to 18."
)


@too_short
def _(seed):
    return drawn(seed, torch.arange(0, 19).float(), torch.rand)


@too_short
def _(seed):
    return drawn(seed, torch.arange(0, 19).float(), lambda n: torch.rand(20))


too_long = make_speed.mistake(
    "torch.range keeps the end, so it has 21 values, and it is deprecated: arange."
)


@too_long
def _(seed):
    return drawn(seed, torch.range(0, 20), torch.rand)


@too_long
def _(seed):
    return drawn(seed, torch.range(0, 20), lambda n: torch.rand(20))


@make_speed.mistake("The time axis is int64, as arange makes it from whole numbers: add .float().")
def _(seed):
    return drawn(seed, torch.arange(0, 20), torch.rand)


# 1.3 ---------------------------------------------------------------------------------------------

parabola = exercise(
    "1.3",
    "One formula, any shape",
    hints=(
        "Section 4 writes the formula once, without a loop. The same text works for every shape.",
        "A power is written ** in Python.",
        "return a * x**2 + ...",
    ),
)


def any_shape(generator):
    def draw(*shape):
        return torch.randn(shape, generator=generator)

    return [(draw(*shape), 2.0, 1.5, draw().item()) for shape in [(7,), (3, 4), (), (1,)]]


@parabola.part(probes=any_shape)
def quad(x, a, b, c):
    """Return a x² + b x + c for a tensor x of any shape, in that shape."""
    return a * x**2 + b * x + c


@quad.mistake("In Python ^ is not a power but a bitwise XOR, which floats do not have: write x**2.")
def _(x, a, b, c):
    return a * (x ^ 2) + b * x + c


as_list = quad.mistake(
    "This is a list. Write the formula on the whole tensor, and a tensor comes back."
)


@as_list
def _(x, a, b, c):
    return [a * v**2 + b * v + c for v in x]


@as_list
def _(x, a, b, c):
    return [a * v**2 + b * v + c for v in x.tolist()]


looped = quad.mistake(
    "A loop over x fails for a table or a single number: write the formula on the whole tensor."
)


@looped
def _(x, a, b, c):
    return torch.stack([a * v**2 + b * v + c for v in x])


@looped
def _(x, a, b, c):
    result = torch.zeros_like(x)
    for i in range(len(x)):
        result[i] = a * x[i] ** 2 + b * x[i] + c
    return result


@looped
def _(x, a, b, c):
    return torch.tensor([a * v**2 + b * v + c for v in x])


@looped
def _(x, a, b, c):
    return torch.tensor([a * v**2 + b * v + c for v in x.tolist()])


# 1.4 ---------------------------------------------------------------------------------------------

keep = exercise(
    "1.4",
    "A copy that survives",
    hints=(
        "Section 7: which of the ways to make B from A gave B a storage of its own?",
        "`detach` alone shares the storage, `clone` alone keeps the history. They can be chained.",
        "return params.detach()....",
    ),
)


def parameters(generator):
    plain = torch.randn(3, generator=generator)
    tracked = torch.randn(2, generator=generator).requires_grad_()
    return [(plain,), (tracked,), (torch.randn(2, 2, generator=generator),)]


def after_ten_updates(snapshot, params):
    """Take the snapshot, move params ten times in place, and look at the snapshot."""
    copy = snapshot(params)
    with torch.no_grad():
        for _ in range(10):
            params -= 0.1
    is_tensor = isinstance(copy, torch.Tensor)
    return {
        "shares memory with params": is_tensor and _storage(copy) == _storage(params),
        "the copy after ten updates": copy.detach() if is_tensor else copy,
        "is params itself": copy is params,
        "has a history": is_tensor and copy.grad_fn is not None,
    }


def _storage(tensor):
    return tensor.untyped_storage().data_ptr()


@keep.part(probes=parameters, observe=after_ten_updates)
def snapshot(params):
    """Return a copy of params that later in-place updates leave alone."""
    return params.detach().clone()


@snapshot.mistake("Same storage: this is a second name for the same tensor. Nothing was copied.")
def _(params):
    return params


@snapshot.mistake("Same storage: a slice or any other view, even [:], sees every update.")
def _(params):
    return params[:]


cut_not_copied = snapshot.mistake(
    "Same storage: .detach() and .data cut the history and share the memory. "
    "This is the bug in the reset cell of the published article."
)


@cut_not_copied
def _(params):
    return params.detach()


@cut_not_copied
def _(params):
    return params.data


def shares_memory(_, came):
    """True for a view of another shape, too."""
    return came["shares memory with params"]


@snapshot.mistake("Same storage: this is a view, which sees every update.", when=shares_memory)
def _(params):
    return params.view(-1)


@snapshot.remark(
    "Good for now. From lesson 06 on tensors remember how they were made; then write "
    ".detach().clone()."
)
def _(params):
    return params.clone()


# 1.5 ---------------------------------------------------------------------------------------------

detective = exercise(
    "1.5",
    "Dtype detective",
    hints=(
        "Section 6 shows each of these, or a close relative.",
        "Two float dtypes: the wider wins. Integers: division leaves them, averaging refuses.",
        'The first is "float64".',
    ),
)


@detective.part()
def mixed():
    return "float64"


mixed.mistake("Not an error: torch promotes to the wider dtype, here float64.", "error")
mixed.mistake("The wider dtype wins, not the first one or the default.", "float32")


@detective.part()
def halved():
    return "float32"


halved.mistake("Between integers / gives a float, in the default dtype.", "int64")
halved.mistake("The default float dtype of torch is float32; float64 comes from NumPy.", "float64")


@detective.part()
def averaged():
    return "error"


for dtype in ("float32", "int64", "float64"):
    averaged.mistake("arange(3) is int64, and torch refuses to average integers.", dtype)


@detective.part()
def made_by_fastai():
    return "float32"


made_by_fastai.mistake(
    "That is what torch.tensor does. fastai's tensor turns float64 into float32.", "float64"
)


@detective.part()
def made_by_torch():
    return "float64"


made_by_torch.mistake(
    "That is what fastai's tensor does. torch.tensor keeps NumPy's float64.", "float32"
)

# 1.6 ---------------------------------------------------------------------------------------------

unit_free = exercise(
    "1.6",
    "Standardise",
    hints=(
        "Two steps: shift the readings so that their mean is 0, then shrink them.",
        "The standard deviation that does this divides by n: `std` has an argument `correction`.",
        "return (x - x.mean()) / x.std(correction=...)",
    ),
)


def readings(generator):
    t_u, _ = simulate.thermometer()
    wide = 40 * torch.randn(6, generator=generator) + 100
    # Two numbers too close to each other would leave float32 few digits of their difference.
    pair = torch.rand(2, generator=generator) + torch.tensor([0.0, 2.0])
    return [(t_u,), (wide,), (pair,)]


@unit_free.part(probes=readings)
def standardise(x):
    """Shift and scale x so that its mean is 0 and the mean of its squares is 1."""
    return (x - x.mean()) / x.std(correction=0)


@standardise.mistake(
    "std() divides by n - 1 unless told otherwise; the mean of squares is then (n - 1)/n, "
    "10/11 for the diary. Pass correction=0."
)
def _(x):
    return (x - x.mean()) / x.std()


not_shifted = standardise.mistake("The mean is not 0 yet: subtract it before you divide.")


@not_shifted
def _(x):
    return x / x.std(correction=0)


@not_shifted
def _(x):
    return x / x.std()


precedence = standardise.mistake(
    "Precedence: this divides only the mean. Put x - x.mean() in brackets."
)


@precedence
def _(x):
    return x - x.mean() / x.std(correction=0)


@precedence
def _(x):
    return x - x.mean() / x.std()


@standardise.mistake(
    "The mean is 0 now. The spread is not 1 yet: divide by the standard deviation."
)
def _(x):
    return x - x.mean()


@standardise.mistake("This puts the readings between 0 and 1. Use the mean and the spread instead.")
def _(x):
    return (x - x.min()) / (x.max() - x.min())


by_variance = standardise.mistake(
    "This divides by the variance. Its root, the standard deviation, has x's units."
)


@by_variance
def _(x):
    return (x - x.mean()) / x.var(correction=0)


@by_variance
def _(x):
    return (x - x.mean()) / x.var()


# Questions ---------------------------------------------------------------------------------------

question(
    "1.p1",
    "The list [35.7, 55.9, 58.2] times 2, and the tensor of the same numbers times 2: "
    "what comes out?",
    wrong("Both double every reading.", "A list has no arithmetic: `* 2` repeats it."),
    right(
        "The list gets longer, the tensor's readings double.",
        "`* 2` on a list means twice the list. On a tensor it means every entry.",
    ),
    wrong("The list raises an error.", "It would be kinder if it did. It silently repeats itself."),
)

question(
    "1.p2",
    "`b = a[2:5]`, then `a[3] = 99`. Does `b` change?",
    right("Yes.", "A slice is a view: it looks at the same memory as `a`."),
    wrong(
        "No, `b` is a copy of three entries.",
        "Slicing a Python list copies. Slicing a tensor makes a view of the same memory.",
    ),
    wrong("Only if `b` is made again.", "Nothing has to be made again: `b` looks at `a`'s memory."),
)

question(
    "1.p3",
    "Seed 2021, then `rand(20)`, then `randn(3)` twice. Are the two draws of three equal?",
    wrong(
        "Yes, the seed fixes them.",
        "The seed fixes where the tape starts. Each draw then moves the tape on.",
    ),
    right("No.", "The second draw reads the next stretch of the tape."),
    wrong(
        "It differs from run to run.", "After the same seed, the same draws give the same numbers."
    ),
)

question(
    "1.p4",
    "B is made from A in one of four ways. Which of them gives B a storage of its own, "
    "so that B stays as it is when A changes?",
    wrong("`A.view(2, 3)`", "A view deals the same boxes out over other axes. It shares them."),
    wrong("`A.detach()`", "detach cuts the history and shares the storage."),
    right("`A * 1`", "Arithmetic writes its results into a new storage, even if nothing changes."),
    wrong("`torch.from_numpy(A.numpy())`", "Neither step copies: all three look at one storage."),
)

question(
    "1.q1",
    "What are the shape and dtype of `torch.arange(0, 20)`?",
    right("(20,), int64", "The end is left out, and whole numbers give integers."),
    wrong("(21,), int64", "The end is left out: 0 to 19. `torch.range`, deprecated, keeps it."),
    wrong("(20,), float32", "Whole numbers in give int64 out. Add `.float()`."),
    wrong("(1, 20), int64", "A range has one axis: (20,)."),
)

question(
    "1.q2",
    "Which of `torch.rand` and `torch.randn` can give a negative number?",
    wrong("Both", "`rand` is uniform from 0 up to 1: never negative."),
    wrong("`rand` only", "`rand` is uniform from 0 up to 1: never negative."),
    right("`randn` only", "`randn` is normal with mean 0: about half its draws are negative."),
)

question(
    "1.q3",
    "After `b = a.detach(); b[0] = 9`, is `a[0]` equal to 9?",
    right("Yes", "`detach` cuts the history and shares the storage."),
    wrong(
        "No, detach made a copy",
        "Even tutorials say so, but `detach` shares the storage. `clone` copies.",
    ),
    wrong("It raises an error", "Writing into a detached tensor is allowed, and that is the trap."),
)

question(
    "1.q4",
    "What is the rank of `torch.zeros(())`?",
    right("0", "No axes, one number: a rank-0 tensor."),
    wrong("1", "A rank-1 tensor needs one axis: `torch.zeros(1)` has shape (1,)."),
    wrong(
        "There is no such tensor", "There is: `torch.zeros(())` holds one number and has no axes."
    ),
)

question(
    "1.q5",
    "What makes random results repeatable?",
    wrong("The seed", "Not by itself: one more draw in between and everything after it differs."),
    wrong("Drawing in the same order", "Not without a seed: the tape starts anywhere."),
    right(
        "The seed and the same draws in the same order",
        "The seed says where the tape starts, the draws before say which stretch comes next.",
    ),
)
