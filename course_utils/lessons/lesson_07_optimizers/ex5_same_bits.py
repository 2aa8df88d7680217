"""Exercise 7.5: The same bits."""

import torch

from course_utils import simulate
from course_utils.checking.exercises import exercise
from course_utils.lessons.learner_watch import by_learner, by_optimizer, import_fastai
from course_utils.lessons.lesson_07_optimizers.run_of_a_line import story
from course_utils.lessons.lesson_07_optimizers.same_bits_slips import enter_equals, enter_slips

same_bits = exercise(
    "7.5",
    "The same bits",
    hints=(
        "Three things must be equal: the start, the loss, and what is in a batch. Section 8.",
        "Under torch.no_grad(), model.weight.fill_(1.0) and model.bias.zero_() set the start.",
        "dl = fb.DataLoader(list(zip(x, y)), bs=len(x), shuffle=False)",
    ),
)


def columns(generator):
    """A tenth of the diary's readings as columns, then many; few epochs, fastai is slow."""
    import_fastai()
    t_u, t_c = simulate.thermometer()
    x, noise = torch.randn(2, 70, 1, generator=generator)  # more than a loader takes by itself
    y = 3 * (x + 2) + 8 + 2 * noise
    return [(0.1 * t_u[:, None], t_c[:, None], 2e-3, 3), (x + 2, y, 0.01, 2)]


@same_bits.part(probes=columns, observe=story(by_optimizer), tolerance=1e-5)
def with_torch(x, y, lr, epochs):
    """(w, b) of nn.Linear(1, 1) after full-batch torch.optim.SGD on the MSE from w = 1, b = 0."""
    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(epochs):
        loss = torch.nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()


@same_bits.part(probes=columns, observe=story(by_learner), tolerance=1e-5)
def with_fastai(x, y, lr, epochs):
    """(w, b) of nn.Linear(1, 1) when a Learner with fb.SGD does the same, in one batch an epoch."""
    import fastai.basics as fb

    model = torch.nn.Linear(1, 1)
    torch.nn.init.ones_(model.weight)
    torch.nn.init.zeros_(model.bias)
    dl = fb.DataLoader(list(zip(x, y, strict=True)), bs=len(x), shuffle=False)
    dls = fb.DataLoaders(dl, dl)
    learn = fb.Learner(dls, model, loss_func=torch.nn.MSELoss(), opt_func=fb.SGD)
    with learn.no_logging():
        learn.fit(epochs, lr)
    return model.weight.item(), model.bias.item()


enter_slips(with_torch, with_fastai)
enter_equals(with_torch, with_fastai)
