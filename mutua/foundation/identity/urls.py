from __future__ import annotations

from django.urls import path

from mutua.foundation.identity.views import teams, users

app_name = "identity"
urlpatterns = [
    path("settings/people/", users.users, name="users"),
    path("settings/people/new/", users.user_new, name="user-new"),
    path("settings/people/<int:user_id>/", users.user, name="user"),
    path("settings/people/<int:user_id>/link/", users.link, name="user-link"),
    path("settings/people/<int:user_id>/end/", users.end, name="user-end"),
    path("settings/people/<int:user_id>/back/", users.back, name="user-back"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/new/", teams.team_new, name="team-new"),
    path("settings/teams/<int:team_id>/", teams.team, name="team"),
    path("settings/roles/", teams.roles, name="roles"),
]
