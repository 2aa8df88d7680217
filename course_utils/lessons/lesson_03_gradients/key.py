"""Answer key of lesson 03, Gradients."""

import math

import torch

from course_utils import simulate
from course_utils.exercise import exercise
from course_utils.question import question, right, wrong

# 3.2 ---------------------------------------------------------------------------------------------

audit = exercise(
    "3.2",
    "Audit a stranger's step",
    hints=(
        "A step of -lr * grad changes each parameter. What does each change do to the loss?",
        "Each parameter moves by -lr times its slope, and the loss by that times the slope again.",
        "The promised drop is lr * (grad**2).sum().",
    ),
)


def published_and_others(generator):
    """The published step, then others that promise to take away a good part of the loss."""
    tried = [(2.503129982359, torch.tensor([-0.4130, -0.0455, -0.9175]), 0.01)]
    for n in (2, 1, 6):
        grad = 2 * torch.randn(n, generator=generator) + torch.arange(n) - 3
        loss, share = (torch.rand(2, generator=generator) + torch.tensor([5.0, 0.1])).tolist()
        # No promise comes near 0, where what float32 has lost would show.
        tried.append((loss, grad, 0.5 * share * loss / (grad**2).sum().item()))
    return tried


# The published numbers tell the square of the length from the length in the fifth digit only.
@audit.part(probes=published_and_others, tolerance=2e-6)
def promised_loss(loss, grad, lr):
    """The loss that the gradient grad (P,) promises after one step of descent; a number."""
    return loss - lr * (grad**2).sum().item()


@promised_loss.mistake("The promise is a higher loss than before. Descent takes something away.")
def _(loss, grad, lr):
    return loss + lr * (grad**2).sum()


@promised_loss.mistake("The step is lr times the gradient. Where does lr come in?")
def _(loss, grad, lr):
    return loss - (grad**2).sum()


@promised_loss.mistake("This takes the length of the gradient. The promise takes its square.")
def _(loss, grad, lr):
    return loss - lr * grad.norm()


@promised_loss.mistake("Here lr is squared, too. It comes in once: with the step, not the slope.")
def _(loss, grad, lr):
    return loss - ((lr * grad) ** 2).sum()


@promised_loss.mistake("The slopes are added as they are. The step, too, is made of slopes.")
def _(loss, grad, lr):
    return loss - lr * grad.sum()


@promised_loss.mistake("Absolute values are not squares: the step, too, is made of slopes.")
def _(loss, grad, lr):
    return loss - lr * grad.abs().sum()


@promised_loss.mistake("The slopes are summed before they are squared, and cancel. Square first.")
def _(loss, grad, lr):
    return loss - lr * grad.sum() ** 2


@promised_loss.mistake("This is the mean over the parameters. All of them move, and all count.")
def _(loss, grad, lr):
    return loss - lr * (grad**2).mean()


@promised_loss.mistake(
    "This is half the drop. No half belongs here: the promise is a straight line."
)
def _(loss, grad, lr):
    return loss - lr * (grad**2).sum() / 2


@promised_loss.mistake("This is twice the drop. The promise is slope times step, and no more.")
def _(loss, grad, lr):
    return loss - 2 * lr * (grad**2).sum()


only_the_drop = promised_loss.mistake("This is the change alone. What is the loss after it?")


@only_the_drop
def _(loss, grad, lr):
    return lr * (grad**2).sum()


@only_the_drop
def _(loss, grad, lr):
    return -lr * (grad**2).sum()


@promised_loss.mistake("This steps as if the loss were a parameter. The loss is one number.")
def _(loss, grad, lr):
    return loss - lr * grad


@promised_loss.mistake("This is a promise for each parameter alone. They move together: add up.")
def _(loss, grad, lr):
    return loss - lr * grad**2


@promised_loss.mistake("The drop is taken as a share of the loss. It is in the units of the loss.")
def _(loss, grad, lr):
    return loss * (1 - lr * (grad**2).sum())


_SOME_SLOPES = "Only some of the slopes are used: there may be any number of knobs."


def some_of_the_slopes(pick, number):
    """Return an answer that adds the squares of what `pick` takes out of grad, as a `number`."""
    return lambda loss, grad, lr: number(loss - lr * sum(slope**2 for slope in pick(grad)))


def pair(grad):
    first, second = grad
    return first, second


def triple(grad):
    first, second, third = grad
    return first, second, third


for count in (1, 2, 3):
    promised_loss.mistake(
        _SOME_SLOPES, some_of_the_slopes(lambda grad, count=count: grad[:count], float)
    )

for pick in (  # all raise where there are too few slopes, the last two also where too many
    lambda grad: [grad[0], grad[1]],
    lambda grad: [grad[0], grad[1], grad[2]],
    lambda grad: [grad.tolist()[i] for i in range(2)],
    lambda grad: [grad.tolist()[i] for i in range(3)],
    pair,
    triple,
):
    for number in (float, torch.as_tensor):
        promised_loss.mistake(_SOME_SLOPES, some_of_the_slopes(pick, number))


@promised_loss.mistake("The number is right, but grad is changed: square a new tensor, not grad.")
def _(loss, grad, lr):
    grad *= grad
    return loss - lr * grad.sum()


# 3.3 ---------------------------------------------------------------------------------------------

limit = exercise(
    "3.3",
    "The largest stable step",
    hints=(
        "The slope of c x² / 2 is c x. What does one step make of x?",
        "Each step multiplies the distance by 1 - c * lr. For which lr does it no longer shrink?",
        "A negative factor shrinks the distance, too, if it is above -1. So 1 - c * lr = -1.",
    ),
)


def curvatures(generator):
    """The curvature of f₁, then others from slight to strong."""
    drawn = 10 ** (4 * torch.rand(4, generator=generator) - 2)
    return [(2.0,), *((c,) for c in drawn.tolist()), (0.3,), (40.0,)]


def just_beside(right_value, value):
    """True for an lr near the limit, such as one found by trying."""
    return 0.9 <= float(value) / float(right_value) <= 1.1


@limit.part(probes=curvatures)
def largest_lr(c):
    """The lr at which descent on f(x) = c x² / 2 stops converging, for any c > 0; a number."""
    return 2 / c


@largest_lr.mistake(
    "With this lr the first step hits the minimum. A longer one can still converge."
)
def _(c):
    return 1 / c


@largest_lr.mistake("This is the limit on f₁, where c is 2. Another curvature has another limit.")
def _(c):
    return 1.0


@largest_lr.mistake(
    "Is this the same for every c? The more curved the valley, the smaller the limit."
)
def _(c):
    return 2.0


grows = largest_lr.mistake(
    "This grows with c. The more curved the valley, the shorter the step must be."
)


@grows
def _(c):
    return c


@grows
def _(c):
    return c / 2


@grows
def _(c):
    return 2 * c


the_factor = largest_lr.mistake("This is the factor of a step. Which lr makes it -1?")


@the_factor
def _(c):
    return 1 - 2 * c


@the_factor
def _(c):
    return 1 - c


@largest_lr.mistake("On f₁ this lr lands at once. The limit is larger, and each c has its own.")
def _(c):
    return 0.5


@largest_lr.mistake("This lr is safe, and far too careful: it halves x at every step.")
def _(c):
    return 1 / (2 * c)


@largest_lr.mistake("Check the slope: the square brings down a 2, and the half takes it away.")
def _(c):
    return 4 / c


other_power = largest_lr.mistake(
    "This is another power of c. By what does one step multiply the distance?"
)


@other_power
def _(c):
    return 2 / c**2


@other_power
def _(c):
    return 1 / c**2


@other_power
def _(c):
    return math.sqrt(2 / c)


@largest_lr.mistake("A negative lr walks uphill, however short the step.")
def _(c):
    return -2 / c


@largest_lr.mistake("With lr = 0 nothing moves. The other end is asked for: how large may lr be?")
def _(c):
    return 0.0


@largest_lr.mistake("Close to the limit, but the limit itself is asked for.", when=just_beside)
def _(c):
    return 1.99 / c


# 3.4 ---------------------------------------------------------------------------------------------

valleys = exercise(
    "3.4",
    "Whose valley is it?",
    hints=(
        "Walk from a few starts and note the valley. Then try halfway between two that differ.",
        "A start from which nothing moves, with a valley on either side: what is the slope there?",
        "boundary lies between 0.1 and 0.3. For side, compare f₂ at the ends of two walks.",
    ),
)


# Relative: what lies within 0.01 of the place is right.
@valleys.part(tolerance=0.0524)
def boundary():
    starts = torch.linspace(-1, 1, 20001)
    return starts[(0.2 * starts**3 - 0.8 * starts + 0.15).abs().argmin()].item()


def at(place):
    """Return a test: is the boundary this place?"""
    return lambda _, value: abs(float(value) - place) <= 0.01


def as_high_as(height):
    """Return a test: is the boundary this height, to three decimals? No round number is."""
    return lambda _, value: round(float(value), 3) == round(height, 3)


def jumped(_, value):
    """True for a boundary beyond the valleys, as a step that jumps the hill makes it."""
    return abs(float(value)) > 2.2


def nearly_there(right_value, value):
    return abs(float(value) - float(right_value)) <= 0.12


def too_far_right(right_value, value):
    return float(value) > float(right_value)


def too_far_left(right_value, value):
    return float(value) < float(right_value)


boundary.mistake("0 would be it if f₂ were symmetric: look at the term + 0.15 w.", 0.0)
for sentence, place in [
    ("This is the bottom of the deep valley. Starts on both sides of it end in it.", -2.0879),
    ("This is the bottom of the shallow valley, not where that valley ends.", 1.8987),
    ("Look at the sign: is the slope zero here?", -0.1892),
]:
    boundary.mistake(sentence, place, when=at(place))
for sentence, height in [
    ("This is the height of the hill between the valleys. At which w does it stand?", 1.0141),
    ("This is the height of a valley's floor. A start is asked for, a w.", -0.1067),
    ("This is the height of a valley's floor. A start is asked for, a w.", 0.4926),
]:
    boundary.mistake(sentence, height, when=as_high_as(height))
boundary.mistake(
    "So far out only a step that jumps the hill makes a boundary: is your lr larger than 0.1, or "
    "the start beyond 3?",
    2.85,
    when=jumped,
)
boundary.mistake(
    "Close, but it is asked for to within 0.01: halve the gap between two starts again.",
    0.25,
    when=nearly_there,
)
boundary.mistake(
    "From here you end in the right valley. Is there a start nearer to the left one that does?",
    0.5,
    when=too_far_right,
)
boundary.mistake(
    "From here you end in the left valley. Is there a start nearer to the right one that does?",
    -1.0,
    when=too_far_left,
)


@valleys.part()
def side():
    return "left"


def is_no_side(_, value):
    return value.strip().casefold() not in ("left", "right", "all", "none")


side.mistake("Walk from w = 1 and from w = -1. At which of the two ends is f₂ lower?", "right")
side.mistake("Not all of them: try w = 2.", "all")
side.mistake("Some do: try w = -1.", "none")
side.mistake(
    'Answer with one of four texts: "left", "right", "all" or "none".', "west", when=is_no_side
)

# 3.5 ---------------------------------------------------------------------------------------------

treasure = exercise(
    "3.5",
    "The arrow and the treasure",
    hints=(
        "Two arrows begin at theta. One is -grad. Which difference is the other?",
        "The cosine is the dot product of the two arrows, divided by both of their lengths.",
        "a @ b is the dot product, a.norm() a length; math.degrees(math.acos(cosine)) ends it.",
    ),
)


def arrows(generator):
    """The diary at w = 1, b = 0, then arrows with 2 to 6 entries at acute and obtuse angles."""
    t_u, t_c = simulate.thermometer()
    r = t_u - t_c
    grad = torch.stack([2 * (r * t_u).mean(), 2 * r.mean()])
    tried = [(grad, torch.tensor([1.0, 0.0]), torch.tensor([0.536772, -17.304785]))]
    for n, low in [(3, 25), (2, 110), (6, 125)]:
        way, other, theta = torch.randn(3, n, generator=generator)
        way = way / way.norm()
        other = other - (other @ way) * way
        share, size, length = torch.rand(3, generator=generator)
        degrees = torch.deg2rad(low + 30 * share)
        down = degrees.cos() * way + degrees.sin() * other / other.norm()
        tried.append((-(5 + 5 * size) * down, 3 * theta, 3 * theta + (10 + 10 * length) * way))
    return tried


@treasure.part(probes=arrows)
def angle(grad, theta, theta_best):
    """The angle in degrees from -grad to the way from theta to theta_best, all (P,); a number."""
    down, way = -grad, theta_best - theta
    cosine = (down @ way) / (down.norm() * way.norm())
    return math.degrees(math.acos(cosine.clamp(-1, 1)))  # rounding may go beyond 1


def cosine_of(a, b):
    return (a @ b) / (a.norm() * b.norm())


def degrees_between(a, b):
    return math.degrees(math.acos(cosine_of(a, b)))


@angle.mistake(
    "One arrow is turned round: grad without its minus, or the way back from theta_best."
)
def _(grad, theta, theta_best):
    return degrees_between(grad, theta_best - theta)


no_acos = angle.mistake("This is the cosine, not yet the angle: which function undoes a cosine?")


@no_acos
def _(grad, theta, theta_best):
    return cosine_of(-grad, theta_best - theta)


@no_acos
def _(grad, theta, theta_best):
    return cosine_of(grad, theta_best - theta)


@no_acos
def _(grad, theta, theta_best):
    return math.degrees(cosine_of(-grad, theta_best - theta))


cosine_twice = angle.mistake("This is the cosine of a cosine. acos goes back from it to the angle.")


@cosine_twice
def _(grad, theta, theta_best):
    return math.degrees(math.cos(cosine_of(-grad, theta_best - theta)))


@cosine_twice
def _(grad, theta, theta_best):
    return math.cos(cosine_of(-grad, theta_best - theta))


@cosine_twice
def _(grad, theta, theta_best):
    return math.cos(math.radians(cosine_of(-grad, theta_best - theta)))


in_radians = angle.mistake("This is in radians. A right angle has 90 degrees, or π/2 radians.")


@in_radians
def _(grad, theta, theta_best):
    return math.acos(cosine_of(-grad, theta_best - theta))


@in_radians
def _(grad, theta, theta_best):
    return math.acos(cosine_of(grad, theta_best - theta))


@angle.mistake("This turns degrees into radians. The other way round: times 180, divided by π.")
def _(grad, theta, theta_best):
    return math.radians(math.acos(cosine_of(-grad, theta_best - theta)))


@angle.mistake("This is the arcsine: the angle to the arrow across. The dot product has a cosine.")
def _(grad, theta, theta_best):
    return math.degrees(math.asin(cosine_of(-grad, theta_best - theta)))


no_difference = angle.mistake(
    "The way begins at theta and ends at theta_best: take the difference."
)


@no_difference
def _(grad, theta, theta_best):
    return degrees_between(-grad, theta_best)


@no_difference
def _(grad, theta, theta_best):
    return degrees_between(grad, theta_best)


@angle.mistake("This is the angle between two places, seen from the origin. Where is grad?")
def _(grad, theta, theta_best):
    return degrees_between(theta, theta_best)


@angle.mistake("Angles above 90 degrees are folded back: leave the sign of the cosine alone.")
def _(grad, theta, theta_best):
    return math.degrees(math.acos(abs(cosine_of(grad, theta_best - theta))))


@angle.mistake("One number for each parameter: the dot product is the sum of the products.")
def _(grad, theta, theta_best):
    down, way = -grad, theta_best - theta
    return torch.rad2deg(torch.acos(down * way / (down.norm() * way.norm())))


@angle.mistake("The number is right, but theta_best is changed: subtract with -, not with -=.")
def _(grad, theta, theta_best):
    theta_best -= theta
    return degrees_between(-grad, theta_best)


def undivided(acos, by_grad, by_way):
    """Return an answer that divides the dot product by one length, or by none."""

    def answer(grad, theta, theta_best):
        way = theta_best - theta
        dot = -grad @ way
        return math.degrees(acos(dot / grad.norm() ** by_grad / way.norm() ** by_way))

    return answer


for acos in (math.acos, torch.acos):  # one raises, the other gives nan
    for by_grad, by_way in [(0, 0), (1, 0), (0, 1)]:
        angle.mistake(
            "A cosine lies from -1 to 1: divide the dot product by both lengths.",
            undivided(acos, by_grad, by_way),
        )

_TWO_KNOBS = "This works for two knobs only: use the dot product."


def by_atan2(direction, turn, number=float):
    """Return an answer that takes the difference of two directions, as a `number`."""
    return lambda grad, theta, theta_best: number(
        turn(direction(theta_best - theta) - direction(-grad))
    )


def direction_of_first_two(arrow):
    return math.degrees(math.atan2(arrow[1], arrow[0]))


def direction_of_two(arrow):
    """ValueError where the arrow has more entries than two."""
    across, up = arrow
    return math.degrees(math.atan2(up, across))


for turn in (
    lambda degrees: degrees,
    lambda degrees: -degrees,
    abs,
    lambda degrees: degrees % 360,
    lambda degrees: -degrees % 360,
    lambda degrees: abs((degrees + 180) % 360 - 180),
):
    angle.mistake(_TWO_KNOBS, by_atan2(direction_of_first_two, turn))
    for number in (float, torch.tensor):
        angle.mistake(_TWO_KNOBS, by_atan2(direction_of_two, turn, number))


@angle.mistake(_TWO_KNOBS)  # gives what the angles of the arrows give
def _(grad, theta, theta_best):
    return degrees_between(-grad[:2], (theta_best - theta)[:2])


@angle.mistake("The dot product has the first two entries only. There may be more knobs.")
def _(grad, theta, theta_best):
    down, way = -grad, theta_best - theta
    return math.degrees(math.acos(down[:2] @ way[:2] / (down.norm() * way.norm())))


# 3.6 ---------------------------------------------------------------------------------------------

puzzle = exercise(
    "3.6",
    "Put the loop in order",
    hints=(
        "Which lines must have run before a line can run? It needs the names it reads.",
        "Two lines belong together: r, and the loss that is made of it. Which params are printed?",
        "D and B come first, and A comes last.",
    ),
)


def one_form(answer):
    """Return the letters alone; one form for all orders that do the same."""
    if isinstance(answer, list | tuple) and all(isinstance(letter, str) for letter in answer):
        answer = "".join(answer)
    if not isinstance(answer, str):
        return answer
    letters = "".join(filter(str.isalpha, answer.upper()))
    # The gradient needs r and nothing else, so it may come before, between or after C and F.
    return "DBECFGA" if letters in ("DBECFGA", "DBECGFA", "DBEGCFA") else letters


@puzzle.part(observe=one_form)
def order():
    return "DBECFGA"


def comes_late(*pairs):
    """Return a test: does, in any pair such as 'DB', the first letter come after the second?"""
    return lambda _, letters: any(letters.index(a) > letters.index(b) for a, b in pairs)


order.mistake(
    "Each of the letters A to G stands for a line, and each line is needed once.",
    "DBECFGAA",
    when=lambda _, letters: sorted(letters) != list("ABCDEFG"),
)
order.mistake(
    "The residuals need params, and params has no value yet. Where does it get its first one?",
    "BEDCFGA",
    when=comes_late("DE"),
)
order.mistake(
    "The start stands inside the loop: every step begins at w = 1, b = 0 again.",
    "BDECFGA",
    when=comes_late("DB"),
)
order.mistake(
    "Something is computed from r before r has a value.", "DBCEFGA", when=comes_late("EC", "EG")
)
order.mistake(
    "The residuals are computed once, before the loop. They change with params: measure again.",
    "DEBCFGA",
    when=comes_late("BE"),
)
order.mistake(
    "The update comes before the gradient is measured: there is nothing to step with yet.",
    "DBECFAG",
    when=comes_late("GA"),
)
order.mistake(
    "The loss is printed before it is computed: it is that of the step before, or none.",
    "DBEFCGA",
    when=comes_late("CF"),
)
order.mistake(
    "The loss is printed beside the new params. It belongs to those it was measured with.",
    "DBECGAF",
    when=comes_late("FA"),
)

# Questions ---------------------------------------------------------------------------------------

question(
    "3.p1",
    "You stand in fog on a hillside, an altimeter in your hand. The ground under your feet falls "
    "to the right. Where does the lowest point of the country lie?",
    wrong("To the left", "It may, beyond the hill. Nothing under your feet tells you so."),
    wrong("To the right", "Right is down from here. A few steps on, the ground may rise again."),
    right(
        "It cannot be known from here",
        "A slope is about this place only. It says which way is down, not where down ends.",
    ),
)

question(
    "3.p2",
    "On f₁ the descent starts at x = 0 with lr = 1. What will it do?",
    wrong("It settles at 3", "With lr = 0.5 it does, in one step. This step is twice as long."),
    right(
        "It bounces for ever",
        "The slope at 0 is -6, so x goes to 6. There it is 6, so x goes back to 0: 6, 0, 6, 0.",
    ),
    wrong("It explodes", "For that each step must lead farther out. These are equally long."),
)

question(
    "3.p3",
    "At w = 1, b = 0 on the diary's loss surface you walk straight down. By how much do you miss "
    "the direction of the lowest point?",
    wrong("Not at all", "That holds for a round bowl. This valley is long and narrow."),
    wrong("By about 45 degrees", "It is worse: in a long and narrow valley down leads across it."),
    right(
        "By nearly 90 degrees",
        "The valley is long and narrow: down leads across it, the lowest point lies along it.",
    ),
)

question(
    "3.p4",
    "On f₁ the descent starts at 0 with lr = 0.9, so that every step overshoots the minimum. What "
    "happens?",
    right(
        "It settles all the same",
        "Each miss is 0.8 of the one before, on the other side. That shrinks to nothing.",
    ),
    wrong("It bounces for ever", "It would if each miss were as large as the last: with lr = 1."),
    wrong("It explodes", "It would if each miss were larger than the last: with lr above 1."),
)

question(
    "3.q1",
    "The slope of the loss at w is -3. You want a smaller loss. What do you do with w?",
    right("Increase it", "A negative slope falls to the right: the step -lr * (-3) is positive."),
    wrong("Decrease it", "To the left this loss rises. The minus in the update turns the sign."),
    wrong("Set it to 3", "A slope is no place. It says which way, and how steep."),
    wrong("It depends on lr", "lr says how far. Which way is the sign's business."),
)

question(
    "3.q2",
    "The gradient is zero. Is this a minimum?",
    wrong(
        "Yes, nothing moves any more",
        "Nothing moves on top of a hill either: on f₂ at 0.1892, between the valleys.",
    ),
    right(
        "Not always",
        "It may be a hilltop. Nor is a pass between two hills a minimum: down on two sides, up on "
        "two.",
    ),
    wrong("Yes, if lr is small", "lr times zero is zero for every lr. The place is what matters."),
)

question(
    "3.q3",
    "Where does -grad point?",
    wrong("To the nearest minimum", "On the diary's surface it misses it by nearly 90 degrees."),
    right(
        "The way that is steepest down from here",
        "It knows this place alone. A step on, the steepest way may be another.",
    ),
    wrong("To the lowest minimum", "The gradient knows nothing of places far away."),
    wrong(
        "Along the contour", "Along a contour the loss stays as it is. -grad is at right angles."
    ),
)

question(
    "3.q4",
    "You halve lr and take twice as many steps. Do you end at the same place?",
    wrong(
        "Yes, exactly",
        "On the post's line 100 steps with lr 0.01 reach w = 2.2193, 200 with 0.005 reach 2.2165, "
        "1000 with 0.001 reach 2.2144.",
    ),
    right(
        "Nearly, if lr is small",
        "The steps together are about as long, but each new slope is measured at another place.",
    ),
    wrong("No, half as far", "Twice as many steps make up for most of it."),
)

question(
    "3.q5",
    "The loss hardly moves from step to step. Has the descent converged?",
    wrong(
        "Yes, that is what it means",
        "A step that is too small looks the same. So does a long flat stretch.",
    ),
    right(
        "Not necessarily",
        "The article's RMSE is “stable” at 18.04. The best possible on its data is 1.467.",
    ),
    wrong("Yes, if lr is small", "With a small lr a loss stands still easily, wherever it is."),
)
