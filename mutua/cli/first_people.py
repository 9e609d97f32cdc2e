"""The people who can sign in at once: their passwords are made for this installation and kept in its data folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mutua.foundation.database.secret import kept_secret

if TYPE_CHECKING:
    from mutua.config.conf import Environment


@dataclass(frozen=True)
class FirstPerson:
    what: str
    email: str
    name: str
    role: str
    password: str


def first_people(environment: Environment) -> list[FirstPerson]:
    """The administrator, and Ada with the demonstration. The same passwords at every start."""
    folder = environment.data_folder
    people = [
        FirstPerson(
            "Administrator", "admin@meridian.example", "Robin Vale", "administrator", kept_secret(folder, "password-admin", length=12)
        )
    ]
    if environment.demo:
        people.append(
            FirstPerson(
                "Representative", "ada@meridian.example", "Ada Lindqvist", "representative", kept_secret(folder, "password-ada", length=12)
            )
        )
    return people


def make_first_people(environment: Environment) -> None:
    """Create those who are missing. A password that was changed since is left alone, and who was ended stays so."""
    from django.db import transaction

    from mutua.foundation.identity.models import Role, User

    for person in first_people(environment):
        with transaction.atomic():
            user = User.objects.filter(email__iexact=person.email).first()
            if user is None:
                user = User.objects.create_user(person.email, person.password, name=person.name)
                user.roles.add(Role.objects.get(key=person.role))
            elif user.is_active and not user.has_usable_password():
                user.set_password(person.password)
                user.save(update_fields=["password"])
