"""An explorer that is drawn in the page, taken hold of as a reader does."""

import contextlib

from scripts import differences

# What explorers stand in, in JupyterLab or on a page. Browsers find it at once; a selector with
# `:has` Playwright would try itself on all of JupyterLab's elements, for a tenth of a second.
HOST = "xpath=//*[self::body or contains(@class, 'jp-OutputArea-output')]/div[img[@data-title]]"
# Before the first paint of a panel its scales have no size.
RESTED = """host => host.explorer?.resting() && host.explorer.frames() > 0
    && [...host.shadowRoot.querySelectorAll("figure svg")]
      .every(svg => svg.clientWidth > 0 || !svg.closest("figure").checkVisibility())"""

VIEWS = "script => new Function(`${script}; return course`)().explorer.views ?? [{}]"


class Taken:
    """An explorer on a page of JupyterLab, as a reader uses it."""

    def __init__(self, page, explorer, host=HOST):
        self.page, self.explorer = page, explorer
        self.host = page.locator(host)
        self.box = self.host.locator(f'[role="group"][aria-label="{explorer.title}"]')

    def predict(self, option=0):
        """Choose an option and commit it, by keyboard; return what is said of it."""
        self.ask_again()
        self.box.get_by_role("radio").nth(option).focus()
        self.page.keyboard.press("Space")
        self.box.get_by_role("button", name="This is my prediction").focus()
        self.page.keyboard.press("Enter")
        self.rest()
        return self.box.locator(".said").inner_text()

    def ask_again(self):
        """See the question, where it was answered before."""
        self.box.wait_for()
        if (again := self.box.get_by_role("button", name="Ask me again")).count():
            again.click()

    def pass_by(self):
        """Ask to be shown without a prediction; nothing to pass where that was done before."""
        self.box.wait_for()
        skip = self.box.get_by_role("button", name="Just show me")
        if skip.count():
            skip.click()
        self.rest()

    def rest(self):
        """Wait until nothing moves."""
        self.page.wait_for_function(RESTED, arg=self.host.element_handle())

    def state(self):
        return self.host.evaluate("host => host.explorer.state()")

    def text(self):
        """Return the sentence under the picture."""
        return self.box.locator("p.line").inner_text()

    def views(self):
        """Return the states between which panels come and go."""
        return self.page.evaluate(VIEWS, self.explorer.script())

    def start_again(self, view=None):
        """Go back to the start, at once, and, if one is given, to a view."""
        self.page.emulate_media(reduced_motion="reduce")
        self.box.get_by_role("button", name="Start again").click()
        self.rest()
        self.page.emulate_media(reduced_motion="null")
        if view:
            self.host.evaluate("(host, view) => host.explorer.set(view)", view)
            self.rest()

    def trouble(self):
        """Return what of picture, sentence and controls is not what torch computes."""
        self.rest()
        state = self.state()
        page = self.host.evaluate(
            """host => ({
              numbers: host.explorer.numbers(),
              sentence: host.explorer.sentence(),
              line: host.shadowRoot.querySelector("p.line").textContent,
            })"""
        )
        ours = self.explorer.compute(**state)
        found = differences(page["numbers"], ours, self.explorer.tolerance)
        return found if page["line"] == page["sentence"] else [*found, page["line"]]

    def handles(self):
        return self.box.locator(".handle:visible").all()

    def inputs(self):
        return self.box.locator("input:not([type=radio]:checked):visible").all()

    @contextlib.contextmanager
    def held(self, handle):
        """Hold the middle of a handle; give where that is."""
        handle.scroll_into_view_if_needed()
        box = handle.locator(".mark").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        yield x, y
        self.page.mouse.up()
        self.rest()

    def drag(self, handle, by):
        """Take hold of a handle, and pull it by so many pixels, in steps."""
        with self.held(handle) as (x, y):
            for part in (0.3, 0.7, 1):
                self.page.mouse.move(x + part * by[0], y + part * by[1])

    def nudge(self, handle):
        """Pull a handle whichever way it can go: farther, where it goes from place to place."""
        before = self.state()
        for by in ((11, -9), (-11, 9), (60, -50), (-60, 50)):
            self.drag(handle, by)
            if self.state() != before:
                return
