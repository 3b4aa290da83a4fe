"""The index on disk: built beside, re-used, refused when it is not ours; and what it finds."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetysite.search import PAGE_SIZE, whoosh_index
from safetysite.search.documents import Document
from safetysite.search.whoosh_index import MOST_SEGMENTS, SearchIndexError, WhooshSearch, folder_of, open_search
from tests.search.made import HOSTILE, SYNONYMS, build, document, paths

DOCUMENTS = [
    document(
        "alpha",
        "Alpha calms the stomach.",
        "It was tried in 20 runners, who slept.",
        names=("alpha root",),
        safety="caution",
        category="pain",
        year="2024",
    ),
    document("beta", "Beta slows running blood.", names=("betaflor",), safety="avoid", category="pain", year="2025"),
    document("gamma", "Gamma rays shrink an advanced cancer.", safety="caution", category="cancer", year="2025"),
    document("delta", "Cancer was advanced by delta.", kind="reference"),
]


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> WhooshSearch:
    """The four documents, searched."""
    return build(tmp_path_factory.mktemp("index"), "one", DOCUMENTS)


# ---------------------------------------------------------------- building


def segments(folder: Path) -> dict[str, int]:
    """The segment files of an index and their inodes."""
    return {file.name: file.stat().st_ino for file in folder.glob("*.seg")}


def test_an_index_is_built_beside_and_renamed(tmp_path: Path) -> None:
    """The folder appears whole or not at all, and nothing is left beside it."""
    folder = whoosh_index.build(tmp_path, "one", DOCUMENTS)
    assert folder == folder_of(tmp_path, "one")
    assert {entry.name for entry in tmp_path.iterdir()} == {folder.name, ".lock"}
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert set(listed) >= {file.name for file in folder.iterdir()} - {"manifest.json", "MAIN_WRITELOCK"}


def test_an_index_that_is_there_is_not_built_again(tmp_path: Path) -> None:
    """A server that starts builds nothing when the command has built."""
    folder = whoosh_index.build(tmp_path, "one", DOCUMENTS)
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    whoosh_index.build(tmp_path, "one", [])
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_an_edit_takes_over_what_did_not_change(tmp_path: Path) -> None:
    """Old segments are the same files; the edit is in the new index, the old one answers as before."""
    before = build(tmp_path, "one", DOCUMENTS)
    build(tmp_path, "two", [document("alpha", "Alpha was rewritten."), *DOCUMENTS[1:]])
    old, new = segments(folder_of(tmp_path, "one")), segments(folder_of(tmp_path, "two"))
    assert old.items() < new.items()
    after = open_search(tmp_path, "two", SYNONYMS)
    assert paths(after, "rewritten") == ["alpha"]
    assert paths(after, "stomach") == []
    assert paths(before, "stomach") == paths(open_search(tmp_path, "one"), "stomach") == ["alpha"]
    assert after.run("alpha", {}).counts["kind"] == {"answer": 1}


def test_a_deleted_document_disappears(tmp_path: Path) -> None:
    """From results, from counts, and from what is known to stand somewhere."""
    build(tmp_path, "one", DOCUMENTS)
    after = build(tmp_path, "two", DOCUMENTS[1:])
    found = after.run("title", {})
    assert found.total == sum(found.counts["kind"].values()) == 3
    assert paths(after, "alpha") == []


def test_a_word_that_only_a_deleted_document_held_is_unknown(tmp_path: Path) -> None:
    """Or the page would not say that it is in no catalogue."""
    build(tmp_path, "one", DOCUMENTS)
    assert not build(tmp_path, "two", DOCUMENTS[1:]).knows("stomach")


def test_many_edits_end_in_one_segment(tmp_path: Path) -> None:
    """Segments do not grow without end; the merged index finds the same."""
    counts = []
    for edit in range(2 * MOST_SEGMENTS + 1):
        documents = [document("alpha", f"Edit number {edit}."), *DOCUMENTS[1:]]
        whoosh_index.build(tmp_path, f"e{edit}", documents)
        counts.append(len(segments(folder_of(tmp_path, f"e{edit}"))))
    assert max(counts) <= MOST_SEGMENTS
    assert counts.count(1) >= 2, counts
    last = open_search(tmp_path, f"e{2 * MOST_SEGMENTS}")
    assert last.run("title", {}).total == 4
    assert paths(last, "edit number") == ["alpha"]


def test_indexes_of_long_ago_are_removed(tmp_path: Path) -> None:
    """The newest ones stay for processes that still read them."""
    for number in range(5):
        whoosh_index.build(tmp_path, f"n{number}", [*DOCUMENTS, document(f"new{number}")])
    assert not folder_of(tmp_path, "n0").exists()
    assert open_search(tmp_path, "n3").run("title", {}).total == 5


def test_an_index_in_use_outlives_any_number_of_builds(tmp_path: Path) -> None:
    """A worker that started long ago still answers, in threads old and new, until it is restarted."""
    search = build(tmp_path, "old", DOCUMENTS)
    assert paths(search, "stomach") == ["alpha"]
    for number in range(5):
        whoosh_index.build(tmp_path, f"n{number}", [*DOCUMENTS, document(f"new{number}")])
    assert paths(search, "runners") == ["alpha"]
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(paths, search, "blood").result() == ["beta"]


def test_leftovers_of_killed_builds_are_removed(tmp_path: Path) -> None:
    """A kill in the middle leaves a folder that nobody else would clean."""
    left_behind = tmp_path / ".building-x1"
    left_behind.mkdir()
    (left_behind / "MAIN_1.seg").write_bytes(b"half")
    whoosh_index.build(tmp_path, "one", DOCUMENTS)
    assert not left_behind.exists()


# ---------------------------------------------------------------- refusing


def _missing(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _without_a_file(folder: Path) -> None:
    next(folder.glob("*.seg")).unlink()


def _truncated(folder: Path) -> None:
    file = next(folder.glob("*.seg"))
    file.write_bytes(file.read_bytes()[:-1])


def _altered(folder: Path) -> None:
    file = next(folder.glob("*.toc"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _without_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _half_a_manifest(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_bytes(file.read_bytes()[:40])


def _odd_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[1, 2]", encoding="utf-8")


def _foreign(folder: Path) -> None:
    _change(folder, "digest", "another")


def _of_another_version(folder: Path) -> None:
    _change(folder, "schema", whoosh_index.SCHEMA_VERSION + 1)


def _change(folder: Path, key: str, value: object) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {key: value}), encoding="utf-8")


DAMAGES = [
    _missing,
    _without_a_file,
    _truncated,
    _altered,
    _without_manifest,
    _half_a_manifest,
    _odd_manifest,
    _foreign,
    _of_another_version,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_index_that_is_not_ours_and_whole_is_refused(damage: Callable[[Path], None], tmp_path: Path) -> None:
    """Opening one unpickles it: never a doubtful one; the message says what to do."""
    folder = whoosh_index.build(tmp_path, "one", DOCUMENTS)
    damage(folder)
    with pytest.raises(SearchIndexError, match="build it with: safetysite index"):
        open_search(tmp_path, "one")


@pytest.mark.parametrize("damage", DAMAGES)
def test_building_mends_a_damaged_index(damage: Callable[[Path], None], tmp_path: Path) -> None:
    """The message's advice works, whatever is wrong."""
    folder = whoosh_index.build(tmp_path, "one", DOCUMENTS)
    damage(folder)
    assert paths(build(tmp_path, "one", DOCUMENTS), "stomach") == ["alpha"]


def test_a_file_that_the_builder_did_not_list_is_refused(tmp_path: Path) -> None:
    """Whoosh opens the newest table of contents that it sees, so an added one would be unpickled."""
    folder = whoosh_index.build(tmp_path, "one", DOCUMENTS)
    toc = next(folder.glob("*.toc"))
    (folder / "_MAIN_99.toc").write_bytes(toc.read_bytes())
    with pytest.raises(SearchIndexError, match="build it with: safetysite index"):
        open_search(tmp_path, "one")


def test_a_damaged_index_is_not_built_upon(tmp_path: Path) -> None:
    """An edit starts from nothing when the previous index is not whole."""
    _truncated(whoosh_index.build(tmp_path, "one", DOCUMENTS))
    after = build(tmp_path, "two", [*DOCUMENTS, document("new", "Quite new.")])
    assert paths(after, "new") == ["new"]
    assert after.run("title", {}).total == 5


# ---------------------------------------------------------------- many at once


def test_readers_are_not_disturbed_by_builds(tmp_path: Path) -> None:
    """The old index answers the same during and after builds, from every thread."""
    search = build(tmp_path, "one", DOCUMENTS)
    expected = paths(search, "title")
    stop = threading.Event()

    def read() -> int:
        rounds = 0
        while not stop.is_set():
            fresh = open_search(tmp_path, "one") if rounds % 10 == 0 else search
            assert paths(fresh, "title") == expected
            assert paths(search, f"stomach {rounds}") == ["alpha"]
            rounds += 1
            time.sleep(0.001)
        return rounds

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        for number in range(2):
            whoosh_index.build(tmp_path, f"b{number}", [*DOCUMENTS, document(f"b{number}")])
        stop.set()
        assert all(reader.result() for reader in readers)


def test_two_builders_at_once_build_once(tmp_path: Path) -> None:
    """The second waits for the first and finds its work done."""
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(lambda _: whoosh_index.build(tmp_path, "one", DOCUMENTS), range(4)))
    assert set(built) == {folder_of(tmp_path, "one")}
    assert open_search(tmp_path, "one").run("title", {}).total == 4


def test_eight_threads_find_what_one_finds(tmp_path: Path) -> None:
    """Whoosh's searchers are not safe to share; ours must not show it."""
    vocabulary = [f"{a}{b}" for a in ("mor", "tal", "wen", "dir") for b in ("go", "pu", "fa", "ki", "lo")]
    many = [
        document(f"d{number}", " ".join(vocabulary[(number * step) % 20] for step in range(1, 9)), year=str(number % 4))
        for number in range(60)
    ]
    whoosh_index.build(tmp_path, "many", many)
    queries = [f"{vocabulary[n % 20]} {vocabulary[(n * 7) % 20]}" for n in range(150)]
    queries += [f'"{vocabulary[n % 20]} {vocabulary[(n * 2) % 20]}"' for n in range(50)]
    alone = open_search(tmp_path, "many")
    shared = open_search(tmp_path, "many")
    expected = [alone.run(query, {}) for query in queries]
    with ThreadPoolExecutor(8) as pool:
        for order in (1, -1):
            found = list(pool.map(lambda query: shared.run(query, {}), queries[::order]))
            assert found == expected[::order]
    assert any(hits.total for hits in expected[150:])


# ---------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("stomach", ["alpha"]),
        ("STOMACHS", ["alpha"]),
        ("run", ["beta"]),
        ("sleeps runner", ["alpha"]),
        ("betaflor", ["beta"]),
        ("tummy", ["alpha"]),
        ("belly runners", ["alpha"]),
        ('"advanced cancer"', ["gamma"]),
        ('"cancer advanced"', []),
        ('"slows running blood"', ["beta"]),
        ('"running slows"', []),
        ("nowhere", []),
        ("", []),
        ("   ", []),
    ],
)
def test_words_phrases_and_synonyms(text: str, found: list[str], search: WhooshSearch) -> None:
    """Inflections, other words for the same, and word order only where it is asked for."""
    assert paths(search, text) == found


def test_all_words_or_else_any(search: WhooshSearch) -> None:
    """Pages with every word; where there is none, pages with some."""
    assert paths(search, "stomach calms") == ["alpha"]
    assert set(paths(search, "stomach blood")) == {"alpha", "beta"}
    assert set(paths(search, "stomach nowhere")) == {"alpha"}


def test_the_title_and_the_names_weigh_most(tmp_path: Path) -> None:
    """A page about a thing comes before one that mentions it."""
    mentions = [document(f"m{n}", "Zeta is mentioned here, and here zeta again.") for n in range(3)]
    named = document("named", "A short text.", names=("zeta",))
    titled = document("zeta", "Another text.")
    search = build(tmp_path, "one", [*mentions, named, titled])
    assert paths(search, "zeta")[:2] == ["zeta", "named"]


def test_facets_combine_and_count_what_they_would_show(search: WhooshSearch) -> None:
    """Values of one facet are alternatives; a facet's own choice does not narrow its own counts."""
    everything = search.run("title", {})
    assert everything.counts["kind"] == {"answer": 3, "reference": 1}
    assert everything.counts["safety"] == {"caution": 2, "avoid": 1}
    assert set(paths(search, "title", safety="caution,avoid")) == {"alpha", "beta", "gamma"}
    assert paths(search, "title", safety="caution", category="cancer") == ["gamma"]
    assert paths(search, "title", safety="avoid", category="cancer") == []
    assert paths(search, "title", safety="no such value") == []
    narrowed = search.run("title", {"category": frozenset({"pain"})})
    assert narrowed.total == 2
    assert narrowed.counts["category"] == {"pain": 2, "cancer": 1}
    assert narrowed.counts["safety"] == {"caution": 1, "avoid": 1}
    assert narrowed.counts["year"] == {"2024": 1, "2025": 1}
    for value, count in narrowed.counts["safety"].items():
        chosen = {"category": frozenset({"pain"}), "safety": frozenset({value})}
        assert search.run("title", chosen).total == count


def test_pages_hold_each_result_once(tmp_path: Path) -> None:
    """Ten a page, none twice, none lost; a page beyond the last is the last, before the first the first."""
    search = build(tmp_path, "one", [document(f"d{n}", f"Common words, {'more ' * n}.") for n in range(25)])
    pages = [paths(search, "common", page) for page in (1, 2, 3)]
    assert [len(one) for one in pages] == [PAGE_SIZE, PAGE_SIZE, 5]
    assert len(set([*pages[0], *pages[1], *pages[2]])) == search.run("common", {}).total == 25
    assert search.run("common", {}, 99).page == search.run("common", {}).pages == 3
    assert paths(search, "common", 10**12) == pages[2]
    assert paths(search, "common", -5) == paths(search, "common", 0) == pages[0]


def test_a_snippet_is_the_sentence_with_its_words_marked(search: WhooshSearch) -> None:
    """Any inflection is marked, and nothing of the text is changed."""
    (hit,) = search.run("runner sleep", {}).hits or search.run("runner", {}).hits
    assert hit.snippet.text == "It was tried in 20 runners, who slept."
    assert ("runners", True) in hit.snippet.parts


def test_a_long_sentence_is_cut_at_words_around_the_match(tmp_path: Path) -> None:
    """A snippet stays short and holds what was searched for."""
    sentence = " ".join(f"word{n}" for n in range(200)) + " needle " + " ".join(f"more{n}" for n in range(200))
    (hit,) = build(tmp_path, "one", [document("long", sentence)]).run("needle", {}).hits
    assert ("needle", True) in hit.snippet.parts
    assert len(hit.snippet.text) <= 260
    assert hit.snippet.text.strip("… ") in sentence
    assert set(hit.snippet.text.strip("… ").split()) <= set(sentence.split())


def test_markup_in_a_document_stays_text(tmp_path: Path) -> None:
    """A snippet is text, never cut in the middle of an entity or made into HTML."""
    (hit,) = build(tmp_path, "one", [document("odd", "Is <b>5 & 6</b> a dose?")]).run("dose", {}).hits
    assert hit.snippet.text == "Is <b>5 & 6</b> a dose?"


def test_a_document_without_sentences_is_found(tmp_path: Path) -> None:
    """By its title, with an empty snippet."""
    bare = Document(path="/bare/", title="Bare", kind="page", names=(), sentences=())
    (hit,) = build(tmp_path, "one", [bare]).run("bare", {}).hits
    assert hit.snippet.text == ""


def test_an_empty_catalogue_answers(tmp_path: Path) -> None:
    """Nothing to find is no error."""
    search = build(tmp_path, "none", [])
    assert search.run("anything", {}).total == 0
    assert not search.knows("anything")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_plain_words(text: str, search: WhooshSearch) -> None:
    """No operator, no error, no long time."""
    start = time.perf_counter()
    hits = search.run(text, {}, 1)
    search.knows(text)
    assert hits.total <= len(DOCUMENTS)
    assert time.perf_counter() - start < 0.5


def test_an_asterisk_does_not_match_everything(search: WhooshSearch) -> None:
    """Wildcards are no language here."""
    for text in ("*", "al*", "?????", "kind=answer", "path:/alpha/"):
        assert search.run(text, {}).total == len(
            paths(search, text.replace("*", "").replace("=", " ").replace(":", " "))
        )


def _texts() -> Iterator[st.SearchStrategy[str]]:
    yield st.text(max_size=300)
    yield st.text(alphabet="\"*?()[]:^~ abst’'\0\u0301", max_size=60)
    yield st.lists(st.sampled_from(["stomach", "tummy", "advanced", "cancer", '"', "run", "*"]), max_size=40).map(
        " ".join
    )


@given(st.one_of(*_texts()), st.sampled_from(["", "caution", "\0", "avoid"]), st.integers())
@settings(max_examples=200, deadline=None)
def test_any_text_is_answered(search: WhooshSearch, text: str, safety: str, page: int) -> None:
    """Whatever is typed, chosen or counted: a result that is consistent in itself."""
    filters = {"safety": frozenset({safety})} if safety else {}
    hits = search.run(text, filters, page)
    assert len(hits.hits) <= min(PAGE_SIZE, hits.total)
    assert 1 <= hits.page <= hits.pages
    if not filters:
        assert sum(hits.counts["kind"].values()) == hits.total
    assert search.knows(text) in (True, False)
