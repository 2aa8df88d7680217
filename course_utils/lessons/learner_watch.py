"""Watch the steps that an answer takes with fastai's Learner, or with an optimizer of torch."""

import contextlib
import warnings
from dataclasses import dataclass
from unittest import mock

import torch
from torch.optim.optimizer import (
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)


@dataclass
class Step:
    """A step in training: where the parameters were, their gradient, and how they moved."""

    at: torch.Tensor
    grad: torch.Tensor
    moved: torch.Tensor | None = None

    @classmethod
    def begun(cls, params):
        """Note a step that is about to be taken."""
        grads = [torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in params]
        return cls(_flat(params), _flat(grads))

    def ended(self, params):
        """Note where it has led."""
        self.moved = _flat(params) - self.at

    def is_of_sgd(self, lr, tolerance=1e-3):
        """Whether it is -lr times the gradient, as far as the parameters can hold it.

        They are rounded at their own size: at 3 a step of 1e-4 keeps three digits.
        """
        if self.moved is None:  # a step can be cancelled
            return False
        step = -lr * self.grad
        rounding = 2 * torch.finfo(step.dtype).eps * self.at.abs().max().item()
        slack = 0.01 * tolerance * step.abs().max().item() + rounding
        return torch.allclose(self.moved, step, rtol=tolerance, atol=slack)


def _flat(tensors):
    return torch.cat([t.detach().flatten() for t in tensors])


def import_fastai():
    """Import fastai, for probes to call: it takes longer than an answer may.

    With it comes `Learner.no_bar`, which is there in a notebook that has imported a schedule, but
    not the progress bar that importing it would give to all learners.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fastai uses torch.jit.script, which is deprecated
        import fastai.basics as fb

        with mock.patch.object(fb.defaults, "callbacks", [*fb.defaults.callbacks]):
            import fastai.callback.progress  # noqa: F401


def by_learner(answer, *args):
    """Return what an answer gives that makes a Learner, and its steps; TypeError if it makes none.

    It runs without a progress bar, and without the processes that load the data: some loaders
    start them by default.
    """
    import fastai.basics as fb

    steps = []

    class Notes(fb.Callback):
        def before_step(self):
            steps.append(Step.begun(list(self.model.parameters())))

        def after_step(self):
            steps[-1].ended(list(self.model.parameters()))

    quiet = [c for c in fb.defaults.callbacks if c.__name__ != "ProgressCallback"]
    init = fb.Learner.__init__
    with (
        mock.patch.multiple(fb.defaults, callbacks=[*quiet, Notes], cpus=0),
        mock.patch.object(fb.Learner, "__init__", autospec=True, side_effect=init) as made,
    ):
        value = answer(*args)
    if value is not None and not made.called:
        raise TypeError("no Learner was made")
    return value, steps


def by_optimizer(answer, *args):
    """Return what an answer gives, and the steps of all optimizers of torch meanwhile."""
    steps = []

    def params_of(optimizer):
        return [p for group in optimizer.param_groups for p in group["params"]]

    with contextlib.ExitStack() as hooks:
        for register, note in [
            (register_optimizer_step_pre_hook, lambda ps: steps.append(Step.begun(ps))),
            (register_optimizer_step_post_hook, lambda ps: steps[-1].ended(ps)),
        ]:
            handle = register(lambda optimizer, *_, note=note: note(params_of(optimizer)))
            hooks.callback(handle.remove)
        return answer(*args), steps
