"""Forms for users and teams; what is allowed is decided by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mutua.foundation.identity.models import Role, Team, User
from mutua.foundation.records.forms import RecordForm


class UserForm(RecordForm):
    """Adding: with the mail address, which is the sign-in from then on. Changing: without it."""

    roles: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=Role.objects.all(),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several roles add up. Who has none sees nothing."),
    )
    teams: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=Team.objects.all(), label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ("name", "email", "roles")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["email"]
            self.initial["teams"] = list(self.instance.teams.values_list("pk", flat=True))
        if not Team.objects.exists():
            del self.fields["teams"]

    def values(self) -> dict[str, Any]:
        return {**super().values(), "teams": self.cleaned_data.get("teams", ())}


class NewUserForm(UserForm):
    by_mail = forms.BooleanField(
        label=_("Mail the link to set a password"),
        required=False,
        help_text=_("Otherwise it is shown here once, and you hand it over yourself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("by_mail", settings.MAIL_GOES_OUT)


class TeamForm(RecordForm):
    class Meta:
        model = Team
        fields = ("name", "parent", "lead", "members")
        widgets = {"members": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Team.objects.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        self.fields["parent"].empty_label = str(_("No team"))  # type: ignore[attr-defined]
        self.fields["parent"].help_text = _("Whoever leads the team above sees what this one looks after.")
        offered = Q(is_active=True)
        if self.instance.pk:
            # Who was ended stays with the team until somebody takes the tick away: the lead goes on seeing what was hers.
            offered |= Q(teams=self.instance) | Q(leads=self.instance)
        people = User.objects.filter(pk__in=User.objects.filter(offered).values("pk"))
        self.fields["lead"].queryset = self.fields["members"].queryset = people  # type: ignore[attr-defined]
