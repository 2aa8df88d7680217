"""A question on a page, answered as a reader does."""

import re

from course_utils.checking import questions

JUDGED = re.compile(r"✓|✗|\bRight\.|Not this one")  # what nobody sees before an answer
# True when each question on the page, by itself or of an explorer, has come alive.
ALIVE = """() => [...document.querySelectorAll("[data-question]")]
    .every(markup => markup.shadowRoot || markup.parentElement.shadowRoot)"""


def visible_text(part):
    """Return what can be seen of a part of the page: distant cells are not drawn."""
    part.scroll_into_view_if_needed()
    drawn = part.page.wait_for_function("part => part.innerText", arg=part.element_handle())
    return drawn.json_value()


class Asked:
    """What `ask` shows of one question; `at` says which, where it is there more than once."""

    def __init__(self, page, number, at=0):
        self.page, self.question = page, questions.find(number)
        self.options = self.question.options
        # Before an explorer the markup of its question has no card of its own.
        self.host = page.locator(f'[data-question="{number}"]:has(.card)').nth(at)
        self.card = self.host.locator(".card")

    @property
    def wrong(self):
        """The place of the first wrong option."""
        return next(i for i, option in enumerate(self.options) if not option.right)

    @property
    def right(self):
        return next(i for i, option in enumerate(self.options) if option.right)

    def text(self):
        """Return what can be seen of it."""
        return visible_text(self.card)

    def radio(self, place):
        return self.card.get_by_role("radio").nth(place)

    def option(self, place):
        """Return an option that has been told, open or not."""
        return self.card.locator("details").nth(place)

    @property
    def commit(self):
        kind = "prediction" if self.question.is_prediction else "answer"
        return self.card.get_by_role("button", name=f"This is my {kind}")

    def answer(self, place):
        """Choose an option and commit it, by mouse."""
        self.card.locator("label").nth(place).click()
        self.commit.click()

    def ask_again(self):
        """See the question with nothing chosen, whatever was done before."""
        self.card.wait_for()
        if (skip := self.card.get_by_role("button", name="Just show me")).count():
            skip.click()
        self.card.get_by_role("button", name="Ask me again").click()

    def told(self):
        """Return the place of the option that stands chosen, None if it is still asked."""
        self.card.wait_for()
        chosen = self.card.locator("details").evaluate_all(
            "all => all.map(one => one.querySelector('em') !== null)"
        )
        return chosen.index(True) if True in chosen else None

    def opened(self):
        """Return the places of the options that are open."""
        return self.card.locator("details").evaluate_all(
            "all => all.flatMap((one, place) => one.open ? [place] : [])"
        )
