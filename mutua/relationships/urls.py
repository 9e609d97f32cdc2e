"""Addresses of relationships."""

from __future__ import annotations

from django.urls import path

from mutua.relationships.views import catalogue, engagements, evaluations, measures, plans, profiles, roadmaps, touchpoints, values

app_name = "relationships"
AT = "accounts/<int:account_id>/touchpoints/<slug:key>/"
ITEM = "accounts/<int:account_id>/roadmap/<int:item_id>/"

urlpatterns = [
    path("relationships/", touchpoints.overview, name="overview"),
    path("relationships/two-axes/", touchpoints.two_axes, name="two-axes"),
    path("relationships/catalogue/", catalogue.touchpoints, name="catalogue"),
    path("relationships/catalogue/<slug:key>/", catalogue.touchpoint, name="catalogue-touchpoint"),
    path("relationships/readiness/", profiles.readiness_edit, name="our-readiness"),
    path("accounts/<int:account_id>/touchpoints/", touchpoints.account_touchpoints, name="account-touchpoints"),
    path("accounts/<int:account_id>/open-touchpoint/", touchpoints.touchpoint_open, name="touchpoint-open"),
    path(AT, touchpoints.touchpoint, name="touchpoint"),
    path(f"{AT}edit/", touchpoints.touchpoint_edit, name="touchpoint-edit"),
    path(f"{AT}label/", touchpoints.touchpoint_label, name="touchpoint-label"),
    path(f"{AT}engagements/new/", engagements.engagement_new, name="engagement-new"),
    path(f"{AT}blockages/new/", touchpoints.blockage_new, name="blockage-new"),
    path("engagements/<int:engagement_id>/", engagements.engagement, name="engagement"),
    path("engagements/<int:engagement_id>/move/", engagements.engagement_move, name="engagement-move"),
    path("measures/<int:measure_id>/edit/", measures.measure_edit, name="measure-edit"),
    path("measures/<int:measure_id>/rows/", measures.measure_rows, name="measure-rows"),
    path("measures/<int:measure_id>/figures/new/", measures.figure_new, name="figure-new"),
    path("alarms/<int:alarm_id>/", measures.alarm_acknowledge, name="alarm"),
    path("accounts/<int:account_id>/profile/", profiles.profile, name="profile"),
    path("accounts/<int:account_id>/profile/new/", profiles.profile_new, name="profile-new"),
    path("accounts/<int:account_id>/profile/to-roadmap/", profiles.gap_to_roadmap, name="plan-from-gap"),
    path("accounts/<int:account_id>/readiness/", profiles.readiness_edit, name="readiness"),
    path("profiles/<int:profile_id>/touchpoints/<slug:key>/", profiles.cell_edit, name="profile-cell"),
    path("profiles/<int:profile_id>/move/", profiles.profile_move, name="profile-move"),
    path("profiles/<int:profile_id>/share/", profiles.profile_share, name="profile-share"),
    path("accounts/<int:account_id>/roadmap/", roadmaps.roadmap, name="roadmap"),
    path(ITEM, roadmaps.item, name="item"),
    path(f"{ITEM}figures/", roadmaps.item_size, name="item-size"),
    path(f"{ITEM}approve/", roadmaps.item_approve, name="item-approve"),
    path(f"{ITEM}override/", roadmaps.item_override, name="item-override"),
    path(f"{ITEM}begin/", roadmaps.item_begin, name="item-begin"),
    path(f"{ITEM}finish/", roadmaps.item_finish, name="item-finish"),
    path(f"{ITEM}stop/", roadmaps.item_stop, name="item-stop"),
    path(f"{ITEM}take-back/", roadmaps.item_take_back, name="item-take-back"),
    path(f"{ITEM}evaluation/", evaluations.item, name="evaluation"),
    path(f"{ITEM}evaluation/compare/", evaluations.item_compare, name="evaluation-compare"),
    path(f"{ITEM}evaluation/trial/", evaluations.item_trial, name="evaluation-trial"),
    path("evaluations/<int:evaluation_id>/decide/", evaluations.decide, name="evaluation-decide"),
    path("evaluations/<int:evaluation_id>/propose/<int:account_id>/", evaluations.propose, name="evaluation-propose"),
    path("plans/<int:plan_id>/evaluation/", evaluations.year, name="evaluation-year"),
    path("plans/<int:plan_id>/evaluation/csv/", evaluations.year_csv, name="evaluation-csv"),
    path("plans/<int:plan_id>/evaluation/run/", evaluations.year_run, name="evaluation-run"),
    path("accounts/<int:account_id>/value/", values.ledger, name="ledger"),
    path("accounts/<int:account_id>/value/new/", values.value_new, name="value-new"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.plan_new, name="plan-new"),
    path("plans/<int:plan_id>/", plans.plan, name="plan"),
    path("plans/<int:plan_id>/edit/", plans.plan_edit, name="plan-edit"),
    path("plans/<int:plan_id>/begin/", plans.plan_begin, name="plan-begin"),
    path("plans/<int:plan_id>/optimise/", plans.plan_optimise, name="plan-optimise"),
    path("plans/<int:plan_id>/search/", plans.plan_search, name="plan-search"),
    path("plans/<int:plan_id>/approve/", plans.plan_approve, name="plan-approve"),
    path("plans/<int:plan_id>/csv/", plans.plan_csv, name="plan-csv"),
    path("plans/<int:plan_id>/curve/", plans.plan_curve_csv, name="plan-curve-csv"),
]
