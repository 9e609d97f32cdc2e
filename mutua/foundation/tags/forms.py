"""Forms for tags: on a record, on many, and in the settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mutua.foundation.records.forms import ActForm
from mutua.foundation.tags.models import Tag
from mutua.foundation.tags.rules.naming import LONGEST, split


class TagsField(forms.CharField):
    """Names with commas between, as a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 1500, "label": _("Tags"), "help_text": _("With commas between."), **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return value if isinstance(value, list) else split(str(value or ""))


class TagManyForm(forms.Form):
    """What all chosen records get and what they lose."""

    add = TagsField(label=_("Add"), help_text=_("Tags that every row gets, with commas between."))
    remove = TagsField(label=_("Take away"), help_text=_("Tags that no row keeps, with commas between."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("add") or cleaned.get("remove")):
            raise forms.ValidationError(_("Nothing is to be changed yet. Name a tag to add or to take away."))
        return cleaned


class RenameTagForm(ActForm):
    name = forms.CharField(label=_("Name"), max_length=LONGEST, help_text=_("The records that have it follow in the background."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class MergeTagForm(ActForm):
    into_id = forms.TypedChoiceField(
        label=_("Merge into"), coerce=int, help_text=_("What has the one has the other afterwards. This cannot be undone by one key.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, tag: Tag, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Tag.objects.exclude(pk=tag.pk).order_by("key").values_list("pk", "name")
        self.fields["into_id"].choices = [(pk, name) for pk, name in others]  # type: ignore[attr-defined]
