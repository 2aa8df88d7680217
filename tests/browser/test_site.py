"""The book in a browser, from its files, with the network cut: it lives, and shuts nobody out."""

import pytest
from asked import ALIVE, Asked
from axe_playwright_python.sync_playwright import Axe
from taken import Taken
from ways import IN_THE_BOOK, in_turn

from course_utils import explore
from course_utils.publish import notebooks
from course_utils.publish.site.__main__ import main

pytest.importorskip("myst_nb", reason="needs the extra `site`")

NAMES = [path.stem for path in notebooks.paths()]
NAMES += ["index", "start", "teaching", "grading", "serving", "terms", "search", "five_texts"]
EXPLORER = ".cell_output div:has(> [data-question] + img)"
WORDS = [
    *("residual", "momentum", "backpropagation", "perceptron", "eigenvalue", "overfitting"),
    *("broadcasting", "thermometer", "gardener", "roster"),
]

# Of thousands of words of code, one in each colour on each ground: axe-core measures every one.
THIN_OUT = """() => {
  const ground = part => {
    const {backgroundColor} = getComputedStyle(part);
    const clear = backgroundColor === "rgba(0, 0, 0, 0)" && part.parentElement;
    return clear ? ground(part.parentElement) : backgroundColor;
  };
  const looks = new Set();
  const seen = [...document.querySelectorAll("pre span:not(:has(*))")].filter(word => {
    const {color, fontWeight, opacity} = getComputedStyle(word);
    const look = [color, fontWeight, opacity, ground(word)].join();
    return looks.has(look) || !looks.add(look);
  });
  for (const word of seen) word.replaceWith(word.textContent);
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    assert main(folder) == 0
    return folder


@pytest.fixture
def open_page(offline, folder):
    """Return a function that opens a page of the book, when all on it has come alive."""

    def go(name, query="", scheme="light", width=1280):
        offline.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        offline.set_viewport_size({"width": width, "height": 900})
        offline.goto(f"{(folder / name).as_uri()}.html{query}")
        offline.wait_for_function(ALIVE)
        return offline

    return go


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", in_turn(IN_THE_BOOK, NAMES))
def test_a_page_shuts_nobody_out_and_asks_for_nothing(name, scheme, open_page):
    page = open_page(name, scheme=scheme)
    assert page.locator("html").get_attribute("data-theme") == scheme
    assert page.complaints == []  # before axe-core asks for stylesheets, which no file may
    page.evaluate(THIN_OUT)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_scrolls_no_page_sideways_and_shows_every_picture(name, open_page):
    page = open_page(name, width=400)
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    lost = """() => [...document.querySelectorAll("article img")]
      .filter(image => image.checkVisibility())
      .filter(image => !image.naturalWidth || image.clientWidth > innerWidth).length"""
    assert page.evaluate(lost) == 0


@pytest.mark.parametrize("word", WORDS)
def test_search_finds_a_word_without_a_server(word, open_page):
    page = open_page("search", query=f"?q={word}")
    page.locator("ul.search li a").first.wait_for()
    page.locator("ul.search li a").first.click()
    page.wait_for_load_state()
    assert word in page.locator("article").inner_text().lower()
    assert page.complaints == []


@pytest.mark.parametrize("number", ["2.p1", "8.q1"])
def test_a_question_is_answered_and_remembered(number, open_page):
    name = next(name for name in NAMES if name.startswith(f"0{number[0]}"))
    page = open_page(name)
    asked = Asked(page, number)
    asked.answer(asked.wrong)
    assert (asked.told(), asked.opened()) == (asked.wrong, [asked.wrong])
    page.reload()
    page.wait_for_function(ALIVE)
    assert asked.told() == asked.wrong
    assert page.complaints == []


@pytest.mark.parametrize("width", [1280, 400])
def test_an_explorer_is_taken_hold_of(width, open_page):
    page = open_page("02_loss", width=width)
    taken = Taken(page, explore.find("loss_dial"), host=EXPLORER)
    taken.predict()
    before = taken.state()
    taken.drag(taken.handles()[0], (0, 30))
    assert taken.state() != before and taken.trouble() == []
    taken.handles()[0].focus()
    page.keyboard.press("ArrowRight")  # which turns no page
    assert page.url.endswith("02_loss.html")
    assert page.complaints == []


def test_in_the_dark_an_explorer_is_dark_and_colours_of_a_picture_stay(open_page):
    page = open_page("02_loss", scheme="dark")
    page.wait_for_selector(f'{EXPLORER}[data-theme="dark"]')
    assert (
        page.locator(".cell_output a > img").first.evaluate("i => getComputedStyle(i).filter")
        == "none"
    )
    head = page.locator(".course-head").evaluate("head => getComputedStyle(head).backgroundColor")
    assert head == "rgb(31, 31, 35)"


def test_theme_is_chosen_by_hand_too(open_page):
    page = open_page("02_loss")
    page.get_by_role("button", name="Color mode").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    page.wait_for_selector(f'{EXPLORER}[data-theme="dark"]')


def test_folded_code_opens(open_page):
    page = open_page("02_loss")
    fold = page.locator("details.hide").first
    assert not fold.locator("pre").is_visible()
    fold.locator("summary").click()
    assert "plots.canvas" in fold.locator("pre").inner_text()


def test_a_link_to_a_cell_leads_to_it(open_page):
    page = open_page("five_texts")
    page.get_by_role("link", name="02[four-sum]").first.click()
    page.wait_for_url("**/02_loss.html#four-sum")
    page.wait_for_function(
        "Math.abs(document.getElementById('four-sum').getBoundingClientRect().top) < 300"
    )
