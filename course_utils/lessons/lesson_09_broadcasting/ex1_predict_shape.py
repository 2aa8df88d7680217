"""Exercise 9.1: the rule of broadcasting as a function of two shapes."""

from course_utils.checking.exercises import exercise
from course_utils.checking.plain_data import as_data, as_numbers, kind_of
from course_utils.lessons.lesson_09_broadcasting.habits import uses
from course_utils.lessons.lesson_09_broadcasting.shape_pairs import fit, pairs_of_shapes

predict = exercise(
    "9.1",
    "Predict the shape",
    hints=(
        "Section 3: write the shapes below each other so that they end together. Then go column "
        "by column.",
        "Fill the shorter shape up with 1 on its left side. Two sizes fit if they are equal or one "
        "of them is 1.",
        "The size of a column is b if a == 1 else a. Why not the larger one? Think of size 0.",
        "n = max(len(s1), len(s2)), then s1 = (1,) * (n - len(s1)) + s1, and s2 likewise.",
    ),
)

REFUSED, ELSE_REFUSED = "raises ValueError", "raises another error"
OUT_OF_RANGE = "raises IndexError"
BY_A_LIBRARY = "right, by torch or NumPy"


def shape_or_error(answer, s1, s2):
    """Return in words what comes back, a shape, something else or an error, and if by a library."""
    return _came(answer, s1, s2), uses(answer, "torch", "numpy")


def what_came(seen, s1, s2):
    """Return in words what came back; how it was found, if it is right and by a library."""
    came, by_a_library = seen
    refused = came in (REFUSED, ELSE_REFUSED) and not fit(s1, s2)
    right = refused or fit(s1, s2) and came == repr(bshape.reference(s1, s2))
    return BY_A_LIBRARY if right and by_a_library else came


def _came(answer, s1, s2):
    try:
        shape = answer(s1, s2)
    except ValueError:
        return REFUSED
    except Exception as error:
        if not fit(s1, s2) and not isinstance(error, NameError):
            return ELSE_REFUSED
        if isinstance(error, IndexError):
            return OUT_OF_RANGE
        raise  # an accident, which has a message of its own
    value = as_data(shape)
    is_plain = value is None or isinstance(value, list | tuple | str)
    return repr(as_numbers(value)) if is_plain else kind_of(value)


@predict.part(probes=pairs_of_shapes, observe=shape_or_error, settle=what_came)
def bshape(s1, s2):
    """Shape of combining s1 and s2, all tuples, without torch; ValueError if they do not fit."""
    n = max(len(s1), len(s2))
    s1, s2 = [(1,) * (n - len(s)) + s for s in (s1, s2)]
    shape = ()
    for a, b in zip(s1, s2, strict=True):
        if a != b and a != 1 and b != 1:
            raise ValueError(f"sizes {a} and {b} do not fit")
        shape += (b if a == 1 else a,)
    return shape


PADDED = "(1,) * (n - len(s)) + s"
UNPADDED = (PADDED, "s")
NOT_STRICT = (", strict=True", "")
BACKWARDS = ("return shape", "return shape[::-1]")
LARGER = ("b if a == 1 else a", "max(a, b)")
ANY_FIT = ("a != b and a != 1 and b != 1", "False")
CARELESS = (), (LARGER,), (ANY_FIT,), (ANY_FIT, LARGER)  # what may be wrong besides
MISSING = "The shapes need not be equally long. What does a missing axis count as?"

bshape.slip(
    "Right numbers, and the code uses torch or NumPy. Write the rule in plain Python.",
    "return tuple(torch.broadcast_shapes(s1, s2))",
    when=lambda want, came: came == BY_A_LIBRARY,
)
bshape.slip(
    "Where the shapes do not fit there is an error, and it is no ValueError. Raise one yourself.",
    ("raise ValueError", "raise RuntimeError"),
    when=lambda want, came: want == REFUSED and came == ELSE_REFUSED,
)
bshape.slips(
    {
        "The shapes are aligned at the left. At which end does broadcasting line them up?": [
            ((PADDED, "s + (1,) * (n - len(s))"), *too) for too in CARELESS
        ],
        "zip ends with the shorter shape, and the axes beyond it are lost.": [
            ((PADDED, "s[::-1]"), NOT_STRICT, BACKWARDS, *too) for too in CARELESS
        ],
        "zip begins at the left and ends with the shorter shape. Neither is the rule.": [
            (UNPADDED, NOT_STRICT, *too) for too in CARELESS
        ],
        "The larger size is nearly always right. Try (0,) with (1,).": LARGER,
        "A size of 0 counts as missing here. It is a size like others, and fits 1 and 0.": [
            (
                "    shape = ()",
                "    s1, s2 = [[k or 1 for k in s] for s in (s1, s2)]\n    shape = ()",
            ),
            ("a != b", "a and b and a != b"),
            ("b if a == 1 else a", "b if a == 1 else a or 1"),
        ],
        "The larger size is taken, and no pair is ever refused. Try (3,) with (4,).": (
            (ANY_FIT, LARGER)
        ),
        "The sizes are right but stand in a list. A shape is a tuple.": (
            ("return shape", "return list(shape)")
        ),
        "The sizes come back to front. Were they collected from the right?": BACKWARDS,
        MISSING: UNPADDED,
        "Only equal sizes are let through. Which size fits every other?": [
            (
                ("(1,)", "(None,)"),
                ("a != 1 and b != 1", "None not in (a, b)"),
                ("a == 1", "a is None"),
            ),
            (" and a != 1 and b != 1", ""),
        ],
        "One size is a multiple of the other. Only equal sizes fit, and 1 fits all.": [
            ("a != b and a != 1 and b != 1", "max(a, b) % max(1, min(a, b))"),
            (("a != b and a != 1 and b != 1", "max(a, b) % max(1, min(a, b))"), LARGER),
        ],
        "The sizes of a column are multiplied. One of them is stretched to the other.": [
            ("b if a == 1 else a", "a * b"),
            (("b if a == 1 else a", "a * b"), ANY_FIT),
        ],
        "Filled up with 0. A missing axis counts as 1.": ("(1,)", "(0,)"),
        "This is one of the two shapes. Both can be stretched.": [
            "return s1",
            "return s2",
            "return max(s1, s2, key=len)",
        ],
        "The shapes stand behind each other here. They are laid over each other.": (
            "return s1 + s2"
        ),
        "Only one column is looked at. Does the return stand in the loop?": [
            (("zip(s1, s2,", f"zip(s1[{one}], s2[{one}],"), *none)
            for one in (":1", "-1:")
            for none in ((), (("return shape", "return shape or None"),))
        ],
        "A shape of () fits every other: all its axes are missing, and count as 1.": [
            ("n =", "if () in (s1, s2): return ()\n    n ="),
            ("n =", "if () in (s1, s2): raise ValueError\n    n ="),
        ],
        "The shape comes back as a text. Return the tuple.": ("return shape", "return str(shape)"),
        "The numbers of entries are compared. Compare the sizes column by column.": (
            "if math.prod(s1) != math.prod(s2): raise ValueError\nreturn s1"
        ),
        "Only the last column may refuse here. Every column can.": (
            ("a != b and", "len(shape) == n - 1 and a != b and")
        ),
        "A 1 is found in one of the shapes only. Either of the two may be stretched.": [
            (" and a != 1", ""),
            (" and b != 1", ""),
        ],
    }
)
bshape.slip(
    MISSING,
    (UNPADDED, ("zip(s1, s2, strict=True)", "[(s1[i], s2[i]) for i in range(-n, 0)]")),
    when=lambda want, came: came in (OUT_OF_RANGE, ELSE_REFUSED),
)
bshape.slip(
    "Some pairs do not fit at all, and then an error is to be raised. Try (3,) with (4,).",
    ANY_FIT,
    when=lambda want, came: want == REFUSED and came.startswith("("),
)
bshape.slip(
    "Where the shapes do not fit, the error is to be raised. Something is returned instead.",
    ("raise", "return"),
    when=lambda want, came: want == REFUSED,
)
bshape.slip(
    "The function returns None: is there a return?",
    ("return shape", "print(shape)"),
    when=lambda want, came: came == "None",
)

bshape.same(
    {
        "The rule does not know which shape comes first.": [
            ("len(s1), len(s2)", "len(s2), len(s1)"),
            ("    s1, s2 =", "    s2, s1 ="),
            ("for a, b", "for b, a"),
            ("zip(s1, s2,", "zip(s2, s1,"),
            ("in (s1, s2)]", "in (s2, s1)]"),
        ]
    }
)
