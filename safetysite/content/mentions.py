"""Where the plain reading uses a word of the glossary: the first time in each section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from markupsafe import Markup

from safetysite.content.model import Citation, Mention, PlainItem, Prose, SectionText, Term, Text
from safetysite.content.names import NameTable

#: A tag, or the whole of a link: what stands in a link is not linked again.
_TAG = re.compile(r"(<a\b.*?</a>|<[^>]*>|&[^;]*;)", re.DOTALL)


class Glossed:
    """Marks the terms of one glossary in texts."""

    def __init__(self, glossary: Iterable[Term]) -> None:
        self._terms = NameTable((name, term.slug) for term in glossary for name in (term.term, *term.aliases))

    def text(self, text: Text) -> Text:
        """The text with the terms of its plain reading marked; the clinical one is as written."""
        return replace(text, sections={section: self._section(part) for section, part in text.sections.items()})

    def _section(self, part: SectionText) -> SectionText:
        return replace(part, plain=self.items(part.plain))

    def items(self, items: Iterable[PlainItem]) -> tuple[PlainItem, ...]:
        """The items of one section, each term marked where it comes first."""
        met: set[str] = set()
        return tuple(replace(item, prose=tuple(self._prose(item.prose, met))) for item in items)

    def _prose(self, prose: Prose, met: set[str]) -> Iterator[Markup | Citation | Mention]:
        for part in prose:
            if not isinstance(part, Markup):
                yield part
                continue
            last = 0
            for tag in _TAG.finditer(part):
                yield from self._between(part[last : tag.start()], met)
                yield part[tag.start() : tag.end()]
                last = tag.end()
            yield from self._between(part[last:], met)

    def _between(self, text: Markup, met: set[str]) -> Iterator[Markup | Mention]:
        """Text between tags, cut at the terms not met before."""
        last = 0
        for found in self._terms.find(text):
            if found.meaning not in met:
                met.add(found.meaning)
                yield text[last : found.start]
                yield Mention(text[found.start : found.end], found.meaning)
                last = found.end
        yield text[last:]
