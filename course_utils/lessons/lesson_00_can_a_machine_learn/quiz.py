"""The questions of lesson 00."""

from course_utils.checking.questions import question, right, wrong

question(
    "0.p1",
    "A machine sees the four points of AND again and again; one round is called a pass. After each "
    "wrong answer its three numbers are corrected. Which pass is the first without a correction?",
    wrong("The second", "Four points pull in different directions: one pass does not settle it."),
    right("About the sixth", "Section 4 shows which pass makes the last correction."),
    wrong("One after hundreds", "Far fewer are enough, as section 4 shows."),
    wrong("None", "Section 4 tries it, and XOR after it."),
)

question(
    "0.p2",
    "XOR fires if exactly one of its two inputs is 1. How many of its four points can one line get "
    "right at best?",
    wrong("2", "One more is possible: cut off one corner that is silent, let the others fire."),
    right("3", "OR gets three right, all but (1, 1). No line gets the fourth as well."),
    wrong("4", "The two that fire lie across from each other, and so do the two that are silent."),
)

question(
    "0.p3",
    "A perceptron could not learn “any non-linear function like the XOR”. Is that right?",
    wrong(
        "Yes: XOR is not linear, and no line draws it.",
        "That is true of XOR. But is AND linear, which section 4 has learnt?",
    ),
    wrong(
        "No: XOR is linear, and still out of reach.",
        "Compare its opposite corners: 0 + 0 against 1 + 1.",
    ),
    right(
        "No: not every non-linear function is out of reach.",
        "AND is not linear either, and a straight line separates its full point from the others.",
    ),
)

question(
    "0.q1",
    "A gate fires if its two inputs are equal. Can one perceptron do that?",
    wrong(
        "Yes, with negative weights",
        "Full are (0, 0) and (1, 1), and the segment between them crosses that of the other two.",
    ),
    wrong("Yes, if it is trained long enough", "No training finds knobs that do not exist."),
    right("No", "It is XOR the other way round, and the same two segments cross."),
)

question(
    "0.q2",
    "A unit was silent at (1, 0) and should have fired; the rule corrects it, once. What can you "
    "say of it now?",
    right(
        "At (1, 0) its sum is larger than before, by 2.",
        "The sum grows by x1² + x2² + 1. Whether that is enough depends on where it began.",
    ),
    wrong(
        "At (1, 0) it fires now.",
        "Its sum there has grown by 2. If it was -5 before, it is still below 0.",
    ),
    wrong(
        "It gets more points right than before.",
        "The correction looks at one point, and may spoil others: remember XOR.",
    ),
)

question(
    "0.q3",
    "ENIAC is often called the first computer. Of which machines was it the first?",
    wrong(
        "Machines that compute by a program",
        "Zuse's Z3 did so in 1941, with relays.",
    ),
    right(
        "Electronic machines made for any task",
        "Digital and programmable, too. Ask what a sentence with “first” calls a computer.",
    ),
    wrong(
        "Machines that compute by electronics",
        "The Atanasoff–Berry machine did so in 1942, and Colossus in 1943, for one task each.",
    ),
)

question(
    "0.q4",
    "What ended the first winter of artificial intelligence, about 1980?",
    wrong("Backpropagation", "It became popular in 1986, some years after the first thaw."),
    wrong("Graphics processors", "They made their breakthrough in 2012, after the second winter."),
    wrong("Faster computers alone", "They helped, as always. But money and new ideas had to come."),
    right(
        "Programs full of hand-written rules that sold",
        "Expert systems brought money back, first from firms and then from governments.",
    ),
)
