"""One row is one sentence in the timeline of one record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mutua.foundation.events.sentence import render, wording_of
from mutua.foundation.timeline.params import displayed
from mutua.foundation.timeline.touchpoints import touchpoint_label


class NounOf(models.Func):
    """The first two words of a sentence key; `concat` is only stable, `||` is immutable."""

    template = "(split_part(%(expressions)s, '.', 1) || '.' || split_part(%(expressions)s, '.', 2))"
    output_field = models.CharField()


class TimelineEntry(models.Model):
    """A sentence key with its parameters as they were known then, about one subject. Written once, never changed."""

    class Side(models.TextChoices):
        US = "us", _("Us")
        THEM = "them", _("Them")
        BOTH = "both", _("Both")

    at = models.DateTimeField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    sentence = models.CharField(max_length=100)
    noun = models.GeneratedField(expression=NounOf("sentence"), output_field=models.CharField(max_length=100), db_persist=True)
    params = models.JSONField(default=dict)
    actor_name = models.CharField(max_length=120, blank=True)
    side = models.CharField(max_length=4, choices=Side.choices, default=Side.US)
    touchpoint = models.CharField(max_length=60, blank=True)
    link = models.CharField(max_length=300, blank=True)
    # Events are pruned and the timeline stays, so this may point to a row that is gone; nothing is shown from there.
    event = models.ForeignKey(
        "events.EventRow", null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("line of a timeline")
        verbose_name_plural = _("lines of timelines")
        indexes: ClassVar = [
            models.Index("subject_kind", "subject_id", models.F("at").desc(), models.F("id").desc(), name="timeline_of_subject"),
            models.Index(
                "subject_kind", "subject_id", "noun", models.F("at").desc(), models.F("id").desc(), name="timeline_of_subject_and_noun"
            ),
            # The lines of one event find each other: what of an account concerns one of its people.
            models.Index(fields=["event"], condition=models.Q(event__isnull=False), name="timeline_of_event"),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(side__in=["us", "them", "both"]), name="timeline_side_known")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.sentence}"

    @property
    def words(self) -> SafeString:
        """The sentence for the reader's language and locale, as safe HTML."""
        return render(self.sentence, displayed(self.params), who=self.actor_name)

    @property
    def detail(self) -> str:
        return displayed(self.params).get("detail", "")

    @property
    def icon(self) -> str:
        wording = wording_of(self.sentence)
        return wording.icon if wording is not None else ""

    @property
    def touchpoint_label(self) -> str:
        return touchpoint_label(self.touchpoint) if self.touchpoint else ""
