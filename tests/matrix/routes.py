"""Every address that the house answers, with what may stand in it; read from the resolver, so that a new route cannot be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.guarding import guarded
from tests.matrix.world import ABSENT, MOMENT, World

# Sign-in, second factors and passwords are allauth's own pages: everybody's, or the signed-in person's own.
OUTSIDE = ("allauth.", "django.views.generic.base")

# Words of an address that choose a kind or a name, and for which the number is another parameter.
_KINDS = {
    "bin/": [{"kind": "account", "record_id": "account_id"}],
    "history/": [{"kind": "account", "record_id": "account_id", "field_name": "note"}, {"kind": "person", "record_id": "person_id", "write_id": "person_write_id", "field_name": "note"}],
    "files/<slug:kind>": [{"kind": "account", "subject_id": "account_id"}, {"kind": "person", "subject_id": "person_id"}, {"kind": "interaction", "subject_id": "interaction_id"}],
    "api/v1/files/<kind>": [{"kind": "account", "subject_id": "account_id"}],
    "tagged/": [{"kind": "account", "record_id": "account_id"}, {"kind": "person", "record_id": "person_id"}],
    "notes/<slug:kind>": [{"kind": "account", "subject_id": "account_id"}, {"kind": "order", "subject_id": "order_id"}, {"kind": "roadmap-item", "subject_id": "item_id"}, {"kind": "household", "subject_id": "household_id"}],
    "api/v1/notes/<kind>": [{"kind": "order", "subject_id": "order_id"}],
    "noted/": [{"kind": "note", "record_id": "note_id"}, {"kind": "interaction", "record_id": "interaction_id"}, {"kind": "meeting", "record_id": "meeting_id"}, {"kind": "task", "record_id": "task_id"}],
    "api/v1/timeline/<kind>": [{"kind": "account", "subject_id": "account_id"}, {"kind": "person", "subject_id": "person_id"}],
    "timeline/": [{"kind": "account", "subject_id": "account_id"}, {"kind": "person", "subject_id": "person_id"}],
    "panels/": [{"slot": "person", "record_id": "person_id", "key": "works-at"}, {"slot": "order", "record_id": "order_id", "key": "notes"}, {"slot": "invoice", "record_id": "invoice_id", "key": "files"}],
    "strategies/<int:strategy_id>/money/": [{"kind": "planned", "side": "us"}, {"kind": "returned", "side": "them"}],
    "strategies/objectives/<int:objective_id>/behind/": [{"panel": "deliveries", "count": "good"}, {"panel": "deals", "count": "open"}, {"panel": "accounts", "count": "silent"}],
    "api/v1/objectives/<int:objective_id>/evidence/": [{"panel": "deliveries", "count": "good"}, {"panel": "deals", "count": "open"}],
    "api/v1/strategies/off/": [{"kind": "deals"}],
    "api/v1/strategies/<int:strategy_id>/rows/": [{"kind": "deals"}, {"kind": "interactions"}],
    "details/": [{"kind": "department", "detail_id": "department"}, {"kind": "need", "detail_id": "need"}, {"kind": "value-rating", "detail_id": "rating"}, {"kind": "trading-link", "detail_id": "trading"}, {"kind": "household-member", "detail_id": "member"}, {"kind": "contact-point", "detail_id": "point"}, {"kind": "identifier", "detail_id": "identifier"}, {"kind": "assignment", "detail_id": "assignment"}, {"kind": "affiliation", "detail_id": "affiliation_id"}],
    "^(?P<of>": [{"of": "accounts", "party_id": "account_id", "kind": "need"}, {"of": "people", "party_id": "person_id", "kind": "affiliation"}],
}  # fmt: skip
_WORDS = {
    "key": "physical-delivery", "activity_key": "crp", "number": "1", "figure": "ship-notices", "year": "2031", "tab": "people", "moment": str(MOMENT),
    "provider_id": "none", "currency": "USD",
}  # fmt: skip
# Acts that ask for a record in another state than the one that stands elsewhere under this name.
_IN_STATE = {
    "imports/<int:run_id>/mapping/": {"run_id": "draft_run_id"},
    "imports/<int:run_id>/mapping/use/": {"run_id": "draft_run_id"},
    "imports/<int:run_id>/stop/": {"run_id": "draft_run_id"},
    "imports/<int:run_id>/begin/": {"run_id": "draft_run_id"},
    "segments/<int:segment_id>/delete/": {"segment_id": "free_segment_id"},
    "strategies/<int:strategy_id>/draft/": {"strategy_id": "other_strategy_id"},
    "api/v1/strategies/<int:strategy_id>/draft": {"strategy_id": "other_strategy_id"},
    "strategies/<int:strategy_id>/delete/": {"strategy_id": "bare_strategy_id"},
    "api/v1/strategies/<int:strategy_id>": {"strategy_id": "bare_strategy_id"},
    **{
        f"api/v1/strategy-versions/<int:version_id>/{part}": {"version_id": "draft_id"}
        for part in ("levers", "positions", "needs", "options", "assumptions")
    },
    "api/v1/strategy-versions/<int:version_id>/objections": {"version_id": "challenged_id"},
    "strategies/versions/<int:version_id>/write/": {"version_id": "draft_id"},
    "strategies/versions/<int:version_id>/levers/": {"version_id": "draft_id"},
    "strategies/versions/<int:version_id>/objectives/new/": {"version_id": "bare_draft_id"},
    "strategies/versions/<int:version_id>/assumptions/new/": {"version_id": "draft_id"},
    "api/v1/segments/<int:segment_id>": {"segment_id": "free_segment_id"},
    "api/v1/strategy-versions/<int:version_id>": {"version_id": "draft_id"},
    "api/v1/strategy-versions/<int:version_id>/swot": {"version_id": "draft_id"},
    "api/v1/strategy-versions/<int:version_id>/initiatives": {"version_id": "draft_id"},
    "api/v1/strategy-versions/<int:version_id>/criteria": {"version_id": "draft_id"},
    "api/v1/strategy-versions/<int:version_id>/objectives": {"version_id": "bare_draft_id"},
    "api/v1/objectives/<int:objective_id>": {"objective_id": "draft_objective_id"},
    "strategies/versions/<int:version_id>/objections/new/": {"version_id": "challenged_id"},
    "strategies/versions/<int:version_id>/needs/": {"version_id": "draft_id"},
    "strategies/versions/<int:version_id>/criteria/": {"version_id": "draft_id"},
    "strategies/versions/<int:version_id>/market/": {"version_id": "draft_id"},
    "strategies/versions/<int:version_id>/initiatives/": {"version_id": "draft_id"},
    "strategies/versions/<int:version_id>/swot/new/": {"version_id": "draft_id"},
    "strategies/versions/<int:version_id>/options/": {"version_id": "draft_id"},
    "strategies/objectives/<int:objective_id>/": {"objective_id": "draft_objective_id"},
    "strategies/objectives/<int:objective_id>/remove/": {"objective_id": "draft_objective_id"},
    "measures/<int:measure_id>/figures/new/": {"measure_id": "reported_id"},
    "api/v1/measures/<int:measure_id>/observations": {"measure_id": "reported_id"},
    "accounts/<int:account_id>/session/open/": {"account_id": "child_id"},
    "plans/<int:plan_id>/begin/": {"plan_id": "open_plan_id"},
    "plans/<int:plan_id>/approve/": {"plan_id": "chosen_plan_id"},
    **{f"{door}plans/<int:plan_id>/ask{end}": {"plan_id": "chosen_plan_id"} for door, end in (("", "/"), ("api/v1/", ""))},
    **{
        f"{door}plans/<int:plan_id>/{act}{end}": {"plan_id": "asked_plan_id"}
        for act in ("answer", "withdraw")
        for door, end in (("", "/"), ("api/v1/", ""))
    },
    "plans/approvals/<int:rule_id>/back/": {"rule_id": "dropped_rule_id"},
    "plans/<int:plan_id>/move/": {"plan_id": "approved_plan_id"},
    "plans/<int:plan_id>/roll-forward/": {"plan_id": "ended_plan_id"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/outlays/new/": {"item_id": "committed_item_id"},
    "api/v1/needs/<int:need_id>": {"need_id": "need"},
    "api/v1/profiles/<int:profile_id>/agree": {"profile_id": "shared_profile_id"},
    "api/v1/accounts/<int:account_id>/joint-sessions": {"account_id": "child_id"},
    "api/v1/roadmap-items/<int:item_id>/outlays": {"item_id": "committed_item_id"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/override/": {"item_id": "gated_item_id"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/lower-gate/": {"item_id": "gated_item_id"},
    "api/v1/roadmap-items/<int:item_id>/override": {"item_id": "gated_item_id"},
    "api/v1/roadmap-items/<int:item_id>/lower-gate": {"item_id": "gated_item_id"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/begin/": {"item_id": "committed_item_id"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/evaluation/compare/": {"item_id": "done_item_id"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/evaluation/trial/": {"item_id": "done_item_id"},
    "api/v1/roadmap-items/<int:item_id>/evaluate": {"item_id": "done_item_id"},
    "api/v1/roadmap-items/<int:item_id>/trial": {"item_id": "done_item_id"},
    "plans/<int:plan_id>/evaluation/run/": {"plan_id": "ended_plan_id"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/finish/": {"item_id": "running_item_id"},
    "accounts/<int:account_id>/roadmap/<int:item_id>/take-back/": {"item_id": "running_item_id"},
    "api/v1/plans/<int:plan_id>/begin": {"plan_id": "open_plan_id"},
    "api/v1/plans/<int:plan_id>/approve": {"plan_id": "chosen_plan_id"},
    "api/v1/plans/<int:plan_id>/move": {"plan_id": "approved_plan_id"},
    "api/v1/plans/<int:plan_id>/roll-forward": {"plan_id": "ended_plan_id"},
    "api/v1/roadmap-items/<int:item_id>/take-back": {"item_id": "running_item_id"},
    "api/v1/roadmap-items/<int:item_id>/begin": {"item_id": "committed_item_id"},
    "api/v1/roadmap-items/<int:item_id>/finish": {"item_id": "running_item_id"},
    "meetings/<int:meeting_id>/write-up/": {"meeting_id": "over_meeting_id"},
    "api/v1/meetings/<int:meeting_id>/write-up": {"meeting_id": "over_meeting_id"},
    "profiles/<int:profile_id>/agree/": {"profile_id": "shared_profile_id"},
    "tasks/<int:task_id>/undone/": {"task_id": "done_task_id"},
    "lists/views/<int:view_id>/bring-back/": {"view_id": "dropped_view_id"},
    "settings/people/<int:user_id>/back/": {"user_id": "ended_user_id"},
    "settings/fields/<int:field_id>/bring-back/": {"field_id": "retired_field_id"},
    "bin/<slug:kind>/<int:record_id>/restore/": {
        "account_id": "binned_account_id",
    },
}


@dataclass(frozen=True)
class Route:
    """pattern: as written in urls.py. names: its parameters, each the name of a record's number in the world; words: fixed parts."""

    pattern: str
    view: Any
    names: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]

    @property
    def policy(self) -> Any:
        return getattr(self.view, "policy", None)

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/")

    @property
    def is_outside(self) -> bool:
        return self.view.__module__.startswith(OUTSIDE)

    def address(self, world: World, whose: str) -> str:
        """The address of Ada's, Eve's or an absent record."""
        text = self.pattern
        for name, number_of in self.names:
            number = ABSENT if whose == "absent" else world.ids[number_of][whose]
            text = _put(text, name, str(number))
        for name, word in self.words:
            text = _put(text, name, word)
        assert "<" not in text, f"The matrix does not know what stands in {self.pattern}: name it in tests/matrix/routes.py."
        return "/" + text.replace("^", "").replace("$", "").replace("\\", "")

    def is_personal(self, world: World) -> bool:
        """Whether the address names a record that belongs to somebody."""
        return any(number_of not in world.company for _name, number_of in self.names)


def routes() -> list[Route]:
    return [route for pattern, view in _walk(get_resolver().url_patterns) for route in _variants(pattern, view)]


def _walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern), one.callback


def _variants(pattern: str, view: Any) -> Iterator[Route]:
    names = [name for _, name in re.findall(r"<(?:(\w+):)?(\w+)>", pattern)] + re.findall(r"\(\?P<(\w+)>", pattern)
    of_domains = [
        variant for one in guarded() for start, variants in one.variants.items() if pattern.startswith(start) for variant in variants
    ]
    known = next((variants for start, variants in _KINDS.items() if pattern.startswith(start)), [])
    state = {**_IN_STATE.get(pattern, {}), **{name: number for one in guarded() for name, number in one.in_state.get(pattern, {}).items()}}
    for variant in [*known, *of_domains] or [{}]:
        numbers = [(name, variant.get(name, name)) for name in dict.fromkeys(names) if name.endswith("_id") and name not in _WORDS]
        numbers = [(name, state.get(number_of, number_of)) for name, number_of in numbers]
        words = [
            (name, variant.get(name) or _word(name, pattern)) for name in dict.fromkeys(names) if not name.endswith("_id") or name in _WORDS
        ]
        yield Route(pattern, view, tuple(numbers), tuple(words))


def _word(name: str, pattern: str) -> str:
    if name == "key" and "progress" in pattern:
        return "watched-1"
    if name == "number" and pattern.endswith("/back/"):
        return "0"
    return _WORDS.get(name, "x")


def _put(text: str, name: str, value: str) -> str:
    # A group of a regular expression is replaced whole, before the angle brackets inside it would be.
    text = re.sub(rf"\(\?P<{name}>(?:[^()]|\([^()]*\))*\)", lambda _found: value, text)
    return re.sub(rf"<(?:\w+:)?{name}>", lambda _found: value, text)
