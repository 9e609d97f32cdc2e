"""What a person put off, or said is not its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PutOff(models.Model):
    """One line of Today that one person does not want to see: until a day, or never again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(_("group"), max_length=60)
    need = models.CharField(_("line"), max_length=200)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: it is not this person’s to do."))
    put_off_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "source", "need"], name="put_off_once"),)

    def __str__(self) -> str:
        return f"{self.source} {self.need}"
