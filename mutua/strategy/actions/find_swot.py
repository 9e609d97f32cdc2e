"""Writing down what a version finds: a strength, a weakness, an opportunity or a threat, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from mutua.customers.models import Need
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.metrics import metrics
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.saving import store
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import StrategyVersion, SwotItem
from mutua.strategy.queries.grounds import need_for, swot_item_for
from mutua.strategy.rules.tows import MOST_OF_A_KIND


@dataclass(frozen=True)
class Ground:
    """What a finding rests on: a need, a measure by its key, a page of Mutua by its path; evidence says it in words."""

    evidence: str = ""
    link: str = ""
    need: Need | None = None
    metric: str = ""


@transaction.atomic
def find_swot(actor: Actor, version_id: int, *, kind: str, sentence: str, ground: Ground) -> SwotItem:
    """A new finding of an open version. Raises NotFound, NotAllowed, Refused when it rests on nothing or is the seventh of its kind."""
    draft = open_version(actor, version_id)
    _check(actor, kind, sentence, ground, kept=None)
    _check_room(draft, kind)
    if draft.swot.filter(kind=kind, sentence=sentence.strip(), struck_at=None).exists():
        raise Refused(_("This finding stands there already. Nothing was saved."), field="sentence")

    item = SwotItem(version_of=draft)
    return _keep(actor, draft, item, kind, sentence, ground)


@transaction.atomic
def edit_swot(actor: Actor, item_id: int, *, version: int | None, kind: str, sentence: str, ground: Ground) -> SwotItem:
    """The finding with these words. version: of the strategy version, as it was seen. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    item = swot_item_for(actor, item_id)
    draft = open_version(actor, item.version_of_id, version)
    _check(actor, kind, sentence, ground, kept=item.need_id)
    if kind != item.kind:
        _check_room(draft, kind)
        if item.options_inside.exists() or item.options_outside.exists():
            raise Refused(
                _("Options were made from this finding, so it stays what it is. Strike it out and write a new one."), field="kind"
            )

    return _keep(actor, draft, item, kind, sentence, ground)


@transaction.atomic
def strike_swot(actor: Actor, item_id: int, *, version: int | None, back: bool = False) -> SwotItem:
    """The finding struck out, with its options; back: put back as it was. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    item = swot_item_for(actor, item_id)
    draft = open_version(actor, item.version_of_id, version)
    if back:
        _check_room(draft, item.kind)

    item.struck_at = None if back else days.now()
    item.save(update_fields=["struck_at"])
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="found"), actor=actor)
    item.version_of = draft
    return item


def _keep(actor: Actor, draft: StrategyVersion, item: SwotItem, kind: str, sentence: str, ground: Ground) -> SwotItem:
    item.kind, item.sentence = kind, sentence.strip()
    item.evidence, item.link, item.need, item.metric = ground.evidence.strip(), ground.link.strip(), ground.need, ground.metric
    store(item)
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="found"), actor=actor)
    return item


def _check(actor: Actor, kind: str, sentence: str, ground: Ground, *, kept: int | None) -> None:
    if kind not in SwotItem.Kind.values:
        raise Refused(_("Say whether it is a strength, a weakness, an opportunity or a threat. Nothing was saved."), field="kind")
    if not sentence.strip():
        raise Refused(_("Say what you find. Nothing was saved."), field="sentence")
    if not (ground.link.strip() or ground.need or ground.metric):
        raise Refused(_("Say what it rests on: a need, a measure, or a page of Mutua that shows it. Nothing was saved."), field="link")
    link = ground.link.strip()
    if link and not _is_ours(link):
        raise Refused(_("Give the page by its path in Mutua, such as /deals/. Nothing was saved."), field="link")
    if ground.metric and ground.metric not in {one.key for one in metrics()}:
        raise Refused(_("There is no measure “%(key)s”. Choose one of the list.") % {"key": ground.metric}, field="metric")
    if ground.need and ground.need.pk != kept:
        need_for(actor, ground.need.pk)


def _is_ours(link: str) -> bool:
    """Whether it is a path that stays in Mutua for every browser: some read a backslash as a slash and leave control characters out."""
    plain = link.startswith("/") and "\\" not in link and link.isprintable() and not any(sign.isspace() for sign in link)
    return plain and url_has_allowed_host_and_scheme(link, allowed_hosts=None)


def _check_room(draft: StrategyVersion, kind: str) -> None:
    if draft.swot.filter(kind=kind, struck_at=None).count() >= MOST_OF_A_KIND:
        sentence = _("There are %(n)s of this kind already; more is a list and no finding. Nothing was saved. Strike one out first.")
        raise Refused(sentence % {"n": MOST_OF_A_KIND}, field="kind")
