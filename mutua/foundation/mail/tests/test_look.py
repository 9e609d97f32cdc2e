"""The pages of outgoing mail, in light, in dark and on a phone."""

from __future__ import annotations

import pytest

from mutua.foundation import days
from mutua.foundation.mail.models import OutgoingMail
from tests.browser import well_made

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = "The mail server does not take mail for ada@example.org: 550 no such mailbox. Correct this person’s address, so that the next mail arrives."


def letter(number: int, state: str, **values: object) -> OutgoingMail:
    return OutgoingMail.objects.create(
        key=str(number),
        message_id=f"<{number}@example.org>",
        to="ada@example.org",
        subject="Out of tolerance: Zambia programme · Physical delivery, 8 of the last 15 failed",
        text="8 of the last 15 deliveries failed, since 3 Nov.\n\nWhich failed, newest first:\n\n- ASN-42: promised for 3 Nov, came 6 Nov\n\nhttp://localhost:8000/accounts/1234567/touchpoints/physical-delivery/#rows\n",
        state=state,
        created_at=days.now(),
        **values,
    )


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_list_is_well_made(cast, visit, look) -> None:
    letter(1, "sent", sent_at=days.now(), attempts=1)
    letter(2, "failed", attempts=1, last_error=REFUSED)
    letter(3, "waiting", attempts=3, last_error="The mail server broke off: closed")
    assert well_made(visit(cast.user("root"), "/mail/", look), f"mail-{look}") == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_one_letter_is_well_made(cast, visit, look) -> None:
    failed = letter(2, "failed", attempts=1, last_error=REFUSED)
    assert well_made(visit(cast.user("root"), failed.get_absolute_url(), look), f"letter-{look}") == []


def test_an_empty_list_is_well_made(cast, visit) -> None:
    assert well_made(visit(cast.user("root"), "/mail/", "light"), "mail-empty") == []
