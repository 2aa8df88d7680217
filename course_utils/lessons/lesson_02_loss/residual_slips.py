"""What people do with the residuals in any loss, square or absolute, summed or averaged."""


def residual_slips(each, fold, root=""):
    """Return slips of `return ((y_hat - y){each}){fold}{root}`, sentences and bodies."""

    def of(residuals, fold=fold):
        return f"return (({residuals}){each}{fold}){root}"

    numpy = f"np{each.strip('()')}((y_hat - y).numpy())"
    n_times = "" if fold == ".mean()" else " * len(y)"
    slips = {
        "A residual is a difference: prediction minus target.": of("y_hat + y"),
        "The targets are compared with their mean, and the prediction is not used.": (
            of("y - y.mean()")
        ),
        "The prediction is compared with the mean of y. Compare it with y itself.": (
            of("y_hat - y.mean()")
        ),
        "y is not used: a loss compares the prediction with the target.": of("y_hat"),
        "Prediction and target are multiplied. Take their difference.": [
            of("y_hat * y"),
            f"return (y_hat * y){fold}",
        ],
        "Every prediction meets every target. Entry i belongs to entry i.": (
            of("y_hat[:, None] - y")
        ),
        "The first or the last pair is left out.": [
            of("y_hat[:-1] - y[:-1]"),
            of("y_hat[1:] - y[1:]"),
        ],
        "Only one pair counts. Does the return stand in the loop?": [
            of("y_hat[:1] - y[:1]"),
            of("y_hat[-1:] - y[-1:]"),
        ],
        "There may be any number of pairs, not always eleven.": [
            of("torch.stack([y_hat[i] - y[i] for i in range(11)])"),
            of("y_hat - y", fold=f".sum(){n_times} / 11"),
        ],
        "The mean of the residuals is taken off first. A constant error is an error, too.": [
            of("y_hat - y - (y_hat - y).mean()"),
            "return (y_hat - y).std()",
            "return (y_hat - y).var()",
        ],
        "This is the largest error alone. All of them count.": of("y_hat - y", ".max()"),
        "The median looks at the middle only. All errors count.": of("y_hat - y", ".median()"),
        "This divides by n - 1. There are n residuals.": (
            of("y_hat - y", f".sum(){n_times} / (len(y) - 1)")
        ),
        "Through NumPy the result forgets how it was computed. Stay with torch's operations.": (
            f"return torch.tensor(({numpy}){fold}){root}"
        ),
    }
    if each == ".abs()":
        return slips
    return slips | {
        "The numbers are squared, or one of them. Square their difference.": [
            f"return (y_hat ** 2 - y ** 2){fold}{root}",
            f"return (y_hat - y ** 2){fold}{root}",
        ],
        "This is the third power. A square is ** 2.": f"return ((y_hat - y) ** 3){fold}{root}",
        "No square: plus and minus cancel.": [
            f"return (y_hat - y){fold}{root}",
            f"return (y - y_hat){fold}{root}",
        ],
        "2 ** r is a power of 2. The square of r is r ** 2.": (
            f"return (2 ** (y_hat - y)){fold}{root}"
        ),
        "Twice the residual is no square: (y_hat - y) ** 2.": (
            f"return ((y_hat - y) * 2){fold}{root}"
        ),
        "These are absolute values. Square the residuals.": f"return (y_hat - y).abs(){fold}{root}",
    }
