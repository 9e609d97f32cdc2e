"""Addresses of leads, of the pipeline, of deals, of the forecast and of territories."""

from __future__ import annotations

from django.urls import path

from mutua.sales.views import closing, deals, forecast, lead_converting, lead_judging, lead_pools, leads, pipeline, reports, territories

app_name = "sales"

urlpatterns = [
    path("pipeline/", pipeline.pipeline, name="pipeline"),
    path("pipeline/move/", pipeline.move_card, name="move-card"),
    path("leads/", leads.leads, name="leads"),
    path("leads/new/", leads.lead_new, name="lead-new"),
    path("leads/<int:lead_id>/", leads.lead, name="lead"),
    path("leads/<int:lead_id>/edit/", leads.lead_edit, name="lead-edit"),
    path("leads/<int:lead_id>/take-up/", lead_judging.lead_take_up, name="lead-take-up"),
    path("leads/<int:lead_id>/criteria/<int:criterion_id>/", lead_judging.lead_answer, name="lead-answer"),
    path("leads/<int:lead_id>/qualify/", lead_judging.lead_qualify, name="lead-qualify"),
    path("leads/<int:lead_id>/disqualify/", lead_judging.lead_disqualify, name="lead-disqualify"),
    path("leads/pools/", lead_pools.lead_pools, name="lead-pools"),
    path("leads/pools/new/", lead_pools.lead_pool_new, name="lead-pool-new"),
    path("leads/pools/<int:pool_id>/", lead_pools.lead_pool, name="lead-pool"),
    path("leads/pools/<int:pool_id>/delete/", lead_pools.lead_pool_delete, name="lead-pool-delete"),
    path("leads/<int:lead_id>/assign/", lead_pools.lead_assign, name="lead-assign"),
    path("leads/<int:lead_id>/convert/", lead_converting.lead_convert, name="lead-convert"),
    path("leads/<int:lead_id>/convert/undo/", lead_converting.lead_convert_undo, name="lead-convert-undo"),
    path("leads/<int:lead_id>/delete/", leads.lead_delete, name="lead-delete"),
    path("deals/", deals.deals, name="deals"),
    path("deals/new/", deals.deal_new, name="deal-new"),
    path("deals/<int:deal_id>/", deals.deal, name="deal"),
    path("deals/<int:deal_id>/edit/", deals.deal_edit, name="deal-edit"),
    path("deals/<int:deal_id>/strategy/", deals.deal_strategy, name="deal-strategy"),
    path("deals/<int:deal_id>/win/", closing.deal_win, name="deal-win"),
    path("deals/<int:deal_id>/lose/", closing.deal_lose, name="deal-lose"),
    path("deals/<int:deal_id>/reopen/", deals.deal_reopen, name="deal-reopen"),
    path("deals/<int:deal_id>/delete/", deals.deal_delete, name="deal-delete"),
    path("deals/<int:deal_id>/forecast/", forecast.deal_forecast, name="deal-forecast"),
    path("forecast/", forecast.forecast, name="forecast"),
    path("forecast/changes/", forecast.forecast_changes, name="forecast-changes"),
    path("forecast/changes/rows/", forecast.forecast_changed_rows, name="forecast-changed-rows"),
    path("forecast/accuracy/", forecast.forecast_accuracy, name="forecast-accuracy"),
    path("forecast/quotas/", forecast.forecast_quotas, name="forecast-quotas"),
    path("forecast/call/", forecast.forecast_call, name="forecast-call"),
    path("forecast/stages/", forecast.forecast_stages, name="forecast-stages"),
    path("reports/", reports.reports, name="reports"),
    path("territories/", territories.territories, name="territories"),
    path("territories/new/", territories.territory_new, name="territory-new"),
    path("territories/<int:territory_id>/", territories.territory, name="territory"),
    path("territories/<int:territory_id>/edit/", territories.territory_edit, name="territory-edit"),
    path("territories/<int:territory_id>/delete/", territories.territory_delete, name="territory-delete"),
    path("territories/<int:territory_id>/join/", territories.territory_join, name="territory-join"),
    path("territories/<int:territory_id>/members/<int:member_id>/end/", territories.territory_leave, name="territory-leave"),
    path("territories/<int:territory_id>/accounts/", territories.territory_name_account, name="territory-name-account"),
    path(
        "territories/<int:territory_id>/accounts/<int:account_id>/end/",
        territories.territory_unname_account,
        name="territory-unname-account",
    ),
]
