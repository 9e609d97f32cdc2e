"""What a person says about a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import Actor, may
from mutua.foundation.imports.building import all_targets
from mutua.foundation.imports.importer import Importer, importers
from mutua.foundation.imports.limits import MOST_BYTES
from mutua.foundation.imports.mapping import Column, Mapping
from mutua.foundation.imports.models import ImportRun
from mutua.foundation.imports.targets import Target
from mutua.foundation.imports.unseen import hidden_targets


class UploadForm(forms.Form):
    """A file, what it holds and where it comes from."""

    kind = forms.ChoiceField(label=_("What the rows are"))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with any delimiter and letters, or XLSX, with the headings in the first row; or contact cards (vCard), which become people."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/vcard"}),
    )
    source = forms.SlugField(
        label=_("Source system"),
        max_length=60,
        help_text=_(
            "A short name, such as erp. Rows with a key that came from the same source before are brought up to date, not made twice."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(kind, found.title) for kind, found in importers().items() if may(actor, found.needs)]
        self.fields["kind"].choices = allowed  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %(most)s MB. Split it and import the parts."), params={"most": MOST_BYTES >> 20}
            )
        return file


class MappingForm(forms.Form):
    """For each field: the column that fills it, or one text for all rows. What only a mapping file can say is kept."""

    dates = forms.ChoiceField(
        label=_("Days such as 03/04/2026"),
        choices=[("auto", _("Leave out what can be read in two ways")), ("dmy", _("Day first")), ("mdy", _("Month first"))],
        required=False,
    )
    empty = forms.CharField(
        label=_("Texts that mean nothing"),
        required=False,
        help_text=_("One a line, such as N/A."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    duplicates = forms.ChoiceField(
        label=_("Rows that look like a record that is here already"),
        choices=[
            ("create", _("Make a new record and say so")),
            ("update", _("Update the record that is here")),
            ("refuse", _("Refuse the row")),
        ],
        required=False,
        help_text=_(
            "By mail, telephone, website or name, where no key says what a row is. New ones wait among the duplicates, to be compared side by side."
        ),
    )
    save_as = forms.CharField(label=_("Keep this mapping as"), max_length=80, required=False)

    def __init__(self, actor: Actor, data: Any = None, *, run: ImportRun, importer: Importer) -> None:
        mapping = Mapping.proposed(run.mapping)
        super().__init__(
            data, initial={"dates": mapping.dates, "duplicates": mapping.duplicates, "empty": "\n".join(sorted(mapping.empty))}
        )
        hidden = hidden_targets(importer, actor)
        self.mapping, self.targets = mapping, [target for target in all_targets(importer) if target.name not in hidden]
        headings = [("", _("– not in the file –")), *((heading, heading) for heading in run.headings)]
        for target in self.targets:
            column = mapping.columns.get(target.name, Column())
            initial = column.heading
            kept: list[tuple[str, str]] = []
            if column.template:
                initial = f"\x00{column.template}"
                kept = [(initial, column.template)]
            self.fields[f"from-{target.name}"] = forms.ChoiceField(
                label=target.label, choices=[*headings, *kept], required=False, initial=initial, help_text=target.help
            )
            self.fields[f"text-{target.name}"] = forms.CharField(
                label=_now("Same text for all rows: %(field)s") % {"field": target.label}, required=False, initial=column.constant
            )

    def rows(self) -> Iterator[tuple[Target, BoundField, BoundField]]:
        """Each target with its two controls."""
        for target in self.targets:
            yield target, self[f"from-{target.name}"], self[f"text-{target.name}"]

    def chosen(self) -> Mapping:
        """The mapping that the valid form says."""
        columns = {}
        for target in self.targets:
            heading, text = self.cleaned_data[f"from-{target.name}"], self.cleaned_data[f"text-{target.name}"]
            if heading.startswith("\x00"):
                columns[target.name] = Column(template=heading[1:])
            elif heading:
                columns[target.name] = Column(heading=heading)
            elif text:
                columns[target.name] = Column(constant=text)
        words = frozenset(line.strip().casefold() for line in self.cleaned_data["empty"].splitlines() if line.strip())
        given = self.cleaned_data
        return Mapping(
            columns, self.mapping.replace, words, given["dates"] or "auto", self.mapping.shift_days, given["duplicates"] or "create"
        )


class RepairForm(forms.Form):
    """The texts of one refused row, the one that is to blame first."""

    def __init__(self, actor: Actor, data: Any = None, *, text: dict[str, str], blame: str, importer: Importer) -> None:
        super().__init__(data)
        hidden = hidden_targets(importer, actor)
        text = {name: one for name, one in text.items() if name not in hidden}
        targets = {target.name: target for target in all_targets(importer)}
        for name in sorted(text, key=lambda name: (name != blame, list(targets).index(name) if name in targets else 0)):
            label = targets[name].label if name in targets else name
            # What the row was refused for lacking is not called optional, though files may leave it out.
            required = (name in targets and targets[name].required) or (name == blame and not text[name])
            self.fields[name] = forms.CharField(label=label, required=required, initial=text[name], max_length=10_000)

    def changed_texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.changed_data}
