from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mutua.config import conf


def test_a_url_becomes_a_database() -> None:
    found = conf.database("postgresql://ann:p%40ss@db.example.com:6432/crm?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "ann",
        "p@ss",
        "db.example.com",
        "6432",
        "crm",
    )
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_socket_folder_is_the_host() -> None:
    assert conf.database("postgresql://ann:x@/crm?host=/run/postgresql")["HOST"] == "/run/postgresql"


def test_a_relative_data_folder_is_meant_from_the_checkout() -> None:
    assert conf.data_folder({"MUTUA_DATA": "./elsewhere"}) == conf.CHECKOUT / "elsewhere"


def test_secrets_are_made_once_and_closed(tmp_path: Path) -> None:
    first = conf.read({"MUTUA_DATA": str(tmp_path)})
    second = conf.read({"MUTUA_DATA": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) > 50
    assert stat.S_IMODE((tmp_path / "secrets" / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [("MUTUA_TIME_ZONE", "Europe/Berln"), ("MUTUA_LANGUAGE", "xx"), ("MUTUA_CURRENCY", "EURO"), ("MUTUA_SITE_URL", "http://[x")],
)
def test_an_impossible_value_is_one_sentence_that_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(conf.Misconfigured, match=name):
        conf.read({name: value}, secrets=False)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    conf.read({"MUTUA_DATA": str(tmp_path / "new")}, secrets=False)
    assert not (tmp_path / "new").exists()


def test_https_is_the_only_way_to_secure_cookies() -> None:
    assert conf.read({"MUTUA_SITE_URL": "https://crm.example.com/"}, secrets=False).site_url == "https://crm.example.com"
    with pytest.raises(conf.Misconfigured, match="MUTUA_SITE_URL"):
        conf.read({"MUTUA_SITE_URL": "ftp://crm.example.com"}, secrets=False)


@pytest.mark.parametrize(
    "url", ["mail.example.com:25", "smtp://", "https://mail.example.com", "smtp://mail.example.com:many", "smtp://u:secret@"]
)
def test_what_is_no_mail_server_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(conf.Misconfigured, match="MUTUA_SMTP_URL") as refused:
        conf.read({"MUTUA_SMTP_URL": url}, secrets=False)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "issuer", ["http://id.example.com", "id.example.com", "https://[x", "https://id.example.com; script-src *", "https://id example.com"]
)
def test_an_issuer_whose_tokens_anybody_could_write_is_refused(issuer: str) -> None:
    with pytest.raises(conf.Misconfigured, match="write it like https://id"):
        conf.read({"MUTUA_OIDC_ISSUER": issuer, "MUTUA_OIDC_CLIENT": "mutua", "MUTUA_OIDC_SECRET": "s"}, secrets=False)


@pytest.mark.parametrize("site", ["http://crm.example.com", "http://127.0.0.1:8000"])
def test_passkeys_that_no_browser_would_offer_are_refused(site: str) -> None:
    with pytest.raises(conf.Misconfigured, match="https or localhost only"):
        conf.read({"MUTUA_PASSKEYS": "yes", "MUTUA_SITE_URL": site}, secrets=False)


@pytest.mark.parametrize("site", ["https://crm.example.com", "http://localhost:8000", ""])
def test_passkeys_are_on_where_browsers_offer_them(site: str) -> None:
    assert conf.read({"MUTUA_PASSKEYS": "yes", "MUTUA_SITE_URL": site}, secrets=False).passkeys


def test_an_issuer_on_this_machine_may_do_without_tls() -> None:
    found = conf.read(
        {"MUTUA_OIDC_ISSUER": "http://localhost:9000/", "MUTUA_OIDC_CLIENT": "mutua", "MUTUA_OIDC_SECRET": "s"}, secrets=False
    )
    assert found.oidc is not None
    assert found.oidc.issuer == "http://localhost:9000"


def test_half_a_sign_in_provider_is_refused_and_not_overlooked() -> None:
    with pytest.raises(conf.Misconfigured, match="without MUTUA_OIDC_ISSUER"):
        conf.read({"MUTUA_OIDC_CLIENT": "mutua", "MUTUA_OIDC_SECRET": "s"}, secrets=False)
