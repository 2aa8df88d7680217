"""The book as files: all that it leads to is there, nothing comes from elsewhere, words are found.

How it looks and lives in a browser is proved in tests/browser/test_site.py.
"""

import json
import re
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from lesson import Lesson
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

pytest.importorskip("myst_nb", reason="needs the extra `site`")

from sphinx.search.en import SearchEnglish  # noqa: E402

from course_utils.publish import notebooks, site  # noqa: E402
from course_utils.publish.site import lessons, looks, pages, terms
from course_utils.publish.site.__main__ import main, size

PATHS = notebooks.paths()
LESSONS = [Lesson(path) for path in PATHS]
OTHERS = ["index", "start", "teaching", "grading", "serving", "terms", "five_texts"]
REPOSITORY = "https://github.com/OWNER/NAME"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COURSE_REPOSITORY", raising=False)
        assert main(folder) == 0
    return folder


@pytest.fixture(scope="module")
def book(folder):
    """The pages, parsed, by their names; in them `find_all` is quicker than `select`."""
    return {
        path.stem: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in folder.glob("*.html")
    }


def test_each_lesson_and_each_other_page_is_there(book):
    assert {*(lesson.path.stem for lesson in LESSONS), *OTHERS, "search"} <= book.keys()


def test_every_link_and_every_anchor_leads_somewhere(folder, book):
    ids = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in book.items()}
    lost = []
    for name, page in book.items():
        for link in page.find_all("a", href=True):
            scheme, _, path, _, anchor = urlsplit(link["href"])
            target = unquote(path) or f"{name}.html"
            if scheme in ("http", "https"):
                continue
            is_there = not scheme and (folder / target).is_file()
            if is_there and anchor and target.endswith(".html"):
                is_there = anchor in ids[target.removesuffix(".html")]
            if not is_there:
                lost.append((name, link["href"]))
    assert lost == []


def test_nothing_comes_from_elsewhere(folder, book):
    wanted = []
    for page in book.values():
        wanted += [tag["src"] for tag in page.find_all(src=True)]
        wanted += [tag["href"] for tag in page.find_all("link", href=True)]
        wanted += re.findall(
            r"@import[^;]*|url\([^)]*\)", "".join(map(str, page.find_all("style")))
        )
    for path in folder.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        wanted += re.findall(r"@import[^;]*|url\([^)]*\)", text)
    assert len(wanted) > 100
    inside_data = re.compile(r"(url\(\s*['\"]?)?data:")
    assert [one for one in wanted if "//" in one and not inside_data.match(one)] == []


def test_each_cell_is_an_anchor_that_no_other_element_has(book):
    for lesson in LESSONS:
        ids = [tag["id"] for tag in book[lesson.path.stem].find_all(id=True)]
        cells = [cell.id for cell in lesson.nb.cells]
        assert [ids.count(name) for name in cells] == [1] * len(cells), lesson
        assert len(ids) == len(set(ids)), lesson


def test_what_the_five_texts_say_leads_to_the_cells(book):
    links = {a.text: a["href"] for a in book["five_texts"].select("article table a")}
    assert links["02[four-sum]"] == "02_loss.html#four-sum"
    places = re.findall(r"\d\d\[[a-z0-9-]+\]", book["five_texts"].select_one("article").text)
    assert len(set(places)) > 150 and set(places) <= links.keys()


@pytest.mark.parametrize(
    "word",
    [
        *("residual", "momentum", "backpropagation", "perceptron", "eigenvalue", "regularisation"),
        *("broadcasting", "thermometer", "seedlings", "plateau"),
    ],
)
def test_search_finds_a_word(word, folder):
    text = (folder / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(re.fullmatch(r"Search\.setIndex\((.*)\)", text, re.DOTALL)[1])
    found = index["terms"].get(SearchEnglish({}).stem(word))
    pages_found = found if isinstance(found, list) else [found]
    assert {index["docnames"][number] for number in pages_found} & {path.stem for path in PATHS}


def test_each_picture_has_its_alternative_text(book):
    for lesson in LESSONS:
        outputs = [
            o for cell in lesson.code for o in cell.outputs if "image/png" in o.get("data", "")
        ]
        wanted = [output.metadata["image/png"]["alt"] for output in outputs]
        shown = book[lesson.path.stem].select('article .cell_output a > img[src^="_images"]')
        assert [image["alt"] for image in shown] == wanted


def test_formulas_are_mathml(book):
    for lesson in LESSONS:
        article = book[lesson.path.stem].select_one("article")
        written = "\n".join(cell.source for cell in lesson.markdown)
        formulas = re.findall(r"\$\$.+?\$\$|\$[^$\n]+\$", written, re.DOTALL)
        shown = article.find_all("math")
        assert len(shown) == len(formulas)
        assert not [math for math in shown if re.search(r"[\\$]", math.text)]
        assert not article.select("script[src], .math:not(:has(math))")


def test_each_page_leads_on_and_a_lesson_can_be_taken_along(folder, book):
    for before, after in zip(LESSONS, LESSONS[1:], strict=False):
        assert book[before.path.stem].select_one("a.right-next")["href"] == f"{after}.html"
        assert book[after.path.stem].select_one("a.left-prev")["href"] == f"{before}.html"
    for lesson in LESSONS:
        link = book[lesson.path.stem].select_one("a.btn-download-source-button")["href"]
        assert (folder / link).read_bytes() == lesson.path.read_bytes()


def test_no_page_shows_a_kernels_words(book):
    for lesson in LESSONS:
        article = book[lesson.path.stem].select_one("article")
        said = "".join(output.text for output in article.find_all(class_="cell_output"))
        assert not re.search(r"interactive\(|Label\(value|<Figure|\(figure\)", said)
        exercises = article.find_all(class_="tag_exercise")
        assert exercises and not any(one.find(class_="cell_output") for one in exercises)
        assert not [a.text for a in article.select("p a") if re.search("[←→]", a.text)]
    assert "Sliders stand here where Python runs" in book["02_loss"].text


def test_the_first_page_is_the_readme_for_readers(book):
    article = book["index"].select_one("article")
    readme = (notebooks.ROOT / "README.md").read_text(encoding="utf-8")
    assert article.h1.text.rstrip("#") == site.name()
    assert article.img["src"] == "_images/hero.png" and len(article.select("img")) == 1
    assert len(article.select("tbody tr")) == len(LESSONS)
    assert len(article.select("#sources ol li")) == len(re.findall(r"^\d\. the", readme, re.M))


def test_it_fits_a_small_stick(folder):
    assert size(folder) < 15e6


# --- the address of the repository is one setting


def test_without_an_address_nothing_leads_to_a_repository(book):
    if site.repository():
        pytest.skip("the course has an address")
    links = " ".join(a["href"] for page in book.values() for a in page.find_all("a", href=True))
    assert not re.search(r"mybinder|colab|github\.com/\S+/(blob|edit)", links)


def test_an_address_in_the_setting_or_of_a_fork_is_taken(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_REPOSITORY", raising=False)
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    file = tmp_path / "pyproject.toml"
    file.write_text("[project]\n[project.urls]\n")
    assert site.repository() == ""
    file.write_text(f'[project]\n[project.urls]\nRepository = "{REPOSITORY}"\n')
    assert site.repository() == REPOSITORY
    monkeypatch.setenv("COURSE_REPOSITORY", f"{REPOSITORY}-FORK")
    assert site.repository() == f"{REPOSITORY}-FORK"


def test_what_is_no_page_leads_to_the_repository_or_is_no_link():
    text = "[one](../LICENSE), [two](02_loss.ipynb#mse), [three](../README.md#sources)"
    led = "[two](02_loss.ipynb#mse), [three](index.md#sources)"
    assert pages.linked(text, "notebooks") == f"one, {led}"
    told = pages.linked(text, "notebooks", REPOSITORY)
    assert told == f"[one]({REPOSITORY}/blob/main/LICENSE), {led}"
    assert pages.linked(led, "notebooks") == led  # a second time nothing changes


# --- a lesson as a page


def lesson_of(*cells):
    nb = new_notebook(cells=list(cells))
    for number, cell in enumerate(nb.cells):
        cell.id = f"cell-{number}"
    return nb


def test_links_to_the_neighbours_are_left_out():
    nav = "[← 01 One](01_one.ipynb) · [03 Three →](03_three.ipynb)"
    first, last = new_markdown_cell(f"{nav}\n\n# 02 · Two"), new_markdown_cell(f"The end.\n\n{nav}")
    page = lessons.prepared(lesson_of(first, last))
    assert [cell.source.split("\n\n", 1)[1].strip() for cell in page.cells] == [
        "# 02 · Two",
        "The end.",
    ]


def test_sliders_become_one_sentence():
    slider = new_output("display_data", {"text/plain": "interactive(children=(FloatSlider(val…"})
    label = new_output("execute_result", {"text/plain": "Label(value='w = 0.5')"})
    plain = new_output("stream", text="interactive(children)")
    make = new_code_cell("from ipywidgets import Label, interact")
    page = lessons.prepared(lesson_of(make, new_code_cell(outputs=[plain, slider, label])))
    stream, sentence = page.cells[1].outputs
    assert stream.text == plain.text
    assert 'href="start.html"' in sentence.data["text/html"]


def test_a_lesson_is_left_as_it_was():
    for lesson in LESSONS:
        before = json.dumps(lesson.nb)
        lessons.prepared(lesson.nb)
        assert json.dumps(lesson.nb) == before


# --- the index of terms


def found(*sources, recap=""):
    cells = [new_markdown_cell(source) for source in (*sources, f"## Recap\n\n{recap}")]
    return {
        word: [(place.lesson, place.cell, place.others) for place in places]
        for word, places in terms.terms([("02_two", lesson_of(*cells))]).items()
    }


def test_a_word_leads_to_where_it_is_first_bold_and_not_to_the_recap():
    assert found("A **residual** is a miss.", "The **residual**.", recap="- **residual**") == {
        "residual": [("02_two", "cell-0", False)]
    }
    assert found(recap="- **model, weight**: knobs") == {
        "model": [("02_two", "cell-0", False)],
        "weight": [("02_two", "cell-0", False)],
    }


def test_what_is_said_loudly_is_no_word():
    assert found("**Take a rest here.**", "Go **up**.", "- **compute** residuals") == {}


def test_a_word_is_written_as_in_mid_sentence_and_a_plural_joins_its_singular():
    assert list(found("**Momentum** and **Adam**.", "So momentum grows.")) == ["Adam", "momentum"]
    assert found("The **parameters**.", "A **parameter**.") == {
        "parameter": [("02_two", "cell-0", False)]
    }


def test_words_of_others_lead_to_the_recap():
    recap = "- **loss**: one number.\n\nOthers call it: a loss *cost* or *error*."
    assert found("A **loss**.", recap=recap) == {
        "cost": [("02_two", "cell-1", True)],
        "error": [("02_two", "cell-1", True)],
        "loss": [("02_two", "cell-0", False)],
    }


def test_each_word_of_a_recap_is_in_the_index():
    listed = terms.page()
    for lesson in LESSONS:
        recap = next(cell.source for cell in lesson.markdown if cell.id == "recap")
        for bold in re.findall(r"\*\*([a-z][a-z ]+[a-rt-z])\*\*", recap):
            assert re.search(rf"^- {bold}s?: ", listed, re.MULTILINE | re.IGNORECASE), bold


def test_stressed_words_are_still_in_the_lessons():
    said = "\n".join(cell.source for lesson in LESSONS for cell in lesson.markdown).lower()
    assert [word for word in terms._STRESSED if f"**{word}**" not in said] == []


# --- what the theme makes is looked after


def test_only_what_is_a_text_offers_to_be_edited():
    def offered(name):
        buttons = [{"label": "source-repository-button"}, {"label": "source-edit-button"}]
        context = {"header_buttons": [{"buttons": buttons}, {"label": "alone"}]}
        looks._let_texts_be_edited(None, name, "", context, None)
        return [button["label"] for button in context["header_buttons"][0]["buttons"]]

    assert offered("teaching") == ["source-repository-button", "source-edit-button"]
    assert offered("02_loss") == offered("index") == ["source-repository-button"]


def test_an_empty_cell_at_the_head_of_a_table_is_no_heading(book):
    for name, page in book.items():
        assert [th for th in page.find_all("th") if not th.text.strip()] == [], name
    assert book["index"].select_one("thead td") is not None
