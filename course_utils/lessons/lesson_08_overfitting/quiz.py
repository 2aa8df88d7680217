"""The questions of lesson 08."""

from course_utils.checking.questions import question, right, wrong

question(
    "8.p1",
    "On the eleven readings the fitted line has a loss of 2.93, the Fahrenheit law one of 3.27. "
    "Suppose the law is true. A thousand people each keep a diary, fit a line to it, and keep a "
    "second one. On how many of the second diaries is the line closer than the law?",
    wrong("On none", "Nothing beats the truth on average. On one diary luck may be with the line."),
    right(
        "On about 300",
        "The line has learnt the noise of the first diary as well, and needs luck on the second.",
    ),
    wrong(
        "On about 500",
        "They are not equally good. The line has bent to eleven errors that do not come again.",
    ),
    wrong("On about 900", "On the first diaries it always wins: it was fitted to just those."),
)

question(
    "8.p2",
    "Two of the eleven readings are held back, a straight line is fitted to the other nine. There "
    "are 55 ways to do it. How many times the smallest validation loss is the largest?",
    wrong("About 2", "That would be a reliable measure. Two readings do not make one."),
    wrong("About 5", "More than that: some pairs lie on the line by luck, others do not."),
    right("About 20", "From 1.05 to 20.70, for the same straight line on the same diary."),
    wrong("About 100", "It is bad enough, but not as bad as that: from 1.05 to 20.70."),
)

question(
    "8.p4",
    "A straight line and a parabola are fitted to the same nine readings. In how many of the 55 "
    "splits does the parabola predict the two others better?",
    wrong(
        "In all: a parabola can do whatever a line can",
        "That holds on the nine readings of the fit. On the two others it loses 19 times.",
    ),
    right(
        "In about two thirds",
        "In 36 of 55. Yet the means are alike, 4.7 both: where it loses, it loses more.",
    ),
    wrong("In about a third", "More often: the readings do bend a little. It wins 36 times."),
    wrong("In hardly any", "That is what happens to degree 8, which wins once. Degree 2 wins 36."),
)

question(
    "8.p3",
    "The post draws five x and five y, `torch.randn(5)` each, and fits a line. On such y always "
    "saying 0 has a loss of about 1; the line has about 0.6 on the five it was fitted to. And on "
    "five fresh draws, on average?",
    wrong("About 0.6 again", "That is what it learnt by heart. The fresh five are others."),
    wrong(
        "About 1: it is as good as saying nothing",
        "It says something, and with conviction: a slope and a height, both read out of noise.",
    ),
    right(
        "Nearly 2: it is worse than saying nothing",
        "Its own wrong slope and height come on top of the noise that nobody can predict.",
    ),
)

question(
    "8.p5",
    "Six knobs are charged for their size, and the charge grows slowly. Which charge makes some of "
    "them exactly 0, while others still stand?",
    wrong(
        "L2",
        "A spring pulls hard at large knobs, and next to nothing at small ones: none gets to 0.",
    ),
    right(
        "L1",
        "Where the data pull less than the cord, the knob is held at 0 and stays there.",
    ),
    wrong("Both", "One of them lets go the nearer a knob comes to 0."),
    wrong("Neither", "One of them never lets go, however near a knob has come to 0."),
)

question(
    "8.q1",
    "Thirty fits to thirty diaries lie in one narrow bundle, and the bundle misses the truth. What "
    "helps?",
    wrong("More readings", "They make the bundle narrower still, and it stays where it is."),
    right("More knobs", "The miss is bias: this model cannot bend as the truth does. Let it."),
    wrong("Weight decay", "It narrows the bundle further, and may move it farther from the truth."),
    wrong("The average of all thirty", "They are wrong together, and so is their average."),
)

question(
    "8.q2",
    "In the loop of section 2 somebody takes the validation loss out of `torch.no_grad()`, and "
    "changes nothing else. What does that do to the training?",
    wrong(
        "The validation readings are trained on, too",
        "That takes a `backward()` on their loss. A graph that nobody walks fills no `.grad`.",
    ),
    right(
        "Nothing: the same knobs come out",
        "`backward()` is called on the other loss only. This graph is built, and thrown away.",
    ),
    wrong(
        "It stops with an error: a graph is left over",
        "torch minds a graph that is walked twice, not one that is never walked.",
    ),
)

question(
    "8.q3",
    "Two models, both validated on the same thousand readings. The first: train 2.8, validation "
    "3.0. The second: train 1.2, validation 2.1. Which one do you take?",
    right("The second", "A small validation loss is the aim. The size of the gap is not."),
    wrong("The first: its gap is smaller", "A constant has next to no gap, and is useless."),
    wrong(
        "Neither: the second overfits, the first is too simple",
        "These two are all you have, and one of them predicts better.",
    ),
)

question(
    "8.q4",
    "You know that the noise has a mean square of 0.25. A parabola fitted to fifteen readings has "
    "a training loss of 0.20. What do you make of it?",
    wrong("A bug: no loss can be below the noise", "On fresh readings. On its own it can."),
    right(
        "That is how a good fit looks",
        "Three knobs of fifteen take about a fifth of the noise with them: 0.25 · 12/15 is 0.20.",
    ),
    wrong("It overfits: take fewer knobs", "A line would miss the bend, and lose far more."),
)

question(
    "8.q5",
    "A friend chose among nine models by cross-validation and tested the winner. Disappointed, she "
    "tested the second best as well; its test error is lower, and she reports that. What is it?",
    wrong(
        "An honest error: each model was tested once",
        "Once each, but two test errors competed, and the lower one was kept.",
    ),
    wrong(
        "Less honest than its cross-validation score",
        "That score was compared with eight others before it was believed, this one with one.",
    ),
    right(
        "A winner's score: now the test set has chosen",
        "It has become a validation set. Only readings that chose nothing could judge again.",
    ),
    wrong(
        "Too high: the better model was put aside",
        "Who keeps the lower of two errors gets one that is too low, if anything.",
    ),
)
