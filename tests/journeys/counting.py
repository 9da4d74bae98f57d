"""A hand that counts: each click, key and field filled is one; each new document is a page."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Count:
    """What a journey took so far."""

    name: str
    acts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    def told(self) -> str:
        """Return the count in one line."""
        return f"{self.name}: {len(self.acts)} clicks, keys and fields, {len(self.pages)} pages"


class Hand:
    """Somebody at a browser, who began on the page that is open now; what they do is added to a count."""

    def __init__(self, page: Page, count: Count) -> None:
        self.page, self.count = page, count
        # Fires for every new document of the main frame, and for nothing that a script changes in place.
        page.on("domcontentloaded", lambda opened: count.pages.append(opened.url))

    def click(self, what: Locator) -> None:
        """Click on one control: a link, a button, a box or a radio."""
        self._act(what)
        what.click()
        self.page.wait_for_load_state()

    def choose(self, what: Locator) -> None:
        """Click on the label of a box or radio."""
        self._act(what)
        what.check()

    def fill(self, what: Locator, words: str) -> None:
        """Fill one field."""
        self._act(what)
        what.fill(words)
        self.count.typed.append(words)

    def press(self, key: str) -> None:
        """Press one key."""
        self.count.acts.append(f"key {key}")
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()

    def _act(self, what: Locator) -> None:
        described = what.evaluate("each => each.name || each.textContent.trim().slice(0, 60)")
        self.count.acts.append(str(described))
