"""Exercise 5.4: The slowest explosion."""

import math
from functools import partial

from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, one_of_its_kind, too_large, within

explosion = exercise(
    "5.4",
    "The slowest explosion",
    hints=(
        "By what is the part across multiplied in every step at lr = 3.4e-4? Its sign does not "
        "matter here, only its size.",
        "The factor is 1 - 3.4e-4 * 5883.421, in size 1.000363. Which power of it is 2? And the "
        "loss is a parabola: how does its height grow with the distance from the bottom?",
        "math.log(2) / math.log(1.000363) is the number of steps.",
    ),
    kind="predict",
)


# A student may round the factor, but not so far that the 363 is lost.
@explosion.part(tolerance=0.03, observe=one_of_its_kind)
def steps_to_double():
    factor = 1 - 3.4e-4 * 5883.421
    return math.log(2) / math.log(-factor)


near = partial(within, 0.03)


def between(low, high):
    return lambda _, value: low < float(value) < high


steps_to_double.slip("Leave out the quotes: a number is asked for.", "1909")
steps_to_double.slip("One number is asked for: how many steps.", [1909, 1910])
for sentence, wrong, when in [
    (
        "The size is right, the sign is not: the part grows, so the logarithm of 2 is above 0, and "
        "so is that of the factor's size.",
        -1909.0,
        near(-1909),
    ),
    (
        "A number of steps is above 0.",
        -5.0,
        lambda _, value: float(value) <= 0,
    ),
    (
        "This is the factor of one step, or what one step adds. How many steps make it 2?",
        1.000363,
        between(0, 1.5),
    ),
    (
        "So few steps would need a factor that is far from 1. "
        "Compute 1 - lr * λ with λ = 5883.421.",
        2.0,
        between(1.5, 400),
    ),
    (
        "These steps double the loss. It grows with the square of the distance, so the distance "
        "itself takes longer.",
        955.0,
        near(955),
    ),
    (
        "After 1000 steps the printed loss has about doubled. The distance is asked for, and the "
        "loss is no distance.",
        1000.0,
        within(0.015, 1000),
    ),
    (
        "The limit of section 8 is rounded, and the digits that it lost are those that count here. "
        "Take 1 - lr * λ, with λ = 5883.421.",
        1178.0,
        near(1178),
    ),
    (
        "So it would be if every step added the same amount. But each step multiplies what is "
        "there, as compound interest does.",
        2754.0,
        near(2754),
    ),
    (
        "Two kinds of logarithm are mixed here: take math.log above and below.",
        829.0,
        near(829, 4396),
    ),
    (
        "This is the part along, which shrinks by a half in that time. The part across grows.",
        11642.0,
        near(11642, 39584),
    ),
    (
        "These are the steps to four times the distance: twice as many as asked for.",
        3818.0,
        near(3818),
    ),
    (
        "Close: how many digits of the factor did you keep? It is 1.000363 in size.",
        1733.0,
        between(1500, 2400),
    ),
    (
        "This is more than it takes. The size of the factor is 1.000363: which power of it is 2?",
        20000.0,
        too_large,
    ),
    (
        "It takes longer than this. The size of the factor is 1.000363: which power of it is 2?",
        500.0,
        in_any_way,
    ),
]:
    steps_to_double.slip(sentence, wrong, when)


@explosion.part(tolerance=0.03, observe=one_of_its_kind)
def loss_factor():
    return 2**2


loss_factor.slip("Leave out the quotes: a number is asked for.", "4")
loss_factor.slip("One number is asked for: how many times as large.", [2, 4])
for sentence, wrong, when in [
    (
        "The distance doubles. But along a direction the loss is a parabola, λ/2 times the square "
        "of the distance.",
        2,
        near(2),
    ),
    (
        "The root goes the other way. The loss grows with the square of the distance.",
        2**0.5,
        near(2**0.5, 0.5),
    ),
    (
        "Sum and square: the loss of one direction is λ/2 times the square of the distance, and "
        "nothing of a third or fourth power.",
        8,
        near(8, 16),
    ),
    (
        "This is e or a power of it. The distance grows to twice its size, and the loss with its "
        "square.",
        7.39,
        near(2.718, 7.39),
    ),
    (
        "It does not grow by λ or by lr: both are the same at the start and at the end.",
        5883.0,
        near(5883.421, 5883.421 * 4, 5883.421 * 2, 5883.421 / 2),
    ),
    (
        "A loss that grows is multiplied by more than 1.",
        -4,
        lambda _, value: float(value) <= 1,
    ),
    (
        "Draw a parabola. How high is it at a distance of 1 from its lowest point, and how "
        "high at 2?",
        3,
        in_any_way,
    ),
]:
    loss_factor.slip(sentence, wrong, when)
