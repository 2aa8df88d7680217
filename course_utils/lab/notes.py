"""JupyterLab's server shows the speaker notes of a lesson: an extension of it.

`lab/presenting.py` loads it. The page, `notes.html.j2`, is opened by the key S on the slides, and
marks the section that is shown there.
"""

from pathlib import Path

import jinja2
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from markupsafe import Markup
from tornado import web

from course_utils.publish.handout import markdown_to_html, title
from course_utils.publish.notes import lesson, notes_of

ADDRESS = r"course/notes/(\d\d)"


def page(number):
    """Return the notes of a lesson (8) as HTML; ValueError if there are none."""
    sections, begins = [], 0
    for section in notes_of(number):
        sections.append((section.heading, begins, Markup(markdown_to_html(section.markdown))))
        begins += section.minutes
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    template = jinja2.Environment(loader=loader, autoescape=True).get_template("notes.html.j2")
    return template.render(title=title(lesson(number)), sections=sections, ends=begins)


class Notes(JupyterHandler):
    """Shows the notes of the lesson that the address names."""

    @web.authenticated
    def get(self, number):
        """Write the page; HTTPError if there are no such notes."""
        try:
            self.finish(page(int(number)))
        except ValueError as error:
            raise web.HTTPError(404, str(error)) from error


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(serverapp):
    address = url_path_join(serverapp.web_app.settings["base_url"], ADDRESS)
    serverapp.web_app.add_handlers(".*$", [(address, Notes)])
