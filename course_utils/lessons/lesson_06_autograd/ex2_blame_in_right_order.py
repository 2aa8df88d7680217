"""Exercise 6.2: Blame in the right order."""

from course_utils.checking.comparison import difference
from course_utils.checking.exercises import exercise
from course_utils.lessons.findings import in_any_way, off_in
from course_utils.lessons.lesson_06_autograd import graphs, order_and_blame

order = exercise(
    "6.2",
    "Blame in the right order",
    hints=(
        "A number may enter the list only when all its parents are in. Section 3 shows why.",
        "Keep your own stack: a number is put back with a mark, and its parents on top of it. When "
        "the marked one comes up again, all of them are done.",
        "done, seen, waiting = [], set(), [(node, False)]. To pass back, walk reversed(nodes).",
    ),
)


@order.part(probes=graphs.to_order, observe=order_and_blame.about_the_list)
def order_of(node):
    """All Values that node was made from, and node: a list, each once and after its parents."""
    done, seen, waiting = [], set(), [(node, False)]
    while waiting:
        at, parents_are_done = waiting.pop()
        if parents_are_done:
            done.append(at)
        elif at not in seen:
            seen.add(at)
            waiting.append((at, True))
            waiting.extend((parent, False) for parent in at.parents)
    return done


order_of.findings(
    {
        "calls go too deep": (
            "The order is right, but a long chain is too deep for calls: use your own stack.",
            "return [*dict.fromkeys(at for p in node.parents for at in order_of(p)), node]",
        ),
        "some come twice": (
            "A number that is used twice comes several times. How do you know that you were there?",
            ("elif at not in seen", "else"),
        ),
        "parents are taken away": (
            "The numbers are changed: some have lost their parents. Only look at them.",
            ("seen.add(at)", "seen.add(at); at.parents = at.parents[:0]"),
        ),
        "the list is empty": (
            "The list is empty. Is the return inside the loop, or is nothing appended?",
            ("    return done", "        return done"),
        ),
        "a twin is missing": (
            "Two Values that hold the same number are still two. Remember Values, not their data.",
            (("at not in seen", "at.data not in seen"), ("seen.add(at)", "seen.add(at.data)")),
        ),
        "only node is missing": (
            "node itself is missing: it was made from all the others, and comes last.",
            ("return done", "return done[:-1]"),
        ),
        "only leaves are missing": (
            "The leaves are missing: they have no parents, but they get blame as well.",
            ("return done", "return [at for at in done if at.parents]"),
        ),
        "some are missing": (
            "Some numbers are missing. All parents count, and they have parents of their own.",
            "return [*dict.fromkeys(node.parents), node]",
        ),
        "all come before their parents": (
            "Every number stands before its parents. Turn the order round.",
            ("return done", "return done[::-1]"),
        ),
        "some come before a parent": (
            "A number stands before one of its parents. "
            "May it enter the list as soon as it is found?",
            (
                ("done.append(at)", "pass"),
                ("seen.add(at)", "seen.add(at); done.append(at)"),
                ("return done", "return done[::-1]"),
            ),
        ),
        "what comes back": (
            "A list of the Values themselves is asked for, not of their data and no set. "
            "What is this?",
            ("return done", "return set(done)"),
        ),
    }
)
order_of.slip(
    "Try it by hand: for b = a + a and c = b + b the list is a, b, c. What is yours?",
    "return [*node.parents, node]",
    when=in_any_way,
)
SEEN_LATE = ("            seen.add(at)\n", ""), ("((at, True))", "((at, True)); seen.add(at)")
order_of.same({"Both are done before anything is read.": SEEN_LATE})


@order.part(probes=graphs.to_pass_back, observe=order_and_blame.grads)
def pass_all_back(nodes):
    """Give each of nodes, as its grad, the last one's slope in it; leaves add it to their grad."""
    for node in nodes:
        if node.parents:
            node.grad = 0.0
    nodes[-1].grad += 1.0
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, node.local, strict=True):
            parent.grad += slope * node.grad


RESET, FIRST, PASS = "node.grad = 0.0", "nodes[-1].grad += 1.0", "parent.grad += slope * node.grad"

pass_all_back.slips(
    {
        "A number that is used twice gets blame twice. What becomes of the first?": (
            (PASS, "parent.grad = slope * node.grad")
        ),
        "Only the local slope is passed on. What of the blame that has come as far as here?": (
            (PASS, "parent.grad += slope")
        ),
        "The blame is passed on unchanged. How fast does the parent move this number?": (
            (PASS, "parent.grad += node.grad")
        ),
        "Only the last number has a grad. Does the walk begin with it, and pass its blame on?": [
            ("reversed(nodes)", "nodes[-2::-1]"),
            (PASS, "parent.grad += slope * parent.grad"),
        ],
        "Slopes along a way are multiplied. Only where ways meet is added.": (
            (PASS, "parent.grad += slope + node.grad")
        ),
        "Only the first parent gets blame. All of them move this number.": (
            ("zip(node.parents, node.local, strict=True)", "zip(node.parents[:1], node.local)")
        ),
        "Each parent has its own slope in local: not that of the first, and not its data.": [
            (PASS, "parent.grad += node.local[0] * node.grad"),
            (PASS, "parent.grad += parent.data * node.grad"),
        ],
        "The last number begins with its data. Its slope in itself is 1.": [
            (FIRST, f"nodes[-1].grad {sign} nodes[-1].data") for sign in ("+=", "=")
        ],
        "The leaves forget what they held: after a second call their grad should have doubled.": (
            ("if node.parents", "if True")
        ),
        "All grads are 0. Has the last number its 1, after the reset? Is grad itself changed?": (
            (FIRST, "pass")
        ),
        "The 1 belongs to the number that is asked about. It comes last.": (
            (FIRST, "nodes[0].grad = 1.0")
        ),
        "Only the last number's parents get blame. Does the loop begin at the end, and go on?": (
            ("reversed(nodes)", "nodes")
        ),
        "The numbers between lose their grad again. When should they be reset?": (
            (PASS, f"{PASS}\n        node.grad *= not node.parents")
        ),
        "local is a tuple with a slope for each parent: go through both together.": (
            (PASS, "parent.grad += node.local * node.grad")
        ),
        # What section 3 calls `backward` takes the last number, and a list is none.
        "`pass_all_back` gets the list, not the last number: nodes[-1] is the result.": [
            ("reversed(nodes)", "reversed({nodes})"),
            (FIRST, "nodes.grad += 1.0"),
            ("reversed(nodes)", "nodes.parents"),
        ],
    }
)

for sentence, slip, when in [
    (
        "The numbers themselves are changed. Only their grad is to be.",
        (PASS, f"{PASS}; parent.data -= 0.01 * parent.grad"),
        off_in("the numbers stay"),
    ),
    (
        "The graph is taken apart. Parents and local slopes are to stay: only grad changes.",
        (PASS, f"{PASS}\n        node.parents = node.local = ()"),
        off_in("the graph stays"),
    ),
    (
        "The first call is right. In the second, what do the numbers between still hold?",
        (RESET, "pass"),
        lambda want, came: (
            not any(difference(want[tag], came[tag]) for tag in want if not tag.startswith("after"))
        ),
    ),
    (
        "Try it by hand: for b = a + a and c = b + b the grads of c, b and a are 1, 2 and 4.",
        (PASS, "parent.grad += 3 * slope * node.grad"),
        in_any_way,
    ),
]:
    pass_all_back.slip(sentence, slip, when)
pass_all_back.same(
    {
        "Only what is added in the last round stays.": (f"    {FIRST}", f"        {FIRST}"),
        "The last number is made from others, and has just been set to 0.": (
            (FIRST, "nodes[-1].grad = 1.0")
        ),
    }
)
