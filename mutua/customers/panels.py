"""What customers itself shows on the pages of an account and of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.customers.models import Account, Affiliation, Assignment, Department, Person, TradingLink
from mutua.customers.queries.accounts import account_for, family_of
from mutua.customers.queries.colleagues import above_owner, roles_that_see_all, teams_of
from mutua.customers.queries.needs import latest_ratings, needs_of, open_needs
from mutua.customers.queries.people import (
    affiliations_of,
    assignments_of,
    contact_points_of,
    departments_of,
    earlier_affiliations,
    first_present,
    identifiers_of,
    person_for,
    present_affiliations,
)
from mutua.customers.queries.trading import trading_links_of
from mutua.customers.rules.duty import title_and_department
from mutua.customers.rules.unmet import unmet
from mutua.foundation import days
from mutua.foundation.access import Actor, may
from mutua.foundation.fields.showing import custom_rows
from mutua.foundation.panels import panel, slot
from mutua.foundation.records.queries.history import history_of
from mutua.foundation.timeline import entries_for

Filled = tuple[str, dict[str, Any]] | None
SHOWN = 6

slot("account", find=account_for)
slot("person", find=person_for)


@panel("account", key="timeline", title=gettext_lazy("Timeline"), place="line", order=50, needs="timeline.entry.view")
def timeline(actor: Actor, account: Account) -> Filled:
    return "customers/panels/_timeline.html", {"page": entries_for(actor, "account", account.pk)}


@panel("account", key="needs", title=gettext_lazy("Needs"), place="main", order=60, needs="customers.account.view")
def needs(actor: Actor, account: Account) -> Filled:
    rows: list[Any] = open_needs(actor, account.pk)
    for need in rows:
        need.gap = unmet(need.importance, need.satisfaction)
        need.gap_words = _("unmet") if need.satisfaction is None else _("%(n)s short") % {"n": need.gap}
    new_url = reverse("customers:detail-new", args=["accounts", account.pk, "need"])
    return "customers/panels/_needs.html", {"needs": sorted(rows, key=lambda need: -need.gap)[:SHOWN], "new_url": new_url}


@panel("account", key="ratings", title=gettext_lazy("How they rate us"), place="main", order=70, needs="customers.account.view")
def ratings(actor: Actor, account: Account) -> Filled:
    rows = latest_ratings(actor, account.pk)
    return ("customers/panels/_ratings.html", {"ratings": rows}) if rows else None


@panel("account", key="people", title=gettext_lazy("People"), place="side", order=40, needs="customers.person.view")
def people(actor: Actor, account: Account) -> Filled:
    theirs, count = first_present(actor, account, SHOWN)
    ours = _placed(assignments_of(actor, account.pk))
    tab = reverse("customers:account-tab", args=[account.pk, "people"])
    context = {"theirs": _placed(theirs), "ours": ours[:SHOWN], "total": count + len(ours), "people_url": tab}
    return "customers/panels/_people.html", context


@panel("account", key="family", title=gettext_lazy("Company"), place="side", order=60, needs="customers.account.view")
def family(actor: Actor, account: Account) -> Filled:
    above, below = family_of(actor, account)
    return ("customers/panels/_family.html", {"above": above, "below": below}) if above or below else None


@panel("account", key="trading", title=gettext_lazy("Trading partners"), place="side", order=70, needs="customers.account.view", lazy=True)
def trading(actor: Actor, account: Account) -> Filled:
    links: list[Any] = trading_links_of(actor, account)
    for link in links:
        link.sells = link.supplier_id == account.pk
        link.partner = link.buyer if link.sells else link.supplier
        link.arrow = "arrow-right" if link.sells else "arrow-left"
        link.words = _trade(link)
    context = {"links": links[:SHOWN], "total": len(links), "map_url": reverse("customers:trading", args=[account.pk])}
    return ("customers/panels/_trading.html", context) if links else None


@panel("account", key="reach", title=gettext_lazy("How to reach them"), place="side", order=80, needs="customers.person.view", lazy=True)
def reach(actor: Actor, account: Account) -> Filled:
    points, numbers = _reachable(contact_points_of(actor, account)), list(identifiers_of(actor, account))
    return _reach(actor, "accounts", account, points, numbers, "customers.account.edit")


@panel("account", key="about", title=gettext_lazy("About"), place="side", order=90, needs="customers.account.view")
def about(actor: Actor, account: Account) -> Filled:
    rows = [
        (_("Trading names"), ", ".join(account.trading_names)),
        (_("Website"), account.website),
        *((told.label, told.html) for told in custom_rows(account, actor)),
    ]
    rows = [(title, text) for title, text in rows if text]
    return ("customers/panels/_about.html", {"rows": rows, "note": account.note}) if rows or account.note else None


@panel("account", key="people-tab", title=gettext_lazy("People"), place="wide", tab="people", order=10, needs="customers.person.view")
def people_tab(actor: Actor, account: Account) -> Filled:
    theirs = _placed(present_affiliations(actor, account))
    departments = list(departments_of(actor, account))
    context = {
        "theirs": _by_department(theirs, departments), "affiliations": theirs, "departments": departments, "theirs_count": len(theirs), "ours": _placed(assignments_of(actor, account.pk)),
        "roles": _by_buying_role(theirs), "earlier": _placed(earlier_affiliations(actor, account)),
    }  # fmt: skip
    return "customers/panels/_people_tab.html", context


@panel(
    "account", key="seen-by", title=gettext_lazy("Who may see this"), place="wide", tab="history", order=5, needs="customers.account.view"
)
def seen_by(actor: Actor, account: Account) -> Filled:
    return "customers/panels/_seen_by.html", {"teams": teams_of(account), "above": above_owner(account), "roles": roles_that_see_all()}


@panel("account", key="history", title=gettext_lazy("History"), place="wide", tab="history", order=10, needs="customers.account.view")
def history(actor: Actor, account: Account) -> Filled:
    return "customers/panels/_history.html", {"changes": history_of(actor, account), "record": account, "kind": "account"}


@panel("person", key="timeline", title=gettext_lazy("Timeline"), place="line", order=50, needs="timeline.entry.view")
def person_timeline(actor: Actor, person: Person) -> Filled:
    return "customers/panels/_timeline.html", {"page": entries_for(actor, "person", person.pk)}


@panel("person", key="works-at", title=gettext_lazy("Works for"), place="main", order=10, needs="customers.person.view")
def works_at(actor: Actor, person: Person) -> Filled:
    rows, today = _placed(affiliations_of(actor, person)), days.today()
    now = [row for row in rows if row.until is None or row.until >= today]
    return "customers/panels/_works_at.html", {"now": now, "earlier": [row for row in rows if row not in now]}


@panel("person", key="needs", title=gettext_lazy("Needs"), place="main", order=30, needs="customers.account.view")
def person_needs(actor: Actor, person: Person) -> Filled:
    new_url = reverse("customers:detail-new", args=["people", person.pk, "need"])
    return "customers/panels/_needs.html", {"needs": list(needs_of(actor, person))[:SHOWN], "new_url": new_url}


@panel("person", key="reach", title=gettext_lazy("How to reach them"), place="side", order=10, needs="customers.person.view")
def person_reach(actor: Actor, person: Person) -> Filled:
    points, numbers = _reachable(contact_points_of(actor, person)), list(identifiers_of(actor, person))
    return _reach(actor, "people", person, points, numbers, "customers.person.edit")


@panel("person", key="about", title=gettext_lazy("About"), place="side", order=50, needs="customers.person.view")
def person_about(actor: Actor, person: Person) -> Filled:
    rows = [(told.label, told.html) for told in custom_rows(person, actor)]
    return ("customers/panels/_about.html", {"rows": rows, "note": person.note}) if rows or person.note else None


@panel("person", key="history", title=gettext_lazy("History"), place="side", order=90, needs="customers.person.view", lazy=True)
def person_history(actor: Actor, person: Person) -> Filled:
    return "customers/panels/_history.html", {"changes": history_of(actor, person), "record": person, "kind": "person"}


def _placed(rows: Iterable[Any]) -> list[Any]:
    """The rows with one line that says where the person stands: title and department."""
    placed = list(rows)
    for row in placed:
        title = row.duty if isinstance(row, Assignment) else row.job_title
        row.place = title_and_department(title, row.department.name if row.department else "")
    return placed


def _by_department(rows: list[Any], departments: list[Department]) -> list[tuple[Department | None, list[Any]]]:
    """Every department with its people, also the empty ones; last, people without one."""
    inside: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        inside[row.department_id].append(row)
    groups: list[tuple[Department | None, list[Any]]] = [(department, inside.pop(department.pk, [])) for department in departments]
    rest = [row for rows in inside.values() for row in rows]
    return [*groups, (None, rest)] if rest else groups


def _by_buying_role(rows: list[Any]) -> list[tuple[str, list[Any]]]:
    """Who decides, buys, influences: in the order of the choices, without those of whom it is not known."""
    known = [(label, [row for row in rows if row.buying_role == value]) for value, label in Affiliation.BuyingRole.choices if value]
    return [(str(label), inside) for label, inside in known if inside]


def _trade(link: Any) -> str:
    if link.kind == TradingLink.Kind.SUPPLIES:
        return _("buys from them") if link.sells else _("supplies them")
    return str(link.get_kind_display())


_GLYPHS = {"mail": "mail", "phone": "phone", "postal": "map-pin"}
_LINKS = {"mail": "mailto:", "phone": "tel:"}


def _reachable(points: Iterable[Any]) -> list[Any]:
    reachable = list(points)
    for point in reachable:
        point.glyph = _GLYPHS[point.kind]
        point.href = _LINKS[point.kind] + point.normalised if point.kind in _LINKS else ""
    return reachable


def _reach(actor: Actor, of: str, party: Account | Person, points: list[Any], numbers: list[Any], permission: str) -> Filled:
    context = {
        "points": points,
        "numbers": numbers,
        "new_url": reverse("customers:detail-new", args=[of, party.pk, "contact-point"]),
        "number_url": reverse("customers:detail-new", args=[of, party.pk, "identifier"]),
        "may_edit": may(actor, permission),
    }
    return "customers/panels/_reach.html", context
