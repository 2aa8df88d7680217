"""Exercise 6.4: Mend four loops."""

from course_utils.checking.exercises import definition, exercise
from course_utils.checking.slips import build
from course_utils.lessons.lesson_06_autograd import training_loop
from course_utils.lessons.lesson_06_autograd.ex3_loop_in_torch import train
from course_utils.lessons.lesson_06_autograd.training_loop import EMPTY, LOSS, RETURN, STEP, UPDATE

clinic = exercise(
    "6.4",
    "Mend four loops",
    hints=(
        "Run each loop as it stands. Three of them stop with a message of section 10; the fourth "
        "returns its start.",
        "A leaf may be changed in place where autograd does not record. A name that is given a new "
        "tensor loses the leaf. A loss needs its record.",
        "One line of each loop is to be changed or moved: in a and b the update, in c the "
        "zeroing, in d the loss.",
    ),
    kind="find the bug",
)


def short_trainings(generator):
    return training_loop.trainings(generator, most=8)[:2]


# What is wrong in each, as edits of the loop of exercise 6.3, which all of them should be.
BROKEN = {
    "loop_a": ((UPDATE, STEP),),
    "loop_b": (("params -=", "params = params -"),),
    "loop_c": (
        (f"        {EMPTY}\n    {RETURN}", f"    {RETURN}"),
        ("loss.backward()", f"loss.backward()\n        {EMPTY}"),
    ),
    "loop_d": ((LOSS, f"with torch.no_grad():\n            {LOSS}"),),
}

for name, edits in BROKEN.items():
    source = definition(train.reference).replace("def train", f"def {name}")
    add = clinic.part(probes=short_trainings, observe=training_loop.trained, given=edits)
    part = add(build(source, train.reference))
    training_loop.add_mistakes(part)
