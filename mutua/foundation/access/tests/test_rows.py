from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account
from mutua.foundation.access import NOBODY, NotFound, find, flow_actor, visible_to


def test_a_representative_sees_her_own_and_no_other_row(cast):
    own = make_account(owner=cast.user("ada"))
    make_account(owner=cast.user("eve"))
    assert list(visible_to(cast.ada, Account.objects.all())) == [own]


def test_a_team_lead_sees_the_rows_of_the_team(cast):
    hers = make_account(owner=cast.user("ada"))
    make_account(owner=cast.user("eve"))
    assert list(visible_to(cast.ben, Account.objects.all())) == [hers]


def test_without_the_permission_nobody_sees_a_row(cast):
    make_account(owner=cast.user("mia"))
    for stranger in (cast.mia, cast.dov, NOBODY):
        assert not visible_to(stranger, Account.objects.all()).exists()


def test_the_whole_company_is_seen_by_who_must_answer_anybody(cast):
    make_account(owner=cast.user("ada"))
    make_account(owner=cast.user("eve"))
    for somebody in (cast.cleo, cast.root, flow_actor("a_flow")):
        assert visible_to(somebody, Account.objects.all()).count() == 2


def test_a_model_without_a_rule_is_refused_and_not_shown_whole(cast):
    with pytest.raises(LookupError, match="who sees"):
        visible_to(cast.root, Session.objects.all())


@pytest.mark.parametrize("wrong", [0, -1, 10**30, "nonsense", None])
def test_a_strangers_record_and_a_wrong_number_get_the_same_answer(cast, wrong):
    theirs = make_account(owner=cast.user("eve"))
    with pytest.raises(NotFound) as stranger:
        find(visible_to(cast.ada, Account.objects.all()), pk=theirs.pk)
    with pytest.raises(NotFound) as absent:
        find(visible_to(cast.ada, Account.objects.all()), pk=wrong)
    assert str(stranger.value) == str(absent.value)
