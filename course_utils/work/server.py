"""JupyterLab's server remembers what a reader chooses in a question: an extension of it.

When a page is loaded, it says there whose folder of work it keeps and what was chosen before; a
question of one of these copies sends what is chosen now (`explore/page/memory.js`). So it needs no
kernel. `lab/reading.py` loads it; without it the browser alone remembers.
"""

import asyncio
import contextlib

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from course_utils import memory, workplace
from course_utils.checking import questions

ADDRESS = "course/answers"
MOST = 2000  # bytes of a request


class Answers(APIHandler):
    """Takes `work`, the key of a folder, `question`, "2.p1", and `chosen`, the text of an option.

    It is a form and not JSON, because that is what a page can send without waiting.
    """

    @web.authenticated
    async def post(self):
        """Keep what was chosen; HTTPError if it is no answer to a question of these copies."""
        if len(self.request.body) > MOST:
            raise web.HTTPError(413, "This is too long for an answer.")
        work, number, chosen = map(self._argument, ("work", "question", "chosen"))
        if work != _work():
            raise web.HTTPError(404, "These copies are none that this server keeps.")
        question, option = _option(number, chosen)
        options = [other.plain for other in question.options]
        given = (question.number, option.plain, option.right, workplace.folder(), options)
        # A kernel may be writing meanwhile, and the server waits for nobody.
        trouble = await asyncio.to_thread(memory.answered, *given)
        if trouble:
            self.log.warning(trouble)
        self.set_status(204)

    def _argument(self, name):
        return self.get_body_argument(name, "", strip=False)


def _work():
    """Return the key of the reader's folder of work; None if there is none."""
    folder = workplace.folder()
    return workplace.key(folder) if (folder / workplace.EDITIONS).is_dir() else None


def _option(number, text):
    """Return the question and the option that a request names; HTTPError if there is none."""
    for find in (questions.find, questions.find_anew):  # the edition may be younger than the server
        with contextlib.suppress(Exception):  # git may be writing it
            question = find(number)
            return question, next(option for option in question.options if option.plain == text)
    raise web.HTTPError(404, "There is no such question, or no such answer to it.")


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(serverapp):
    serverapp.web_app.add_handlers(".*$", [(_address(serverapp), Answers)])


def _address(serverapp):
    return url_path_join(serverapp.web_app.settings["base_url"], ADDRESS)


async def _start_jupyter_server_extension(serverapp):
    """Say in the page what it needs, when all extensions are loaded.

    That of JupyterHub puts its own words in place of what the configuration and others say there.
    """
    settings, address = serverapp.web_app.settings, _address(serverapp)
    said = [settings.get("page_config_hook"), serverapp.tornado_settings.get("page_config_hook")]

    def say(handler, page):
        for others in dict.fromkeys(filter(None, said)):
            page = others(handler, page)
        if work := _work():
            chosen = memory.chosen(workplace.folder())
            page["course"] = {"url": address, "work": work, "chosen": chosen}
        return page

    settings["page_config_hook"] = say
