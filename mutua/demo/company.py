"""The people of Meridian Supply who sign in, and their teams."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import Final

from django.conf import settings
from django.db import transaction

from mutua.demo.files import commercial
from mutua.demo.noting import noted
from mutua.foundation.database.secret import kept_secret
from mutua.foundation.identity.models import Role, Team, User

DOMAIN: Final = "meridian.example"
# (key, name, role). The first start of an installation may have made some of them already.
KNOWN: Final = (
    ("admin", "Robin Vale", "administrator"),
    ("ada", "Ada Lindqvist", "representative"),
    ("ben", "Ben Okafor", "manager"),
    ("cleo", "Cleo Reyes", "agent"),
    ("edith", "Edith Vance", "executive"),
)
ADA: Final = "Ada Lindqvist"
ADMINISTRATOR: Final = f"admin@{DOMAIN}"
PROGRAMMES: Final = "Programmes and grocery"


@transaction.atomic
def make_company() -> dict[str, User]:
    """{name: user} of everybody, with teams and roles. Sales people can sign in as soon as they are given a password."""
    roles = {role.key: role for role in Role.objects.all()}
    people = {name: _user(key, name, roles[role], with_password=True) for key, name, role in KNOWN}
    team = _team(PROGRAMMES, people["Ben Okafor"])
    team.members.add(people[ADA])
    for row in csv.DictReader(io.StringIO(commercial()["sales_teams.csv"].decode("utf-8-sig"))):
        agent, manager = row["sales_agent"].strip(), row["manager"].strip()
        people[manager] = _user(_mail_name(manager), manager, roles["manager"])
        people[agent] = _user(_mail_name(agent), agent, roles["representative"])
        _team(f"{row['regional_office']}: {manager}", people[manager]).members.add(people[agent])
    return people


def _user(key: str, name: str, role: Role, *, with_password: bool = False) -> User:
    email = f"{key}@{DOMAIN}"
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        password = kept_secret(settings.DATA_FOLDER, f"password-{key}", length=12) if with_password else None
        user = noted(User.objects.create_user(email, password, name=name))
        user.roles.add(role)
    elif email != ADMINISTRATOR:
        noted(user)  # made by the first start of the installation, for the demonstration only
    return user


def forget_passwords() -> None:
    """The passwords of people who are gone."""
    for key, _name, _role in KNOWN:
        if not User.objects.filter(email__iexact=f"{key}@{DOMAIN}").exists():
            (settings.DATA_FOLDER / "secrets" / f"password-{key}").unlink(missing_ok=True)


def _team(name: str, lead: User) -> Team:
    team, is_new = Team.objects.get_or_create(name=name, defaults={"lead": lead})
    return noted(team) if is_new else team


def _mail_name(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", ".", plain).strip(".")
