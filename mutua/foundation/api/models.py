"""Keys of other systems, and the answers that were given under an idempotency key."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiKey(models.Model):
    """One row is one key: it acts as its user, with no more than its scopes. The key itself is shown once and not stored."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=80), verbose_name=_("what it may do"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("ends on"), null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """One row is the first answer to a request that came under an idempotency key. Kept for at least a day."""

    caller = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=80)
    etag = models.CharField(max_length=40, blank=True, default="")
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["caller", "key"], name="kept_answer_once"),)
