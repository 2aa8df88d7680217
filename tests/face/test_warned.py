"""A page shows every warning but those that are for others."""

import warnings

from course_utils.face import warned

IN_3_13 = "`torch.jit.script` is deprecated. Please switch to `torch.compile` or `torch.export`."
IN_3_14 = "`torch.jit.script` is not supported in Python 3.14+ and may break."


def test_what_fastai_is_warned_of_is_no_readers_affair():
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        warned.keep_from_readers()
        for text in (IN_3_13, IN_3_14, "this will change"):
            warnings.warn(text, FutureWarning, stacklevel=1)
        warnings.warn(IN_3_13, UserWarning, stacklevel=1)
    assert [str(one.message) for one in shown] == ["this will change", IN_3_13]
