"""A field that is hidden from a role is nowhere: whatever stands in it, every answer that the role can get stays the same to the letter."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from mutua.catalog.actions.create_offering import create_offering
from mutua.catalog.actions.create_product import create_product
from mutua.catalog.actions.edit_offering import edit_offering
from mutua.catalog.actions.edit_product import edit_product
from mutua.catalog.models import Offering
from mutua.catalog.tests.making import make_offering, make_product
from mutua.customers.actions.create_account import create_account
from mutua.customers.actions.create_household import create_household
from mutua.customers.actions.edit_account import edit_account
from mutua.customers.actions.edit_household import edit_household
from mutua.customers.actions.edit_person import edit_person
from mutua.customers.actions.merge_records import merge_records
from mutua.customers.likeness import accounts_like
from mutua.customers.models import Account, ContactPoint, DuplicatePair
from mutua.customers.queries.accounts import account_for
from mutua.customers.queries.finding import account_hits
from mutua.customers.tests.making import make_account, make_household, make_person
from mutua.daybook.actions.edit_task import edit_task
from mutua.daybook.actions.promise_task import promise_task
from mutua.daybook.tests.making import make_task
from mutua.foundation import days
from mutua.foundation.access import NotAllowed, NotFound
from mutua.foundation.access.hidden import hideable
from mutua.foundation.access.people import actor_with_id
from mutua.foundation.access.policies import declared
from mutua.foundation.fields.actions.hide_fields import hide_fields
from mutua.foundation.fields.hiding import hideable_fields
from mutua.foundation.fields.kinds import model_of
from mutua.foundation.fields.models import CustomField
from mutua.foundation.filters import FilterError, apply_filter
from mutua.foundation.identity.models import Role
from mutua.foundation.imports.actions.import_now import import_now
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.timeline import entries_for
from mutua.sales.actions.create_opportunity import create_opportunity
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.tests.making import make_opportunity
from mutua.strategy.actions.create_segment import create_segment
from mutua.strategy.actions.edit_segment import edit_segment
from mutua.strategy.actions.keep_value_map import keep_value_map
from mutua.strategy.models import GenericStrategy, Segment, SegmentMember, StrategyVersion
from mutua.strategy.tests.making import make_segment, make_version
from tests.cast import Cast, nothing_changes
from tests.guarding import guarded, told
from tests.matrix.asking import ask, cases
from tests.matrix.routes import routes
from tests.matrix.world import make_world

MODELS: dict[str, Any] = {kind: model_of(kind) for kind in hideable()}
PATHS = {
    "account": "/accounts/", "person": "/people/", "household": "/households/", "task": "/tasks/all/",
    "interaction": "/interactions/", "meeting": "/meetings/",
    "product": "/products/", "offering": "/offerings/", "order": "/orders/", "shipment": "/deliveries/", "invoice": "/invoices/",
    "segment": "/segments/", "asset": "/assets/", "account_touchpoint": "/relationships/",
    **told("paths"),
}  # fmt: skip
# What stands in a field and what stands there then, where it is no text, and how the first is written where it is shown.
VALUES: dict[str, tuple[Any, Any]] = {
    "spend_per_year": (Decimal("7431977.53"), Decimal("1262.10")),
    "category_spend": (Decimal("9431977.53"), Decimal("5262.10")),
    "tier": (1, 3),
    "languages": (["zulu"], ["xhosa"]),
    "time_zone": ("Africa/Lusaka", "Africa/Harare"),
}
WRITTEN = {
    "spend_per_year": "7431977.53",
    "category_spend": "9431977.53",
    "tier": '"tier": 1',
    "languages": "zulu",
    "time_zone": "Africa/Lusaka",
}
# Of an answer, what differs from one request to the next.
_PASSING = re.compile(
    r'[A-Za-z0-9]{64}|nonce="[^"]+"|nonce-[^\' ]+|"version":\s*\d+|name="version" value="\d+"|version=\d+'
    r'|(?:aria-labelledby|id|for|href)="#?[a-z0-9-]+-\d+"|\d{4}-\d\d-\d\dT\d\d:\d\d(?::[\d.]+)?|\d\d:\d\d'
)


@pytest.fixture
def customs(cast: Cast) -> None:
    for kind in MODELS:
        CustomField.objects.create(record_kind=kind, name="secret", label="Secret", kind="text")
        CustomField.objects.create(record_kind=kind, name="told", label=f"Told of {kind}", kind="formula", formula="custom.secret")
    # What another kind computes of it, in one step and in two
    CustomField.objects.create(record_kind="opportunity", name="beyond", label="Beyond", kind="formula", formula="account.industry")
    CustomField.objects.create(record_kind="opportunity", name="further", label="Further", kind="formula", formula="custom.beyond")
    CustomField.objects.create(
        record_kind="account",
        name="below",
        label="Below",
        kind="rollup",
        relation="subsidiaries",
        function="count",
        condition={"field": "industry", "op": "not_empty"},
    )


def codes_of_all() -> list[str]:
    return [code for fields in hideable_fields().values() for code, _label in fields]


def hide(cast: Cast, *codes: str, role: str = "representative") -> Any:
    """Ada, as the roles are now."""
    one = Role.objects.get(key=role)
    hide_fields(cast.root, one.pk, codes, version=one.version)
    return actor_with_id(cast.user("ada").pk)


def text_of(which: int, code: str) -> str:
    """A text that stands nowhere else: of this field, the first or the second."""
    return f"zzcanary{'ab'[which]}-{code.replace('.', '-').replace('_', '-')}"


def write(which: int) -> None:
    """Into every record what stands in its hideable fields, the first or the second; and what follows from it elsewhere."""
    for kind, model in MODELS.items():
        columns = {
            column: VALUES[column][which] if column in VALUES else text_of(which, f"{kind}.{key}")
            for key, column in hideable()[kind].columns.items()
        }
        for record in model.everything.all():
            stores = {"stores": ("17", "29")[which]} if kind == "account" else {}
            custom = {**record.custom, "secret": text_of(which, f"{kind}.custom.secret"), **stores}
            model.everything.filter(pk=record.pk).update(**columns, custom=custom)
    ContactPoint.everything.filter(source="canary").delete()
    for kind in ("account", "person"):
        for record in MODELS[kind].everything.all():
            for point, value in (
                ("mail", f"{text_of(which, f'{kind}.mail')}@example.org"),
                ("phone", f"+26021155510{2 * which + (kind == 'person')}"),
                ("postal", text_of(which, f"{kind}.postal")),
            ):
                ContactPoint.objects.create(**{kind: record}, kind=point, value=value, normalised=value, source="canary", preferred=False)
    rule = {"field": "custom.secret", "op": "is", "value": text_of(which, "account.custom.secret")}
    watched, _new = Segment.objects.update_or_create(name="Watched", defaults={"predicate": rule})
    SegmentMember.objects.filter(segment=watched).delete()
    accounts = Account.objects.order_by("pk")
    SegmentMember.objects.bulk_create(SegmentMember(segment=watched, account=account) for account in accounts if account.pk % 2 == which)
    everybody, _new = Segment.objects.update_or_create(name="Everybody")
    for account in accounts:
        SegmentMember.objects.get_or_create(segment=everybody, account=account)
    for segment in (watched, everybody):
        strategy, _new = GenericStrategy.objects.get_or_create(name=f"For {segment}", segment=segment, offering=Offering.objects.first())
        keep_value_map(strategy.versions.first() or make_version(strategy, state="challenged"))
    said = [["name", "same", 4.0], *([name, "same", 7.0] for name in (("mail", "host"), ("phone", "street"))[which])]
    DuplicatePair.objects.update(evidence=said, probability=(0.9137, 0.9971)[which], bits=(3.3, 8.4)[which])


def shown(client: Client, world: Any, chosen: Any) -> dict[str, str]:
    told = {}
    for case in chosen:
        answer = ask(client, world, case)
        assert answer.status < 500, str(case)  # what fails in the same way each time would tell nothing, either
        told[f"{case} {case.route.address(world, case.whose)}"] = _PASSING.sub("", answer.body) + answer.place
    for kind, path in PATHS.items():
        columns = "name,roles,industry,country,tier,spend,category_spend,owner,languages,time_zone,mail"
        for more in (
            ("?export=csv", f"?cols={columns}&export=csv", f"?cols={columns}")
            if kind in ("account", "person", "household")
            else ("", "?export=csv")
        ):
            got: Any = client.get(path + more)
            told[f"{kind} {more}"] = _PASSING.sub("", (b"".join(got.streaming_content) if got.streaming else got.content).decode())
    beside = [
        f"/panels/{kind}/{MODELS[kind].objects.filter(owner=client.session['_auth_user_id']).first().pk}/reach/"
        for kind in ("account", "person")
    ]
    owing = [f"/panels/account/{account.pk}/owing/" for account in Account.objects.filter(owner=client.session["_auth_user_id"])]
    watched = Segment.objects.get(name="Watched")
    pairs = [f"/duplicates/{pair.pk}/" for pair in DuplicatePair.objects.all()]
    for path in (
        *beside,
        *owing,
        *pairs,
        *of_strategies(),
        "/duplicates/",
        "/duplicates/?export=csv",
        "/segments/",
        watched.get_absolute_url(),
        f"{watched.get_absolute_url()}edit/",
    ):
        got = client.get(path)
        told[path] = _PASSING.sub("", (b"".join(got.streaming_content) if got.streaming else got.content).decode())
    for text in ("zzcanarya", "zzcanarya-person-mail@", "211555100", "211555101", "zzcanarya-account-website.example"):
        for path in ("/search/palette", "/people/"):
            told[f"{path} {text}"] = _PASSING.sub(
                "", client.get(path, {"q": text}).content.decode().replace(text, "").replace(quote(text), "")
            )
    return told


def of_strategies() -> list[str]:
    """The board, and of both strategies the house, the value map that is kept and the one of today."""
    versions = StrategyVersion.objects.filter(strategy__name__startswith="For ").order_by("pk").values_list("pk", "strategy")
    pages = ("", "value-map/", "value-map/?as=csv", "value-map/?now=1", "value-map/?now=1&as=csv")
    return [
        "/strategies/", "/strategies/board.csv", "/api/v1/strategies/board",
        *(f"/strategies/{number}/{page}" for _version, number in versions for page in pages),
        *(f"/api/v1/strategy-versions/{version}/value-map" for version, _number in versions),
    ]  # fmt: skip


def test_nothing_that_a_role_can_ask_for_depends_on_what_is_hidden_from_it(cast: Cast, customs: None) -> None:
    world = make_world(cast)
    chosen = [case for case in cases(routes(), world, whose=("ada",)) if case.method == "get" and not _of_time(str(case))]
    client = Client(raise_request_exception=False)
    client.force_login(cast.user("ada"))
    hide(cast, *codes_of_all())
    # For both looks the same moment, in the middle of an hour: "1 h" is not to become "2 h" in between.
    with days.as_of(days.now() + timedelta(minutes=90)):
        write(0)
        first = shown(client, world, chosen)
        write(1)
        second = shown(client, world, chosen)
    assert len(first) > 100
    differing = [address for address in first if first[address] != second[address]]
    assert differing == []
    assert [address for address, body in second.items() if "zzcanary" in body] == []


def test_each_of_them_is_shown_to_a_role_from_which_it_is_not_hidden(cast: Cast, customs: None) -> None:
    """So that the test above looks where something can be seen: one look at all records, in which each field says something of its own."""
    world = make_world(cast)
    records = [case for case in cases(routes(), world, whose=("ada",)) if case.method == "get" and case.route.pattern in _RECORDS]
    client = Client(raise_request_exception=False)
    client.force_login(cast.user("ada"))
    write(0)
    pages = shown(client, world, records)
    told = "\n".join(pages.values())
    assert len(codes_of_all()) >= 30
    assert [code for code in codes_of_all() if _sign_of(code) not in told] == []
    assert "same website" in told
    assert "91.4%" in told.replace("\N{NARROW NO-BREAK SPACE}", "")
    assert "3.3 bits in all" in told
    assert "Watched" in told
    write(1)
    second = shown(client, world, records)
    changed = [path for path in of_strategies() if pages[path] != second[path]]
    assert changed == of_strategies()


def _sign_of(code: str) -> str:
    """What stands on a page or in an answer where this field is told."""
    if code == "task.custom.told":  # the page of a task is its form, in which nothing is computed
        return text_of(0, "task.custom.secret")
    kind, _dot, key = code.partition(".")
    named = {"custom.told": f"Told of {kind}", "custom.beyond": "Beyond", "custom.further": "Further", "custom.below": "Below"}
    if key in named:
        return named[key]
    if key == "custom.stores":
        return "17"
    if key == "phone":
        return f"+26021155510{int(kind == 'person')}"
    column = hideable()[kind].columns.get(key, "")
    return WRITTEN.get(column, text_of(0, code))


_RECORDS = (
    "accounts/<int:account_id>/",
    "people/<int:person_id>/",
    "households/<int:household_id>/",
    "api/v1/accounts/<int:account_id>",
    "api/v1/people/<int:person_id>",
    "api/v1/households/<int:household_id>",
    "tasks/<int:task_id>/",
    "products/<int:product_id>/",
    "offerings/<int:offering_id>/",
    "orders/<int:order_id>/",
    "deliveries/<int:shipment_id>/",
    "invoices/<int:invoice_id>/",
    "details/<slug:kind>/<int:detail_id>/",
    "segments/<int:segment_id>/",
    "strategies/<int:strategy_id>/",
    "strategies/<int:strategy_id>/review/",
    "assets/<int:asset_id>/",
    "interactions/<int:interaction_id>/",
    "meetings/<int:meeting_id>/",
    "accounts/<int:account_id>/touchpoints/<slug:key>/",
    "accounts/<int:account_id>/roadmap/<int:item_id>/",
    "api/v1/credit-standings",
    *(page for one in guarded() for page in one.pages),
)


def _of_time(case: str) -> bool:
    """Answers in which something else changes from one moment to the next."""
    return any(one in case for one in ("/jobs", "doctor", "health", "ready"))


def test_filters_and_orders_by_it_are_refused_as_if_there_were_no_such_field(cast: Cast, customs: None) -> None:
    ada = hide(cast, *codes_of_all())
    client = Client()
    client.force_login(cast.user("ada"))
    for code in codes_of_all():
        kind, _dot, key = code.partition(".")
        said = []
        for asked in (key, "no_such_field_at_all"):
            tree = {"field": asked, "op": "not_empty"}
            if key in hideable()[kind].beside:  # by which nobody can filter
                continue
            if kind in PATHS:  # what hangs on a party has no list
                answer = client.get(PATHS[kind], {"f": json.dumps(tree)})
                assert answer.status_code == 400, code
                said.append("There is no field" in answer.content.decode())
            with pytest.raises(FilterError, match="There is no field"):
                apply_filter(MODELS[kind].objects.none(), kind, tree, actor=ada)
        assert said == ([True, True] if kind in PATHS and key not in hideable()[kind].beside else [])
    for key in ("spend", "tier", "country", "industry", "category_spend"):
        answer = client.get("/accounts/", {"sort": key})
        assert answer.status_code == 400
        assert f", {key}" not in answer.content.decode()


def test_writing_it_is_refused_by_every_way_and_changes_nothing(cast: Cast, customs: None) -> None:
    account = make_account(owner=cast.ada, industry="retail", spend_per_year=100, custom={"secret": "known"})
    other = make_account(owner=cast.ada, industry="steel")
    person = make_person(owner=cast.ada, time_zone="Africa/Lusaka")
    household = make_household(owner=cast.ada)
    deal, task = make_opportunity(account=account, owner=cast.ada), make_task(account=account, owner=cast.ada)
    product, offering = make_product(), make_offering()
    ada = hide(cast, *codes_of_all())
    # What a representative may not change at all is refused to a manager from whom the same is hidden.
    manager = replace(cast.root, permissions=frozenset(declared()), hidden=ada.hidden)
    client = Client()
    client.force_login(cast.user("ada"))
    with nothing_changes():
        for values in ({"industry": "x"}, {"spend_per_year": None}, {"website": "x.example"}, {"note": "x"}, {"custom": {"secret": "x"}}):
            with pytest.raises(Refused, match="There is no field"):
                edit_account(ada, account.pk, version=account.version, **values)
            with pytest.raises(Refused, match="There is no field"):
                create_account(ada, name="New", roles=["customer"], **{"industry": "x", **values})
        with pytest.raises(Refused, match="There is no field"):
            edit_person(ada, person.pk, version=person.version, time_zone="Africa/Harare")
        for values in ({"address": "x"}, {"note": "x"}, {"custom": {"secret": "x"}}):
            with pytest.raises(Refused, match="There is no field"):
                edit_household(ada, household.pk, version=household.version, **values)
            with pytest.raises(Refused, match="There is no field"):
                create_household(ada, name="New", **values)
        for edit, record in ((edit_opportunity, deal), (edit_task, task), (edit_product, product), (edit_offering, offering)):
            with pytest.raises(Refused, match="There is no field"):
                edit(manager, record.pk, version=record.version, **_ASKED.get(edit, {}), custom={"secret": "x"})
        for create, values in (
            (create_opportunity, {"account": account}),
            (promise_task, {"title": "Call"}),
            (create_product, {"name": "New"}),
            (create_offering, {"name": "New", "value_proposition": "x", "price_basis": "margin", "currency": "USD"}),
        ):
            with pytest.raises(Refused, match="There is no field"):
                create(manager, **values, custom={"secret": "x"})
        with pytest.raises(Refused, match="There is no field"):
            merge_records(
                ada, "account", account.pk, other.pk, version=account.version, merged_version=other.version, choices={"industry": "merged"}
            )
        assert client.post("/accounts/", {"act": "cell:industry", "row": account.pk, "version": 1, "value": "x"}).status_code == 404
        assert "zzcanary" not in client.get("/accounts/", {"cell": "industry", "row": account.pk}).content.decode()


_ASKED: dict[Any, dict[str, Any]] = {
    edit_product: {"name": "New", "currency": "USD"},
    edit_offering: {
        "name": "New", "value_proposition": "x", "price_basis": "margin", "cost_to_serve": None, "currency": "USD", "products": (),
    },
}  # fmt: skip


def test_a_form_leaves_what_it_does_not_show(cast: Cast, customs: None) -> None:
    account = make_account(owner=cast.ada, industry="retail", spend_per_year=100, custom={"secret": "known"})
    hide(cast, *codes_of_all())
    client = Client()
    client.force_login(cast.user("ada"))
    page = client.get(f"/accounts/{account.pk}/edit/").content.decode()
    assert "Industry" not in page
    assert "Secret" not in page
    person, household = make_person(owner=cast.ada), make_household(owner=cast.ada)
    for path in ("/accounts/new/", "/people/new/", "/households/new/", f"/people/{person.pk}/edit/", f"/households/{household.pk}/edit/"):
        other = client.get(path)
        assert other.status_code == 200, path
        assert "Note" not in other.content.decode(), path
    sent = {
        "version": account.version,
        "name": "Renamed",
        "roles": ["customer"],
        "currency": "USD",
        "owner": cast.user("ada").pk,
        "spend_per_year": "7",
    }
    assert client.post(f"/accounts/{account.pk}/edit/", sent).status_code == 302
    account.refresh_from_db()
    assert (account.name, account.industry, account.spend_per_year, account.custom) == ("Renamed", "retail", 100, {"secret": "known"})
    # Whoever was slower is shown both, but for what is hidden.
    conflict = client.post(f"/accounts/{account.pk}/edit/", {**sent, "name": "Late", "industry": ""})
    assert conflict.status_code == 409
    assert "retail" not in conflict.content.decode()


def test_an_import_of_hers_neither_writes_it_nor_offers_it(cast: Cast, customs: None) -> None:
    ada = hide(cast, "account.industry", "account.custom.secret")
    Role.objects.filter(key="representative").update(
        permissions=[*Role.objects.get(key="representative").permissions, "imports.run.create"]
    )
    ada = actor_with_id(cast.user("ada").pk)
    run = import_now(ada, "accounts", BytesIO(b"Name,Industry,Country,Secret\nAlder,retail,Zambia,x\n"), file_name="a.csv", source="crm")
    assert run.created == 1
    made = Account.objects.get(name="Alder")
    assert (made.industry, made.country, made.custom) == ("", "Zambia", {})


def test_that_a_hidden_field_was_changed_is_told_neither_by_the_timeline_nor_by_the_history(cast: Cast) -> None:
    account = make_account(owner=cast.ada, name="Alder")
    edit_account(cast.root, account.pk, version=1, industry="zzcanary-retail")
    edit_account(cast.root, account.pk, version=2, industry="zzcanary-steel", country="Zambia")
    before = actor_with_id(cast.user("ada").pk)
    assert [entry.params["fields"] for entry in entries_for(before, "account", account.pk).entries] == ["industry, country", "industry"]
    ada = hide(cast, "account.industry")
    assert [entry.params["fields"] for entry in entries_for(ada, "account", account.pk).entries] == ["country"]
    client = Client()
    client.force_login(cast.user("ada"))
    for tab in ("", "history/"):
        page = client.get(f"/accounts/{account.pk}/{tab}").content.decode()
        assert "zzcanary" not in page


def test_a_segment_over_a_hidden_field_can_neither_be_built_nor_changed(cast: Cast) -> None:
    rule = {"field": "industry", "op": "is", "value": "retail"}
    segment = make_segment(name="Watched", predicate=rule)
    ada = hide(cast, "account.industry")
    writer = replace(cast.root, permissions=frozenset(declared()), hidden=ada.hidden)
    with nothing_changes():
        with pytest.raises(Refused, match="no field"):
            create_segment(writer, name="Mine", predicate={"all": [rule]})
        with pytest.raises(Refused, match="do not see"):
            edit_segment(writer, segment.pk, version=1, name="Mine", description="", predicate=None)


def test_what_one_role_shows_is_seen(cast: Cast) -> None:
    account = make_account(owner=cast.ada, industry="retail")
    ada = hide(cast, "account.industry")
    assert account_for(ada, account.pk).industry == ""
    cast.user("ada").roles.add(Role.objects.get(key="agent"))
    assert account_for(actor_with_id(cast.user("ada").pk), account.pk).industry == "retail"


def test_a_record_without_its_hidden_fields_cannot_be_saved(cast: Cast) -> None:
    account = make_account(owner=cast.ada, industry="retail")
    ada = hide(cast, "account.industry")
    with pytest.raises(RuntimeError, match="hidden"), nothing_changes():
        account_for(ada, account.pk).save()


def test_only_an_administrator_hides_and_not_from_administrators(cast: Cast) -> None:
    role, admin = Role.objects.get(key="representative"), Role.objects.get(key="administrator")
    with nothing_changes():
        for who in (cast.ada, cast.ben):
            with pytest.raises((NotAllowed, NotFound)):
                hide_fields(who, role.pk, ["account.industry"], version=role.version)
        with pytest.raises(Refused, match="everything"):
            hide_fields(cast.root, admin.pk, ["account.industry"], version=admin.version)
        with pytest.raises(Refused, match="can be hidden"):
            hide_fields(cast.root, role.pk, ["account.name"], version=role.version)
        with pytest.raises(StaleVersion):
            hide_fields(cast.root, role.pk, ["account.industry"], version=role.version - 1)


def test_the_page_of_a_role_says_what_is_hidden_and_changes_it(cast: Cast, customs: None, django_assert_max_num_queries: Any) -> None:
    role = Role.objects.get(key="representative")
    client = Client()
    client.force_login(cast.user("root"))
    with django_assert_max_num_queries(20):
        page = client.get(f"/settings/roles/{role.pk}/fields/").content.decode()
    assert "Spend per year" in page
    assert "Secret" in page
    sent = {"account": ["account.spend", "account.custom.secret"], "person": [], "version": role.version}
    assert client.post(f"/settings/roles/{role.pk}/fields/", sent).status_code == 302
    role.refresh_from_db()
    assert role.hidden_fields == ["account.custom.secret", "account.spend"]
    assert "2 fields hidden" in client.get("/settings/roles/").content.decode()


def test_an_account_is_neither_found_nor_recognised_by_a_website_that_she_does_not_see(cast: Cast) -> None:
    account = make_account(owner=cast.ada, name="Alder", website="https://zzcanary.example")
    row = [(1, {"name": "Alder", "website": "zzcanary.example"})]
    before = actor_with_id(cast.user("ada").pk)
    assert [hit.record for hit in account_hits(before, "zzcanary.example", 5)] == [account]
    like = accounts_like(before, row)
    ada = hide(cast, "account.website")
    assert account_hits(ada, "zzcanary.example", 5) == []
    assert [like[1][0].why, accounts_like(ada, row)[1][0].why] == ["same website, same name", "same name"]
