"""One view function for every list: the address in, a page, a fragment or a file out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mutua.foundation.access import NotFound, find, may, require
from mutua.foundation.access.hidden import hidden_keys
from mutua.foundation.exports import csv_response, xlsx_response
from mutua.foundation.fields.known import Known
from mutua.foundation.fields.registry import Field
from mutua.foundation.filters import FilterError, apply_filter
from mutua.foundation.lists.bulk import do_in_bulk
from mutua.foundation.lists.chips import adding, adding_first, chips_of, conditions, joined, leaf_from
from mutua.foundation.lists.counting import count
from mutua.foundation.lists.custom import annotated, ordered_by, with_custom_columns
from mutua.foundation.lists.heads import column_menu, heads
from mutua.foundation.lists.models import SavedView
from mutua.foundation.lists.paging import read_page
from mutua.foundation.lists.rows import body_of, css_of, read_cell, read_rows
from mutua.foundation.lists.saved import keep_view, throw_away, views_for
from mutua.foundation.lists.spec import Column, ListSpec
from mutua.foundation.lists.state import BadAddress, ListState, read_state, shown_columns, written
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.ui.tabs import Tab
from mutua.foundation.ui.toasts import toast


def read_list(request: HttpRequest, spec: ListSpec, template: str, extra: dict[str, Any]) -> HttpResponseBase:
    """One request for one list. A filter or an address that cannot be read is a 400 with a sentence."""
    try:
        reading = _Reading(request, spec)
        return reading.act() if request.method == "POST" else reading.show(template, extra)
    except (FilterError, BadAddress) as problem:
        return render(request, "400.html", {"sentence": str(problem)}, status=400)


class _Reading:
    """One request for one list, read once: fields, views, state."""

    def __init__(self, request: HttpRequest, spec: ListSpec) -> None:
        self.request = request
        self.actor = request.actor  # type: ignore[attr-defined]
        self.known = Known(self.actor)
        self.custom = self.known.custom(spec.kind)
        self.spec = with_custom_columns(spec.without(hidden_keys(self.actor, spec.kind)), self.custom)
        self.views = views_for(self.actor, spec.kind)
        self.state: ListState = read_state(self.spec, request.GET, self._kept())

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All that can be asked for: made for those who filter."""
        return self.known.all_of(self.spec.kind)

    def show(self, template: str, extra: dict[str, Any]) -> HttpResponseBase:
        params = self.request.GET
        if "editor" in params:
            return render(self.request, "lists/_editor.html", adding(self.fields, params.get("add_field", ""), params.get("add_op", "")))
        if "cell" in params:
            return self._cell_form()
        if params.get("add_op"):
            tree = joined([*conditions(self.state.tree), leaf_from(params, self.fields)])
            apply_filter(self.spec.model._default_manager.none(), self.spec.kind, tree, known=self.known)
            return HttpResponseRedirect(self.request.path + self.state.with_tree(tree).query())
        if "export" in params:
            return self._export(params["export"])
        return self._page(template, extra)

    def act(self) -> HttpResponseBase:
        name, _colon, key = self.request.POST.get("act", "").partition(":")
        if name == "keep-view":
            view = keep_view(
                self.actor,
                self.spec.kind,
                self.request.POST.get("name", ""),
                self.state.keeping(),
                shared=self.request.POST.get("shared") == "on",
            )
            toast(self.request, _("View kept"))
            return HttpResponseRedirect(f"{self.request.path}?view={view.pk}")
        if name == "drop-view":
            view = throw_away(self.actor, int(key) if key.isdecimal() and len(key) < 19 else 0)
            toast(self.request, _("View “%(name)s” removed") % {"name": view.name}, undo=reverse("lists:bring-back", args=[view.pk]))
            return HttpResponseRedirect(self.request.path)
        if name == "cell":
            return self._save_cell(key)
        act = self.spec.bulk_act(key) if name == "bulk" else None
        if act is None:
            raise BadAddress(_("This list knows no such act. Nothing was changed."))
        return do_in_bulk(self.request, self.spec, self.state, act, self.fitting())

    def fitting(self) -> QuerySet[Any]:
        """All rows that this actor sees and that fit the state."""
        rows = apply_filter(self.spec.base(self.actor), self.spec.kind, self.state.tree, known=self.known)
        if self.state.search and self.spec.search_as is not None:
            rows = self.spec.search_as(self.actor, rows, self.state.search)
        elif self.state.search and self.spec.search is not None:
            rows = self.spec.search(rows, self.state.search)
        return rows

    def _page(self, template: str, extra: dict[str, Any]) -> HttpResponse:
        spec, state = self.spec, self.state
        columns = shown_columns(spec, state)
        fitting = self.fitting()
        related = fitting.select_related(*spec.select_related) if spec.select_related else fitting
        sorted_by = self._sorted_by()
        page = read_page(
            ordered_by(annotated(related, columns), sorted_by).prefetch_related(*spec.prefetch_related),
            sorted_by.sort,
            down=state.sort.startswith("-"),
            size=spec.page_size,
            after=state.after,
            before=state.before,
            named=state.sort.removeprefix("-"),
        )
        bulk = [act for act in spec.bulk if may(self.actor, act.needs) and (act.offered is None or act.offered(self.custom))]
        rows = read_rows(self.request, spec, page.rows, columns, selectable=bool(bulk))
        filtered = bool(state.tree or state.search)
        context = {
            "spec": spec,
            "state": state,
            "rows": rows,
            "body": body_of(rows),
            "heads": heads(columns, state, self.request.path),
            "offered": column_menu(spec.columns[1:], state.columns),
            "tabs": self._tabs(),
            "own_view": self._own_view(),
            "chips": chips_of(state, self.fields) if state.tree else [],
            "count": count(fitting, exactly=self.request.GET.get("count") == "exact") if rows else 0,
            "before": state.at(before=page.before).query() if page.before else "",
            "after": state.at(after=page.after).query() if page.after else "",
            "filtered": filtered,
            "searches": spec.search is not None or spec.search_as is not None,
            "bulk": bulk,
            "may_create": spec.new is not None and may(self.actor, spec.new[2]),
            "may_export": spec.export is not None and may(self.actor, spec.export),
            "hidden": {key: value for key, value in state.keeping().items() if key in state.own}
            | ({"view": state.view} if state.view else {}),
            "keeping": state.keeping(),
            **adding_first(self.known, spec.kind),
            **spec.extra,
            **extra,
        }
        return render(self.request, template, context)

    def _tabs(self) -> list[Tab]:
        path, view = self.request.path, self.state.view
        starters = [s for s in self.spec.starters if s.tree(self.actor) is not None]
        return [
            Tab(_("All"), path, current=not view),
            *(Tab(starter.title, f"{path}?view={starter.key}", current=view == starter.key) for starter in starters),
            *(
                Tab(kept.name, f"{path}?view={kept.pk}", current=view == str(kept.pk), icon="users" if kept.shared else "")
                for kept in self.views
            ),
        ]

    def _own_view(self) -> SavedView | None:
        return next((v for v in self.views if str(v.pk) == self.state.view and v.owner_id == self.actor.user_id), None)

    def _kept(self) -> dict[str, Any]:
        """The state that the named view keeps; an unknown one is as good as none, for views come and go."""
        named = self.request.GET.get("view", "")
        starter = self.spec.starter(named)
        if starter is not None:
            return {"f": written(starter.tree(self.actor)), "sort": starter.sort}
        kept = next((view for view in self.views if str(view.pk) == named), None)
        return dict(kept.state) if kept else {}

    def _export(self, kind: str) -> HttpResponseBase:
        respond = {"csv": csv_response, "xlsx": xlsx_response}.get(kind)
        if self.spec.export is None or respond is None:
            raise BadAddress(_("This list has no such export. A list is exported as csv or xlsx."))
        require(self.actor, self.spec.export)
        columns = shown_columns(self.spec, self.state)
        column, down = self._sorted_by(), self.state.sort.startswith("-")
        place = F(column.sort).desc(nulls_last=True) if down else F(column.sort).asc(nulls_last=True)
        rows = ordered_by(annotated(self.fitting(), columns), column).select_related(*self.spec.select_related).order_by(place, "pk")
        titles = [title for column in columns for title in (column.title, *(title for title, _value in column.beside))]
        return respond(str(self.spec.title), titles, _values(self, rows, columns))

    def _sorted_by(self) -> Column:
        return self.spec.column(self.state.sort.removeprefix("-"))  # type: ignore[return-value]

    def _cell(self, key: str) -> tuple[Any, Any]:
        column = self.spec.column(key)
        if column is None or column.edit is None:
            raise NotFound()
        require(self.actor, column.edit.needs)
        number = self.request.POST.get("row") or self.request.GET.get("row", "")
        return column, find(self.spec.base(self.actor).select_related(*self.spec.select_related), pk=number)

    def _cell_form(self) -> HttpResponse:
        column, record = self._cell(self.request.GET.get("cell", ""))
        return render(self.request, "lists/_cell_form.html", self._cell_context(column, record))

    def _cell_context(self, column: Any, record: Any, problem: str = "") -> dict[str, Any]:
        choices = column.edit.choices(self.actor) if column.edit.choices else None
        return {
            "column": column,
            "record": record,
            "css": css_of(column),
            "choices": None if choices is None else [(str(value), label) for value, label in choices],
            "current": str(column.edit.current(record) or ""),
            "name": self.spec.columns[0].plain(record),
            "problem": problem,
        }

    def _save_cell(self, key: str) -> HttpResponse:
        column, record = self._cell(key)
        sent = self.request.POST.get("version", "")
        try:
            column.edit.save(self.actor, record.pk, int(sent) if sent.isdecimal() else 0, self.request.POST.get("value", ""))
        except (Refused, StaleVersion) as problem:
            status = 409 if isinstance(problem, StaleVersion) else 422
            return render(
                self.request, "lists/_cell_form.html", self._cell_context(column, self._cell(key)[1], str(problem)), status=status
            )
        return HttpResponse(read_cell(self.request, self.spec, self._cell(key)[1], column))


def _values(reading: _Reading, rows: QuerySet[Any], columns: list[Any]) -> Iterator[list[Any]]:
    records = rows.prefetch_related(*reading.spec.prefetch_related).iterator(chunk_size=2000)
    while chunk := list(islice(records, 2000)):
        if reading.spec.prepare is not None:
            reading.spec.prepare(reading.actor, chunk)
        yield from ([value for column in columns for value in _plain(column, record)] for record in chunk)


def _plain(column: Column, record: Any) -> Iterator[Any]:
    yield column.plain(record)
    yield from (value(record) for _title, value in column.beside)
