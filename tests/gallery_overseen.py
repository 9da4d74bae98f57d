"""Photographs of a force's pages, the search, acts of two people and what goes with them, the audit, the accounts."""

from typing import Protocol

from playwright.sync_api import Page

from tests.journeys import walks
from tests.live import Live


class Looking(Protocol):
    """What takes the photographs."""

    def look(self, name: str, page: Page) -> None: ...

    def visit(self, page: Page, name: str, address: str) -> None: ...


def forces(gallery: Looking, live: Live, page: Page) -> None:
    """Show what a force was offered."""
    walks.sign_in(page, live.url, "west", gallery.look)
    gallery.visit(page, "force-offers", f"{live.url}/force/")
    link = page.locator("a[href*='/force/offer/']")
    for number in range(min(3, link.count())):
        page.goto(f"{live.url}/force/")
        link.nth(number).click()
        page.wait_for_load_state()
        gallery.look(f"force-offer-{number + 1}", page)


def search(gallery: Looking, live: Live, page: Page) -> None:
    """Show what a search finds, and what it says where it finds nothing."""
    walks.sign_in(page, live.url, "officer4", gallery.look)
    for name, words in (("words", "centres"), ("account", "northgate_voise"), ("nothing", "zzzz")):
        page.goto(f"{live.url}/desk/")
        page.locator("input[type=search]").first.fill(words)
        page.locator("form[role=search] button").first.click()
        page.wait_for_load_state()
        gallery.look(f"search-{name}", page)
    gallery.visit(page, "looking-after-yourself", f"{live.url}/desk/looking/")


def two_people(gallery: Looking, live: Live, page: Page) -> None:
    """Show acts that wait for a second person, and the pages on which reports and files are kept out of use."""
    walks.sign_in(page, live.url, "inspector", gallery.look)
    gallery.visit(page, "asked", f"{live.url}/desk/asked/")
    _open_first(gallery, page, "asked-one", "main a[href*='/desk/asked/']")
    gallery.visit(page, "old-records", f"{live.url}/desk/old-records/")
    _open_first(gallery, page, "old-record", "main a[href$='/old-record/']")
    gallery.visit(page, "export", f"{live.url}/desk/export/?strand=religion")
    gallery.visit(page, "welfare", f"{live.url}/desk/looking/")
    case, report = _of(live, "state='claimed', report_count__gt=1, restricted=False")
    for name in ("hold", "withdraw", "erase"):
        gallery.visit(page, f"report-{name}", f"{live.url}/desk/case/{case}/reports/{report}/{name}/")
    held, _report = _of(live, "opened_by__standing='held'")
    gallery.visit(page, "report-held", f"{live.url}/desk/case/{held}/")
    gallery.visit(page, "together", f"{live.url}/desk/case/{case}/together/")
    gallery.visit(page, "reassign", f"{live.url}/desk/case/{case}/reassign/")
    gallery.visit(page, "restrict", f"{live.url}/desk/case/{case}/restrict/")


def audit(gallery: Looking, live: Live, page: Page) -> None:
    """Show an auditor's pages: who looked at whom, questions, disclosures, tripwires."""
    walks.sign_in(page, live.url, "auditor", gallery.look)
    gallery.visit(page, "audit", f"{live.url}/oversight/audit/")
    case, _report = _of(live, "state='accepted'")
    gallery.visit(page, "audit-record", f"{live.url}/oversight/audit/record/{case}/")
    gallery.visit(page, "audit-officer", f"{live.url}/oversight/audit/officer/{_user(live, 'officer4')}/")
    gallery.visit(page, "audit-disclosures", f"{live.url}/oversight/audit/disclosures/")
    gallery.visit(page, "audit-questions", f"{live.url}/oversight/audit/questions/")
    _open_first(gallery, page, "audit-question", "main td a[href*='/audit/questions/']")
    gallery.visit(page, "tripwires", f"{live.url}/oversight/tripwires/")


def accounts(gallery: Looking, live: Live, page: Page) -> None:
    """Show an administrator's pages: accounts, organisations, tokens, the hub."""
    walks.sign_in(page, live.url, "admin", gallery.look)
    number = _user(live, "officer5")
    for part in ("accounts/", "accounts/new/", "organisations/", "organisations/new/", "tokens/", "tokens/new/",
                 "hub/", "hub/change/"):  # fmt: skip
        gallery.visit(page, part.strip("/").replace("/", "-"), f"{live.url}/oversight/{part}")
    for part in ("", "role/"):
        gallery.visit(page, f"account-{part.strip('/') or 'one'}", f"{live.url}/oversight/accounts/{number}/{part}")


def _open_first(gallery: Looking, page: Page, name: str, links: str) -> None:
    page.locator(links).first.click()
    page.wait_for_load_state()
    gallery.look(name, page)


def _of(live: Live, which: str) -> tuple[str, str]:
    """Return the reference of a case and of its report."""
    said = live.python(
        "from upstander.record.cases.models import Case\n"
        f"case = Case.objects.filter({which}).order_by('pk').first()\n"
        "print(case.reference, case.opened_by.reference)"
    )
    case, report = said.split()
    return case, report


def _user(live: Live, who: str) -> int:
    return int(
        live.python(
            f"from upstander.record.people.models import User\nprint(User.objects.get(email__startswith='{who}@').pk)"
        )
    )


PAGES = (forces, search, two_people, audit, accounts)
