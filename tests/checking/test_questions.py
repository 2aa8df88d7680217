"""Every question is complete, can be read as text and as HTML, and keeps its answer to itself."""

import xml.etree.ElementTree as ET

import pytest
from answering import QUESTIONS

from course_utils.checking import questions
from course_utils.checking.questions import Question, right, wrong

each_question = pytest.mark.parametrize("number", QUESTIONS)


def _page(asked):
    return ET.fromstring(asked._repr_html_())


@each_question
def test_question_has_options_of_which_some_are_right(number):
    options = QUESTIONS[number].options
    assert len(options) >= 2
    assert 0 < sum(option.right for option in options) < len(options)
    assert len({option.text for option in options}) == len(options)


@each_question
def test_every_option_says_why(number):
    for option in QUESTIONS[number].options:
        assert option.why.endswith((".", "?")), option.why
        assert len(option.why) <= 160


@each_question
def test_texts_have_their_backticks_in_pairs(number):
    asked = QUESTIONS[number]
    for text in [asked.text, *(part for o in asked.options for part in (o.text, o.why))]:
        assert text.count("`") % 2 == 0, text


@each_question
def test_text_does_not_tell_the_answer(number):
    asked = QUESTIONS[number]
    text = str(asked)
    assert repr(asked) == text
    assert all(option.why not in text for option in asked.options)
    assert not set("✓✗") & set(text)
    assert text.splitlines()[0] == asked.text
    assert len(text.splitlines()) == 1 + len(asked.options)


@each_question
def test_html_is_well_formed_and_hides_each_answer_until_it_is_opened(number):
    asked = QUESTIONS[number]
    found = _page(asked).findall("details")
    assert len(found) == len(asked.options)
    for details, option in zip(found, asked.options, strict=True):
        assert details.get("open") is None
        summary, answer = details
        assert summary.tag == "summary"
        assert option.text.replace("`", "") in "".join(summary.itertext())
        said = "".join(answer.itertext())
        assert said.startswith("✓" if option.right else "✗")
        assert option.why.replace("`", "") in said


@each_question
def test_number_names_its_kind(number):
    assert number.split(".")[1][0] in "pq"


@pytest.mark.parametrize("nasty", ["x < y & z > 0", "<script>alert(1)</script>", "&amp;", '"a"'])
def test_html_is_escaped(nasty):
    asked = Question("9.q99", nasty, (right(nasty, nasty + "."), wrong(f"`{nasty}`", nasty + ".")))
    page = _page(asked)
    assert "".join(page.itertext()).count(nasty) == 5
    assert page.find(".//code").text == nasty
    assert page.find(".//script") is None


def test_lone_backtick_is_text():
    asked = Question("9.q99", "a ` b", (right("`x`", "y."), wrong("z", "y.")))
    assert "a ` b" in "".join(_page(asked).itertext())


@pytest.fixture
def empty_register(monkeypatch):
    monkeypatch.setattr(questions, "_registry", {})


@pytest.mark.parametrize(
    "options",
    [
        (),
        (right("a", "b."),),
        (wrong("a", "b."), wrong("c", "d.")),
        (right("a", "b."),) * 9,
    ],
)
def test_incomplete_question_is_refused(empty_register, options):
    with pytest.raises(ValueError, match="9.q99"):
        questions.question("9.q99", "text", *options)


def test_number_is_given_once(empty_register):
    options = right("a", "b."), wrong("c", "d.")
    questions.question("9.q99", "text", *options)
    with pytest.raises(ValueError, match="twice"):
        questions.question("9.q99", "text", *options)


@pytest.mark.parametrize("number", ["9.q99", "2.q99", "2", "", "q1", 2.1, None])
def test_unknown_number_is_refused_in_one_sentence(number, capsys):
    with pytest.raises(ValueError, match="question"):
        questions.find(number)
    questions.ask(number)
    (shown,) = capsys.readouterr().out.splitlines()
    assert shown.startswith("→ ") and "question" in shown


def test_ask_shows_the_question(capsys):
    assert questions.ask("2.q1") is None
    assert "One residual doubles" in capsys.readouterr().out


def test_draw_takes_questions_of_every_lesson_by_the_seed():
    drawn = questions.draw(seed=1)
    assert [number.split(".")[0] for number in drawn] == [str(k) for k in range(10) for _ in "123"]
    assert len(set(drawn)) == 30
    assert all(".q" in number for number in drawn)
    assert drawn == questions.draw(seed=1) != questions.draw(seed=2)


def test_draw_says_how_many_questions_there_are():
    with pytest.raises(ValueError, match="lesson 02 has .* quiz questions; got 60"):
        questions.draw(seed=1, each=60, lessons=[2])
