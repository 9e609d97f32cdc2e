"""Opening a joint session: from now on the customer's person finds it on its own page."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.models import Account
from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.records.errors import Refused
from mutua.foundation.records.locking import one_at_a_time
from mutua.relationships.events import JointSessionMoved
from mutua.relationships.models import JointSession
from mutua.relationships.queries.joint_session import open_session_of


@transaction.atomic
def open_session(actor: Actor, account_id: int) -> JointSession:
    """Nothing of any draft goes into it: it begins empty. Raises NotFound, NotAllowed; Refused while another is open."""
    account = account_for(actor, account_id)
    require(actor, "relationships.profile.share", account)
    one_at_a_time(Account, [account.pk])
    if open_session_of(actor, account.pk) is not None:
        raise Refused(_("A session with this customer is open already. Go on there."))

    session = JointSession.objects.create(account=account, opened_at=days.now(), opened_by=actor.name)

    announce(JointSessionMoved(session_id=session.pk, account_id=account.pk, state="opened", agreed=0, conflicts=0), actor=actor)
    return session
