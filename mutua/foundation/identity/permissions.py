"""Who looks after those who sign in. Administrators from the start; what one does not have oneself, one cannot give (`standing.py`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mutua.foundation.access import declare, everybody, sees
from mutua.foundation.identity.models import Role, Team, User

declare("identity.user.view", _("See who can sign in, with roles and teams"))
declare("identity.user.create", _("Add a user"))
declare("identity.user.edit", _("Change a user’s name, roles and teams"))
declare("identity.user.invite", _("Give a user a link to set a password"))
declare("identity.user.end", _("End a user, or bring one back"))
declare("identity.team.create", _("Add a team"))
declare("identity.team.edit", _("Change a team’s name, lead and members"))
# The name of a colleague stands beside everything that it owns or changed; its login is another matter.
declare("identity.colleague.view", _("See the names of colleagues"), roles=("manager", "representative", "agent", "marketer", "executive"))

sees(User, everybody(), permission="identity.colleague.view")
sees(Team, everybody(), permission="identity.user.view")
sees(Role, everybody(), permission="identity.user.view")
