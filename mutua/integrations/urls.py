from __future__ import annotations

from django.urls import path

from mutua.integrations.views import webhooks

app_name = "integrations"
urlpatterns = [
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.webhook_new, name="webhook-new"),
    path("webhooks/<int:endpoint_id>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:endpoint_id>/edit/", webhooks.webhook_edit, name="webhook-edit"),
    path("webhooks/<int:endpoint_id>/end/", webhooks.webhook_end, name="webhook-end"),
    path("webhooks/<int:endpoint_id>/secret/", webhooks.webhook_secret, name="webhook-secret"),
    path("webhooks/<int:endpoint_id>/try/", webhooks.webhook_try, name="webhook-try"),
    path("webhooks/<int:endpoint_id>/again/", webhooks.webhook_again, name="webhook-again"),
    path("webhooks/deliveries/<int:delivery_id>/", webhooks.delivery, name="delivery"),
    path("webhooks/deliveries/<int:delivery_id>/again/", webhooks.delivery_again, name="delivery-again"),
]
