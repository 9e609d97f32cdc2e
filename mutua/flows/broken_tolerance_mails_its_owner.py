"""A touchpoint fell out of tolerance: whoever owns it gets the evidence by mail, as it stands on Today."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from mutua.foundation import days
from mutua.foundation.access import may, visible_to
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.events import when
from mutua.foundation.identity.models import User
from mutua.foundation.mail import send
from mutua.foundation.mail.headers import one_line
from mutua.foundation.ui.middleware import read_by
from mutua.relationships.actions.watch_measure import LAPSES_AFTER
from mutua.relationships.events import ToleranceBroken
from mutua.relationships.models import ToleranceAlarm
from mutua.relationships.queries.alarm_evidence import AlarmEvidence, alarm_evidence, evidence_link


@when(ToleranceBroken)
def broken_tolerance_mails_its_owner(event: ToleranceBroken) -> None:
    # Years of history that come in at once ring old alarms, too: they are in the timeline, and no news to anybody.
    if event.broken_on + LAPSES_AFTER < days.today():
        return
    alarms = ToleranceAlarm.objects.filter(pk=event.alarm_id, acknowledged_at=None, measure__account_touchpoint__account__deleted_at=None)
    owner = User.objects.filter(touchpoints__measures__alarms__in=alarms, is_active=True).first()
    if owner is None:
        return
    # Who may not see it on Today, or no longer, is not told by mail either.
    actor = actor_with_id(owner.pk)
    if may(actor, "relationships.alarm.acknowledge") and visible_to(actor, alarms).exists():
        _tell(owner, alarm_evidence(actor, event.alarm_id))


def _tell(owner: User, evidence: AlarmEvidence) -> None:
    alarm, at = evidence.alarm, evidence.alarm.measure.account_touchpoint
    with read_by(owner):
        words = {"touchpoint": at, "late": alarm.late, "of": alarm.of}
        send(
            owner.email,
            one_line(_("Out of tolerance: %(touchpoint)s, %(late)s of the last %(of)s failed") % words),
            "flows/tolerance_broken",
            {
                "evidence": evidence,
                "alarm": alarm,
                "at": at,
                "owner": owner,
                "rows_link": evidence_link(alarm.measure),
                "act_link": reverse("relationships:alarm", args=[alarm.pk]),
            },
            key=f"tolerance-alarm-{alarm.pk}",
            about=("account", at.account_id),
        )
