"""Names of the course's own in a student's function, where its lesson has others or none."""

import inspect
import types

from course_utils.engine import Value


def lent(answer, **names):
    """Return `answer` with these names in place of its own, and `Value` if it knows none.

    An answer to which nothing need be lent, and what is no function, comes back as it is.
    """
    answer = inspect.unwrap(answer)  # to its own names
    if type(answer) is not types.FunctionType or ("Value" in answer.__globals__ and not names):
        return answer
    names = {"Value": Value, **answer.__globals__, **names}
    rest = answer.__name__, answer.__defaults__, answer.__closure__
    return types.FunctionType(answer.__code__, names, *rest)
