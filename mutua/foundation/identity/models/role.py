"""What a group of users may do, and how far they see."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """One row is a set of permissions with a reach. Built-in roles follow the code; others are the administrator's.

    hidden_fields: what people with this role do not see, as "account.spend"; another role that shows it wins.
    """

    class Scope(models.TextChoices):
        OWN = "own", _("Own records")
        TEAM = "team", _("The team's records")
        SUBTREE = "subtree", _("Records of the team, and of the teams and territories below")
        ALL = "all", _("All records")

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    permissions = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    scope = models.CharField(max_length=7, choices=Scope.choices, default=Scope.OWN)
    hidden_fields = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    built_in = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=models.Q(scope__in=["own", "team", "subtree", "all"]), name="role_scope_known"),)

    def __str__(self) -> str:
        return self.name
