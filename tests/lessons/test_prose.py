"""What the notebooks say in words: honest numbers, links that lead somewhere, one voice."""

import re
from itertools import pairwise

from lesson import each_lesson, links, prose, without_targets

from course_utils.publish import notebooks

NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.(\d+))?)(?:[eE]([-+]?\d+))?(?!\d|\.\d)")
# 19,402 and 19 402 (with a narrow space) and 19_402 are one number.
THOUSANDS = re.compile(r"(?<=\d)[,_\u00a0\u2009\u202f](?=\d{3}(?!\d))")
NAMED = re.compile(r"(?i)\b(exercises?|sections?|chapters?|versions?|python|(py)?torch) +\d[\d.]*")
ABBREVIATION = re.compile(r"\b(e\.g|i\.e|vs|cf|al|etc|approx|[A-Z])\.(?= )")
TWO_SENTENCES = re.compile(r"[.?!…][\"”’)*_]* +[\"“‘(*_]*[A-Z]")
SENTENCE_ENDS = re.compile(r"[.?!…:;][\"”’)*_]*$")
# Pictograms, but not the marks of a verdict, ✓ ✗ ○, nor arrows.
EMOJI = re.compile("[\u2600-\u2712\u2714-\u2716\u2718-\u27bf\u2b50-\u2b59\U0001f000-\U0001faff]")


@each_lesson()
def test_numbers_in_words_are_computed(lesson):
    """A decimal number, or a long one, stands in a code cell or in an output that is compared.

    What is given in an exercise may stand in the answer key instead, which is tested.
    """
    shown = _shown_numbers(lesson)
    given = shown | _values(lesson.said_by_the_key)
    typed = []
    for cell, below in pairwise([*lesson.nb.cells, None]):
        if cell.cell_type != "markdown":
            continue
        known = given if below and "exercise" in notebooks.tags(below) else shown
        for text, value, half_a_digit in _numbers(NAMED.sub("", without_targets(cell.source))):
            is_year = text.isdigit() and 1800 <= value <= 2099
            worth_a_look = not text.isdigit() or value >= 1000
            if worth_a_look and not is_year:
                if all(abs(value - other) > half_a_digit for other in known):
                    typed.append((cell.id, text))
    assert not typed


def _shown_numbers(lesson):
    shown = [cell.source for cell in lesson.code]
    for cell in lesson.code:
        for _, output in notebooks.outputs(cell):
            if isinstance(output, dict):
                # HTML has a plain twin, and numbers of its own in its style.
                shown += [text for mime, text in output.items() if mime != "text/html"]
            else:
                shown.append(output)
    return _values(shown)


def _values(texts):
    return {value for text in texts for _, value, _ in _numbers(text)}


def _numbers(text):
    """Yield each number as text and as value without sign, and half a unit of its last digit."""
    for match in NUMBER.finditer(THOUSANDS.sub("", text)):
        decimals, exponent = len(match[2] or ""), int(match[3] or 0)
        yield match[0], float(match[0]), 0.5000001 * 10.0 ** (exponent - decimals)


def test_a_number_is_known_if_it_rounds_to_the_one_in_words():
    assert [round(v, 6) for _, v, _ in _numbers("−17.3, 1.5x, 2.13.0, 19,402.7 and 3e-5")] == [
        17.3,
        1.5,
        19402.7,
        3e-05,
    ]
    (_, said, half_a_digit), (_, shown, _) = [*_numbers("2.93"), *_numbers("2.927645")]
    assert abs(said - shown) <= half_a_digit < abs(said - 2.94)


@each_lesson()
def test_links_lead_somewhere(lesson):
    for cell in lesson.markdown:
        for target in links(cell.source):
            if re.match(r"https?://|mailto:", target):
                continue
            name, _, anchor = target.partition("#")
            path = (lesson.path.parent / name) if name else lesson.path
            assert path.exists(), (cell.id, target)
            assert not anchor or anchor in _anchors(path), (cell.id, target)


def _anchors(path):
    """Return the anchors of the headings, as JupyterLab makes them and as GitHub does."""
    if path.suffix == ".ipynb":
        cells = notebooks.read(path).cells
        text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    else:
        text = path.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    plain = [re.sub(r"[`*]", "", without_targets(heading)) for heading in headings]
    github = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain]
    return {heading.replace(" ", "-") for heading in plain} | set(github)


@each_lesson()
def test_one_sentence_a_line(lesson):
    found = [(cell.id, line) for cell in lesson.markdown for line in _not_one_sentence(cell.source)]
    assert not found


def _not_one_sentence(markdown):
    """Return the lines with two sentences, and those whose sentence goes on in the next."""
    found, before = [], ""
    for line in prose(markdown).splitlines():
        text = re.sub(r"^[ >]*([-*+] |\d+\. )?", "", line)
        text = re.sub(r"^\*\*[^*]+\*\*", "", text)  # a title that runs in
        if not text.strip() or re.match(r"[#|]|---", text):
            before = ""
            continue
        text = ABBREVIATION.sub(r"\1", text.strip())
        if TWO_SENTENCES.search(text):
            found.append(line)
        if before and text[0].islower() and not re.match(r" *([-*+]|\d+\.) ", line):
            found.append(line)
        before = "" if SENTENCE_ENDS.search(text) else text
    return found


def test_sentences_are_told_apart():
    good = ["One.\nTwo, e.g. MSE.\n", "**A title.** A sentence.", "Say `a. B` once.", "- x\n- y"]
    assert not [text for text in good if _not_one_sentence(text)]
    bad = ["One. Two.", "Why? `f` says.", "One that\ngoes on.", "- One. Two.", "> One. Two."]
    assert [len(_not_one_sentence(text)) for text in bad] == [1] * len(bad)


@each_lesson()
def test_the_voice_is_calm(lesson):
    for cell in lesson.markdown:
        text = prose(cell.source)
        assert "!" not in text, cell.id
        assert not EMOJI.search(text), cell.id


@each_lesson()
def test_sources_are_called_by_their_titles(lesson):
    for cell in lesson.nb.cells:
        assert not re.search(r"(?i)\b(seed|source) 0\d\d\b", cell.source), cell.id
