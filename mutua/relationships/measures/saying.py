"""What is wrong with a definition, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mutua.foundation.records.errors import Refused
from mutua.relationships.measures.kind import MeasureKind
from mutua.relationships.models import PerformanceMeasure
from mutua.relationships.rules.measures import FIELDS, Better, Definition, Unit, Wrong, wrongs

SENTENCES = {
    Wrong.TOLERANCE_RANGE: gettext_lazy("A tolerance lies above 0, and where it is a proportion below 100 %. Nothing was changed."),
    Wrong.TARGET_RANGE: gettext_lazy("A target lies above 0, and where it is a proportion at most at 100 %. Nothing was changed."),
    Wrong.TOLERANCE_ABOVE_TARGET: gettext_lazy("The tolerance cannot lie above the target: higher is better here. Nothing was changed."),
    Wrong.TOLERANCE_BELOW_TARGET: gettext_lazy("The tolerance cannot lie below the target: lower is better here. Nothing was changed."),
    Wrong.BREAK_EVEN: gettext_lazy(
        "Break-even lies at the tolerance or beyond it: what still pays cannot be worse than what does not. Nothing was changed."
    ),
    Wrong.LEAST_SHARE: gettext_lazy("The share within the tolerance lies between 0 and 100 %, both left out. Nothing was changed."),
    Wrong.WINDOW: gettext_lazy("Fewer days are waited than are tolerated: no case could ever be out of tolerance. Nothing was changed."),
}


def check_definition(kind: MeasureKind, measure: PerformanceMeasure) -> None:
    """Raises Refused about the first field that cannot be so."""
    if measure.is_proxy and not measure.proxy_name.strip():
        raise Refused(_("A measure is the customer’s own, or that of somebody named. Say whose figures these are."), field="proxy_name")
    if measure.is_counted and measure.counted_from not in kind.counts:
        raise Refused(_("“%(kind)s” is not counted from these rows. Nothing was changed.") % {"kind": kind.title}, field="counted_from")
    found = wrongs(
        Definition(
            unit=Unit(measure.unit),
            better=Better(measure.better),
            target=measure.target,
            tolerance=measure.tolerance,
            break_even=measure.break_even,
            least_share=measure.least_share,
            window_days=measure.window_days,
        )
    )
    if found:
        raise Refused(str(SENTENCES[found[0]]), field=FIELDS[found[0]])
