"""Two records that may be one, with what speaks for it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.account import Account
from mutua.customers.models.merge import PARTY_KINDS, Merge
from mutua.customers.models.person import Person


class DuplicatePair(models.Model):
    """One row is one pair, the smaller number left; there is never a second row for the same two.

    evidence: [comparison, step, bits] of each comparison, as `matching` gives them; the words come when it is read.
    cautioned: something says that these may be two all the same. sources: where the two came from. closed: why it is no longer open.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        LATER = "later", _("Later")
        MERGED = "merged", _("Merged")
        DIFFERENT = "different", _("Not the same")
        GONE = "gone", _("A record is gone")

    class FoundBy(models.TextChoices):
        SCAN = "scan", _("Scan of everything")
        CHANGE = "change", _("A change")

    kind = models.CharField(_("kind"), max_length=10, choices=PARTY_KINDS)
    left_account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    right_account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    left_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    right_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField(_("probability"))
    bits = models.FloatField(_("bits"))
    evidence = models.JSONField(default=list)
    cautioned = models.BooleanField(default=False)
    sources = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    found_by = models.CharField(_("found by"), max_length=10, choices=FoundBy.choices)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True, default="")
    merge = models.ForeignKey(Merge, null=True, blank=True, on_delete=models.SET_NULL, related_name="pairs")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = models.Manager()
    everything = models.Manager()

    class Meta:
        verbose_name = _("pair of possible duplicates")
        verbose_name_plural = _("pairs of possible duplicates")
        ordering = ("-probability", "-bits", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="account", left_account__isnull=False, right_account__isnull=False, left_person=None, right_person=None)
                | Q(kind="person", left_person__isnull=False, right_person__isnull=False, left_account=None, right_account=None),
                name="duplicate_pair_of_two_of_one_kind",
            ),
            models.CheckConstraint(
                condition=(Q(left_account=None) | Q(left_account__lt=models.F("right_account")))
                & (Q(left_person=None) | Q(left_person__lt=models.F("right_person"))),
                name="duplicate_pair_smaller_number_left",
            ),
            models.CheckConstraint(condition=Q(probability__range=(0, 1)), name="duplicate_pair_probability_0_to_1"),
            models.UniqueConstraint(fields=["left_account", "right_account"], name="duplicate_pair_of_accounts_once"),
            models.UniqueConstraint(fields=["left_person", "right_person"], name="duplicate_pair_of_people_once"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["kind", "state", "-bits", "id"], name="duplicate_pairs_to_review"),
            models.Index(fields=["right_account"], condition=Q(right_account__isnull=False), name="duplicate_pairs_right_account"),
            models.Index(fields=["right_person"], condition=Q(right_person__isnull=False), name="duplicate_pairs_right_person"),
        )

    def __str__(self) -> str:
        return f"{self.left} / {self.right}"

    @property
    def left(self) -> Any:
        return self.left_account if self.kind == "account" else self.left_person

    @property
    def right(self) -> Any:
        return self.right_account if self.kind == "account" else self.right_person

    @property
    def left_id(self) -> int:
        return int(self.left_account_id if self.kind == "account" else self.left_person_id)  # type: ignore[arg-type]

    @property
    def right_id(self) -> int:
        return int(self.right_account_id if self.kind == "account" else self.right_person_id)  # type: ignore[arg-type]


class MatchingModel(models.Model):
    """What the last scan of one kind learned, by which changed records are judged until the next. learned: `matching.Model` as JSON."""

    kind = models.CharField(max_length=10, choices=PARTY_KINDS, unique=True)
    learned = models.JSONField()
    records = models.PositiveIntegerField()
    learned_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind


class MatchingKey(models.Model):
    """One row: one key by which a record may find its duplicates. Records without a common key are never compared."""

    kind = models.CharField(max_length=10, choices=PARTY_KINDS)
    record_id = models.BigIntegerField()
    key = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "record_id", "key"], name="matching_key_once"),)
        indexes = (models.Index(fields=["kind", "key", "record_id"], name="matching_key_finds"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"


class SourceTrust(models.Model):
    """One row: how much one source is trusted when two records disagree; 1 is trusted most. A source without a row is trusted least."""

    source = models.CharField(_("source"), max_length=60, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("rank", "source")

    def __str__(self) -> str:
        return self.source
