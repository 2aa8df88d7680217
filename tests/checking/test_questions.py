"""Every question is complete, can be read as text and as HTML, and keeps its answer to itself."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from answering import QUESTIONS

from course_utils import memory, workplace
from course_utils.checking import questions
from course_utils.checking.questions import Question, right, wrong

each_question = pytest.mark.parametrize("number", QUESTIONS)


def _page(asked):
    return ET.fromstring(asked.html())


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
        assert "".join(summary.itertext())[1:] == f" {option.plain}"
        assert details.get("class") == ("right" if option.right else "wrong")
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


def test_ask_shows_the_questions(capsys):
    assert questions.ask("2.q1", "2.q4") is None
    out = capsys.readouterr().out
    assert "One residual doubles" in out and "MSE of 4" in out


def test_one_small_script_makes_all_questions_of_an_output_alive():
    script = len(questions._script())
    assert script < 4500
    for numbers in (["2.q1"], ["2.q1", "2.p1", "10.q3"]):
        asked = questions._Asked(map(questions.find, numbers))
        shown = asked._repr_html_()
        assert shown.count("<script>") == shown.count("</script>") == 1
        assert len(shown) == len("<div></div>") + script + sum(
            len(question.html()) for question in asked
        )


def test_only_a_reader_s_copy_says_whose_answers_are_kept(tmp_path, monkeypatch):
    asked = questions.find("2.q1")
    stored = asked.html()
    assert "data-work" not in stored
    (tmp_path / workplace.EDITIONS).mkdir()
    monkeypatch.chdir(tmp_path)
    key = workplace.key(tmp_path)
    assert asked.html() == stored.replace('"2.q1"', f'"2.q1" data-work="{key}"')
    assert str(tmp_path) not in asked.html() and re.fullmatch("[0-9a-f]{12}", key)
    memory.answered("2.q1", "4", True)
    assert asked.html() == stored.replace('"2.q1"', f'"2.q1" data-work="{key}"')


def test_a_question_is_found_as_it_is_in_its_file_by_now(monkeypatch):
    old = questions.find("2.q1")
    monkeypatch.setitem(questions._registry, "2.q1", Question("2.q1", "Old?", old.options))
    assert questions.find("2.q1").text == "Old?"
    assert questions.find_anew("2.q1") == old == questions.find("2.q1")
    assert [q.number for q in questions.of_lesson(2)] == [n for n in QUESTIONS if n[:2] == "2."]
    for number in ("2.q99", "99.q1", None):
        with pytest.raises(ValueError, match="question"):
            questions.find_anew(number)


def test_a_question_is_found_without_torch():
    code = (
        "import sys; from course_utils.checking.questions import find, find_anew\n"
        "find('2.p1'), find_anew('2.p1'); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_draw_takes_questions_of_every_lesson_by_the_seed():
    drawn = questions.draw(seed=1)
    assert [number.split(".")[0] for number in drawn] == [str(k) for k in range(10) for _ in "123"]
    assert len(set(drawn)) == 30
    assert all(".q" in number for number in drawn)
    assert drawn == questions.draw(seed=1) != questions.draw(seed=2)


def test_draw_says_how_many_questions_there_are():
    with pytest.raises(ValueError, match="lesson 02 has .* quiz questions; got 60"):
        questions.draw(seed=1, each=60, lessons=[2])
