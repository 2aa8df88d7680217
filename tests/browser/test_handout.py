"""The hand-outs in a browser with the network cut: all is there, and no slide is cut off."""

import re

import pytest
from asked import ALIVE, Asked
from axe_playwright_python.sync_playwright import Axe
from taken import Taken
from ways import AS_HANDOUT, in_turn, only_thorough

from course_utils import explore
from course_utils.publish import notebooks
from course_utils.publish.handout.__main__ import main
from course_utils.publish.notes import notes_of

# What no projector can hold at a size that can be read: lesson and cell of three stubs with whole
# training loops to repair, and of the thirty questions at the end. Their slides scroll, and take
# more than one page.
SCROLLS = [(6, "ex-4"), (9, "ex-2"), (10, "ex-2"), (10, "quiz-draw"), (10, "quiz-final")]
PATHS = notebooks.paths()
# A page that is only just loading has no reveal yet.
READY = "window.Reveal?.isReady()"
# One that is laid out for paper has it before all sheets are.
SHEETS = "document.querySelector('.pdf-page') && !document.querySelector('.loading-scroll-mode')"
SLIDE = """() => {
  const slide = Reveal.getCurrentSlide(), box = slide.getBoundingClientRect();
  return {
    cells: [...slide.querySelectorAll(":scope > .jp-Cell")].map(cell => cell.id),
    inside: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth,
    tall: slide.scrollHeight > slide.clientHeight,
    wide: slide.scrollWidth > slide.clientWidth,
    zoom: Number(slide.style.getPropertyValue("--zoom")),
  };
}"""
# The code of all slides, and which of it does not begin each line where its indentation says, or
# does not end on the page.
CODE_ON_PAPER = """() => {
  const misplaced = [];
  const place = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const look = pre => {
    const nodes = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
    let column = 0, begun = false, left = null;
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      [...node.data].forEach((character, at) => {
        if (character === "\\n") {
          column = 0;
          begun = false;
        } else {
          const box = place(node, at);
          left ??= box.left;
          const off = Math.abs(box.left - left - column * box.width) > 2;
          if (character !== " " && ((!begun && off) || box.right > 1280)) {
            misplaced.push(pre.textContent.slice(0, 40));
          }
          begun ||= character !== " ";
          column += 1;
        }
      });
    }
    return pre.textContent.trimEnd();
  };
  return [[...document.querySelectorAll(".jp-InputArea pre")].map(look), misplaced];
}"""
# The slide has its new size two frames after the event, however long a frame takes.
RESTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    assert main([], folder) == 0
    return folder


@pytest.fixture
def page(offline):
    return offline


def open_handout(page, folder, path, query=""):
    page.goto(f"{(folder / path.stem).as_uri()}.html{query}")
    page.wait_for_function(READY)
    page.wait_for_function(ALIVE)


def go_to(page, selector):
    """Go to the slide that holds the first element of this kind."""
    page.evaluate(
        """selector => {
          const {h, v} = Reveal.getIndices(document.querySelector(selector).closest("section"));
          Reveal.slide(h, v);
        }""",
        selector,
    )


def walk(page):
    """Go through all slides with the arrow key; return what each is like."""
    slides = [page.evaluate(SLIDE)]
    for number in range(1, page.evaluate("Reveal.getTotalSlides()")):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("Reveal.getSlidePastCount()") == number
        slides.append(page.evaluate(SLIDE))
    return slides


def cut_off(slides, path):
    """Return the slides of which something cannot be seen, but for those that have to scroll."""
    scrolls = {f"cell-id={name}" for number, name in SCROLLS if number == int(path.name[:2])}

    def is_cut(slide):
        too_tall = slide["tall"] and scrolls.isdisjoint(slide["cells"])
        return too_tall or slide["wide"] or not slide["inside"]

    return [slide for slide in slides if is_cut(slide)]


@pytest.mark.parametrize("path", in_turn(AS_HANDOUT, PATHS), ids=lambda path: path.stem)
def test_everything_is_there_and_no_slide_is_cut_off(page, folder, path):
    open_handout(page, folder, path)
    assert cut_off(walk(page), path) == []
    nb = notebooks.read(path)
    data = [output.get("data", {}) for cell in notebooks.code_cells(nb) for output in cell.outputs]
    drawn = "[...document.images].filter(image => image.naturalWidth > 0).length"
    stills = sum("<img " in each.get("text/html", "") for each in data)
    assert page.evaluate(drawn) == stills + sum("image/png" in each for each in data)
    texts = "".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    formulas = re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", texts, re.DOTALL)
    assert page.locator("math").count() == len(formulas)
    assert page.evaluate("Reveal.VERSION") == "5.2.1"
    assert page.complaints == []


def test_a_larger_projector_shows_the_same(page, folder):
    open_handout(page, folder, PATHS[7])
    small = walk(page)
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_handout(page, folder, PATHS[7])
    assert walk(page) == small


def test_a_formula_is_drawn(page, folder):
    open_handout(page, folder, PATHS[7])
    go_to(page, "mfrac")
    box = page.locator("mfrac").first.bounding_box()
    assert box["height"] > 30  # a fraction that is not drawn is one line of text


def test_speaker_view_shows_the_notes_and_follows(page, folder):
    open_handout(page, folder / "teacher", PATHS[8])
    first, second = notes_of(8)[:2]
    go_to(page, "aside.notes")
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    shown = opened.value.locator(".speaker-controls-notes .value")
    shown.filter(has_text=re.compile(rf"^\s*{first.minutes} minutes?")).wait_for()
    assert opened.value.locator("iframe").count() == 2
    while second.heading not in page.evaluate("Reveal.getCurrentSlide().innerText"):
        page.keyboard.press("ArrowRight")
    shown.filter(has_text=re.compile(rf"^\s*{second.minutes} minutes?")).wait_for()
    assert page.complaints == []


def test_a_question_is_answered_by_keyboard_and_the_slide_still_fits(page, folder):
    open_handout(page, folder, PATHS[8])
    go_to(page, "[data-question]")
    before = page.evaluate("Reveal.getSlidePastCount()")
    asked = Asked(page, "8.p1")
    asked.radio(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert (asked.told(), asked.opened()) == (0, [0])
    for place in range(1, len(asked.options)):
        asked.option(place).locator("summary").focus()
        page.keyboard.press("Space")
    assert asked.opened() == list(range(len(asked.options)))
    page.evaluate(RESTED)
    assert page.evaluate("Reveal.getSlidePastCount()") == before
    assert cut_off([page.evaluate(SLIDE)], PATHS[8]) == []
    assert page.complaints == []


def test_what_a_room_was_asked_is_asked_again_the_next_time(page, folder):
    open_handout(page, folder, PATHS[8])
    go_to(page, "[data-question]")
    Asked(page, "8.p1").answer(0)
    page.reload()
    page.wait_for_function(READY)
    go_to(page, "[data-question]")
    assert Asked(page, "8.p1").told() is None


def test_an_explorer_is_taken_hold_of_and_still_fits(page, folder):
    open_handout(page, folder, PATHS[2])
    page.evaluate(
        """() => {
          const host = [...document.querySelectorAll("div")].find(
                div => div.shadowRoot && div.querySelector(":scope > img"));
          host.setAttribute("data-found", "");
        }"""
    )
    go_to(page, "[data-found]")
    taken = Taken(page, explore.find("loss_dial"), host="[data-found]")
    taken.predict()
    page.evaluate(RESTED)
    assert cut_off([page.evaluate(SLIDE)], PATHS[2]) == []
    before, slide = taken.state(), page.evaluate("Reveal.getSlidePastCount()")
    taken.drag(taken.handles()[0], (0, 30))
    assert taken.state() != before and taken.trouble() == []
    for key in ("ArrowUp", "ArrowLeft", "Space"):
        page.keyboard.press(key)
    assert page.evaluate("Reveal.getSlidePastCount()") == slide
    assert page.complaints == []


def test_up_and_down_scroll_a_long_slide_and_then_move_on(page, folder):
    open_handout(page, folder, PATHS[10])
    go_to(page, '[id="cell-id=ex-2"]')
    before = page.evaluate("Reveal.getSlidePastCount()")
    rest = "(s => s.scrollHeight - s.clientHeight - s.scrollTop)(Reveal.getCurrentSlide())"
    while page.evaluate(rest) > 1:
        page.keyboard.press("ArrowDown")
        assert page.evaluate("Reveal.getSlidePastCount()") == before
    page.keyboard.press("ArrowDown")
    assert page.evaluate("Reveal.getSlidePastCount()") == before + 1


def test_list_leads_to_every_lesson_and_a_lesson_to_the_next(page, folder):
    page.goto((folder / "index.html").as_uri())
    assert page.locator("li a").count() == len(PATHS)
    page.locator("li a").first.click()
    page.wait_for_function(READY)
    page.locator(f"section.present a[href='{PATHS[1].stem}.html']").first.click()
    page.wait_for_function(f"location.pathname.includes('01_') && {READY}")
    assert page.complaints == []


def test_handout_is_accessible(page, folder):
    open_handout(page, folder, PATHS[8])
    found = []
    for selector in ("h1", "[data-question]", "img", ".highlight .k"):
        go_to(page, selector)
        found += Axe().run(page, context=".slides").response["violations"]
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("query", ["", "?print-pdf"])
@pytest.mark.parametrize("path", [PATHS[8], only_thorough(PATHS[10])], ids=lambda path: path.stem)
def test_each_slide_is_printed_whole_with_its_code_indented(page, folder, path, query):
    open_handout(page, folder, path, query)
    if query:
        page.wait_for_function(SHEETS)
    number = page.evaluate("Reveal.getTotalSlides()")
    scrolling = sum(lesson == int(path.name[:2]) for lesson, _ in SCROLLS)
    printed = page.pdf(print_background=True, prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type /Page\b", printed))
    assert pages > number if scrolling else pages == number
    assert set(re.findall(rb"/MediaBox \[(.+?)\]", printed)) == {b"0 0 960 540"}
    page.emulate_media(media="print")
    shown, misplaced = page.evaluate(CODE_ON_PAPER)
    nb = notebooks.read(path)
    heights = page.locator(".card").evaluate_all("cards => cards.map(card => card.clientHeight)")
    outputs = [output for cell in notebooks.code_cells(nb) for output in cell.outputs]
    texts = [output.get("data", {}).get("text/html", "") for output in outputs]
    asked = sum(text.count("<div data-question") for text in texts if "<img " not in text)
    assert len(heights) == asked and min(heights) > 150  # several of a cell are all on paper
    sources = [cell.source for cell in notebooks.code_cells(nb) if not notebooks.folded(cell)]
    assert shown == [source.rstrip() for source in sources]
    assert misplaced == []
