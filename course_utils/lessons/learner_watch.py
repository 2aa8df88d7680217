"""Watch what an answer does with fastai's Learner, where no sandbox would hold it back."""

import warnings
from unittest import mock


def import_fastai():
    """Import fastai, for probes to call: it takes longer than an answer may."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fastai uses torch.jit.script, which is deprecated
        import fastai.basics  # noqa: F401


def watched(answer, *args):
    """Return what an answer gives that makes a Learner; TypeError if it makes none.

    It runs without a progress bar, and without the processes that load the data: some loaders
    start them by default.
    """
    import fastai.basics as fb

    quiet = [c for c in fb.defaults.callbacks if c.__name__ != "ProgressCallback"]
    init = fb.Learner.__init__
    with (
        mock.patch.multiple(fb.defaults, callbacks=quiet, cpus=0),
        mock.patch.object(fb.Learner, "__init__", autospec=True, side_effect=init) as made,
    ):
        value = answer(*args)
    if value is not None and not made.called:
        raise TypeError("no Learner was made")
    return value
