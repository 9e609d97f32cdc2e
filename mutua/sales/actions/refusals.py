"""What the stage gate says, in the words of the person who tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from mutua.foundation.records.errors import Refused
from mutua.sales.rules import stage_gate


@contextmanager
def told() -> Iterator[None]:
    """Within the block a no of the gate becomes a sentence."""
    try:
        yield
    except stage_gate.Closed:
        raise Refused(_("This deal has ended. Open it again before you move or close it; nothing was changed.")) from None
    except stage_gate.WrongPipeline:
        raise Refused(
            _("That stage belongs to another pipeline. Choose one of this deal’s own; nothing was changed."), field="stage"
        ) from None
    except stage_gate.BeforeItBegan:
        raise Refused(_("A deal cannot end before it began. Choose a later day; nothing was changed."), field="closed_on") from None
    except stage_gate.NotYet:
        raise Refused(_("That day has not come yet. Choose today or an earlier one; nothing was changed."), field="closed_on") from None
    except stage_gate.NotAMove:
        raise Refused(_("A deal is won or lost with its day and reason, not by a move; nothing was changed."), field="stage") from None
    except stage_gate.OpenAlready:
        raise Refused(_("This deal is open already; nothing was changed.")) from None
