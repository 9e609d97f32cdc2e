"""Who was erased does not come back by an import: known by keyed digests, from which nobody can be read."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.crypto import salted_hmac


def digest(word: str) -> str:
    """64 letters; without this installation's secret they tell nothing."""
    return salted_hmac("mutua.privacy.suppressed", word.strip().casefold(), algorithm="sha256").hexdigest()


def suppressed_among(words: Iterable[str]) -> set[str]:
    """Those of the words by which an erased person was known. At most two queries."""
    from mutua.foundation.privacy.models import Suppressed

    if not Suppressed.objects.exists():
        return set()
    digests: dict[str, list[str]] = {}
    for word in {word for word in words if word}:
        digests.setdefault(digest(word), []).append(word)
    if not digests:
        return set()
    known = Suppressed.objects.filter(digest__among=list(digests)).values_list("digest", flat=True)
    return {word for one in known for word in digests[one]}
