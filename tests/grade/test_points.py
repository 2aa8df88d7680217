"""Results become points by a rule, exactly; of several attempts a stated one counts."""

from fractions import Fraction

import pytest

from course_utils.grade import points, results, tally
from course_utils.grade.origin import Origin
from course_utils.grade.people import Person, Roster
from course_utils.grade.points import Rule
from course_utils.grade.results import Grade
from course_utils.grade.submissions import Submission

KNOWN = ["0.1", "0.2", "2.1"]


@pytest.fixture
def rule(tmp_path):
    def write(text):
        path = tmp_path / "points.toml"
        path.write_text(text, encoding="utf-8")
        return points.read(path, KNOWN)

    return write


def test_a_rule_is_read(rule):
    assert rule("") == Rule()
    found = rule('part_credit = false\nlate_per_day = 0.1\n[weights]\n"2.1" = 2\n"0.1" = 0')
    assert (found.part_credit, found.late_per_day) == (False, Fraction(1, 10))
    assert [found.possible(n) for n in ("2.1", "0.1", "0.2", "")] == [2, 0, 1, 0]


@pytest.mark.parametrize(
    "text, said",
    [
        ("weight = 1", "got weight"),
        ('[weights]\n"9.9" = 1', "no exercise 9.9"),
        ("[weights]\n2.1 = 1", "no exercise 2"),
        ('[weights]\n"2.1" = -1', "for 2.1; got -1"),
        ('[weights]\n"2.1" = nan', "got nan"),
        ('[weights]\n"2.1" = inf', "got inf"),
        ('[weights]\n"2.1" = true', "got True"),
        ("weights = 3", "got 3"),
        ("part_credit = 1", "true or false"),
        ("late_per_day = 10", "from 0 to 1 for late_per_day"),
        ("late_per_day", "TOML"),
    ],
)
def test_a_rule_with_a_mistake_is_refused(text, said, rule):
    with pytest.raises(ValueError, match=said):
        rule(text)


def test_there_must_be_a_rule(tmp_path):
    with pytest.raises(ValueError, match="expected points as a TOML file"):
        points.read(tmp_path / "none.toml", KNOWN)


@pytest.mark.parametrize(
    "grade, want",
    [
        (Grade("2.1", results.PASSED, right=4, parts=4), 2),
        (Grade("2.1", results.RECOGNISED, right=3, parts=4), Fraction(3, 2)),
        (Grade("2.1", results.UNTOUCHED, right=1, parts=3), Fraction(2, 3)),
        (Grade("2.1", results.LATE, right=0, parts=2), 0),
        (Grade("2.1", results.FORGED, right=1, parts=2), 0),
        (Grade("2.1", results.UNJUDGED, right=1, parts=2), 0),
        (Grade("2.1", results.MISSING), 0),
    ],
)
def test_an_answer_that_is_right_in_part_gets_its_part(grade, want):
    rule = Rule(weights={"2.1": Fraction(2)})
    assert rule.points(grade) == want
    whole = Rule(part_credit=False, weights=rule.weights)
    assert whole.points(grade) == (2 if grade.result == results.PASSED else 0)


@pytest.mark.parametrize(
    "value, text",
    [("0", "0"), ("1", "1"), ("10", "10"), ("1/3", "0.33"), ("1/8", "0.13"), ("2.345", "2.35")],
)
def test_points_are_rounded_when_they_are_shown(value, text):
    assert points.shown(Fraction(value)) == text


def test_three_thirds_are_one():
    grade = Grade("0.1", results.RECOGNISED, right=1, parts=3)
    assert points.shown(sum(Rule().points(grade) for _ in range(3))) == "1"


LOSS, FIRST = "02_loss", "00_can_a_machine_learn"


def handed_in(name, file, *grades, lesson=LOSS, **origin):
    return Submission(file, name, lesson, origin=Origin(name, **origin)), grades, ""


def passed(*numbers):
    return [Grade(number, results.PASSED, right=1, parts=1) for number in numbers]


def counted(made, attempts=tally.LAST, **more):
    (standing,) = tally.count(made, Rule(), attempts, **more).standings
    return standing.works[LOSS].counts.submission.file


@pytest.mark.parametrize(
    "files",
    [
        ["02_loss.ipynb", "02_loss-1.ipynb", "02_loss-2.ipynb", "02_loss-10.ipynb"],
        ["02_loss.ipynb", "02_loss (1).ipynb", "02_loss_v3.ipynb"],
        ["02_loss_v2.ipynb", "02_loss_v10.ipynb"],
        ["2024-a.ipynb", "2024-b.ipynb"],
    ],
)
def test_the_last_attempt_counts_or_the_best(files, rule):
    made = [handed_in("ada", file, *passed("2.1")) for file in files[:-1]]
    made.append(handed_in("ada", files[-1], Grade("2.1", results.RAISED)))
    assert counted(made[::-1]) == counted(made) == files[-1]
    assert counted(made, tally.BEST) == files[-2]


def test_the_newest_upload_is_the_last():
    made = [handed_in("ada", "z", upload=5), handed_in("ada", "02_loss-9", upload=4)]
    assert counted(made) == "z"


def test_the_best_of_two_equal_ones_is_the_last():
    made = [handed_in("ada", f, *passed("2.1")) for f in ("02_loss.ipynb", "02_loss-1.ipynb")]
    assert counted(made, tally.BEST) == "02_loss-1.ipynb"


def test_a_file_of_no_lesson_is_counted_too():
    nothing = Grade("", results.UNREADABLE, "the file is empty")
    made = [handed_in("ada", name, nothing, lesson="") for name in ("notes-1", "notes")]
    (ada,) = tally.count(made, Rule()).standings
    assert (ada.points, len(ada.works[""].attempts)) == (0, 2)


def test_an_exercise_counts_for_its_own_lesson_wherever_it_is():
    grades = [*passed("2.1", "0.1"), Grade("0.2", results.MISSING)]
    made = tally.count([handed_in("ada", "a", *grades)], Rule())
    (ada,) = made.standings
    assert {name: work.points for name, work in ada.works.items()} == {LOSS: 1, FIRST: 1}
    assert made.possible(FIRST) == 4 and made.possible(LOSS) == 6 and made.whole == 10
    made = tally.count(
        [
            handed_in("ada", "a", *grades),
            handed_in("ada", "0", *passed("0.1", "0.2"), lesson=FIRST),
        ],
        Rule(),
    )
    assert made.standings[0].works[FIRST].points == 2


def test_who_is_late_loses_a_share():
    made = [handed_in("ada", "a", *passed("2.1", "2.2"))]
    late = tally.count(made, Rule(late_per_day=Fraction(1, 4)), days_late=lambda *_: 2).standings[0]
    assert (late.points, late.works[LOSS].days_late) == (1, 2)
    assert Rule(late_per_day=Fraction(1, 4)).left(5) == 0


def test_all_on_the_roster_have_a_standing_and_nobody_else_is_dropped():
    ada = Person("Ada", "1", "", 0, frozenset({"ada"}))
    bob = Person("Bob", "2", "", 1, frozenset({"bob"}))
    twins = [Person("Cy", number, "", int(number), frozenset({"cy"})) for number in ("3", "4")]
    roster = Roster("", ["name", "id"], [], [ada, bob, *twins])
    made = [handed_in("ada", "a", *passed("2.1")), handed_in("eve", "e", *passed("2.1"))]
    found = tally.count(made, Rule(), roster=roster).standings
    assert [(one.name, one.note) for one in found] == [
        ("Ada", ""),
        ("Bob", tally.MISSING),
        ("Cy (3)", tally.MISSING),
        ("Cy (4)", tally.MISSING),
        ("eve", "not on the roster"),
    ]
