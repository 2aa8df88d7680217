"""What a page sends is an answer to a question of the reader's copies, or it is refused."""

import asyncio
import json
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from tornado import web

from course_utils import memory, workplace
from course_utils.checking import questions
from course_utils.work import server

FIRST = {"question": "2.p1", "chosen": "The first"}


@pytest.fixture
def work(tmp_path, monkeypatch):
    """The folder of work that the server keeps; its own working directory is another one."""
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    (tmp_path / workplace.EDITIONS).mkdir()
    return tmp_path


def post(**sent):
    """Hand a form to the handler, past the login; return the status."""
    arguments = {name: [text.encode()] for name, text in sent.items()}
    handler = server.Answers.__new__(server.Answers)
    handler.request = SimpleNamespace(body=urlencode(sent).encode(), body_arguments=arguments)
    handler.__dict__.update(_status_code=200)
    asyncio.run(server.Answers.post.__wrapped__(handler))
    return handler.get_status()


def kept(work):
    path = work / memory.FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def test_an_answer_is_kept(work):
    assert post(work=workplace.key(work), **FIRST) == 204
    assert kept(work)["2.p1"]["chosen"] == "The first" and kept(work)["2.p1"]["right"] is False
    code = {"question": "5.p2", "chosen": questions.find("5.p2").options[0].plain}
    assert post(work=workplace.key(work), **code) == 204
    assert set(kept(work)) == {"2.p1", "5.p2"}


HOSTILE = [
    {},
    {"question": "2.p1"},
    {"chosen": "The first"},
    {**FIRST, "chosen": "the first"},
    {**FIRST, "chosen": "The first "},
    {**FIRST, "chosen": ""},
    {**FIRST, "chosen": "0"},
    {**FIRST, "chosen": "It depends"},
    *(
        {**FIRST, "question": number}
        for number in ("2.p99", "99.p1", "2.1", "2", "../2.p1", "/etc/passwd", "2.p1\0", "٢.p1", "")
    ),
    {**FIRST, "chosen": "x" * 3000},
    {**FIRST, "more": "x" * 3000},
]


@pytest.mark.parametrize("sent", HOSTILE, ids=lambda sent: repr(sent)[:60])
def test_what_is_no_answer_is_refused_in_one_line_and_loses_nothing(sent, work):
    post(work=workplace.key(work), **FIRST)
    before = kept(work)
    with pytest.raises(web.HTTPError) as refused:
        post(work=workplace.key(work), **sent)
    assert refused.value.status_code in (404, 413)
    assert len(refused.value.log_message.splitlines()) == 1
    assert kept(work) == before
    assert questions.find("2.p1").options[0].plain == "The first"


@pytest.mark.parametrize("key", ["", "0" * 12, "..", "None"])
def test_copies_of_someone_else_are_refused(key, work):
    with pytest.raises(web.HTTPError):
        post(work=key, **FIRST)
    assert kept(work) == {}


def test_where_no_copies_were_made_nothing_is_kept(work):
    key = workplace.key(work)
    (work / workplace.EDITIONS).rmdir()
    with pytest.raises(web.HTTPError):
        post(work=key, **FIRST)
    with pytest.raises(web.HTTPError):
        post(**FIRST)
    assert list(work.iterdir()) == []


def test_a_question_of_an_edition_that_came_meanwhile_is_known(work, monkeypatch):
    old = questions.find("2.p1")
    other = questions.Question("2.p1", "Which?", old.options[1:])
    monkeypatch.setitem(questions._registry, "2.p1", other)
    assert post(work=workplace.key(work), **FIRST) == 204


def page_of(settings, configured=None, hub=None):
    """Return what the extension says in a page of JupyterLab, where a hub comes after it or not."""
    settings = {"base_url": "/user/me/", **settings}
    handlers = []
    app = SimpleNamespace(
        settings=settings, add_handlers=lambda host, routes: handlers.extend(routes)
    )
    serverapp = SimpleNamespace(web_app=app, tornado_settings=configured or {})
    server._load_jupyter_server_extension(serverapp)
    settings.update(hub or {})
    asyncio.run(server._start_jupyter_server_extension(serverapp))
    assert [address for address, _ in handlers] == ["/user/me/course/answers"]
    return settings["page_config_hook"](None, {"theirs": 1})


def test_the_page_says_what_was_chosen(work):
    memory.answered("2.p1", "The first", False, work)
    said = {"url": "/user/me/course/answers", "work": workplace.key(work)}
    assert page_of({}) == {"theirs": 1, "course": {**said, "chosen": {"2.p1": "The first"}}}
    assert str(work) not in json.dumps(page_of({}))


def test_what_others_say_in_the_page_stays(work):
    page = page_of({"page_config_hook": lambda handler, page: {**page, "lab": 2}})
    assert page["lab"] == 2 and page["theirs"] == 1 and "course" in page


def test_a_hub_that_comes_later_takes_nothing_off_the_page(work):
    configured = {"page_config_hook": lambda handler, page: {**page, "lab": 2}}
    hub = {"page_config_hook": lambda handler, page: {**page, "hub": 3}}
    page = page_of(configured, configured, hub)
    assert (page["lab"], page["hub"], page["theirs"]) == (2, 3, 1) and "course" in page


def test_without_copies_the_page_says_nothing(work):
    (work / workplace.EDITIONS).rmdir()
    assert page_of({}) == {"theirs": 1}
