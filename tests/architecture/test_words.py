"""Every word that a template shows can be translated: text and the spoken attributes stand in a translation tag."""

from __future__ import annotations

import re

from tests.architecture.storeys import CODE

# Inside these nothing is said: what is marked already, remarks, and the class names of a page's body.
MARKED = re.compile(
    r"\{%\s*block body_class\s*%\}.*?\{%\s*endblock\s*%\}|\{%\s*blocktranslate.*?\{%\s*endblocktranslate\s*%\}|\{%\s*comment.*?\{%\s*endcomment\s*%\}|\{#.*?#\}",
    re.DOTALL,
)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
NOT_TEXT = re.compile(r"<(script|style|code|kbd)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:title|alt|aria-label|placeholder|data-confirm)=(?:"([^"]*)"|'([^']*)')""")
ELEMENT = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W\d_]{3,}")
# Names are the same in every language: the house, and the person in the gallery of components.
NAMES = {"Mutua", "Ada", "Lindqvist"}


def unmarked(template: str) -> list[str]:
    """The words that would be shown in English to everybody."""
    text = NOT_TEXT.sub(" ", TAGS.sub("·", MARKED.sub("·", template)))
    spoken = [word for pair in SPOKEN.findall(text) for word in WORD.findall(" ".join(pair))]
    shown = WORD.findall(re.sub(r"&\w+;", " ", ELEMENT.sub(" ", text)))
    return [word for word in (*spoken, *shown) if word not in NAMES]


def test_every_word_of_a_template_can_be_translated() -> None:
    found = {
        str(file.relative_to(CODE)): words for file in sorted(CODE.rglob("templates/**/*.html")) if (words := unmarked(file.read_text()))
    }
    assert found == {}


def test_the_detector_sees_bare_words() -> None:
    assert unmarked("<p>Nothing here</p>") == ["Nothing", "here"]
    assert unmarked('<a title="Back">{% translate "Back" %}</a>') == ["Back"]
    assert unmarked('<p class="lead">{% blocktranslate %}All is well{% endblocktranslate %} {{ name }} &nbsp;</p>') == []
