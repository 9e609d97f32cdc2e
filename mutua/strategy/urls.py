"""Addresses of segments and strategies."""

from __future__ import annotations

from django.urls import path

from mutua.strategy.views import (
    business_case,
    challenging,
    comparing,
    criteria,
    customers,
    evidence_rows,
    grounds,
    replay,
    review,
    roadmap,
    segments,
    sight,
    strategies,
    summary,
    value_map,
    versions,
)

app_name = "strategy"
ONE = "strategies/<int:strategy_id>/"
VERSION = "strategies/versions/<int:version_id>/"
OBJECTIVE = "strategies/objectives/<int:objective_id>/"

urlpatterns = [
    path("segments/", segments.segments, name="segments"),
    path("segments/overlap/", segments.overlap, name="segments-overlap"),
    path("segments/new/", segments.segment_new, name="segment-new"),
    path("segments/<int:segment_id>/", segments.segment, name="segment"),
    path("segments/<int:segment_id>/worth/<str:currency>/", segments.segment_worth, name="segment-worth"),
    path("segments/<int:segment_id>/edit/", segments.segment_edit, name="segment-edit"),
    path("segments/<int:segment_id>/delete/", segments.segment_delete, name="segment-delete"),
    path("strategies/", strategies.strategies, name="strategies"),
    path("strategies/board.csv", strategies.board_file, name="board-csv"),
    path("strategies/summary/", summary.shown, name="summary"),
    path("strategies/summary.pdf", summary.sheet, name="summary-pdf"),
    path("strategies/weights/", strategies.weights, name="board-weights"),
    path("strategies/sight/", sight.sight, name="sight"),
    path("strategies/off/<slug:key>/", sight.off, name="off"),
    path("strategies/business-case/", business_case.shown, name="business-case"),
    path("strategies/business-case/write/", business_case.written, name="business-case-write"),
    path("strategies/new/", strategies.strategy_new, name="strategy-new"),
    path(ONE, strategies.strategy, name="strategy"),
    path(f"{ONE}edit/", strategies.strategy_edit, name="strategy-edit"),
    path(f"{ONE}delete/", strategies.strategy_delete, name="strategy-delete"),
    path(f"{ONE}draft/", strategies.strategy_draft, name="strategy-draft"),
    path(f"{ONE}rows/<slug:key>/", sight.rows, name="rows"),
    path(f"{ONE}money/<slug:kind>/<slug:side>/", summary.money, name="money"),
    path(f"{ONE}value-map/", value_map.shown, name="value-map"),
    path(f"{ONE}compare/", comparing.compare, name="compare"),
    path(f"{ONE}review/", review.review, name="review"),
    path(f"{ONE}replay/", replay.replayed, name="replay"),
    path(f"{VERSION}write/", versions.version_write, name="version-write"),
    path(f"{VERSION}move/", versions.version_move, name="version-move"),
    path(f"{VERSION}decide/", review.decide, name="decide"),
    path(f"{VERSION}levers/", versions.levers, name="levers"),
    path(f"{VERSION}objections/new/", challenging.objection_new, name="objection-new"),
    path("strategies/objections/<int:objection_id>/answer/", challenging.objection_answer, name="objection-answer"),
    path(f"{VERSION}needs/", grounds.needs_choose, name="version-needs"),
    path(f"{VERSION}criteria/", criteria.criteria, name="criteria"),
    path(f"{VERSION}market/", grounds.positions, name="positions"),
    path(f"{VERSION}market.csv", grounds.positions_file, name="positions-csv"),
    path(f"{VERSION}initiatives/", roadmap.initiatives, name="initiatives"),
    path(f"{VERSION}swot/new/", grounds.swot_new, name="swot-new"),
    path(f"{VERSION}options/", grounds.options_propose, name="options-propose"),
    path("strategies/swot/<int:swot_id>/", grounds.swot_write, name="swot-item"),
    path("strategies/swot/<int:swot_id>/strike/", grounds.swot_strike, name="swot-strike"),
    path("strategies/options/<int:option_id>/", grounds.option, name="option"),
    path(f"{VERSION}objectives/new/", versions.objective_new, name="objective-new"),
    path(f"{VERSION}assumptions/new/", versions.assumption_new, name="assumption-new"),
    path("strategies/assumptions/<int:assumption_id>/check/", versions.assumption_check, name="assumption-check"),
    path(OBJECTIVE, versions.objective_write, name="objective"),
    path(f"{OBJECTIVE}remove/", versions.objective_remove, name="objective-remove"),
    path(f"{OBJECTIVE}evidence/", review.evidence, name="evidence"),
    path(f"{OBJECTIVE}behind/<slug:panel>/<slug:count>/", evidence_rows.rows, name="evidence-rows"),
    path(f"{OBJECTIVE}course.csv", review.course_file, name="course-csv"),
    path("accounts/<int:account_id>/strategy/", customers.customer_strategy, name="customer-strategy"),
]
