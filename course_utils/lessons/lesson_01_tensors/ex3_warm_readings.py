"""Exercise 1.3: Warm readings."""

import torch

from course_utils.checking.exercises import exercise

warm = exercise(
    "1.3",
    "Warm readings",
    hints=(
        "Three steps: one number for the whole month, a comparison for each reading, a count for "
        "each day.",
        "`table > 3` has the shape of table and holds True and False, and True counts as 1.",
        "The mean is table.mean(), of everything. What is summed, and which axis disappears?",
    ),
)


def tables(generator):
    """One that a person can follow, then months of other shapes; readings that are the mean."""
    by_hand = torch.tensor([[2.0, 4.0, 6.0], [5.0, 5.0, 8.0], [1.0, 4.0, 1.0]])
    square = torch.tensor([[0.0, 9.0], [2.0, 5.0]])
    drawn = [8 * torch.randn(shape, generator=generator) - 3 for shape in [(4, 6), (7, 3), (5, 5)]]
    one_day, one_reading = by_hand[:1], by_hand[:, :1]
    return [(table,) for table in (by_hand, *drawn, square, one_day, one_reading)]


def counts(answer, table):
    """Return what comes back, a count of any dtype as float64; True and False are no counts."""
    came = answer(table)
    is_count = isinstance(came, torch.Tensor) and came.dtype is not torch.bool
    return came.double() if is_count else came


@warm.part(probes=tables, observe=counts)
def warm_readings(table):
    """Count for each row of table (days, readings) what is above the mean of all; shape (days,)."""
    return (table > table.mean()).sum(dim=1)


MEAN, WARM, COUNT = "table.mean()", "(table > table.mean())", ".sum(dim=1)"

warm_readings.slips(
    {
        "This counts down the columns: dim=0 makes the days disappear. One count a day is "
        "asked for.": [
            ("dim=1", "dim=0"),
            (COUNT, ".T.sum(dim=1)"),
            (COUNT, ".sum(0, keepdim=True)"),
        ],
        "This is one count for the whole month. Keep the axis of the days.": [
            (COUNT, ".sum()"),
            (COUNT, ".sum().item()"),
        ],
        "Each day is compared with a mean of its own. One mean, that of the whole month, is the "
        "measure for all.": [
            (MEAN, "table.mean(dim=1, keepdim=True)"),
            (MEAN, "table.mean(1)[:, None]"),
            "return torch.stack([(day > day.mean()).sum() for day in table])",
        ],
        "Each reading is compared with the mean of its column. One mean, that of the whole "
        "month, is the measure for all.": (MEAN, "table.mean(dim=0)"),
        "mean(dim=1) is one number a day, and they are set against the columns. One mean, that of "
        "the whole month, is the measure for all.": (MEAN, "table.mean(dim=1)"),
        "A reading that is exactly the mean is not above it: > and not >=.": (">", ">="),
        "This counts the cold readings, those below the mean.": [(">", "<"), (">", "<=")],
        "This is the share of warm readings, between 0 and 1. How many are they?": [
            (COUNT, ".float().mean(dim=1)"),
            (COUNT, ".double().mean(dim=1)"),
        ],
        "torch averages no True and False, and an average would be a share: count with sum.": (
            COUNT,
            ".mean(dim=1)",
        ),
        "This says of each reading whether it is warm. Count them for each day.": [
            (COUNT, ""),
            (COUNT, ".int()"),
        ],
        "This says whether a day has a warm reading at all. How many has it?": [
            (COUNT, ".any(dim=1)"),
            (COUNT, ".any(dim=1).int()"),
            (COUNT, ".amax(dim=1)"),
        ],
        "This says whether all readings of a day are warm. How many are?": (COUNT, ".all(dim=1)"),
        "This adds the warm readings up. A comparison is True or False, and True counts as 1: "
        "sum the comparison alone.": [
            (WARM, "(table * (table > table.mean()))"),
            f"return torch.stack([day[day > {MEAN}].sum() for day in table])",
        ],
        "This adds up how far the readings are from the mean. Compare them with it, and count.": (
            ">",
            "-",
        ),
        "The median has as many readings above it as below; the mean, which is asked for, need "
        "not.": (MEAN, "table.median()"),
        "The readings are compared with 0. The measure is the mean of the whole month.": (
            MEAN,
            "0",
        ),
        "Numbers of another month are inside: take the mean of the table that comes in.": [
            (MEAN, "51.8"),
            (MEAN, "10.5"),
            (MEAN, "4"),
        ],
        "These are the means of the days. How many readings are above the mean of the month?": (
            "return table.mean(dim=1)"
        ),
        "The days are compared with the month, one mean with another: True or False a day. "
        "Compare each reading.": "return table.mean(dim=1) > table.mean()",
        "The axis was to disappear: with keepdim the counts have shape (days, 1).": (
            "dim=1",
            "dim=1, keepdim=True",
        ),
        "This is how many readings a day has, warm or not.": [
            (WARM, "(table == table)"),
            "return torch.full((len(table),), table.shape[1])",
        ],
        "This is where the first warm reading of each day stands. How many are there?": (
            COUNT,
            ".int().argmax(dim=1)",
        ),
        "The counts run on along the day. Its last one alone is asked for.": (
            COUNT,
            ".cumsum(dim=1)",
        ),
        "What is below the mean counts as -1 here. True is 1, and False is 0.": (
            WARM,
            "torch.sign(table - table.mean())",
        ),
        "The mean of absolute values is another mean. Take the readings as they are.": (
            MEAN,
            "table.abs().mean()",
        ),
        "The sum of the month is a measure that hardly a reading reaches. Take the mean.": (
            MEAN,
            "table.sum()",
        ),
        "The measure is half way between the coldest and the warmest reading. The mean is asked "
        "for.": (MEAN, "(table.max() + table.min()) / 2"),
    }
)

warm_readings.same(
    {
        "Counts have no history to be cut off.": (
            f"return {WARM}{COUNT}",
            f"return {WARM}{COUNT}.detach()",
        )
    }
)
