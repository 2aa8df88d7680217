"""What keys find out about answers that nobody foresaw: `observe` and `when` for many of them."""

from course_utils.checking.comparison import difference
from course_utils.checking.plain_data import as_numbers


def number_from(answer, *args):
    """Return what an answer gives, as a plain number where it is a number of any kind."""
    return as_numbers(answer(*args))


def one_of_its_kind(value):
    """Return one text for all texts, one list for all lists and tuples, and a number as it is.

    There are many spellings of a number in quotes, and of two numbers where one is asked for.
    """
    if isinstance(value, str):
        return "a text"
    return [0] if isinstance(value, list | tuple) else as_numbers(value)


def off_in(*tags):
    """Return a test: is a finding with one of these tags not as it should be?"""
    return lambda want, came: any(difference(want[tag], came[tag]) for tag in tags)


def right_in(*tags):
    """Return a test: are all findings with these tags as they should be?"""
    return lambda want, came: not off_in(*tags)(want, came)


def off_only_in(*tags):
    """Return a test: are the findings with these tags not as they should be, and all others?"""
    return lambda want, came: {t for t in want if difference(want[t], came[t])} == set(tags)


def within(share, *places):
    """Return a test: is the number one of these, give or take that share of it?"""
    return lambda _, value: any(abs(float(value) - p) <= share * abs(p) for p in places)


def too_small(want, value):
    """True for a number below the right one."""
    return float(value) < float(want)


def too_large(want, value):
    """True for a number above the right one."""
    return float(value) > float(want)


def in_any_way(*_):
    """Return True: a test for the sentence that comes last, and claims nothing."""
    return True
