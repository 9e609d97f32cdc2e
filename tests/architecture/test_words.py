"""Every word that somebody reads can be translated: in templates it stands in a translation tag, in refusals and toasts in `_`."""

from __future__ import annotations

import ast
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
# What is said to a person out of code, and which argument is the sentence.
SAID = {
    "Refused": 0,
    "FilterError": 0,
    "BadAddress": 0,
    "BadText": 0,
    "BadValue": 0,
    "ValidationError": 0,
    "HttpError": 1,
    "toast": 1,
    "toasted": 1,
}


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


def untranslated(source: str) -> list[str]:
    """The sentences that code says in English to everybody: a text as it stands, also one that is put together."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [(getattr(call.func, "id", getattr(call.func, "attr", "")), call.args) for call in calls]
    sentences = [args[SAID[name]] for name, args in named if name in SAID and len(args) > SAID[name]]
    return [ast.unparse(one) for one in sentences if _bare(one)]


def _bare(sentence: ast.expr) -> bool:
    if isinstance(sentence, ast.BinOp):  # a text with its values after a percent sign
        return _bare(sentence.left)
    return isinstance(sentence, ast.JoinedStr) or (isinstance(sentence, ast.Constant) and bool(WORD.search(str(sentence.value))))


def test_every_refusal_and_every_toast_can_be_translated() -> None:
    files = [file for file in sorted(CODE.rglob("*.py")) if not {"tests", "migrations"} & set(file.parts)]
    found = {str(file.relative_to(CODE)): said for file in files if (said := untranslated(file.read_text()))}
    assert found == {}


def test_the_detector_sees_bare_sentences() -> None:
    assert untranslated('raise Refused("Say why.", field="reason")') == ["'Say why.'"]
    assert untranslated('toast(request, "%s was saved." % name)') == ["'%s was saved.' % name"]
    assert untranslated('raise Refused(f"{name} is no stage.")') == ["f'{name} is no stage.'"]
    assert untranslated('raise Refused(_("Say %(what)s.") % {"what": what}) from Refused(str(error))') == []
