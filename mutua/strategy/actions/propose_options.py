"""Making options from what a version finds: one for every pair of an inner and an outer finding."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.strategy.actions.write_version import open_version
from mutua.strategy.events import StrategyChanged
from mutua.strategy.models import Option
from mutua.strategy.rules.tows import Finding, pairs
from mutua.strategy.sentences import option_words


@transaction.atomic
def propose_options(actor: Actor, version_id: int, *, version: int | None) -> int:
    """How many options were made; those that stand already stay as they were decided. Raises NotFound, NotAllowed, StaleVersion, Refused."""
    draft = open_version(actor, version_id, version)
    items = {item.pk: item for item in draft.swot.filter(struck_at=None)}
    known = set(draft.options.values_list("inside", "outside"))
    made = pairs([Finding(item.pk, item.kind) for item in items.values()], known)
    if not made:
        sentence = (
            _("Every pair of findings has its option already. Nothing was changed.")
            if known
            else _("An option joins a strength or weakness to an opportunity or threat. Write down one of each first; nothing was changed.")
        )
        raise Refused(sentence)

    Option.objects.bulk_create(
        [
            Option(
                version_of=draft,
                inside=items[pair.inside],
                outside=items[pair.outside],
                sentence=option_words(pair.kind, items[pair.inside].sentence, items[pair.outside].sentence),
            )
            for pair in made
        ]
    )
    draft.save(update_fields=["updated_at"])

    announce(StrategyChanged(strategy_id=draft.strategy_id, act="options"), actor=actor)
    return len(made)
