"""What the brief tells from the daybook and from everything below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.backoffice.queries.whereabouts import orders_of_account
from mutua.customers.models import Account
from mutua.customers.queries.needs import open_needs
from mutua.customers.queries.people import assignments_of, present_affiliations
from mutua.customers.rules.duty import title_and_department
from mutua.customers.rules.unmet import unmet
from mutua.daybook.brief import Line, Occasion, brief_section
from mutua.daybook.models import Interaction
from mutua.daybook.queries.daybook import people_at, tasks_seen
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to
from mutua.foundation.ui import formats
from mutua.relationships.models import ToleranceAlarm
from mutua.relationships.models.labels import TYPES
from mutua.relationships.queries.profiles import desired_at, wanted_by
from mutua.relationships.queries.reading import reading_of
from mutua.relationships.queries.touchpoints import Meeting as Touch
from mutua.relationships.queries.touchpoints import Performance
from mutua.relationships.queries.values import balance_of
from mutua.relationships.rules.tolerance import Standing
from mutua.relationships.templatetags.measures import level

SHOWN = 8


@brief_section(
    "people", title=gettext_lazy("Who will be there"), order=10, needs="daybook.meeting.view", empty=gettext_lazy("Nobody is named yet.")
)
def people(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    """Of a meeting, who was asked; without one, who looks after the account here and there."""
    titles = {row.person_id: row for row in present_affiliations(actor, occasion.account)[:200]}
    if occasion.meeting is None:
        ours = [Line(row.user.name, row.duty, side="us") for row in assignments_of(actor, occasion.account.pk)[:SHOWN]]
        return [*ours, *(_theirs(row.person, row) for row in list(titles.values())[:SHOWN])]
    ours = [Line(one.name, side="us") for one in occasion.meeting.colleagues.all()]
    return [*ours, *(_theirs(one, titles.get(one.pk)) for one in people_at(actor, occasion.meeting))]


def _theirs(person: Any, row: Any) -> Line:
    return Line(person.name, _duty(row) if row is not None else "", side="them", url=person.get_absolute_url())


def _duty(row: Any) -> str:
    return title_and_department(row.job_title, row.department.name if row.department else "")


@brief_section(
    "tolerance",
    title=gettext_lazy("Out of tolerance"),
    order=20,
    needs="relationships.touchpoint.view",
    empty=gettext_lazy("Nothing is out of tolerance."),
)
def out_of_tolerance(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    """Measures of the customer past or near their limit, and those whose watch rings, touchpoint by touchpoint."""
    ringing = ringing_alarms(actor, occasion.account)
    return [
        _strained(touch, figure, ringing.get(figure.measure.pk))
        for touch in reading_of(actor, occasion.account).meetings
        for figure in touch.measured
        if figure.standing in (Standing.BREACH, Standing.WATCH) or figure.measure.pk in ringing
    ]


def ringing_alarms(actor: Actor, account: Account) -> dict[int, ToleranceAlarm]:
    """Alarms that nobody has taken on, by measure."""
    of_account = ToleranceAlarm.objects.filter(acknowledged_at=None, measure__account_touchpoint__account=account)
    return {alarm.measure_id: alarm for alarm in visible_to(actor, of_account)}


def _strained(touch: Touch, figure: Performance, alarm: ToleranceAlarm | None) -> Line:
    measure, told = figure.measure, []
    if len(touch.measured) > 1 or not measure.is_proportion:
        told.append(f"{measure.name}.")
    if figure.share is not None:
        words = {"failed": formats.number(figure.failed), "of": formats.number(figure.of), "tolerance": formats.share(measure.tolerance, 0)}
        told.append(_("%(failed)s of %(of)s failed; the tolerance is %(tolerance)s.") % words)
    elif figure.value is not None:
        told.append(_("The tolerance is %(tolerance)s.") % {"tolerance": level(measure.tolerance, measure.unit)})
    if alarm is not None:
        told.append(_("It rang on %(day)s, and nobody has taken it on.") % {"day": formats.day(alarm.broken_on)})
    state = "breach" if alarm is not None else figure.standing.value
    return Line(touch.entry.touchpoint.name, " ".join(told), _figure(figure), state=state, url=touch.at.get_absolute_url())


def _figure(figure: Performance | None) -> str:
    """In its own unit; "" where nothing is known."""
    return level(figure.value, figure.measure.unit) if figure is not None and figure.value is not None else ""


@brief_section(
    "profile", title=gettext_lazy("Profile"), order=30, needs="relationships.profile.view", empty=gettext_lazy("No touchpoint is open.")
)
def profile(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    """Each touchpoint: what it is from what is done there, what the surest profile wants, and how well it goes."""
    reading = reading_of(actor, occasion.account)
    wanted = wanted_by(actor, reading.profile) if reading.profile is not None else {}
    labels: dict[str, Any] = dict(TYPES)
    lines = []
    for touch in reading.meetings:
        desired = desired_at(touch, wanted)
        now = str(labels[touch.derived.type]) if touch.derived.type else _("nothing practised")
        wish = str(labels[desired.type.type]) if desired is not None and desired.type.type else ""
        note = _("%(now)s, wanted %(wish)s") % {"now": now, "wish": wish} if wish and wish != now else now
        told = _figure(touch.performance)
        lines.append(
            Line(touch.entry.touchpoint.name, note, told, state=touch.standing.value if told else "", url=touch.at.get_absolute_url())
        )
    return lines


@brief_section("gaps", title=gettext_lazy("Open gaps"), order=40, needs="relationships.profile.view")
def gaps(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    lines = []
    for desired in reading_of(actor, occasion.account).gaps:
        added = [_("add %(name)s") % {"name": one.name} for one in desired.add]
        changed = [_("%(old)s to %(new)s") % {"old": old.name, "new": new.name} for old, new in desired.change]
        dropped = [_("drop %(name)s") % {"name": one.name} for one in desired.drop]
        cost = formats.money(desired.investment, desired.currency, short=True) if desired.investment else ""
        lines.append(Line(desired.entry.touchpoint.name, "; ".join([*added, *changed, *dropped]), cost))
    return lines


@brief_section("value", title=gettext_lazy("Value, both ways"), order=50, needs="relationships.value.view")
def value(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    """What each side has got and expects; our own roadmap's costs are not told apart."""
    account = occasion.account
    balance = balance_of(actor, account.pk, account.currency, items=reading_of(actor, account).items)
    if balance is None:
        return []

    def both(text: str, side: str, got: Any, expected: Any, roadmap: float) -> Line:
        told = [_("expects %(amount)s") % {"amount": formats.money(expected, balance.currency, short=True)}] if expected else []
        if balance.has_roadmap:
            told.append(
                _("the roadmap is worth %(amount)s to this side now") % {"amount": formats.money(roadmap, balance.currency, short=True)}
            )
        return Line(text, "; ".join(told), formats.money(got, balance.currency, short=True), side=side)

    got, expected = balance.got, balance.expected
    lines = [
        both(_("They have got"), "them", got.customer, expected.customer, balance.npv_them),
        both(_("We have got"), "us", got.us, expected.us, balance.npv_us),
    ]
    if balance.no_customer_benefit:
        lines.append(Line(_("No customer benefit"), _("The roadmap costs them more than it brings them."), state="breach"))
    return lines


@brief_section(
    "needs",
    title=gettext_lazy("What they need"),
    order=60,
    needs="customers.account.view",
    empty=gettext_lazy("Nobody has written down a need."),
)
def needs(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    rows = sorted(open_needs(actor, occasion.account.pk), key=lambda need: -unmet(need.importance, need.satisfaction))
    lines = []
    for need in rows[:SHOWN]:
        words = {"importance": need.importance, "satisfaction": need.satisfaction or "?"}
        lines.append(Line(need.words, _("importance %(importance)s, satisfied %(satisfaction)s of 5") % words, side="them"))
    return lines


@brief_section("orders", title=gettext_lazy("Orders under way"), order=70, needs="backoffice.shipment.view")
def orders(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    found = [order for order in orders_of_account(actor, occasion.account.pk, SHOWN) if order.state == "open"]
    return [
        Line(
            order.number,
            formats.day(order.dated_on) if order.dated_on else "",
            formats.money(order.value, order.currency, short=True),
            url=order.get_absolute_url(),
        )
        for order in found
    ]


@brief_section(
    "promises",
    title=gettext_lazy("Promises that are open"),
    order=90,
    needs="daybook.task.view",
    empty=gettext_lazy("Nothing is promised."),
)
def promises(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    today = days.today()
    rows = tasks_seen(actor).filter(account=occasion.account, done_at=None).select_related("assignee", "promised_to")
    lines = []
    for task in rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:SHOWN]:
        who = [task.assignee.name if task.assignee else "", _("to %(whom)s") % {"whom": task.promised_to.name} if task.promised_to else ""]
        late = task.due_on is not None and task.due_on < today
        due = formats.day(task.due_on) if task.due_on else _("no day")
        lines.append(
            Line(
                task.title,
                " ".join(filter(None, who)),
                due,
                state="breach" if late else "",
                url=reverse("daybook:task-edit", args=[task.pk]),
            )
        )
    return lines


@brief_section("said", title=gettext_lazy("Said last"), order=95, needs="daybook.interaction.view")
def said(actor: Actor, occasion: Occasion) -> Sequence[Line]:
    rows = visible_to(actor, Interaction.objects.filter(account=occasion.account).select_related("person"))
    return [
        Line(
            Truncator(one.body.partition("\n")[0]).chars(120),
            one.person.name if one.person else one.get_channel_display(),
            formats.day(one.at),
            side=one.side if one.side != "both" else "",
            url=one.get_absolute_url(),
        )
        for one in rows.order_by("-at", "-pk")[:4]
    ]
