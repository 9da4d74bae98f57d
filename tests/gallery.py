"""Photograph every page at phone and desktop width into build/gallery: `make gallery`, then look at them all.

With names of what to show (`python -m tests.gallery second_readings audit`) only these, and docs/ keeps its pictures.
"""

import html
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests import gallery_account, gallery_assessed, gallery_campaign, gallery_evidence, gallery_overseen
from tests.browser import chromium, violations
from tests.journeys import walks
from tests.live import ROOT, Live, running

WIDTHS = {"phone": 375, "desktop": 1280}
OUT = ROOT / "build" / "gallery"
CASES = {
    "new": "state='new', report_count=1",
    "danger": "lane=0",
    "bundle": "report_count__gt=5, state='accepted'",
    "awaiting": "state='awaiting sign-off'",
    "offered": "state='offered', route='hub'",
    "disputed": "state='disputed'",
    "closed": "state='closed', report_count__gt=0",
    "reopened": "state='reopened'",
    "handover": "route='force', state='offered'",
    "claimed": "state='claimed', report_count__gt=3",
}
IN_DOCS = (
    "start", "report-danger-999", "report-sent", "desk-queue", "case-bundle-overview", "compare", "decide-expression",
    "case-bundle-force", "case-bundle-package", "force-offer-1", "glass", "case-notes", "case-changed", "desk-morning",
    "case-claimed-questions", "search-account", "audit-questions", "assessment",
)  # fmt: skip
"""The pictures that docs/ shows; `make gallery` renews them."""
REST = (
    *gallery_assessed.PAGES, *gallery_campaign.PAGES, *gallery_evidence.PAGES, *gallery_overseen.PAGES,
    *gallery_account.PAGES,
)  # fmt: skip
"""In this order: the last use up the tries of some accounts."""
SIGN_ON = "sign_on"
PARTS = ("", "reports/", "exhibits/", "questions/", "decision/", "force/", "package/", "notes/", "timeline/")


class Gallery:
    """Takes the pictures and keeps count of what axe found."""

    def __init__(self) -> None:
        self.shots: list[tuple[str, list[str]]] = []
        self.broken: list[str] = []

    def look(self, name: str, page: Page) -> None:
        """Photograph the page at both widths; a name seen before is not taken twice."""
        if any(name == taken for taken, _ in self.shots):
            return
        for width, pixels in WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            page.screenshot(path=OUT / f"{name}-{width}.png", full_page=True)
            if wide > pixels:
                print(f"{name}: wider than its window ({wide} > {pixels})", flush=True)
        found = violations(page)
        self.shots.append((name, found))
        print(f"{name:34} {'; '.join(found) or 'clean'}", flush=True)

    def visit(self, page: Page, name: str, address: str) -> None:
        """Open an address and photograph it."""
        page.goto(address)
        self.look(name, page)

    def into_docs(self) -> None:
        """Renew the pictures of the documentation: the top of the page, in few colours."""
        target = ROOT / "docs" / "images"
        target.mkdir(exist_ok=True)
        for name in IN_DOCS:
            picture = Image.open(OUT / f"{name}-desktop.png").convert("RGB")
            small = picture.crop((0, 0, picture.width, min(picture.height, 1100))).resize(
                (960, min(picture.height, 1100) * 960 // 1280)
            )
            small.quantize(48).save(target / f"{name}.png", optimize=True)

    def index(self) -> Path:
        """Write the page of pictures."""
        rows = "".join(
            f"<h2 id='{name}'>{name}</h2><p>{html.escape('; '.join(found)) or 'axe: clean'}</p>"
            + "".join(
                f"<a href='{name}-{width}.png'><img src='{name}-{width}.png' height='600'></a> " for width in WIDTHS
            )
            for name, found in self.shots
        )
        path = OUT / "index.html"
        path.write_text(f"<!doctype html><meta charset='utf-8'><title>Upstander gallery</title>{rows}")
        return path


def main(names: Sequence[str]) -> int:
    """Start a hub with the demo's story, walk through it and photograph; exit 1 if axe found anything."""
    shows = {show.__name__: show for show in (public, desk, *REST)}
    if unknown := set(names) - {*shows, SIGN_ON}:
        print(f"no such names: {', '.join(unknown)}; there are {', '.join((*shows, SIGN_ON))}")
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    gallery = Gallery()
    with running(story=True) as live, chromium() as browser:
        for name in [name for name in shows if name in names or not names]:
            shows[name](gallery, live, _page(browser, gallery))
        if SIGN_ON in names or not names:
            gallery_account.sign_on(gallery, browser)
    if not names:
        gallery.into_docs()
    print(gallery.index())
    for address in gallery.broken:
        print("broken:", address)
    return 1 if gallery.broken or any(found for _, found in gallery.shots) else 0


def _page(browser: Browser, gallery: Gallery) -> Page:
    page = browser.new_page()
    page.set_default_timeout(20_000)
    page.on("response", lambda answer: gallery.broken.append(answer.url) if answer.status >= 500 else None)
    return page


def public(gallery: Gallery, live: Live, page: Page) -> None:
    """Show how somebody reports and follows it."""
    picture = OUT / "picture.png"
    Image.new("RGB", (400, 200), "#dddddd").save(picture)
    reference, code = walks.report(page, live.url, gallery.look, email="someone@people.example", pictures=[picture])
    walks.follow(page, live.url, reference, code, gallery.look)
    page.context.clear_cookies()
    page.goto(f"{live.url}/report/danger")
    page.get_by_label("Yes", exact=True).check()
    page.locator("input[name=danger_place]").fill("LS1 1UR")
    gallery.look("report-danger-yes", page)
    walks.go_on(page)
    gallery.look("report-danger-999", page)
    for name in ("emergency", "accessibility", "privacy", "cookies"):
        gallery.visit(page, name, f"{live.url}/{name}")
    gallery.visit(page, "start-welsh", f"{live.url}/?lang=cy")
    gallery.visit(page, "danger-welsh", f"{live.url}/report/danger?lang=cy")
    page.context.clear_cookies()
    gallery.visit(page, "not-found", f"{live.url}/no/such/page")
    gallery.visit(page, "follow-wrong", f"{live.url}/follow")
    walks.go_on(page)
    gallery.look("follow-error", page)


def desk(gallery: Gallery, live: Live, page: Page) -> None:
    """Show the lists of the desk and cases in their states, to an officer and to a supervisor."""
    walks.sign_in(page, live.url, "officer1", gallery.look)
    for name in ("", "mine/", "handovers/", "with-forces/", "enter/"):
        gallery.visit(page, f"desk-{name.strip('/') or 'queue'}", f"{live.url}/desk/{name}")
    for name in ("tasks/", "tasks/add/", "shift/", "shift/hand-over/"):
        gallery.visit(page, f"desk-{name.strip('/').replace('/', '-')}", f"{live.url}/desk/{name}")
    _casework(gallery, live, page)
    gallery.visit(page, "desk-queue-empty", f"{live.url}/desk/?reference=C-0000-0000-00")
    gallery.visit(page, "desk-queue-filtered", f"{live.url}/desk/?lane=worked&band=high")
    gallery.visit(page, "desk-keys", f"{live.url}/desk/keys/")
    _behind_the_glass(gallery, live, page)
    for name, which in CASES.items():
        reference = live.python(
            "from upstander.record.cases.models import Case\n"
            f"print(Case.objects.filter({which}).order_by('-report_count').values_list('reference', flat=True).first())"
        ).strip()
        if reference == "None":
            print(f"no case is {name}", flush=True)
            continue
        parts = PARTS if name in ("bundle", "claimed") else ("",)
        for part in parts:
            gallery.visit(
                page, f"case-{name}-{part.strip('/') or 'overview'}", f"{live.url}/desk/case/{reference}/{part}"
            )
        if name == "bundle":
            page.goto(f"{live.url}/desk/case/{reference}/reports/")
            for closed in page.locator("details").all()[:6]:
                closed.evaluate("each => each.open = true")
            gallery.look("case-reports-opened", page)
        if name == "new":
            walks.claim(page, live.url, reference, gallery.look)
            gallery.visit(page, "identity", f"{live.url}/desk/case/{reference}/identity/")
            gallery.visit(page, "facts", f"{live.url}/desk/case/{reference}/force/facts/")
            gallery.visit(page, "close", f"{live.url}/desk/case/{reference}/close/")
            gallery.visit(page, "release", f"{live.url}/desk/case/{reference}/release/")
            walks.decide_crime(page, live.url, reference, "Threatening communication", gallery.look)
        if name == "handover":
            gallery.visit(page, "handover-confirm", f"{live.url}/desk/case/{reference}/handover/")
        if name == "claimed":
            page.goto(f"{live.url}/desk/case/{reference}/reports/")
            link = page.locator("a[href*='/suggestion/']")
            if link.count():
                link.first.click()
                page.wait_for_load_state()
                gallery.look("compare", page)
    walks.sign_in(page, live.url, "inspector", gallery.look)
    for name in ("sign-offs/", "trouble/", "team/", "morning/", "team/sample/"):
        gallery.visit(page, f"desk-{name.strip('/').replace('/', '-')}", f"{live.url}/desk/{name}")
    _reviewed(gallery, live, page)
    _second_look(gallery, live, page)
    link = page.goto(f"{live.url}/desk/sign-offs/") and page.locator("a[href*='/sign-off/']")
    if link and link.count():
        link.first.click()
        page.wait_for_load_state()
        gallery.look("sign-off", page)
    gallery.visit(page, "factors", f"{live.url}/account/factors/")


def _behind_the_glass(gallery: Gallery, live: Live, page: Page) -> None:
    """A restricted case as it is to somebody who is no member, and my connections."""
    reference = _restricted(live)
    gallery.visit(page, "glass", f"{live.url}/desk/case/{reference}/glass/")
    walks.go_on(page, "Break the glass")
    gallery.look("glass-error", page)
    gallery.visit(page, "connections", f"{live.url}/desk/connections/")
    walks.go_on(page, "Declare this connection")
    gallery.look("connections-error", page)


def _reviewed(gallery: Gallery, live: Live, page: Page) -> None:
    """Reviews, what others have declared, and who may work on a restricted case."""
    reference = _restricted(live)
    gallery.visit(page, "members", f"{live.url}/desk/case/{reference}/members/")
    gallery.visit(page, "lift-restriction", f"{live.url}/desk/case/{reference}/lift/")
    for name, part in (("review", "reviews"), ("connection-end", "connections")):
        gallery.visit(page, f"desk-{part}", f"{live.url}/desk/{part}/")
        page.locator(f"main td a[href*='/{part}/']").first.click()
        page.wait_for_load_state()
        gallery.look(name, page)


def _restricted(live: Live) -> str:
    return live.python(
        "from upstander.record.cases.models import Case\n"
        "print(Case.objects.filter(restricted=True, report_count__gt=0).values_list('reference', flat=True).first())"
    ).strip()


def _second_look(gallery: Gallery, live: Live, page: Page) -> None:
    """A case of a sample, and what was found in another."""
    page.goto(f"{live.url}/desk/team/")
    for name, words in (("second-look", "Take a second look"), ("second-look-taken", "Sound")):
        link = page.locator("a[href*='/second-look/']", has_text=words)
        if link.count():
            gallery.visit(page, name, live.url + (link.first.get_attribute("href") or ""))
            page.goto(f"{live.url}/desk/team/")


def _casework(gallery: Gallery, live: Live, page: Page) -> None:
    """A hand-over to read, a note to correct, many cases at once, and a case that changed meanwhile."""
    page.goto(f"{live.url}/desk/shift/")
    page.locator("main a[href*='/shift/hand-over/']").nth(1).click()
    page.wait_for_load_state()
    gallery.look("shift-handover", page)
    page.goto(f"{live.url}/desk/mine/")
    box = page.locator("input[name=case]").first
    if not box.count():
        return
    reference = box.get_attribute("value", timeout=5_000) or ""
    reference = reference.split(":")[0]
    box.check(force=True)
    page.locator("#many-act").select_option("reassign")
    page.locator("#many button").click()
    page.wait_for_load_state()
    gallery.look("many", page)
    walks.go_on(page, "Give to another officer")
    gallery.look("many-error", page)
    gallery.visit(page, "case-task", f"{live.url}/desk/case/{reference}/task/")
    page.goto(f"{live.url}/desk/case/{reference}/notes/")
    for kind in ("Fact", "Opinion"):
        page.get_by_label(kind, exact=True).check()
        page.locator("textarea[name=text]").fill("What was seen, and where it can be checked.")
        walks.go_on(page, "Keep the note")
    gallery.look("case-notes", page)
    page.locator("a[href*='/correct/']").first.click()
    page.wait_for_load_state()
    gallery.look("case-notes-correct", page)
    page.goto(f"{live.url}/desk/case/{reference}/release/")
    page.locator("textarea[name=reason]").fill("I am on leave from tomorrow.")
    live.python(
        "from django.utils import timezone\n"
        "from upstander.duties.casework.actions.mark_for_review import mark_for_review\n"
        "from upstander.record.cases.models import Case\n"
        "from upstander.record.people.actors import acting\n"
        "from upstander.record.people.models import User\n"
        "inspector = User.objects.get(email__startswith='inspector@')\n"
        f"case = Case.objects.get(reference='{reference}')\n"
        "mark_for_review(case=case, on='for review' not in case.marks, actor=acting(inspector), at=timezone.now())"
    )
    walks.go_on(page, "Give back")
    gallery.look("case-changed", page)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
