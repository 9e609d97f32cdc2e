"""Addresses of accounts and people."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from mutua.customers.tabs import PanelTabConverter
from mutua.customers.views import accounts, consents, details, households, merging, moving, options, our_side, people, trading

app_name = "customers"
register_converter(PanelTabConverter, "panel_tab")

urlpatterns = [
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.account_new, name="account-new"),
    path("accounts/options/", options.account_options, name="account-options"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/edit/", accounts.account_edit, name="account-edit"),
    path("accounts/<int:account_id>/delete/", accounts.account_delete, name="account-delete"),
    path("accounts/<int:account_id>/trading/", trading.trading, name="trading"),
    path("accounts/<int:account_id>/merge/", merging.account_merge, name="account-merge"),
    path("people/<int:person_id>/merge/", merging.person_merge, name="person-merge"),
    path("duplicates/", merging.duplicates, name="duplicates"),
    path("duplicates/scan/", merging.duplicate_scan, name="duplicate-scan"),
    path("duplicates/sources/", merging.source_trust, name="source-trust"),
    path("duplicates/<int:pair_id>/", merging.duplicate, name="duplicate"),
    path("duplicates/<int:pair_id>/judge/", merging.duplicate_judged, name="duplicate-judged"),
    path("merges/<int:merge_id>/", merging.merge, name="merge"),
    path("merges/<int:merge_id>/undo/", merging.merge_undone, name="merge-undone"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/options/", options.person_options, name="person-options"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:person_id>/delete/", people.person_delete, name="person-delete"),
    path("people/<int:person_id>/consents/", consents.consents, name="consents"),
    path("people/<int:person_id>/consents/new/", consents.consent_new, name="consent-new"),
    path("people/<int:person_id>/consents/withdraw/", consents.consent_withdraw, name="consent-withdraw"),
    path("people/wordings/", consents.wording_list, name="wordings"),
    path("people/wordings/new/", consents.wording_new, name="wording-new"),
    path("affiliations/<int:affiliation_id>/move/", moving.move, name="move"),
    path("households/", households.households, name="households"),
    path("households/new/", households.household_new, name="household-new"),
    path("households/<int:household_id>/", households.household, name="household"),
    path("households/<int:household_id>/edit/", households.household_edit, name="household-edit"),
    path("households/<int:household_id>/delete/", households.household_delete, name="household-delete"),
    path("households/<int:household_id>/members/new/", households.member_new, name="household-member-new"),
    path("our-side/", our_side.our_side, name="our-side"),
    path("our-side/departments/new/", our_side.our_department_new, name="our-department-new"),
    re_path(r"^(?P<of>accounts|people)/(?P<party_id>\d{1,18})/new/(?P<kind>[a-z-]+)/$", details.detail_new, name="detail-new"),
    path("details/<slug:kind>/<int:detail_id>/", details.detail_edit, name="detail-edit"),
    path("details/<slug:kind>/<int:detail_id>/remove/", details.detail_remove, name="detail-remove"),
    path("accounts/<int:account_id>/<panel_tab:tab>/", accounts.account_tab, name="account-tab"),
]
