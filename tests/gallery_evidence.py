"""Photographs of evidence: exhibits of a case, one with its custody, what a package would say, and releasing it."""

from playwright.sync_api import Page

from tests.gallery_assessed import Looking
from tests.journeys import walks
from tests.live import Live

CASE_WITH_PICTURES = """
from django.db.models import Count
from upstander.record.cases.models import Case
held = Case.objects.filter(positive_line=True, memberships__until_at=None, owner__email__startswith="officer")
held = held.exclude(state="closed").filter(memberships__report__files__media_type__startswith="image/")
case = held.annotate(files=Count("memberships__report__files")).order_by("-files").first()
print(case.reference, case.owner.email.partition("@")[0])
"""


def evidence(gallery: Looking, live: Live, page: Page) -> None:
    """The gallery of a case, a picture asked for, the custody of one exhibit, and the package before it is built."""
    reference, officer = live.python(CASE_WITH_PICTURES).split()
    walks.sign_in(page, live.url, officer, gallery.look)
    there = f"{live.url}/desk/case/{reference}"
    gallery.visit(page, "case-exhibits", f"{there}/exhibits/")
    page.goto(f"{there}/exhibits/?kind=picture")
    page.get_by_role("button", name="Show the picture").first.click()
    page.wait_for_load_state("networkidle")
    gallery.look("case-exhibits-shown", page)
    page.locator(".up-gallery h2 a").first.click()
    page.wait_for_load_state()
    gallery.look("case-exhibit", page)
    page.get_by_role("link", name="Show who looked at it too").click()
    page.wait_for_load_state()
    gallery.look("case-exhibit-looks", page)
    item = page.url.partition("/exhibits/")[2].partition("/")[0]
    gallery.visit(page, "case-captured", f"{there}/captured/{item}/")
    gallery.visit(page, "case-material", f"{there}/material/")
    gallery.visit(page, "package-preview", f"{there}/package/preview/")
    gallery.visit(page, "case-package", f"{there}/package/")


FOUND = """
from upstander.duties.evidence.models import Finding, Package
package = Package.objects.filter(state="ready", leaving="waiting").select_related("case").first()
found = (("place", "HUB-0002", "EXIF GPS", "53.8..., 1.5..."), ("place", "HUB-0003", "EXIF GPS", "53.8..., 1.5..."),
         ("author", "HUB-0004", "docProps/core.xml: creator", "R**** C*****"),
         ("identity", "HUB-0001", "text", "name: R**** C*****"))
for number, (kind, ref, where, what) in enumerate(found, 1):
    place = f"exhibits/{ref}/original/received.jpg: {where}"
    Finding.objects.get_or_create(package=package, number=number, defaults={
        "kind": kind, "exhibit": ref, "place": place, "what": what})
print(package.case.reference)
"""


def releasing(gallery: Looking, live: Live, page: Page) -> None:
    """What waits to be released, the page that answers what the gate found, unanswered, returned, and withdrawn."""
    reference = live.python(FOUND).strip()
    walks.sign_in(page, live.url, "inspector", gallery.look)
    gallery.visit(page, "packages-to-release", f"{live.url}/desk/asked/")
    there = f"{live.url}/desk/case/{reference}/package"
    gallery.visit(page, "package-release", f"{there}/1/release/")
    walks.go_on(page, "Answer")
    gallery.look("package-release-error", page)
    for group in page.locator("main input[value=keep]").all():
        group.check()
    for words in page.locator("main textarea[name$=_why]").all():
        words.fill("The original is evidence, and goes to the force that investigates.")
    page.get_by_label("Release it: the force may fetch it").check()
    walks.go_on(page, "Answer")
    gallery.look("package-released", page)
    gallery.visit(page, "package-withdraw-release", f"{there}/1/withdraw-release/")


PAGES = (evidence, releasing)
