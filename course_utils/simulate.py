"""The data sets of the course: one function each, returning tensors.

Every draw takes its seed as an argument and leaves the global random state as it was.
"""

import numbers

import numpy as np
import torch

_MOST = 1_000_000  # readings in a data set, so that a slip of the finger fills no memory
_NUMBERS = (
    torch.float16,
    torch.float32,
    torch.float64,
    torch.int8,
    torch.int16,
    torch.int32,
    torch.int64,
    torch.uint8,
)


def thermometer():
    """Return `t_u, t_c`: eleven readings of a wall thermometer without units, and the truth.

    Shapes (11,) and (11,), float32. `t_u` in the thermometer's own unknown units, `t_c` in °C.
    The numbers are made up. Source: Stevens, Antiga, Viehmann, "Deep Learning with PyTorch",
    chapter 5.
    """
    t_c = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
    t_u = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])
    return t_u, t_c


def speed(seed=2021):
    """Return `time, speed, start`: a speed over time, and the parameters where descent begins.

    Shapes (20,), (20,) and (3,), float32; no units in the source. The truth is
    0.8 (time - 7.5)² + 1 plus noise that is uniform on [0, 5). `start` is the second draw of three
    normal numbers after the noise: the source prints the first and keeps the second.
    Source: the article "Building a simple Machine Learning model using PyTorch from scratch".
    """
    generator = _torch_generator(seed)
    time = torch.arange(0, 20).float()
    readings = torch.rand(20, generator=generator) * 5 + 0.8 * (time - 7.5) ** 2 + 1
    torch.randn(3, generator=generator)
    return time, readings, torch.randn(3, generator=generator)


def quadratic(n=100, sigma=0.5, seed=42):
    """Return `x, y, mu`: `n` noisy readings of the parabola mu = 2x² + 1.5x + 1.

    Shapes (n,), float32, no units. `x` is evenly spaced on [-1, 1]; `y` is normal with mean `mu`
    and standard deviation `sigma`, drawn with NumPy's legacy generator as the source does. The
    source sets no seed; the course takes 42. Source: the post "Machine learning basics".
    """
    n = _count("n", n, 2, _MOST)
    if not isinstance(sigma, numbers.Real) or isinstance(sigma, bool):
        raise TypeError(f"sigma must be a number; got {sigma!r}")
    if not 0 <= sigma <= _MOST:
        raise ValueError(f"sigma is a standard deviation, from 0 to {_MOST}; got {sigma}")
    x = np.linspace(-1, 1, n)
    mu = 2 * x**2 + 1.5 * x + 1
    y = np.random.RandomState(_count("seed", seed, 0, 2**32 - 1)).normal(mu, sigma)
    return tuple(torch.from_numpy(values).float() for values in (x, y, mu))


def line(n=100, seed=42):
    """Return `x, y`: `n` noisy readings of the line y = 2.5x + 1 as columns.

    Shapes (n, 1), float32. In the story x is the size of a plot and y a price; the source gives
    neither a unit. The noise is normal with standard deviation 0.5.
    Source: the post "Basics of supervised learning: linear regression".
    """
    n = _count("n", n, 1, _MOST)
    generator = _torch_generator(seed)
    x = torch.randn(n, 1, generator=generator)
    return x, 2.5 * x + 1.0 + torch.randn(n, 1, generator=generator) * 0.5


def xor():
    """Return `x, y`: the four points of "exclusive or", shapes (4, 2) and (4,), float32."""
    x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, torch.tensor([0.0, 1.0, 1.0, 0.0])


def table(**columns):
    """Return the tensors as a pandas table, one named column each, for reading.

    Each is one-dimensional, or a column of shape (n, 1), and all have the same length; anything
    else raises a ValueError. The columns are float64 copies: editing the table changes no data.
    """
    import pandas as pd

    flat = {name: _column(name, values) for name, values in columns.items()}
    lengths = {name: len(values) for name, values in flat.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"a table needs one or more columns of one length; got {lengths}")
    return pd.DataFrame(flat)


def _column(name, values):
    if not isinstance(values, torch.Tensor):
        raise TypeError(f"{name} must be a tensor; got a {type(values).__name__}")
    if values.dtype not in _NUMBERS or values.device.type != "cpu" or values.is_sparse:
        raise TypeError(f"{name} must be an ordinary tensor of real numbers; got {values.dtype}")
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        raise ValueError(f"{name} must have shape (n,) or (n, 1); got {tuple(values.shape)}")
    # Through text, so that 35.7 in float32 reads 35.7 and not 35.70000076.
    return [float(str(v)) for v in values.detach().numpy()]


def _torch_generator(seed):
    return torch.Generator().manual_seed(_count("seed", seed, 0, 2**32 - 1))


def _count(name, value, least, most):
    """Return `value` if it is a whole number from `least` to `most`; else raise."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be a whole number; got {value!r}")
    if not least <= value <= most:
        raise ValueError(f"{name} must be from {least} to {most}; got {value}")
    return int(value)
