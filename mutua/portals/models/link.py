"""The way in for a person of a customer: a link that we signed, and each time it was opened."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PortalLink(models.Model):
    """One row is one link for one named person of one account. digest: of the token in it; the token itself stands in the mail that went out and is kept nowhere."""

    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="portal_links", verbose_name=_("account"))
    person = models.ForeignKey("customers.Person", on_delete=models.CASCADE, related_name="portal_links", verbose_name=_("person"))
    email = models.EmailField(_("mail address"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_name = models.CharField(_("made by"), max_length=120)
    expires_at = models.DateTimeField(_("open until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("signed link")
        verbose_name_plural = _("signed links")
        constraints = (
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("created_at")), name="portal_link_ends_after_it_began"),
        )
        indexes = (models.Index(fields=["account", "-created_at"], name="portal_link_of_account"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.email}"

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class PortalOpening(models.Model):
    """One row: the link was opened, at most once a minute. Mail programs that look into links open them, too."""

    link = models.ForeignKey(PortalLink, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField(_("opened"))
    address = models.GenericIPAddressField(_("from"), null=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("opening of a link")
        verbose_name_plural = _("openings of links")
        indexes = (models.Index(fields=["link", "-at"], name="portal_opening_of_link"),)

    def __str__(self) -> str:
        return f"{self.link_id} · {self.at:%Y-%m-%d %H:%M}"
