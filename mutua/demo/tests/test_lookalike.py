"""The look-alike has the counts and the faults of the practice data set, and is the same everywhere."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from pathlib import Path

import pytest

from mutua.demo import files, lookalike

PUBLISHED = files.published_folder() / "crm_sales_opportunities"


def rows(name: str, made: dict[str, str] | None = None) -> list[dict[str, str]]:
    text = (made or lookalike.files())[name]
    return list(csv.DictReader(io.StringIO(text)))


def published(name: str) -> list[dict[str, str]]:
    path: Path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"The practice data set is not at {PUBLISHED}; set MUTUA_SHARED_DATA.")
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize("name", ["accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv"])
def test_it_has_the_columns_and_the_number_of_rows_of_the_published_files(name: str) -> None:
    made, real = rows(name), published(name)
    assert (list(made[0]), len(made)) == (list(real[0]), len(real))


def test_deals_have_the_same_stages_products_and_gaps() -> None:
    made, real = rows("sales_pipeline.csv"), published("sales_pipeline.csv")

    def shape(deals: list[dict[str, str]]) -> tuple[object, ...]:
        stages = Counter((deal["deal_stage"], not deal["account"]) for deal in deals)
        gaps = [sum(not deal[column] for deal in deals) for column in ("engage_date", "close_date", "close_value")]
        return stages, Counter(deal["product"] for deal in deals), gaps, max(deal["close_date"] for deal in deals)

    assert shape(made) == shape(real)


def test_it_has_the_faults_an_importer_must_survive() -> None:
    accounts, deals = rows("accounts.csv"), rows("sales_pipeline.csv")
    names = [account["account"] for account in accounts]
    assert len(accounts) == len(set(names)) == 85
    assert {"technolgy"} <= {account["sector"] for account in accounts}
    assert any(account["office_location"] == "Philipines" for account in accounts)
    before = [a for place, a in enumerate(accounts) if a["subsidiary_of"] and names.index(a["subsidiary_of"]) > place]
    assert len(before) >= 10, "subsidiaries come before their parents"
    assert "GTXPro" in {deal["product"] for deal in deals}
    assert "GTXPro" not in {product["product"] for product in rows("products.csv")}
    assert sum(not deal["account"] for deal in deals) == 1_425
    assert len({deal["opportunity_id"] for deal in deals}) == len(deals) == 8_800


def test_it_holds_no_row_of_the_published_files() -> None:
    known = {deal["opportunity_id"] for deal in published("sales_pipeline.csv")}
    assert known.isdisjoint(deal["opportunity_id"] for deal in rows("sales_pipeline.csv"))
    assert {a["account"] for a in published("accounts.csv")}.isdisjoint(a["account"] for a in rows("accounts.csv"))


def test_it_is_the_same_everywhere() -> None:
    digest = hashlib.sha256("".join(lookalike.files().values()).encode()).hexdigest()
    assert digest == "cec9a9cd28cee3214f8e65a16197fedb5f6826542b8d310d94a39e6e05219ae6"
