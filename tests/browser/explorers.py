"""An explorer on the page, as a reader uses it."""

import base64

from course_utils import explore

ROLES = {"slider": "slider", "choice": "combobox", "toggle": "checkbox", "text": "textbox"}


def explorer_of(call):
    """Return the `Explorer` that a cell such as `explore.loss_dial()` shows."""
    name = call.removeprefix("explore.").removesuffix("()")
    return explore.find(name)


class OnPage:
    """Drives one explorer by keyboard and reads what it shows."""

    def __init__(self, page, explorer):
        self.page, self.explorer = page, explorer
        self.box = page.get_by_role("group", name=explorer.title, exact=True)
        self.values = explorer.values()

    def predict(self, option=0):
        """Choose an option and commit it, by keyboard; return what is said of it."""
        self.box.get_by_role("radio").nth(option).focus()
        self.page.keyboard.press("Space")
        self.box.get_by_role("button", name="This is my prediction").focus()
        self.page.keyboard.press("Enter")
        self.settle(0)
        return self.box.locator(".explorer-said").inner_text()

    def frames(self):
        """Return how often the picture has come to rest."""
        return int(self.box.get_attribute("data-frame") or 0)

    def settle(self, before):
        """Wait until the picture has come to rest more often than `before`."""
        self.box.wait_for()
        handle = self.box.element_handle()
        self.page.wait_for_function(
            "([box, before]) => Number(box.dataset.frame || 0) > before", arg=[handle, before]
        )

    def control(self, control):
        """Return where a control of the explorer is on the page."""
        return self.box.get_by_role(ROLES[control.kind], name=control.label, exact=True)

    def press(self, control, key):
        """Press a key on a control, wait for the picture, and keep `values` up to date."""
        self.control(control).focus()
        before, value = self.frames(), self.values[control.name]
        self.values[control.name] = _after(control, value, key)
        self.page.keyboard.press(key)
        if self.values[control.name] != value:
            self.settle(before)

    def picture(self):
        """Return the bytes of the picture that is shown."""
        address = self.box.locator("img").evaluate(
            """async img => {
              const reader = new FileReader();
              reader.readAsDataURL(await (await fetch(img.src)).blob());
              await new Promise(done => (reader.onload = done));
              return reader.result;
            }"""
        )
        return base64.b64decode(address.partition(",")[2])

    def text(self):
        """Return the line under the picture."""
        return self.box.locator(".explorer-line").inner_text()

    def trouble(self):
        """Return what is said under the picture when something went wrong."""
        return self.box.get_by_role("alert").inner_text()


def _after(control, value, key):
    """Return the value of a control after a key was pressed on it."""
    if control.kind == "toggle":
        return not value
    if control.kind == "choice":
        step = 1 if key == "ArrowDown" else -1
        index = control.options.index(value) + step
        return control.options[min(max(index, 0), len(control.options) - 1)]
    if control.kind == "text":  # typed at its end
        if key == "Backspace":
            return value[:-1]
        return (value + key)[: control.most] if len(key) == 1 else value
    if key in ("Home", "End"):
        return control.low if key == "Home" else control.high
    moved = value + control.step * (1 if key == "ArrowRight" else -1)
    return round(min(max(moved, control.low), control.high), 9)
