"""Naming the levers of a draft, and choosing the few that will be pulled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import ChosenLever, Lever, Option, StrategyVersion
from mutua.strategy.rules.levers import COMFORTABLE, MOST, check_count

SHOWN = 5


@dataclass(frozen=True)
class Wanted:
    """A lever by its name, what it is expected to bring a year, and whether it is pulled."""

    name: str
    contribution: Decimal | None = None
    is_chosen: bool = False


@dataclass(frozen=True)
class Levers:
    """The version, and a sentence where more levers are chosen than can be pulled well."""

    version: StrategyVersion
    warning: str


@transaction.atomic
def choose_levers(actor: Actor, version_id: int, wanted: Sequence[Wanted], *, version: int | None = None) -> Levers:
    """Replaces the levers of an open version. The catalogue learns names that it did not know.

    Ten may be chosen, the eleventh and twelfth come back with a warning. Raises Refused at the thirteenth, NotFound, NotAllowed, StaleVersion.
    """
    draft = open_version(actor, version_id, version)
    named = _named(wanted)
    chosen = sum(one.is_chosen for one in named.values())
    found = check_count(chosen)
    if found == "refuse":
        raise Refused(
            _("%(n)s levers are chosen, and nobody pulls more than %(most)s. Nothing was saved. Choose the ones that bring most.")
            % {"n": chosen, "most": MOST},
            field="levers",
        )
    if any(one.contribution is not None and one.contribution < 0 for one in named.values()):
        raise Refused(_("A lever that costs more than it brings is none. Nothing was saved."), field="levers")
    _check_pulled(draft, {key for key, one in named.items() if one.is_chosen})

    levers = _known(named)
    draft.levers.all().delete()
    ChosenLever.objects.bulk_create(
        [
            ChosenLever(version=draft, lever=levers[key], contribution=one.contribution, is_chosen=one.is_chosen)
            for key, one in named.items()
        ]
    )
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="levers"), actor=actor)
    words = _("%(n)s levers are chosen. More than %(fine)s are a list of wishes: each one gets less than it needs.")
    return Levers(draft, words % {"n": chosen, "fine": COMFORTABLE} if found == "warn" else "")


def _named(wanted: Sequence[Wanted]) -> dict[str, Wanted]:
    """By key. Raises Refused for two that are the same one: the second would swallow the first."""
    named: dict[str, Wanted] = {}
    for one in wanted:
        if not one.name.strip():
            continue
        if (first := named.get(_key(one.name))) is not None:
            words = {"one": first.name.strip(), "other": one.name.strip()}
            raise Refused(_("“%(one)s” and “%(other)s” are the same lever. Nothing was saved. Keep one of them.") % words, field="levers")
        named[_key(one.name)] = one
    return named


def _check_pulled(draft: StrategyVersion, chosen: set[str]) -> None:
    """Raises Refused where a kept option or an initiative of the version pulls a lever that would not be chosen any more."""
    options = draft.options.filter(state=Option.State.KEPT, lever__isnull=False).exclude(lever__key__in=chosen).select_related("lever")
    initiatives = draft.initiatives.filter(lever__isnull=False).exclude(lever__key__in=chosen).select_related("lever")
    pulls = [(str(one.lever), one.sentence) for one in options] + [(str(one.lever), one.name) for one in initiatives]
    if pulls:
        said = "; ".join(f"{lever}: {what}" for lever, what in pulls[:SHOWN])
        sentence = _(
            "Options that are kept, or initiatives, pull what would not be chosen any more. Nothing was saved. Change these first: %(these)s"
        )
        raise Refused(sentence % {"these": said}, field="levers")


def _key(name: str) -> str:
    # Names in other scripts have no slug; their bytes tell them apart as well.
    return slugify(name)[:60] or name.strip().lower().encode().hex()[:60]


def _known(named: dict[str, Wanted]) -> dict[str, Lever]:
    Lever.objects.bulk_create([Lever(key=key, name=one.name.strip()[:120]) for key, one in named.items()], ignore_conflicts=True)
    return {lever.key: lever for lever in Lever.objects.filter(key__in=named)}
