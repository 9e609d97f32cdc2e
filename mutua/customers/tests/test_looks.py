"""The pages of customers in a real browser: readable by everyone, in light, dark and on a phone."""

from __future__ import annotations

import pytest

from mutua.customers.tests.making import make_account, make_contact_point, make_department, make_person
from mutua.customers.tests.test_pages import full_account
from tests.browser import well_made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_record_of_an_account_is_well_made(cast, visit, look):
    account = full_account(cast)
    assert well_made(visit(cast.user("ada"), account.get_absolute_url(), look), f"account-{look}") == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_an_account_with_nothing_on_it_is_well_made(cast, visit, look):
    account = make_account(owner=cast.ada, name="Empty")
    assert well_made(visit(cast.user("ada"), account.get_absolute_url(), look), f"account-empty-{look}") == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_a_word_without_an_end_does_not_widen_the_record(cast, visit, look):
    address = "https://example.org/" + "a-long-way-down/" * 8
    account = make_account(owner=cast.ada, name="Alder" * 20, note=f"See {address}", website=address)
    assert well_made(visit(cast.user("ada"), account.get_absolute_url(), look), f"account-long-{look}") == []


@pytest.mark.parametrize("tab", ["people", "history"])
def test_the_tabs_are_well_made(cast, visit, tab):
    account = full_account(cast)
    account.country = "Zambia"
    account.save()
    assert well_made(visit(cast.user("ada"), f"{account.get_absolute_url()}{tab}/"), f"account-{tab}") == []


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_lists_are_well_made(cast, visit, look):
    for number in range(30):
        account = make_account(owner=cast.ada, name=f"Account {number}", country="Zambia", spend_per_year=number * 12_345)
        make_person(owner=cast.ada, account=account)
    assert well_made(visit(cast.user("ada"), "/accounts/", look), f"accounts-{look}") == []
    assert well_made(visit(cast.user("ada"), "/people/", look), f"people-{look}") == []


@pytest.mark.parametrize("path", ["/accounts/", "/people/", "/products/", "/offerings/", "/bin/", "/our-side/", "/settings/fields/"])
def test_the_empty_pages_are_well_made(cast, visit, path):
    assert well_made(visit(cast.user("root"), path), "empty" + path.replace("/", "-")) == []


@pytest.mark.parametrize("path", ["/accounts/new/", "/people/new/", "/products/new/", "/offerings/new/", "/settings/fields/new/"])
def test_the_forms_are_well_made(cast, visit, path):
    make_account(owner=cast.root, name="Alder")
    assert well_made(visit(cast.user("root"), path), "form" + path.replace("/", "-")) == []


@pytest.mark.parametrize("look", ["light", "phone"])
def test_a_person_is_well_made(cast, visit, look):
    account = make_account(owner=cast.ada, name="Zambia programme")
    make_department(account)
    person = make_person(owner=cast.ada, account=account, given_name="Grace", family_name="Banda", languages=["English", "Bemba"])
    make_contact_point(person=person, preferred=True)
    assert well_made(visit(cast.user("ada"), person.get_absolute_url(), look), f"person-{look}") == []


def test_the_box_offers_accounts_while_one_types(cast, visit):
    account = make_account(owner=cast.ada, name="Zambia programme")
    page = visit(cast.user("ada"), "/accounts/new/")
    with page.expect_response(lambda response: "options" in response.url):
        page.get_by_label("Parent account").press_sequentially("zamb")
    page.wait_for_function("document.querySelector('datalist option') !== null")
    assert page.locator("datalist option").first.get_attribute("value") == f"Zambia programme (#{account.pk})"


def test_a_row_is_opened_without_a_mouse_also_from_its_box(cast, visit):
    first, second = make_account(owner=cast.ada, name="Alder"), make_account(owner=cast.ada, name="Brightwater")
    page = visit(cast.user("ada"), "/accounts/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{second.get_absolute_url()}")
    page.go_back()
    page.get_by_label("Select Alder").press("Enter")
    page.wait_for_url(f"**{first.get_absolute_url()}")
    assert page.locator("h1").inner_text() == "Alder"


def test_the_filter_that_a_key_opened_takes_the_next_key(cast, visit):
    make_account(owner=cast.ada, name="Alder")
    page = visit(cast.user("ada"), "/accounts/")
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.closest('details[open]') !== null")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_on_paper_there_is_what_was_read_and_nothing_to_press(cast, visit, look):
    account = make_account(owner=cast.ada, name="Zambia programme")
    page = visit(cast.user("ada"), "/", look)
    page.route("**/panels/**", lambda route: route.abort())  # as when nobody has gone down the page
    page.goto(page.url.rstrip("/") + account.get_absolute_url())
    page.evaluate("look => document.documentElement.dataset.theme = look", look)
    page.emulate_media(media="print")
    assert page.locator("h1").inner_text() == "Zambia programme"
    assert page.locator(":is(.btn, .composer, .ghost-line):visible").count() == 0
    later = page.locator(".panel-later")
    assert later.get_by_text("Not loaded yet").count() == later.count() > 0
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color.match(/\\d+/g).map(Number)")
    assert max(ink) < 80, "dark on white, whatever the screen shows"
