"""The questions of lesson 00."""

from course_utils.checking.questions import question, right, wrong

question(
    "0.p1",
    "A machine sees the four points of AND again and again; one round is called a pass. After each "
    "wrong answer its three numbers are corrected. Which pass is the first without a correction?",
    wrong("The second", "In the second pass three of the four points are still corrected."),
    right("About the sixth", "The fifth makes the last correction, to w = (2, 1), b = -2."),
    wrong("One after hundreds", "AND is easy: five passes with corrections are enough."),
    wrong(
        "None", "Three numbers give AND, and the corrections find them: the sixth pass needs none."
    ),
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
    "0.q1",
    "Which of these can a single perceptron not compute?",
    wrong("AND", "w = (1, 1), b = -1.5 does it: only both inputs together lift the sum above 0."),
    wrong("OR", "w = (1, 1), b = -0.5 does it: one input is enough."),
    wrong("NAND, which is 0 only where AND is 1", "It is AND turned round: w = (-1, -1), b = 1.5."),
    right("XOR", "No straight line has (0, 1) and (1, 0) on one side, (0, 0) and (1, 1) outside."),
)

question(
    "0.q2",
    "What does the perceptron's rule do at a point whose output is right?",
    right("Nothing", "The error is 0, and 0 times anything is added."),
    wrong(
        "It makes the weights larger",
        "It would, if it added y times the input. It adds the error times the input.",
    ),
    wrong("It corrects b only", "b changes by the error as well, and that is 0."),
)

question(
    "0.q3",
    "“ENIAC was the first computer.” Which comment is the best?",
    wrong("True", "Zuse's Z3 computed in 1941, Colossus in 1943. ENIAC was ready in 1945."),
    wrong("False: it was the Z3", "The Z3 was earlier and programmable, but made of relays."),
    right(
        "It depends on the word",
        "It was the first that was general-purpose, programmable, electronic and digital.",
    ),
)

question(
    "0.q4",
    "What ended the first winter of artificial intelligence, about 1980?",
    wrong("Backpropagation", "It became popular in 1986, some years after the first thaw."),
    right(
        "Programs full of hand-written rules that sold",
        "Expert systems brought money back, first from firms and then from governments.",
    ),
    wrong("Graphics processors", "They made their breakthrough in 2012, after the second winter."),
    wrong("Faster computers alone", "They helped, as always. But money and new ideas had to come."),
)
