"""What people write in exercise 5.3 in place of the loop, as edits of the reference."""

from course_utils.lessons.findings import off_in, off_only_in
from course_utils.lessons.lesson_05_analytic_gradients.loop_results import begins_alike

NOTE, GRAD = "losses.append((r**2).mean().item())", "grad = 2 * torch"
UPDATE = "params = params - lr * grad"
SLOPES = "grad = 2 * torch.stack([(r * x).mean(), r.mean()])"
FAULTS = (
    (f"        {NOTE}\n", ""),
    (
        f"        {SLOPES}\n        {UPDATE}",
        "        w = w - lr * 2 * (r * x).mean()\n"
        "        r = w * x + b - y\n"
        "        b = b - lr * 2 * r.mean()\n"
        f"        {NOTE}\n"
        "        params = torch.stack([w, b])",
    ),
)
STEPS, BEGIN, END = "range(n)", "params = torch", "return params, losses"
RMSE_STEP = f"{UPDATE} / (2 * (r**2).mean().sqrt())"
NOTED_LATE = (NOTE, ""), (UPDATE, f"{NOTE}; {UPDATE}")
NOTE_AFTER = "w, b = params; losses.append(((w * x + b - y) ** 2).mean().item())"
MOVES = "w = w - lr * 2 * (r * x).mean()", "b = b - lr * 2 * r.mean()"

SLIPS = {
    "One step is missing. How often does the body of the loop run?": [
        (STEPS, "range(n - 1)"),
        (UPDATE, f"if len(losses) < n: {UPDATE}"),
    ],
    "One step too many: n steps are asked for. Where does the range end?": [
        (STEPS, "range(n + 1)"),
        ((STEPS, "range(n + 1)"), (END, "return params, losses[:n]")),
    ],
    "params is right. One loss too many: the one after the last step is not asked for.": (
        (END, f"{NOTE_AFTER}; {END}")
    ),
    "params is right. The losses are noted after the update: note each one before it.": (
        (NOTE, ""),
        (UPDATE, f"{UPDATE}; {NOTE_AFTER}"),
    ),
    "The loss grows: this walks uphill. Which way does the gradient point?": ("- lr", "+ lr"),
    "The gradient is measured once, at the start. It changes with every step.": (
        (GRAD, f"if len(losses) == 1: {GRAD}")
    ),
    "The residuals must be measured anew in every step.": ("= params\n", "= 1.0, 0.0\n"),
    "One knob moves before the other's slope is measured. Measure both, then move both.": [
        (UPDATE, f"{first}; r = w * x + b - y; {second}; params = torch.stack([w, b])")
        for first, second in (MOVES, MOVES[::-1])
    ],
    "The slopes are exchanged: the first is that of w, in which x stands.": (
        ("[(r * x).mean(), r.mean()]", "[r.mean(), (r * x).mean()]")
    ),
    "Every step begins at w = 1, b = 0 again. Choose the start once, before the loop.": (
        (UPDATE, "params = torch.tensor([1.0, 0.0]) - lr * grad")
    ),
    "These are the steps for the RMSE. The loss here is the MSE: no root.": [
        (UPDATE, RMSE_STEP),
        ((UPDATE, RMSE_STEP), ("mean().item()", "mean().sqrt().item()")),
    ],
    "params is right. These are mean absolute errors; the loss here is the MSE.": (
        ("(r**2).mean()", "r.abs().mean()")
    ),
    "One of the knobs never moves. Both are turned in every step.": [
        (", r.mean()", ", 0 * r.mean()"),
        ("(r * x)", "(0 * r * x)"),
    ],
    "The whole gradient is subtracted. How long is a step at the learning rate lr?": (
        ("lr * ", "")
    ),
    "Is lr used?": ("lr * ", "0.01 * "),
    "Every step is half as long as it should be: is the 2 of the square missing?": (
        ("2 * torch", "torch")
    ),
    "Every step is too long by the number of readings. The loss is a mean, not a sum.": (
        ("2 * torch", "2 * len(x) * torch")
    ),
    "The run begins elsewhere. Begin at w = 1, b = 0, as the source does.": [
        ("[1.0, 0.0]", start) for start in ("[0.0, 0.0]", "[0.0, 1.0]", "[1.0, 1.0]")
    ],
    "The run ends after one step: is the return inside the loop?": (
        (f"    {END}", f"        {END}")
    ),
    "x comes scaled already.": (BEGIN, f"x = 0.1 * x; {BEGIN}"),
    "Which readings does this use? Only the x and y that it is given count.": [
        (BEGIN, f"x, y = {x}, {y}; {BEGIN}")
        for x in ("x", "T_U", "0.1 * T_U")
        for y in ("y", "T_C")
        if (x, y) != ("x", "y")
    ],
    "params is right. One loss is missing: the first is that at w = 1, b = 0.": (
        (END, "return params, losses[1:]")
    ),
    "One loss came. Note the loss of every step, in a list.": [
        (END, "return params, losses[-1]"),
        (END, "return params, losses[-1:]"),
        (NOTE, f"losses = []; {NOTE}"),
    ],
    "Only params came back. The losses are asked for, too.": (END, "return params"),
    "Only the losses came back. params is asked for, too, and comes first.": (
        (END, "return losses")
    ),
    "The two results are in the wrong order: params comes first.": ((END, "return losses, params")),
    "params is in the wrong order: w comes first, then b.": (
        (END, "return params.flip(0), losses")
    ),
    "params is right. These are root mean squares; the loss here is the MSE.": (
        ("mean().item()", "mean().sqrt().item()")
    ),
    "params is right. These losses are sums of squares; the loss here is their mean.": (
        ("(r**2).mean()", "(r**2).sum()")
    ),
}

# A sentence, an edit that draws it, and when it is true.
FINDINGS = [
    (
        "Return two results: params, one tensor that holds w and b, and losses, a list of numbers.",
        (END, "return params, [params]"),
        off_in("results"),
    ),
    (
        "Fewer losses came than n steps have. Take all of them, whatever the loss does.",
        (NOTE, f"{NOTE}\n        if len(losses) > 1 and losses[-1] >= 0.99 * losses[-2]: break"),
        lambda want, came: came["losses noted"] < want["losses noted"],
    ),
    (
        "More losses came than n steps have: one is noted in each.",
        (END, "return params, losses + losses"),
        off_in("losses noted"),
    ),
    (
        "params is right, the losses are not. Each is the MSE before its step.",
        (END, "return params, [2 * loss for loss in losses]"),
        off_only_in("losses"),
    ),
    (
        "Already the first loss is off. It is the MSE of the line with w = 1, b = 0.",
        ("+ b", "+ b + 1"),
        lambda want, came: not begins_alike(want, came, 1),
    ),
    (
        "The first loss is right, the first step is not: its two slopes, or how far it goes.",
        ("lr * ", "lr / 3 * "),
        lambda want, came: begins_alike(want, came, 1) and not begins_alike(want, came, 2),
    ),
    (
        "The first step is right, a later one is not. Is all measured anew in every step?",
        (UPDATE, f"{UPDATE}; lr = 0.9 * lr"),
        lambda want, came: begins_alike(want, came, 2),
    ),
]
