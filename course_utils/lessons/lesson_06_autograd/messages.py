"""What autograd's messages say to whoever can read them: slips of every answer that uses it."""

_LEAF = "params = torch.tensor([1.0, 0.0], requires_grad=True)\n"
_USES = "0.1 * params.grad", "params.grad * 0.1", "params.grad.zero_()", "params.grad.data"

# Each raises its message whatever was asked for.
MESSAGES = {
    "Autograd has no record of this loss: do params still require grad, is it built outside "
    "no_grad?": "torch.ones(()).backward()",
    "backward starts from one number. What makes one loss of all the squares?": (
        f"{_LEAF}(2 * params).backward()"
    ),
    "A graph is used up by its backward. Which part of the loss belongs to an earlier round?": (
        f"{_LEAF}loss = (params**2).sum(); loss.backward(); loss.backward()"
    ),
    "params.grad is None: no backward has reached these params. Are they new, or is it too "
    "early?": [_LEAF + use for use in _USES],
}
