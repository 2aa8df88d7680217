"""What exercise 8.3 is handed, where the sd with n is as good as the one with n - 1."""

from course_utils.checking.comparison import difference
from course_utils.checking.plain_data import as_numbers


def same_sd(answer, x):
    """Return m and s as numbers, an s with n as if it were one with n - 1."""
    m, s, s_with_n = (t.item() for t in (x.mean(), x.std(), x.std(correction=0)))
    came = answer(x)
    came = as_numbers(came) if isinstance(came, list | tuple) else came
    return (m, s) if difference((m, s_with_n), came) is None else came


def same_sd_twice(answer, x_train, x_val):
    """Return both sets, if both have the sd with n as if they had the one with n - 1."""
    m = x_train.mean()
    right, with_n = (
        tuple((x - m) / x_train.std(correction=k) for x in (x_train, x_val)) for k in (1, 0)
    )
    came = answer(x_train, x_val)
    return right if difference(with_n, came) is None else came


def off(place):
    """Return a `when`: this is the first of two results that is not right."""
    return lambda want, came: bool(difference(want[0], came[0])) is (place == 0)


def looks_normalised(z):
    """Return whether the mean is 0, and whether the sd, with n - 1 or n, is 1."""
    sd = [float(z.std(correction=k)) for k in (1, 0)]
    return abs(float(z.mean())) < 1e-3, any(abs(s - 1) < 1e-3 for s in sd)
