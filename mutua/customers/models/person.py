"""A human being whom we know. Where a person works is an affiliation, and may change."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.customers.models.folding import Folded, Slips, Spaced
from mutua.foundation.records.models import Record, Sourced, historied
from mutua.foundation.tags.columns import tags_column, tags_index
from mutua.foundation.ui.markup import record_address


@historied
class Person(Record, Sourced):
    """One row is one person. Either name may be missing, not both."""

    given_name = models.CharField(_("given name"), max_length=100, blank=True, default="")
    family_name = models.CharField(_("family name"), max_length=100, blank=True, default="")
    languages = ArrayField(models.CharField(max_length=20), verbose_name=_("languages"), default=list, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    note = models.TextField(_("note"), blank=True, default="")
    tags = tags_column()

    sort_key = models.GeneratedField(
        expression=Folded(Spaced("family_name", "given_name")),
        output_field=models.CharField(max_length=201, db_collation="C"),
        db_persist=True,
    )
    search = models.GeneratedField(expression=Folded(Spaced("given_name", "family_name")), output_field=models.TextField(), db_persist=True)

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=~Q(given_name="", family_name=""), name="person_has_a_name"),
        )
        indexes = (
            models.Index(fields=["-deleted_at", "-id"], condition=Q(deleted_at__isnull=False), name="people_in_bin"),
            models.Index(fields=["sort_key", "id"], condition=Q(deleted_at=None), name="person_by_name"),
            models.Index(fields=["owner", "sort_key", "id"], condition=Q(deleted_at=None), name="person_by_owner_and_name"),
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="person_search"),
            GinIndex(Slips("search"), condition=Q(deleted_at=None), name="person_slips"),
            tags_index("person_by_tag"),
            models.Index(fields=["source_key"], condition=~Q(source_key=""), name="person_by_source_key"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return full_name(self.given_name, self.family_name)

    def get_absolute_url(self) -> str:
        return record_address("customers:person", self.pk)


def full_name(given_name: str, family_name: str) -> str:
    return f"{given_name} {family_name}".strip()
