"""Django's tags of translation, which look a text up once in each language rather than each time it is said.

A page says the same few texts in every row of a long list: looking them up took a tenth of its time.
"""

from __future__ import annotations

from django.template import Context, Library, Node, Variable
from django.template.base import FilterExpression, Parser, Token, TokenType, render_value_in_context
from django.templatetags import i18n
from django.utils.translation import get_language, gettext, trans_real

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    text = node.filter_expression
    is_same = isinstance(text.var, Variable) and text.var.lookups is None and not text.filters
    return Same(node) if is_same and not (node.asvar or node.message_context) else node


@register.tag("blocktrans")
@register.tag("blocktranslate")
def block_translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_block_translate(parser, token)
    if node.countervar or node.asvar or node.message_context:
        return node
    is_same = all(each.token_type == TokenType.TEXT for each in node.singular)
    return Same(node) if is_same else Sentence(*node.render_token_list(node.singular), node.extra_context)


def _catalogue() -> object:
    """Of the language that is spoken: another one as soon as translations are read from another place."""
    language = get_language()
    return language and trans_real.translation(language)


class Same(Node):
    """What reads the same wherever it stands, in one language."""

    child_nodelists = ()

    def __init__(self, node: Node) -> None:
        self._node = node
        self._said: dict[object, str] = {}

    def render(self, context: Context) -> str:
        catalogue = _catalogue()
        said = self._said.get(catalogue)
        if said is None:
            said = self._said[catalogue] = self._node.render(context)
        return said


class Sentence(Node):
    """A text around values, of which ``given`` are named in the tag and all others in the context."""

    child_nodelists = ()

    def __init__(self, text: str, names: list[str], given: dict[str, FilterExpression]) -> None:
        self._text = text
        self._said: dict[object, str] = {}
        self._given = {name: value for name, value in given.items() if name in names}
        self._found = tuple(name for name in names if name not in given)

    def render(self, context: Context) -> str:
        catalogue = _catalogue()
        said = self._said.get(catalogue)
        if said is None:
            said = self._said[catalogue] = gettext(self._text)
        values = {
            name: render_value_in_context(value.resolve(context), context)
            for name, value in self._given.items()
        }
        for name in self._found:
            values[name] = render_value_in_context(context.get(name, ""), context)
        return said % values
