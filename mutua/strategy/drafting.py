"""A first draft of what we want with one customer, from what is known of it: each sentence with where its figures come from. Nothing is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mutua.customers.models import Account
from mutua.customers.queries.accounts import accounts_seen
from mutua.customers.queries.needs import latest_ratings, open_needs
from mutua.foundation.access import Actor
from mutua.foundation.ui import formats
from mutua.strategy.models import StrategyVersion
from mutua.strategy.queries.customer_strategies import serving_account
from mutua.strategy.queries.strategies import versions_seen

MOST_NEEDS = 3


@dataclass(frozen=True)
class Sentence:
    """One sentence and the page on which its figures stand."""

    text: str
    source: str
    url: str


@dataclass(frozen=True)
class Draft:
    """The sentences in their order, what is not known, and the versions on which the strategy would stand."""

    sentences: list[Sentence]
    unknown: list[str]
    versions: list[StrategyVersion]

    @property
    def statement(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


def draft_for(actor: Actor, account: Account) -> Draft:
    """Of what the actor sees."""
    generic = [one.pk for one in serving_account(actor, account).generic]
    versions = list(versions_seen(actor).filter(strategy__in=generic, state=StrategyVersion.State.ACTIVE).order_by("active_from", "pk"))
    needs = list(open_needs(actor, account.pk)[:MOST_NEEDS])
    said = [
        *_strategies(account, versions),
        *_spend(account),
        *_structure(actor, account),
        *_needs(account, needs),
        *_ratings(actor, account),
    ]
    return Draft(said, _unknown(account, versions, needs), versions)


def _strategies(account: Account, versions: list[StrategyVersion]) -> Iterator[Sentence]:
    for version in versions:
        told = {"account": account.name, "strategy": version.strategy.name, "them": version.value_to_them, "us": version.value_to_us}
        yield Sentence(
            _("“%(strategy)s” serves %(account)s; it gains: %(them)s; we gain: %(us)s.") % told,
            str(version),
            version.strategy.get_absolute_url(),
        )


def _spend(account: Account) -> Iterator[Sentence]:
    if account.spend_per_year is None:
        return
    ours = formats.money(account.spend_per_year, account.currency)
    if not account.category_spend:
        yield Sentence(_("It spends %(ours)s a year with us.") % {"ours": ours}, _("Spend"), account.get_absolute_url())
        return
    share = formats.share(account.spend_per_year / account.category_spend, 1)
    all_of_it = formats.money(account.category_spend, account.currency)
    elsewhere = formats.money(max(account.category_spend - account.spend_per_year, 0), account.currency)
    told = {"ours": ours, "share": share, "all": all_of_it, "elsewhere": elsewhere}
    yield Sentence(
        _("It spends %(ours)s a year with us, %(share)s of the %(all)s that it spends in all; %(elsewhere)s goes elsewhere.") % told,
        _("Spend"),
        account.get_absolute_url(),
    )


def _structure(actor: Actor, account: Account) -> Iterator[Sentence]:
    seen = accounts_seen(actor)
    if account.parent_id and (parent := seen.filter(pk=account.parent_id).first()):
        yield Sentence(_("It belongs to %(parent)s.") % {"parent": parent.name}, _("Structure"), parent.get_absolute_url())
    if count := seen.filter(parent=account).count():
        words = ngettext("It has %(n)s subsidiary.", "It has %(n)s subsidiaries.", count) % {"n": count}
        yield Sentence(words, _("Structure"), account.get_absolute_url())
    if account.owner:
        yield Sentence(_("%(name)s is responsible for it.") % {"name": account.owner}, _("Responsibility"), account.get_absolute_url())


def _needs(account: Account, needs: list[Any]) -> Iterator[Sentence]:
    for need in needs:
        told = {"words": need.words.rstrip(" ."), "importance": need.importance, "satisfied": need.satisfaction or _("not rated")}
        yield Sentence(
            _("It needs: “%(words)s” (importance %(importance)s, satisfied %(satisfied)s).") % told, _("Needs"), account.get_absolute_url()
        )


def _ratings(actor: Actor, account: Account) -> Iterator[Sentence]:
    behind = [one for one in latest_ratings(actor, account.pk) if one.next_best is not None and one.next_best > one.ours]
    for one in behind:
        told = {
            "component": str(one.get_component_display()).lower(),
            "ours": one.ours,
            "other": one.next_best,
            "name": one.next_best_name or _("the next best"),
        }
        yield Sentence(
            _("It rates our %(component)s %(ours)s of 10 and that of %(name)s %(other)s.") % told,
            _("Ratings"),
            reverse("customers:account", args=[account.pk]),
        )  # fmt: skip


def _unknown(account: Account, versions: list[StrategyVersion], needs: list[Any]) -> list[str]:
    missing = []
    if not versions:
        missing.append(_("No strategy in force serves it."))
    if account.spend_per_year is None:
        missing.append(_("What it spends with us is not known."))
    if account.category_spend is None:
        missing.append(_("What it spends in all is not known."))
    if not needs:
        missing.append(_("None of its needs is noted."))
    return missing
