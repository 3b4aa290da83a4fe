"""Markdown -> sections of claims and plain items, or pages; the only maker of safe HTML.

Raw HTML is never passed through. Citations (``[@id; @id]``) are left as ``Citation``
parts in the prose, because their numbers belong to the page that shows them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from safetysite.content.model import Citation, Claim, PlainItem, Prose, SectionText, Text
from safetysite.content.names import slug_of
from safetysite.content.vocabulary import Section
from safetysite.problems import Problem, unknown

PLAIN_HEADING = "In plain words"

_CITATION = re.compile(r"\[(@[^\[\]]*)\]")
_CITED_ID = re.compile(r"@((?:search:)?[A-Za-z0-9][A-Za-z0-9._-]*)$")
_MARK = re.compile(r"\x02([^\x03]*)\x03")
_ID = re.compile(r"\s*\{#([^{}]*)\}\s*$")
_SAYS = re.compile(r"\s*\{says=([^{}]*)\}\s*$")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_HTML = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*=[^<>]*)?\s*/?>|<!--|&(?:[a-zA-Z]\w*|#x?[0-9a-fA-F]+);")
_BRACES = re.compile(r"\{[#=a-z][^{}]*\}?")
_SECTIONS = {section.label.casefold(): section for section in Section}


def _citation_rule(state: StateInline, silent: bool) -> bool:
    found = _CITATION.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("citation", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _parser(*extra: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["smartquotes", *extra])
    # A link definition ("[Warning]: …") would vanish from the page, and a warning with it.
    parser.disable(["image", "html_inline", "html_block", "autolink", "reference"])
    parser.inline.ruler.before("link", "citation", _citation_rule)
    # \x02 and \x03 cannot occur in content: reading a file refuses control characters.
    parser.add_render_rule("citation", lambda _self, tokens, at, _options, _env: f"\x02{tokens[at].content}\x03")
    return parser


_CLAIMS = _parser()
_PAGES = _parser("table")


def prose(html: str) -> Prose:
    """Rendered HTML, cut at its citations."""
    parts: list[Markup | Citation] = []
    for at, part in enumerate(_MARK.split(html)):
        if at % 2:
            parts.append(Citation(tuple(_cited(part))))
        elif part:
            parts.append(Markup(part))
    return tuple(parts)


def _cited(content: str) -> Iterator[str]:
    for piece in content.split(";"):
        found = _CITED_ID.match(piece.strip())
        yield found[1] if found else piece.strip()


def cited_ids(parts: Prose) -> tuple[str, ...]:
    """Every id cited in the prose, in order, once."""
    return tuple(dict.fromkeys(id for part in parts if isinstance(part, Citation) for id in part.ids))


def render_sentence(text: str) -> Prose:
    """One line of front matter text that may cite, such as a verdict's ``why``."""
    return prose(_CLAIMS.renderInline(text))


# ---------------------------------------------------------------- clinical text


@dataclass
class Body:
    """A body as it was read: the text, the questions, and what was wrong with it."""

    text: Text = field(default_factory=Text)
    questions: tuple[PlainItem, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def parse_body(markdown: str, path: str, first_line: int) -> Body:
    """The sections of a compound, condition or answer; ``first_line`` is the body's line in its file."""
    reader = _BodyReader(path, first_line)
    for block in _blocks(_CLAIMS.parse(markdown)):
        reader.read(block)
    return reader.finish()


@dataclass(frozen=True)
class _Block:
    """One heading, paragraph or list item, or something that has no place here (``kind`` other)."""

    kind: str
    line: int
    level: int = 0
    inline: Token | None = None

    @property
    def text(self) -> str:
        return self.inline.content if self.inline else ""


def _blocks(tokens: list[Token]) -> Iterator[_Block]:
    lists = 0
    for at, token in enumerate(tokens):
        line = token.map[0] if token.map else 0
        match token.type:
            case "heading_open":
                yield _Block("heading", line, int(token.tag[1]), tokens[at + 1])
            case "paragraph_open":
                yield _Block("item", line, inline=tokens[at + 1])
            case "bullet_list_open" | "ordered_list_open":
                lists += 1
                if lists > 1:
                    yield _Block("other", line, inline=Token("", "", 0, content="a list within a list"))
            case "bullet_list_close" | "ordered_list_close":
                lists -= 1
            case "fence" | "code_block":
                yield _Block("other", line, inline=Token("", "", 0, content="a code block"))
            case "blockquote_open":
                yield _Block("other", line, inline=Token("", "", 0, content="a quotation block"))
            case "hr":
                yield _Block("other", line, inline=Token("", "", 0, content="a rule (---)"))


class _BodyReader:
    """Reads block after block; knows the section it is in and which reading."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.body = Body()
        self.section: Section | None = None
        self.plain = False
        self.lines: dict[Section, int] = {}
        self.claims: dict[Section, list[Claim]] = {}
        self.items: dict[Section, list[PlainItem]] = {}
        self.questions: list[PlainItem] = []
        self.links: list[tuple[str, int]] = []
        self.ids: set[str] = set()

    def problem(self, block: _Block, message: str) -> None:
        self.body.problems.append(Problem(self.path, block.line + self.first_line, message))

    def read(self, block: _Block) -> None:
        if found := _HTML.search(block.text):
            self.problem(block, f"raw HTML {found[0]} is not used; write Markdown")
        if block.kind == "heading":
            self.heading(block)
        elif block.kind == "other":
            self.problem(block, f"{block.text} has no place here; write paragraphs or a plain list")
        elif self.section is None:
            if not self.body.problems:
                self.problem(block, "text before the first section; begin with a heading such as ## Short answer")
        elif self.section is Section.QUESTIONS or self.plain:
            self.plain_item(block, self.section)
        else:
            self.claim(block, self.section)

    def heading(self, block: _Block) -> None:
        title = block.text.strip()
        if block.level == 2:
            self.plain = False
            self.section = _SECTIONS.get(title.casefold())
            if self.section is None:
                self.problem(block, unknown("section", title, [section.label for section in Section]))
                self.section = self.nearest(title)
            elif self.section in self.lines:
                self.problem(block, f'duplicate section "{title}"')
            else:
                order = list(Section)
                if any(order.index(earlier) > order.index(self.section) for earlier in self.lines):
                    self.problem(block, f'headings out of order: "{title}" stands after a later section')
                self.lines[self.section] = block.line + self.first_line
        elif block.level == 3 and title.casefold() == PLAIN_HEADING.casefold():
            if self.plain or (self.section is None and not self.body.problems):
                self.problem(block, f'headings out of order: "### {PLAIN_HEADING}" belongs once under a section')
            self.plain = True
        else:
            self.section = self.nearest(title) if block.level == 1 else self.section
            self.problem(
                block,
                f'headings out of order: "{"#" * block.level} {title}"; '
                f'only "## <section>" and "### {PLAIN_HEADING}" are used',
            )

    def nearest(self, title: str) -> Section | None:
        """The section that a mistyped heading must mean, so that one slip is told once."""
        near = get_close_matches(title.casefold(), _SECTIONS, n=1, cutoff=0.6)
        section = _SECTIONS[near[0]] if near else None
        if section in self.lines:
            return None
        if section:
            self.lines[section] = self.first_line
        return section

    def content(self, block: _Block, mark: re.Pattern[str]) -> tuple[Prose, str, str | None]:
        """The block's prose, its bare text, and what its closing ``{…}`` says."""
        source = block.text
        found = mark.search(source)
        inline = source[: found.start()] if found else source
        tokens = _CLAIMS.parseInline(inline)[0].children or []
        for token in tokens:
            if token.type == "link_open":
                self.links.append((str(token.attrs["href"]), block.line + self.first_line))
        html = _CLAIMS.renderer.render(tokens, _CLAIMS.options, {})
        parts = prose(html)
        if left := _BRACES.search(inline):
            self.problem(block, f"{left[0]} has no place here; one mark in braces ends a claim or a plain item")
        for id in cited_ids(parts):
            if not _CITED_ID.match(f"@{id}"):
                self.problem(block, f'citation "{id}" is not of the form [@id; @id]')
        return parts, _bare(tokens), found[1] if found else None

    def claim(self, block: _Block, section: Section) -> None:
        parts, text, id = self.content(block, _ID)
        if _SAYS.search(block.text):
            self.problem(block, f'{{says=…}} belongs under "### {PLAIN_HEADING}"; a claim ends with {{#id}}')
        cited = cited_ids(parts)
        if not cited:
            self.problem(block, f"uncited claim; add a citation such as [@id]: “{text[:50]}…”")
        if id is None:
            id = f"{section.value}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        elif not _SLUG.match(id):
            self.problem(block, f'claim id "{id}" must be lower-case words joined by hyphens')
        if id in self.ids:
            self.problem(block, f'duplicate claim id "{id}"')
        self.ids.add(id)
        self.claims.setdefault(section, []).append(
            Claim(
                id=id,
                section=section,
                prose=parts,
                text=text,
                references=tuple(ref for ref in cited if not ref.startswith("search:")),
                searches=tuple(ref.removeprefix("search:") for ref in cited if ref.startswith("search:")),
                line=block.line + self.first_line,
            )
        )

    def plain_item(self, block: _Block, section: Section) -> None:
        parts, text, says = self.content(block, _SAYS)
        restated = tuple(id.strip() for id in says.split(",") if id.strip()) if says else ()
        item = PlainItem(parts, text, restated, block.line + self.first_line)
        if cited_ids(parts):
            self.problem(block, "plain text cites nothing; it shows what the claims cite that it says again")
        if section is Section.QUESTIONS:
            self.questions.append(item)
            return
        if _ID.search(block.text):
            self.problem(block, "plain text ends with {says=id}, not with {#id}")
        elif not restated:
            self.problem(block, "plain text must name the claims it says again: end it with {says=id}")
        self.items.setdefault(section, []).append(item)

    def finish(self) -> Body:
        self.body.text = Text(
            {
                section: SectionText(
                    section,
                    self.lines[section],
                    tuple(self.claims.get(section, ())),
                    tuple(self.items.get(section, ())),
                )
                for section in Section
                if section in self.lines and section is not Section.QUESTIONS
            },
            tuple(self.links),
        )
        self.body.questions = tuple(self.questions)
        return self.body


def _bare(tokens: list[Token]) -> str:
    text = "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content
        for token in tokens
        if token.type in ("text", "code_inline", "softbreak", "hardbreak")
    )
    return re.sub(r"\s+([.,;])", r"\1", " ".join(text.split()))


# ---------------------------------------------------------------- pages


@dataclass(frozen=True)
class RenderedPage:
    """A page's prose and its links with their lines."""

    prose: Prose
    links: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]


def parse_page(markdown: str, path: str, first_line: int) -> RenderedPage:
    """A page of ordinary Markdown, tables included; headings begin at ``##`` and go down one at a time."""
    tokens = _PAGES.parse(markdown)
    anchors: set[str] = set()
    links: list[tuple[str, int]] = []
    problems: list[Problem] = []
    depth = 1
    for at, token in enumerate(tokens):
        line = (token.map[0] if token.map else 0) + first_line
        if token.type == "heading_open":
            level, title = int(token.tag[1]), tokens[at + 1].content
            if level == 1 or level > depth + 1:
                problems.append(Problem(path, line, f'headings out of order: "{"#" * level} {title}"'))
            depth = max(level, 2)
            anchor = f"h-{slug_of(title)}"  # apart from the ids of the page around it
            if anchor in anchors or anchor == "h-":
                problems.append(Problem(path, line, f'heading "{title}" has no address of its own; reword it'))
            anchors.add(anchor)
            token.attrs["id"] = anchor
        elif token.type == "inline":
            if found := _HTML.search(token.content):
                problems.append(Problem(path, line, f"raw HTML {found[0]} is not used; write Markdown"))
            for child in token.children or []:
                if child.type == "link_open":
                    links.append((str(child.attrs["href"]), line))
        elif token.type == "table_open":
            # A wide table scrolls in its own box, which the keyboard must reach.
            token.attrs |= {"class": "plain-table", "tabindex": "0"}
    html = _PAGES.renderer.render(tokens, _PAGES.options, {})
    return RenderedPage(prose(html), tuple(links), tuple(problems))
