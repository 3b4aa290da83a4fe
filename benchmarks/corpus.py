"""Generated documents that look like ours, and questions that their words can answer."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from safetysite.content import vocabulary
from safetysite.content.catalogue import Catalogue
from safetysite.content.names import fold
from safetysite.search.documents import Document, documents

#: One generated document in so many words of a real answer is a word that no real page holds.
FOREIGN_EVERY = 12
#: Words invented for the generated documents; their frequencies fall like those of a language.
INVENTED_WORDS = 30_000
_WORD = re.compile(r"[A-Za-z]{3,}")


class Corpus:
    """The real documents and so many generated ones beside them, the same for the same seed."""

    def __init__(self, site: Catalogue, generated: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.real = list(documents(site))
        answers = [document for document in self.real if document.kind == "answer"]
        #: Sentences of a generated document: as many as the median real answer has.
        self.length = int(median(len(document.sentences) for document in answers))
        self._sentences = [one for document in answers for one in document.sentences]
        self._invented = [self._invent() for _ in range(INVENTED_WORDS)]
        self._weights = [1 / rank for rank in range(1, INVENTED_WORDS + 1)]
        self._compounds = [self._names(9) for _ in range(max(20, generated // 40))]
        self._conditions = [self._names(12) for _ in range(120)]
        self.documents = [*self.real, *(self._document(number) for number in range(generated))]

    def edited(self) -> list[Document]:
        """The same documents, one generated answer with a sentence more."""
        last = self.documents[-1]
        changed = Document(
            last.path,
            last.title,
            last.kind,
            last.names,
            (*last.sentences, "An edit was made."),
            last.facets,
            version=f"{last.version}, edited",
        )
        return [*self.documents[:-1], changed]

    def _document(self, number: int) -> Document:
        compound, condition = self.random.choice(self._compounds), self.random.choice(self._conditions)
        foreign = iter(self.random.choices(self._invented, self._weights, k=self.length * 6))
        return Document(
            path=f"/safety/generated/{number}/",
            version=f"generated {number}",  # as real answers carry the digests of their files
            title=f"Is {compound[0]} safe for people with {condition[0]}?",
            kind="answer",
            names=(*compound, *condition),
            sentences=tuple(
                self._mixed(sentence, foreign) for sentence in self.random.choices(self._sentences, k=self.length)
            ),
            facets={
                "safety": self.random.choice([one.value for one in vocabulary.Safety]),
                "directness": self.random.choice([one.value for one in vocabulary.Directness]),
                "certainty": self.random.choice([one.value for one in vocabulary.Certainty]),
                "class": self.random.choice(["medicine", "herb", "vitamin"]),
                "category": self.random.choice(["cancer", "pain", "respiratory", "metabolic", "neurological"]),
                "year": str(self.random.randint(2019, 2026)),
            },
        )

    def _mixed(self, sentence: str, foreign: Iterator[str]) -> str:
        """A real sentence with some of its words replaced, so that generated documents are no copies."""
        return _WORD.sub(
            lambda found: next(foreign, found[0]) if self.random.randrange(FOREIGN_EVERY) == 0 else found[0], sentence
        )

    def _names(self, most: int) -> tuple[str, ...]:
        return tuple(
            " ".join(self._invent().capitalize() for _ in range(self.random.choice((1, 1, 2)))) for _ in range(most)
        )

    def _invent(self) -> str:
        syllables = self.random.choices(["ba", "cor", "dil", "fen", "gra", "lo", "mex", "nu", "pri", "sta", "tor"], k=4)
        return "".join(syllables) + self.random.choice(["n", "l", "x", "de", "ra", "tum"])


@dataclass(frozen=True)
class Questions:
    """Kinds of question -> the addresses that ask them; no word is in two kinds where that can be."""

    kinds: dict[str, list[dict[str, str]]]


def names_of(site: Catalogue) -> list[str]:
    """Every name of the real compounds and conditions."""
    compounds = [name for compound in site.compounds.values() for name in compound.names]
    return compounds + [name for condition in site.conditions.values() for name in condition.names]


def questions(corpus: Corpus, site: Catalogue, count: int, matches_all: Callable[[str], bool]) -> Questions:
    """``count`` questions of each kind; ``matches_all`` says whether one document holds all of some words."""
    ask = _Asking(corpus, {fold(word) for word in site.question_words})
    long = [name for name in names_of(site) if len(name) >= 7 and name.isascii()]
    kinds: dict[str, list[dict[str, str]]] = {
        "one term": [{"q": ask.word()} for _ in range(count)],
        "one term, in over a tenth of the pages": [{"q": word} for word in ask.common[:count]],
        "OR": [{"q": ask.apart(matches_all)} for _ in range(count)],
        "AND": [{"q": ask.together()} for _ in range(count)],
        "phrase": [{"q": ask.phrase()} for _ in range(count)],
        "misspelt name": [{"q": slip(ask.pick.choice(long), ask.pick)} for _ in range(count)],
        "facets": [ask.narrowed() for _ in range(count)],
        "hostile": [{"q": text} for text in hostile(ask.pick)],
    }
    return Questions(kinds)


class _Asking:
    """Makes questions that generated documents answer."""

    def __init__(self, corpus: Corpus, fillers: set[str]) -> None:
        self.pick = corpus.random
        generated = corpus.documents[len(corpus.real) :]
        self._sample = generated if len(generated) < 2000 else self.pick.sample(generated, 2000)
        self._fillers = fillers
        holding = Counter(word for document in self._sample for word in set(self._words(" ".join(document.sentences))))
        #: Words in more than a tenth of the documents, in no order.
        self.common = [word for word in holding if holding[word] > len(self._sample) / 10]
        self.pick.shuffle(self.common)
        # The others by how many documents hold them, in powers of two.
        self._bands: dict[int, list[str]] = {}
        for word in sorted(set(holding) - set(self.common)):
            if holding[word] > 1:
                self._bands.setdefault(holding[word].bit_length(), []).append(word)
        for band in self._bands.values():
            self.pick.shuffle(band)

    def word(self) -> str:
        """A word not used before; rare, middling and frequent ones are equally likely."""
        return self._bands[self.pick.choice([bits for bits, band in self._bands.items() if band])].pop()

    def apart(self, matches_all: Callable[[str], bool]) -> str:
        """Three words that no document has all of, so that any of them counts."""
        while matches_all(text := " ".join(self.word() for _ in range(3))):
            pass
        return text

    def together(self) -> str:
        """Two or three words of one document."""
        words = list(dict.fromkeys(self._words(" ".join(self.pick.choice(self._sample).sentences))))
        return " ".join(self.pick.sample(words, self.pick.choice((2, 3))))

    def phrase(self) -> str:
        """Two or three words that stand together in a document, in quotation marks."""
        while True:
            words = self.pick.choice(self.pick.choice(self._sample).sentences).split()
            at, length = self.pick.randrange(len(words)), self.pick.choice((2, 2, 3))
            chosen = words[at : at + length]
            if len(chosen) == length and all(self._words(word) == [word.lower()] for word in chosen):
                return f'"{" ".join(chosen)}"'

    def narrowed(self) -> dict[str, str]:
        """A word, with the kind of page and one or two other facets chosen."""
        facets = self.pick.choice(self._sample).facets
        names = self.pick.sample(sorted(facets), self.pick.choice((1, 2)))
        return {"q": self.word(), "kind": "answer", **{name: facets[name] for name in names}}

    def _words(self, text: str) -> list[str]:
        return [word for word in map(str.lower, _WORD.findall(text)) if fold(word) not in self._fillers]


def slip(name: str, pick: random.Random) -> str:
    """A name with one letter left out, doubled, swapped or wrong."""
    at = pick.randrange(1, len(name) - 2)
    return pick.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + pick.choice("aeiourst") + name[at + 1 :],
        ]
    )


def hostile(pick: random.Random) -> list[str]:
    """What people paste, what attackers send: each must be plain words, quickly."""
    base = [
        "*",
        "?*?*?*",
        "a*",
        "(" * 200,
        ")(" * 100,
        '"',
        '"" ""',
        '"' * 99,
        "[a TO z]",
        "slug:*",
        "~2 ^5",
        "\\" * 50,
    ]
    base += ["\0", "cbd\0pregnant", "\ud7ff\ufdd0", "\u202e" * 60, "\u0301" * 180, "e" + "\u0301" * 150]
    base += [
        "😭" * 150,
        "👩‍👩‍👧‍👦 " * 30,
        "癌症 姜黄",
        "с раком можно куркуму",
        "سرطان الثدي",
        "มะเร็งเต้านม",
        "कैंसर",
        "ﷺ" * 180,
    ]
    base += ["<script>alert(1)</script>", "' OR 1=1 --", "{{7*7}} ${jndi:ldap://x/a} %00 %n", "../../../../etc/passwd"]
    base += [
        "a" * 10_000,
        "ketamine " * 1100,
        "a b c d e f g h " * 600,
        "( OR ) AND NOT " * 700,
        "%" * 10_000,
        "é" * 10_000,
    ]
    base += ["".join(pick.choices("abcdefghijklmnop ", k=200)) for _ in range(40)]
    base += ["".join(pick.choices('*?"()[]{}~^\\/:;.,-+|&!<>', k=200)) for _ in range(20)]
    base += ["".join(chr(pick.randrange(32, 0xD000)) for _ in range(200)) for _ in range(20)]
    base += [" ".join("".join(pick.choices("aeioubcdfghlmnprst", k=9)) for _ in range(20)) for _ in range(20)]
    return base
