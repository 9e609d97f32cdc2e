"""Numbers, money, days as the reader writes them: the active language decides the marks, the active zone the hours."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from mutua.foundation import days

NARROW = "\u202f"
MINUS = "\u2212"
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_NO_CENTS = {"JPY", "KRW", "VND", "CLP", "UGX", "RWF", "XOF", "XAF"}


def number(value: Any, decimals: int = 0) -> str:
    """1234.5 → 1,234.5; a true minus sign, so that it stands as wide as a figure; nothing for None."""
    if value is None or value == "":
        return ""
    rounded = round(value if isinstance(value, Decimal) else Decimal(str(value)), decimals)
    text = _figure(abs(rounded), decimals, get_language())
    return f"{MINUS}{text}" if rounded < 0 else text


@lru_cache(maxsize=4096)
def _figure(amount: Decimal, decimals: int, language: str | None) -> str:
    # The same few figures stand all over a page; Django puts each together from five settings of the language.
    return number_format(amount, decimals, use_l10n=True, force_grouping=True)


def share(value: Any, decimals: int = 1) -> str:
    """0.652 → 65.2 %. value: a fraction of one."""
    return "" if value is None or value == "" else f"{number(Decimal(str(value)) * 100, decimals)}{NARROW}%"


def money(value: Any, currency: str = "", *, short: bool = False, signed: bool = False, cents: bool | None = None) -> str:
    """$30,912,400, or $30.9m when short. value: a Money, or a number with `currency` (ISO 4217)."""
    if value is None or value == "":
        return ""
    amount = getattr(value, "amount", value)
    code = str(getattr(value, "currency", None) or currency or "USD")
    return _sum(amount if type(amount) is Decimal else Decimal(str(amount)), code, short, signed, cents, get_language())


@lru_cache(maxsize=4096)
def _sum(amount: Decimal, code: str, short: bool, signed: bool, cents: bool | None, language: str | None) -> str:
    figure = shortened(abs(amount)) if short else number(abs(amount), _places(abs(amount), code, cents))
    sign = MINUS if amount < 0 else "+" if signed and amount > 0 else ""
    symbol = _SYMBOLS.get(code)
    return f"{sign}{symbol}{figure}" if symbol else f"{sign}{figure}{NARROW}{code}"


def _places(amount: Decimal, code: str, cents: bool | None) -> int:
    if cents is not None:
        return 2 if cents else 0
    return 0 if code in _NO_CENTS or amount == amount.to_integral_value() or amount >= 10_000 else 2


def shortened(amount: Any) -> str:
    """68,512,000 → 68.5m, 25,000 → 25k; below a thousand as it is."""
    value = Decimal(str(amount))
    # 999,960 would round to 1000.0k: it is a million for the reader.
    size = next((size for size in (10**9, 10**6, 10**3) if abs(value) >= size * Decimal("0.99995")), 1)
    if size == 1:
        return number(value, 0)
    figure = value / size
    text = number(figure, 0 if abs(figure) >= 100 or figure == figure.to_integral_value() else 1)
    match size:
        case 1_000:
            return pgettext("thousands", "%sk") % text
        case 1_000_000:
            return pgettext("millions", "%sm") % text
    return pgettext("billions", "%sbn") % text


def day(value: date | datetime | None, *, year: bool | None = None, weekday: bool = False) -> str:
    """18 Aug; with the year when it is not this one."""
    if value is None:
        return ""
    when = _local_day(value)
    with_year = year if year is not None else when.year != days.today().year
    text = _written_day(when, with_year, get_language())
    return f"{date_format(when, 'D')} {text}" if weekday else text


@lru_cache(maxsize=4096)
def _written_day(when: date, with_year: bool, language: str | None) -> str:
    return date_format(when, pgettext("day, month, year", "j M Y") if with_year else pgettext("day and month", "j M"))


def long_day(value: date | datetime) -> str:
    """Tuesday 15 September."""
    return date_format(_local_day(value), pgettext("weekday, day and month", "l j F"))


def moment(value: datetime | None) -> str:
    """Fri 11:20 within the last week, else 18 Aug 9:02."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = _clock(local.time().replace(second=0, microsecond=0, tzinfo=None), get_language())
    age = (days.today() - local.date()).days
    if age == 0:
        return clock
    return f"{date_format(local, 'D')} {clock}" if 0 < age < 7 else f"{day(local)} {clock}"


@lru_cache(maxsize=1440)
def _clock(hour_and_minute: time, language: str | None) -> str:
    return time_format(hour_and_minute, pgettext("hour and minute", "G:i"))


def ago(value: date | datetime | None) -> str:
    """5 h, 2 d, today, tomorrow: short enough for a column."""
    if value is None:
        return ""
    now = days.now()
    if isinstance(value, datetime):
        passed = now - value
        if passed.days == 0:
            hours = passed.seconds // 3600
            return (
                pgettext("hours, short", "%d h") % hours if hours else pgettext("minutes, short", "%d min") % max(1, passed.seconds // 60)
            )
    local = _local_day(value)
    passed_days = (now.date() - local).days
    if passed_days == 0:
        return _("today")
    if passed_days == -1:
        return _("tomorrow")
    if passed_days < 0:
        return pgettext("in so many days, short", "in %d d") % -passed_days
    return pgettext("days, short", "%d d") % passed_days if passed_days < 100 else day(local)


def days_text(count: int) -> str:
    """12 days, one day."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": number(count)}


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(timezone.get_current_timezone())).date()
    return value
