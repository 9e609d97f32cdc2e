"""Addresses of the pipeline and of deals."""

from __future__ import annotations

from django.urls import path

from mutua.sales.views import closing, deals, pipeline

app_name = "sales"

urlpatterns = [
    path("pipeline/", pipeline.pipeline, name="pipeline"),
    path("pipeline/move/", pipeline.move_card, name="move-card"),
    path("deals/", deals.deals, name="deals"),
    path("deals/new/", deals.deal_new, name="deal-new"),
    path("deals/<int:deal_id>/", deals.deal, name="deal"),
    path("deals/<int:deal_id>/edit/", deals.deal_edit, name="deal-edit"),
    path("deals/<int:deal_id>/strategy/", deals.deal_strategy, name="deal-strategy"),
    path("deals/<int:deal_id>/win/", closing.deal_win, name="deal-win"),
    path("deals/<int:deal_id>/lose/", closing.deal_lose, name="deal-lose"),
    path("deals/<int:deal_id>/reopen/", deals.deal_reopen, name="deal-reopen"),
    path("deals/<int:deal_id>/delete/", deals.deal_delete, name="deal-delete"),
]
