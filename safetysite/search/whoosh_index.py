"""The Whoosh index: build, open, query. The only module that imports whoosh.

An index is a folder named by the content's digest and the schema's version. It is built
beside and renamed, so that a build killed at any moment leaves the old one in use. Whoosh
keeps pickles in it, and opening a hostile one runs its code: an index is opened only if
every file is the one that its builder listed, and from the very bytes that were compared,
held in memory; so no later build, nor anybody else, can change or take away what is in use.

Whoosh steps through postings in Python, so the postings of a word are read and scored
once and kept (an index never changes); combining words is then set arithmetic.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, reduce
from heapq import nsmallest
from operator import and_, or_
from pathlib import Path
from typing import Any

from whoosh import index as whoosh
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.query import Phrase, Term

from safetysite.content.names import NameTable, words
from safetysite.search import FACETS, PAGE_SIZE, Counts, Filters, Hit, Hits, Snippet, clean
from safetysite.search.documents import Document

#: Raised when the schema or the analysis changes: an index of another version is never opened.
SCHEMA_VERSION = 5
#: More segments than this are merged into one at the next build.
MOST_SEGMENTS = 4
#: How often title and names stand in the text field: their weight (one field is faster than three).
TITLE_WEIGHT, NAME_WEIGHT = 4, 2
#: At most so many words of a question are searched.
MOST_WORDS = 24
#: Postings kept in memory, in all words together (about 100 bytes each).
KEPT_POSTINGS = 200_000
#: Indexes of earlier content that a build leaves in place, for processes that still use them.
KEPT_INDEXES = 2

#: What a kind of page is worth beside another with the same words: an answer comes before what it cites.
KIND_WEIGHT = {"answer": 2.0, "compound": 1.7, "condition": 1.5, "page": 1.0, "reference": 0.7}

_MANIFEST = "manifest.json"
_BUILDING = ".building-"
#: Whoosh's own lock file, which may stay behind; it holds nothing.
_LOCK = "WRITELOCK"
_PHRASE = re.compile(r'"([^"]*)"')


_SCHEMA = Schema(
    # The page's address; unique, so that an edit replaces it.
    path=ID(unique=True, stored=True),
    # Everything searchable, stemmed beforehand, title and names repeated for weight; positions for phrases.
    text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
    # The folded words as written, to tell a slip from a word that pages use (stems would hide it).
    words=KEYWORD,
    # "facet=value" words; each one's documents are counted without touching a stored field.
    facets=KEYWORD,
    # What a result shows; never searched.
    shown=STORED,
)


class SearchIndexError(Exception):
    """The index is missing, damaged or foreign; the message says what builds it."""


# ---------------------------------------------------------------- words


#: Whoosh's plain Porter stemmer leaves "runn" of "running"; its Snowball one does not.
_STEMMER = EnglishStemmer()


@lru_cache(maxsize=50_000)
def _stem(form: str) -> str:
    return str(_STEMMER.stem(form))


def stems(text: str) -> list[str]:
    """The words of a text as the index has them."""
    return [_stem(word.form) for word in words(text) if word.form]


def _weighted(document: Document) -> str:
    title, names = stems(document.title), [one for name in document.names for one in stems(name)]
    body = [one for sentence in document.sentences for one in stems(sentence)]
    return " ".join([*title * TITLE_WEIGHT, *names * NAME_WEIGHT, *body])


# ---------------------------------------------------------------- building


def folder_of(root: Path, digest: str) -> Path:
    """Where the index of a content digest lies."""
    return root / f"{digest}-v{SCHEMA_VERSION}"


def build(root: Path, digest: str, documents: Iterable[Document]) -> Path:
    """Build the index of a content digest and return its folder; nothing to do if it is there and whole.

    One builder at a time. What did not change since the last index is taken over from it by
    hard links; readers of any index are not disturbed.
    """
    target = folder_of(root, digest)
    with _only_builder(root):
        if not isinstance(_read_whole(target, digest), str):
            return target
        for left_behind in root.glob(f"{_BUILDING}*"):
            shutil.rmtree(left_behind)
        # A damaged index may share its files with the ones before it: then everything is written anew.
        previous = None if target.exists() else _newest(root)
        work = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=root))
        _write(work, previous, list(documents), digest)
        if target.exists():
            shutil.rmtree(target)
        work.rename(target)
        _sync(root)
        _forget_old(root, target)
    return target


@contextmanager
def _only_builder(root: Path) -> Iterator[None]:
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(work: Path, previous: Path | None, documents: list[Document], digest: str) -> None:
    fingerprints = {document.path: document.fingerprint for document in documents}
    known: Mapping[str, str] = {}
    taken: Mapping[str, Any] = {}
    if previous:
        manifest = _manifest(previous)
        known, taken = dict(line.split("\t") for line in manifest["documents"].splitlines()), manifest["files"]
        for file in taken:
            os.link(previous / file, work / file)
    index = whoosh.open_dir(work) if previous else whoosh.create_in(work, _SCHEMA)
    writer = index.writer(limitmb=256)
    for path in known.keys() - fingerprints.keys():
        writer.delete_by_term("path", path)
    for document in documents:
        if known.get(document.path) != fingerprints[document.path]:
            add = writer.update_document if document.path in known else writer.add_document
            add(**_fields(document))
    crowded = len(writer.segments) >= MOST_SEGMENTS
    writer.commit(optimize=crowded, merge=False)
    index.close()
    files = {
        file.name: taken.get(file.name) or _seal(file)
        for file in sorted(work.iterdir())
        if not file.name.endswith(_LOCK)
    }
    # One string of lines: as an object, ten thousand entries would take JSON half of an edit's time.
    listed = "\n".join(f"{path}\t{fingerprint}" for path, fingerprint in fingerprints.items())
    manifest = {"digest": digest, "schema": SCHEMA_VERSION, "files": files, "documents": listed}
    (work / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    _sync(work / _MANIFEST)
    _sync(work)


def _fields(document: Document) -> dict[str, Any]:
    return {
        "path": document.path,
        "text": _weighted(document),
        "words": " ".join(_forms(document)),
        "facets": " ".join(_facet_words(document)),
        "shown": (
            document.title,
            document.kind,
            document.facets.get("safety", ""),
            document.facets.get("directness", ""),
            document.sentences,
        ),
    }


def _seal(file: Path) -> tuple[str, int, int]:
    """What a file is known by once it is written: its hash, its size, its time of change (ns)."""
    _sync(file)
    status = file.stat()
    return hashlib.sha256(file.read_bytes()).hexdigest(), status.st_size, status.st_mtime_ns


def _forms(document: Document) -> set[str]:
    return {word.form for text in (document.title, *document.names, *document.sentences) for word in words(text)}


def _facet_words(document: Document) -> Iterator[str]:
    yield f"kind={document.kind}"
    yield from (f"{name}={value}" for name, value in document.facets.items() if value)


def _newest(root: Path) -> Path | None:
    """The index built last whose files are untouched, by size and time of change; or None."""
    found = sorted(root.glob(f"*-v{SCHEMA_VERSION}"), key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
    return next((folder for folder in found if _is_untouched(folder)), None)


def _is_untouched(folder: Path) -> bool:
    try:
        for name, (_, size, changed) in _manifest(folder)["files"].items():
            status = (folder / name).stat()
            if (status.st_size, status.st_mtime_ns) != (size, changed):
                return False
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def _forget_old(root: Path, kept: Path) -> None:
    others = [folder for folder in root.glob("*-v*") if folder != kept and folder.is_dir()]
    for folder in sorted(others, key=lambda folder: folder.stat().st_mtime_ns, reverse=True)[KEPT_INDEXES:]:
        shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _manifest(folder: Path) -> Any:
    return json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))


def _read_whole(folder: Path, digest: str | None = None) -> dict[str, bytes] | str:
    """The files of an index, each the one that its builder wrote; or why it must not be opened."""
    if not folder.is_dir():
        return "there is none"
    try:
        manifest = _manifest(folder)
        listed = manifest["files"]
        if manifest["schema"] != SCHEMA_VERSION or digest not in (None, manifest["digest"]):
            return "it is of other content or another version"
        if {file.name for file in folder.iterdir() if not file.name.endswith(_LOCK)} != {_MANIFEST, *listed}:
            return "it has files that its builder did not write"
        files = {name: (folder / name).read_bytes() for name in listed}
        for name, content in files.items():
            if hashlib.sha256(content).hexdigest() != listed[name][0]:
                return f"{name} is damaged"
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return "it is not whole"
    return files


# ---------------------------------------------------------------- searching


@dataclass(frozen=True)
class _Postings:
    """The documents of a word or phrase: number -> score, and the same numbers as bits."""

    scores: Mapping[int, float]
    bits: int

    @property
    def cost(self) -> int:
        """What it takes in memory, in postings of about 100 bytes."""
        return len(self.scores) + self.bits.bit_length() // 800 + 5


class WhooshSearch:
    """The search over one index; safe for threads, since each has a Whoosh searcher of its own."""

    def __init__(self, files: Mapping[str, bytes], synonyms: Iterable[tuple[str, ...]] = ()) -> None:
        storage = RamStorage()
        storage.files = dict(files)
        self._index = storage.open_index()
        self._local = threading.local()
        self._kept: OrderedDict[tuple[str, ...], _Postings] = OrderedDict()
        self._kept_size = 0
        self._lock = threading.Lock()
        self._synonyms = NameTable((name, group) for group in synonyms for name in group)
        self._shown = lru_cache(maxsize=256)(lambda number: self._searcher.stored_fields(number))
        self._facets = {name: self._facet_bits(name) for name in FACETS}
        self._all = reduce(or_, self._facets["kind"].values(), 0)
        self._weights = [1.0] * self._size
        for kind, bits in self._facets["kind"].items():
            for number in range(self._size):
                if bits >> number & 1:
                    self._weights[number] = KIND_WEIGHT[kind]

    def run(self, text: str, filters: Filters, page: int = 1) -> Hits:
        """See ``Search``; all words must stand in a document, or, where none has them all, any."""
        alternatives = list(self._alternatives(clean(text)))[:MOST_WORDS]
        scores, matched = self._match(alternatives)
        allowed = {name: self._allowed(name, filters.get(name, frozenset())) for name in FACETS}
        shown = reduce(and_, allowed.values(), matched)
        found = [(-score * self._weights[number], number) for number, score in scores.items() if shown >> number & 1]
        page = min(max(page, 1), max(1, -(-len(found) // PAGE_SIZE)))
        best = nsmallest(page * PAGE_SIZE, found)[(page - 1) * PAGE_SIZE :]
        wanted = {one for group in alternatives for alternative in group for one in alternative}
        return Hits(
            hits=tuple(self._hit(number, wanted) for _, number in best),
            total=len(found),
            page=page,
            counts=self._counts(matched, allowed),
        )

    def knows(self, word: str) -> bool:
        """See ``Search``."""
        # A word stays in the index's list when its last document is gone: only living documents count.
        found = (self._searcher.docs_for_query(Term("words", one.form)) for one in words(word))
        return all(next(iter(numbers), None) is not None for numbers in found)

    # ------------------------------------------------------------ matching

    def _alternatives(self, text: str) -> Iterator[tuple[tuple[str, ...], ...]]:
        """The words and phrases of a question, each with its synonyms, as tuples of stems."""
        for phrase in _PHRASE.findall(text):
            if found := tuple(stems(phrase)):
                yield (found,)
        rest = _PHRASE.sub(" ", text)
        last = 0
        for synonym in self._synonyms.find(rest):
            yield from (((one,),) for one in stems(rest[last : synonym.start]))
            yield tuple(dict.fromkeys(tuple(stems(name)) for name in synonym.meaning))
            last = synonym.end
        yield from (((one,),) for one in stems(rest[last:]))

    def _match(self, alternatives: list[tuple[tuple[str, ...], ...]]) -> tuple[Mapping[int, float], int]:
        """Documents with their scores, and the same as bits."""
        groups = [self._either(group) for group in dict.fromkeys(alternatives)]
        if not groups:
            return {}, 0
        everywhere = reduce(and_, (group.bits for group in groups))
        if everywhere:
            rarest = min(groups, key=lambda group: len(group.scores))
            numbers = [number for number in rarest.scores if everywhere >> number & 1]
            return {number: sum(group.scores[number] for group in groups) for number in numbers}, everywhere
        scores: dict[int, float] = {}
        for group in groups:
            for number, score in group.scores.items():
                scores[number] = scores.get(number, 0.0) + score
        return scores, reduce(or_, (group.bits for group in groups))

    def _either(self, group: tuple[tuple[str, ...], ...]) -> _Postings:
        """Documents with any of some synonyms, scored by the best of them."""
        found = [self._postings(one) for one in group]
        if len(found) == 1:
            return found[0]
        scores: dict[int, float] = {}
        for postings in found:
            for number, score in postings.scores.items():
                scores[number] = max(score, scores.get(number, 0.0))
        return _Postings(scores, reduce(or_, (postings.bits for postings in found), 0))

    def _postings(self, phrase: tuple[str, ...]) -> _Postings:
        """The documents of one word, or of several that stand together; kept once read."""
        with self._lock:
            if kept := self._kept.get(phrase):
                self._kept.move_to_end(phrase)
                return kept
        read = self._read(phrase)
        with self._lock:
            if phrase not in self._kept and read.scores:
                self._kept[phrase] = read
                self._kept_size += read.cost
            while self._kept_size > KEPT_POSTINGS:
                self._kept_size -= self._kept.popitem(last=False)[1].cost
        return read

    def _read(self, phrase: tuple[str, ...]) -> _Postings:
        query = Term("text", phrase[0]) if len(phrase) == 1 else Phrase("text", list(phrase))
        scores: dict[int, float] = {}
        for leaf, offset in self._searcher.leaf_searchers():
            matcher = query.matcher(leaf, leaf.context())
            while matcher.is_active():
                scores[matcher.id() + offset] = matcher.score()
                matcher.next()
        return _Postings(scores, _bits(scores, self._size))

    # ------------------------------------------------------------ facets

    def _facet_bits(self, name: str) -> Mapping[str, int]:
        """Value -> the documents that have it, as bits."""
        reader = self._searcher.reader()
        if not self._size:
            return {}
        values = [str(term.decode()) for term in reader.expand_prefix("facets", f"{name}=")]
        return {
            value.partition("=")[2]: _bits(self._searcher.docs_for_query(Term("facets", value)), self._size)
            for value in values
        }

    def _allowed(self, name: str, chosen: frozenset[str]) -> int:
        """The documents that a facet's chosen values let through; all where none is chosen."""
        if not chosen:
            return self._all
        return reduce(or_, (self._facets[name].get(value, 0) for value in chosen), 0)

    def _counts(self, matched: int, allowed: Mapping[str, int]) -> Counts:
        """How many documents each value would show; a facet's own choice does not narrow its values."""
        counts: dict[str, dict[str, int]] = {}
        for name, values in self._facets.items():
            others = reduce(and_, (bits for other, bits in allowed.items() if other != name), matched)
            counts[name] = {value: count for value, bits in values.items() if (count := (others & bits).bit_count())}
        return counts

    # ------------------------------------------------------------ showing

    def _hit(self, number: int, wanted: set[str]) -> Hit:
        stored = self._shown(number)
        title, kind, safety, directness, sentences = stored["shown"]
        return Hit(stored["path"], title, kind, safety, directness, _snippet(sentences, wanted))

    @property
    def _size(self) -> int:
        return int(self._searcher.doc_count_all())

    @property
    def _searcher(self) -> Any:
        """This thread's searcher: Whoosh's are not safe to share. Never refreshed, for an index never changes."""
        if not hasattr(self._local, "searcher"):
            self._local.searcher = self._index.searcher()
        return self._local.searcher


def open_search(root: Path, digest: str, synonyms: Iterable[tuple[str, ...]] = ()) -> WhooshSearch:
    """The search of a content digest.

    Raises SearchIndexError if its index is missing, damaged or foreign.
    """
    folder = folder_of(root, digest)
    files = _read_whole(folder, digest)
    if isinstance(files, str):
        raise SearchIndexError(f"{folder}: no index to open, {files}; build it with: safetysite index")
    return WhooshSearch(files, synonyms)


def _bits(numbers: Iterable[int], size: int) -> int:
    found = bytearray(size // 8 + 1)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


#: A snippet is cut to so many characters, whole words.
SNIPPET_LENGTH = 240


def _snippet(sentences: tuple[str, ...], wanted: set[str]) -> Snippet:
    """The sentence with most of the wanted words, those words marked; the first one where none has any."""
    if not sentences:
        return Snippet(())
    # A stem stands at the beginning of its words, save that y may have become i.
    roots = [one.removesuffix("i") for one in wanted]
    text = max(sentences, key=lambda sentence: sum(root in sentence.casefold() for root in roots))
    found = [word for word in words(text) if _stem(word.form) in wanted]
    start = max(0, found[0].start - SNIPPET_LENGTH // 2) if found and len(text) > SNIPPET_LENGTH else 0
    start = text.rfind(" ", 0, start) + 1
    end = len(text)
    if end > start + SNIPPET_LENGTH:
        space = text.rfind(" ", start, start + SNIPPET_LENGTH)
        end = space if space > start else start + SNIPPET_LENGTH
    parts: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for word in found:
        if start <= word.start and word.end <= end:
            parts += [(text[at : word.start], False), (text[word.start : word.end], True)]
            at = word.end
    parts += [(text[at:end], False), ("", False) if end == len(text) else (" …", False)]
    return Snippet(tuple(part for part in parts if part[0]))
