"""What customers tell of their own measures, from files: figures of whole periods, and lists of cases, one delivery, claim or forecast a row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from mutua.customers.queries.named import accounts_named
from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.imports import Batch, Importer, Row, Target, importer, write_records
from mutua.foundation.imports.importer import Above, Undone
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.tracing import made
from mutua.relationships.actions.take_in_cases import cases_taken_back, cases_taken_in, figures_changed, our_cases_changed
from mutua.relationships.measures import kind_named
from mutua.relationships.models import Observation, PerformanceMeasure, ReportedCase
from mutua.relationships.queries.named import measures_named
from mutua.relationships.rules.measures import Better, Unit, figure_is_possible, is_proportion

CASE = ("measure_id", "side", "number", "begun_on", "due_on", "done_on", "quantity_due", "quantity_done", "good")
FIGURE = ("measure_id", "since", "until", "numerator", "denominator", "is_proportion", "reason")
WHOSE = (
    Target("account", _("Account"), required=True, synonyms=("customer", "company")),
    Target("measure", _("Measure"), required=True, synonyms=("kpi", "metric"), help=_("Its name, or its key such as on-time-in-full")),
    Target("touchpoint", _("Touchpoint"), help=_("Needed where two touchpoints of the account have a measure of this name")),
)


@importer
class FigureImporter(Importer):
    """One row is one figure of one period. Another figure of the same period is a correction: both stay, each known since it came in."""

    kind = "measure-figures"
    title = _("Figures of measures")
    needs = "relationships.measure.import"
    model = Observation
    can_be_undone = True
    targets = (
        Target("key", _("Key of the figure"), synonyms=("id",)),
        *WHOSE,
        Target("since", _("From"), kind="date", required=True, synonyms=("period from", "start", "begin")),
        Target("until", _("To"), kind="date", required=True, synonyms=("period to", "end", "until")),
        Target("numerator", _("Numerator"), kind="number", required=True, synonyms=("good ones", "good", "days in total")),
        Target("denominator", _("Denominator"), kind="number", required=True, synonyms=("of", "all", "total", "cases")),
        Target("reason", _("Why it is another"), synonyms=("reason", "comment")),
        Target("told_on", _("Reported on"), kind="date", help=_("Tells a figure apart that goes back to what was said before")),
    )

    def key(self, values: dict[str, Any]) -> str:
        """What is said, and not only of what: so a correction is a row of its own."""
        about = (
            values.get("key")
            or f"{values['account']}:{values.get('touchpoint') or ''}:{values['measure']}:{values['since']}:{values['until']}"
        )
        return f"{about}:{values['numerator']}/{values['denominator']}:{values.get('told_on') or ''}"[:200]

    def check(self, row: Row) -> None:
        since, until = row.values.get("since"), row.values.get("until")
        if since and until and until < since:
            row.refuse("until", _("The period ends before it begins."), found=str(until))
        elif until and until > days.today():
            row.refuse("until", _("The period ends on a day that has not been."), found=str(until))

    def look_up(self, batch: Batch) -> None:
        for row, measure in _with_measures(batch):
            unit, better = Unit(measure.unit), Better(measure.better)
            row.values["is_proportion"] = is_proportion(unit, better)
            if measure.is_counted:
                row.refuse("measure", _("This measure is counted from its rows; a reported figure would contradict them."), measure.name)
            elif not figure_is_possible(row.values["numerator"], row.values["denominator"], unit=unit, better=better):
                row.refuse("numerator", _("The good ones have to lie between none and all."), found=str(row.values["numerator"]))

    def write(self, batch: Batch) -> None:
        # Row by row and not by COPY: customers read this table through a wall of the database, which COPY does not pass.
        new, known = [row for row in batch.rows if row.record_id is None], [row for row in batch.rows if row.record_id is not None]
        fresh = [Observation(source=batch.source, source_key=row.key, **_figure(row)) for row in new]
        for row, one in zip(new, Observation.objects.bulk_create(fresh, batch_size=2_000), strict=True):
            row.record_id = one.pk
        made(Observation, [one.pk for one in fresh])
        write_records(Observation, replace(batch, rows=known), FIGURE)

    def done(self, run: ImportRun, actor: Actor) -> None:
        figures_changed(actor, Observation.objects.filter(pk__in=list(run.changed_ids())).values_list("measure_id", flat=True))

    def above(self, model: type[Model], ids: Collection[int]) -> Above:
        return _measures_above(model, ids)

    def mend(self, undone: Undone) -> None:
        figures_changed(None, undone.above.get("measure", set()))


@importer
class CaseImporter(Importer):
    """One row is one delivery, claim, invoice or forecast as the customer has it. What comes again replaces what was said; the history keeps it."""

    kind = "measure-cases"
    title = _("Customers’ lists of cases")
    needs = "relationships.measure.import"
    model = ReportedCase
    can_be_undone = True
    targets = (
        Target("key", _("Key of the row"), synonyms=("id",)),
        *WHOSE,
        Target("whose", _("Whose list"), synonyms=("whose list", "list of", "said by"), help=_("Theirs, as usual, or ours: what we keep ourselves, to lay it beside theirs")),
        Target("number", _("Number"), required=True, synonyms=("delivery", "asn", "shipment", "claim", "claim number", "delivery note", "invoice", "article")),
        Target("begun_on", _("Begun on"), kind="date", synonyms=("ordered on", "order date", "claimed on", "opened", "opened on", "invoiced on")),
        Target("due_on", _("Due on"), kind="date", synonyms=("promised", "promised on", "promised for", "due", "requested date")),
        Target("done_on", _("Done on"), kind="date", synonyms=("received", "received on", "delivered", "settled", "settled on", "closed on", "period end")),
        Target("quantity_due", _("Quantity due"), kind="number", synonyms=("ordered", "quantity ordered", "forecast")),
        Target("quantity_done", _("Quantity done"), kind="number", synonyms=("quantity received", "received quantity", "actual", "needed")),
        Target("good", _("Counted as good"), kind="bool", synonyms=("on time in full", "otif", "good", "accepted", "right")),
    )  # fmt: skip

    def key(self, values: dict[str, Any]) -> str:
        whose = ":ours" if _side(values.get("whose")) == ReportedCase.Side.US else ""
        named = f"{values['account']}:{values.get('touchpoint') or ''}:{values['measure']}:{values['number']}{whose}"
        return str(values.get("key") or named)[:200]

    def check(self, row: Row) -> None:
        side = _side(row.values.get("whose"))
        if side is None:
            row.refuse("whose", _("A list is theirs or ours."), found=str(row.values["whose"]))
        row.values["side"] = side or ReportedCase.Side.THEM.value
        for name in ("quantity_due", "quantity_done"):
            if (found := row.values.get(name)) is not None and found < 0:
                row.refuse(name, _("A quantity is not less than nothing."), found=str(found))
        begun, done = row.values.get("begun_on"), row.values.get("done_on")
        if begun and done and done < begun:
            row.refuse("done_on", _("It was done before it had begun."), found=str(done))

    def look_up(self, batch: Batch) -> None:
        pairs = _with_measures(batch)
        taken = batch.memory.setdefault("numbers", {})
        stands = ReportedCase.everything.filter(measure__in={measure.pk for _row, measure in pairs}, number__in=batch.texts("number"))
        for measure_id, side, number, source, key in stands.values_list("measure_id", "side", "number", "source", "source_key"):
            taken.setdefault((measure_id, side, number), key if source == batch.source else f"{source}:{key}")
        for row, measure in pairs:
            kind = kind_named(measure.kind)
            told = {name for name, value in row.values.items() if value is not None}
            if kind.needs and not any(told.issuperset(together) for together in kind.needs):
                names = _(" or ").join(", ".join(str(kind.columns.get(name, name)) for name in together) for together in kind.needs)
                row.refuse("number", _("For “%(kind)s” a row has to say: %(names)s.") % {"kind": kind.title, "names": names})
            other = taken.setdefault((measure.pk, row.values["side"], row.values["number"]), row.key)
            if other != row.key:
                row.refuse("number", _("Another row has the same number."), found=row.values["number"])

    def write(self, batch: Batch) -> None:
        write_records(ReportedCase, batch, CASE)

    def done(self, run: ImportRun, actor: Actor) -> None:
        changed = ReportedCase.objects.filter(pk__in=list(run.changed_ids()))
        cases_taken_in(actor, changed.filter(side=ReportedCase.Side.THEM).values_list("measure_id", flat=True))
        our_cases_changed(actor, changed.filter(side=ReportedCase.Side.US).values_list("measure_id", flat=True))

    def above(self, model: type[Model], ids: Collection[int]) -> Above:
        return _measures_above(model, ids)

    def mend(self, undone: Undone) -> None:
        cases_taken_back(undone.above.get("measure", set()))
        our_cases_changed(None, undone.above.get("compared", set()))


def _side(text: Any) -> str | None:
    """Whose list a cell means; theirs where nothing is said, None where it is neither."""
    said = str(text or "").strip().casefold()
    if said in ("", "theirs", "them", "customer"):
        return ReportedCase.Side.THEM.value
    return ReportedCase.Side.US.value if said in ("ours", "us", "we") else None


def _figure(row: Row) -> dict[str, Any]:
    """The columns of one figure; a reason that the file does not give is none."""
    return {name: "" if name == "reason" and not row.values.get(name) else row.values[name] for name in FIGURE if name in row.values}


def _with_measures(batch: Batch) -> list[tuple[Row, PerformanceMeasure]]:
    """The rows whose measure is found, each with it; the others are refused."""
    accounts = accounts_named(batch.actor, batch.source, batch.texts("account"))
    found = measures_named(batch.actor, {number for number in accounts.values() if number})
    pairs = []
    for row in batch.rows:
        name = row.values["account"]
        number = accounts.get(name)
        if number is None:
            told = _("Two accounts fit this name.") if name in accounts else _("There is no account of this name.")
            row.refuse("account", told, found=name)
            continue
        fitting = [
            measure
            for measure in found.get((number, row.values["measure"].casefold()), ())
            if not row.values.get("touchpoint") or row.values["touchpoint"].casefold() in _names(measure)
        ]
        if len(fitting) == 1:
            row.values["measure_id"] = fitting[0].pk
            pairs.append((row, fitting[0]))
        elif fitting:
            row.refuse(
                "measure", _("Two touchpoints of this account have such a measure: say the touchpoint."), found=row.values["measure"]
            )
        else:
            row.refuse("measure", _("This account has no such measure: define it at one of its touchpoints."), found=row.values["measure"])
    return pairs


def _names(measure: PerformanceMeasure) -> set[str]:
    touchpoint = measure.account_touchpoint.touchpoint
    return {touchpoint.key.casefold(), touchpoint.name.casefold()}


def _measures_above(model: type[Model], ids: Collection[int]) -> Above:
    if not ids or model not in (Observation, ReportedCase):
        return {}
    if model is Observation:
        return {"measure": set(Observation._base_manager.filter(pk__in=list(ids)).values_list("measure_id", flat=True))}
    # Our own list is counted by no measure: none is read anew without it.
    gone = ReportedCase._base_manager.filter(pk__in=list(ids))
    theirs, ours = (set(gone.filter(side=side).values_list("measure_id", flat=True)) for side in ReportedCase.Side)
    return {"measure": theirs, "compared": ours}
