"""Edits of the training loops of exercise 9.2 that change nothing, by the reason why."""

SGD_A = "optimizer = torch.optim.SGD([w, b], lr=lr)\n"
SGD = "optimizer = torch.optim.SGD(model.parameters(), lr=lr)\n"
LOSS_A = "loss = ((w * x + b - y[:, 0]) ** 2).mean()\n"
LOSS_B = "loss = ((y_hat - y) ** 2).mean()\n"
LOSS_C = "loss = torch.nn.functional.mse_loss(model(x)[:, 0], y)\n"
LOOP, ZERO = "for _ in range(steps):\n", "optimizer.zero_grad()\n"
BIAS = "torch.nn.init.zeros_(model.bias)\n"
RETURNED = "return torch.cat([model.weight[0], model.bias])"

NO_SIGN = "The square of a difference does not know its sign."


def in_any_loop(sgd, loss):
    """Return what may be edited in each of the three, with its own lines."""
    return {
        "SGD without momentum remembers nothing: a new one in each step does the same.": (
            (f"{sgd}    {LOOP}", f"{LOOP}        {sgd}")
        ),
        "The gradients have to be zeroed before backward, and only that.": (
            (f"{loss}        {ZERO}", f"{ZERO}        {loss}")
        ),
        "Of one column the first is the last.": ("[:, 0]", "[:, -1]"),
    }


def before_the_loop(start):
    """Return how the lines before the loop may change places, where a layer is fitted."""
    weight = f"torch.nn.init.{start}(model.weight)\n"
    return {
        "Weight and bias are set by themselves, and the optimizer copies neither.": [
            (f"{weight}    {BIAS}", f"{BIAS}    {weight}"),
            (f"{BIAS}    {SGD}", f"{SGD}    {BIAS}"),
        ]
    }


EQUALS = {
    "fit_a": in_any_loop(SGD_A, LOSS_A)
    | {"An optimizer steps with each parameter by itself.": ("[w, b]", "[b, w]")},
    "fit_b": in_any_loop(SGD, LOSS_B)
    | before_the_loop("ones_")
    | {NO_SIGN: ("y_hat - y", "y - y_hat")},
    "fit_c": in_any_loop(SGD, LOSS_C)
    | before_the_loop("zeros_")
    | {
        NO_SIGN: ("(model(x)[:, 0], y)", "(y, model(x)[:, 0])"),
        "The layer has one output, and so its weight one row.": ("weight[0]", "weight[-1]"),
        "The tensor may be tracked or not.": [
            (".detach()", ""),
            ("detach", "clone"),
            (f"{RETURNED}.detach()", f"{RETURNED}.detach().detach()"),
        ],
    },
}
