"""Each rule of the check has a slip that breaks it, and says so by file and line.

The tiny site passes; every case changes one thing in it and expects one message.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from safetysite.content import draft, rules
from tests.conftest import GOOD, TODAY, Edit

COMPOUND = "compounds/examplin.md"
ANSWER = "answers/examplin/sampleitis.md"
NEGATIVE = "answers/examplon/mockosis.md"
CONDITION = "conditions/sampleitis.md"
REFERENCE = "references/doe2021examplin.yaml"
MEDICINES = "medicines.yaml"

#: What breaks -> the edits that break it and the message that must be among those printed.
SLIPS: dict[str, tuple[list[Edit], str]] = {
    "unknown key": (
        [(COMPOUND, "aliases:", "alias:")],
        f'content/{COMPOUND}:6: unknown key "alias"; did you mean "aliases"?',
    ),
    "a field's own spelling is no key": (
        [(COMPOUND, "class:", "class_:")],
        f'content/{COMPOUND}:4: unknown key "class_"; did you mean "class"?',
    ),
    "missing required key": (
        [(COMPOUND, "kind: medicine\n", "")],
        f'content/{COMPOUND}:2: missing key "kind"',
    ),
    "unknown compound": (
        [(ANSWER, "compound: examplin", "compound: exampln")],
        f'content/{ANSWER}:2: compound must be "examplin", as the file’s place says',
    ),
    "answer without its compound": (
        [
            (
                "answers/exampln/mockosis.md",
                "",
                (GOOD / NEGATIVE).read_text().replace("compound: examplon", "compound: exampln"),
            )
        ],
        'content/answers/exampln/mockosis.md:2: unknown compound "exampln"; did you mean "examplon"?',
    ),
    "answer without its condition": (
        [
            (
                "answers/examplon/mokosis.md",
                "",
                (GOOD / NEGATIVE).read_text().replace("condition: mockosis", "condition: mokosis"),
            )
        ],
        'content/answers/examplon/mokosis.md:3: unknown condition "mokosis"; did you mean "mockosis"?',
    ),
    "unknown broader condition": (
        [(CONDITION, "broader: illness", "broader: ilness")],
        f'content/{CONDITION}:7: unknown other condition "ilness"; did you mean "illness"?',
    ),
    "a broader condition has none itself": (
        [("conditions/illness.md", "category: metabolic", "category: metabolic\nbroader: mockosis")],
        f'content/{CONDITION}:7: "illness" has a broader condition itself; name that one',
    ),
    "unknown condition in a contraindication": (
        [(COMPOUND, "applies_if: [pregnant]", "conditions: [mokosis]")],
        f'content/{COMPOUND}:26: unknown condition "mokosis"; did you mean "mockosis"?',
    ),
    "unknown reference": (
        [(ANSWER, "nobody was seriously harmed. [@doe2021examplin]", "nobody was seriously harmed. [@doe2021exampln]")],
        f'content/{ANSWER}:58: unknown reference "doe2021exampln"; did you mean "doe2021examplin"?',
    ),
    "unknown reference in the table of studies": (
        [(ANSWER, "reference: doe2021examplin\n    people", "reference: doe2020\n    people")],
        f'content/{ANSWER}:37: unknown reference "doe2020"; one of: doe2021examplin, label2020examplin, roe2022examplon',
    ),
    "unknown search record": (
        [(COMPOUND, "[@search:surgery]", "[@search:surgary]")],
        f'content/{COMPOUND}:108: unknown search record "surgary"; did you mean "surgery"?',
    ),
    "search record without queries": (
        [(COMPOUND, "queries: [examplin surgery]", "queries: []")],
        f'content/{COMPOUND}:47: search record "surgery" has no queries',
    ),
    "unknown section": (
        [(COMPOUND, "## Monitoring", "## Monitorng")],
        f'content/{COMPOUND}:114: unknown section "Monitorng"; did you mean "Monitoring"?',
    ),
    "unknown medicine": (
        [(COMPOUND, "medicine: warfarin", "medicine: warfarn")],
        f'content/{COMPOUND}:28: unknown medicine "warfarn"; did you mean "warfarin"?',
    ),
    "unknown class": (
        [(MEDICINES, "broader: blood thinner", "broader: blod thinner")],
        f'content/{MEDICINES}:3: unknown class "blod thinner"; did you mean "blood thinner"?',
    ),
    "unknown treatment of a row": (
        [(ANSWER, "treatments: [warfarin]", "treatments: [warfrin]")],
        f'content/{ANSWER}:27: unknown medicine or class "warfrin"; did you mean "warfarin"?',
    ),
    "unknown product": (
        [(COMPOUND, "product: drip, claim: boxed-drip", "product: dripp, claim: boxed-drip")],
        f'content/{COMPOUND}:24: unknown product "dripp"; did you mean "drip"?',
    ),
    "partner that is two things": (
        [(COMPOUND, "with: {medicine: warfarin}", "with: {medicine: warfarin, class: blood thinner}")],
        f"content/{COMPOUND}:28: with: name a medicine, or a class, or an enzyme and its role",
    ),
    "treatment that is neither medicine nor class": (
        [(CONDITION, "{medicine: warfarin, claim: usual}", "{claim: usual}")],
        f"content/{CONDITION}:9: name a medicine or a class",
    ),
    "unknown vocabulary word": (
        [(ANSWER, "directness: direct\n", "directness: dirct\n")],
        f'content/{ANSWER}:13: unknown word for "directness" "dirct"; did you mean "direct"?',
    ),
    "unknown claim in front matter": (
        [(COMPOUND, "claim: boxed-drip", "claim: boxd-drip")],
        f'content/{COMPOUND}:24: unknown claim "boxd-drip"; did you mean "boxed-drip"?',
    ),
    "unknown deciding claim": (
        [(ANSWER, "because: [examplin#boxed-drip]", "because: [examplin#boxed]")],
        f'content/{ANSWER}:9: unknown claim "examplin#boxed"; did you mean "examplin#boxed-drip"?',
    ),
    "uncited claim": (
        [(COMPOUND, "12 of 40 people. [@doe2021examplin]", "12 of 40 people.")],
        f"content/{COMPOUND}:73: uncited claim; add a citation such as [@id]: “Sleepiness was seen in 12 of 40 people.…”",
    ),
    "malformed citation": (
        [(COMPOUND, "12 of 40 people. [@doe2021examplin]", "12 of 40 people. [@doe2021examplin, p. 3]")],
        f'content/{COMPOUND}:73: citation "@doe2021examplin, p. 3" is not of the form [@id; @id]',
    ),
    "reference never cited": (
        [
            (
                REFERENCE.replace("doe2021", "doe2020"),
                "",
                (GOOD / REFERENCE).read_text().replace("doe2021examplin", "doe2020examplin", 1),
            ),
        ],
        "content/references/doe2020examplin.yaml:1: is never cited; cite it or remove it",
    ),
    "duplicate key": (
        [(ANSWER, "certainty: low\n", "certainty: low\ncertainty: low\n")],
        f'content/{ANSWER}:16: duplicate key "certainty"',
    ),
    "duplicate slug": (
        [
            (
                "conditions/examplon.md",
                "",
                (GOOD / "conditions/mockosis.md")
                .read_text()
                .replace("Mockosis\nplain_name: mockosis\naliases: [mock fever]", "Mimosis\nplain_name: mimosis"),
            )
        ],
        'content/conditions/examplon.md:1: duplicate slug "examplon": a compound has it too',
    ),
    "slug that is no word": (
        [
            (
                "conditions/Mock_2.md",
                "",
                (GOOD / "conditions/mockosis.md")
                .read_text()
                .replace("Mockosis\nplain_name: mockosis\naliases: [mock fever]", "Mimosis\nplain_name: mimosis"),
            )
        ],
        'content/conditions/Mock_2.md:1: file name "Mock_2" must be lower-case words joined by hyphens',
    ),
    "duplicate alias": (
        [(COMPOUND, "aliases: [examplin acid, EXA-7]", "aliases: [examplin acid, Examplin acids]")],
        f'content/{COMPOUND}:6: duplicate name "Examplin acids"',
    ),
    "alias of two things": (
        [(CONDITION, "[sample disease, SD]", "[sample disease, Examplex]")],
        f'content/{COMPOUND}:16: "Examplex" is also a name of sampleitis',
    ),
    "medicine's name twice": (
        [(MEDICINES, "- name: clarithromycin", "- name: clarithromycin\n    brands: [coumadin]")],
        f'content/{MEDICINES}:14: "coumadin" is also a name of warfarin',
    ),
    "duplicate claim id": (
        [(COMPOUND, "{#sleepiness}", "{#stopping}")],
        f'content/{COMPOUND}:73: duplicate claim id "stopping"',
    ),
    "claim id that is no word": (
        [(COMPOUND, "{#sleepiness}", "{#Sleepi ness}")],
        f'content/{COMPOUND}:73: claim id "Sleepi ness" must be lower-case words joined by hyphens',
    ),
    "reference id that is not its file's": (
        [(REFERENCE, "id: doe2021examplin", "id: doe2021")],
        f'content/{REFERENCE}:1: id must be "doe2021examplin", as the file name says',
    ),
    "class milder than a contraindication": (
        [(COMPOUND, "applies_if: [pregnant]", "conditions: [sampleitis]")],
        f'content/{ANSWER}:6: class "specialist-only" contradicts the contraindication "not-in-pregnancy": at least "avoid"',
    ),
    "class milder than a contraindication of everyone in the situation": (
        [
            (COMPOUND, "applies_if: [pregnant]", "applies_if: [child]"),
            (CONDITION, "category: pain", "category: pain\nsituations: [child]"),
        ],
        f'content/{ANSWER}:6: class "specialist-only" contradicts the contraindication "not-in-pregnancy": at least "avoid"',
    ),
    "class milder than a contraindication in a situation of the broader condition": (
        [
            (COMPOUND, "applies_if: [pregnant]", "applies_if: [child]"),
            ("conditions/illness.md", "category: metabolic", "category: metabolic\nsituations: [child]"),
        ],
        f'content/{ANSWER}:6: class "specialist-only" contradicts the contraindication "not-in-pregnancy": at least "avoid"',
    ),
    "row milder than its product's boxed warning": (
        [
            (
                ANSWER,
                "safety: specialist-only\n    basis: boxed-warning",
                "safety: no-specific-concern\n    basis: trial",
            )
        ],
        f'content/{ANSWER}:21: class "no-specific-concern" of "Drip in hospital" contradicts the boxed warning "boxed-drip": '
        'at least "caution"',
    ),
    "row milder than its treatment's interaction": (
        [(COMPOUND, "severity: needs-a-plan", "severity: contraindicated")],
        f'content/{ANSWER}:30: class "caution" of "Tablets with warfarin" contradicts the interaction "with-warfarin" with '
        'warfarin: at least "avoid"',
    ),
    "class that its basis does not carry": (
        [(ANSWER, "basis: boxed-warning", "basis: label-contraindication")],
        f'content/{ANSWER}:7: basis "label-contraindication" means at least "avoid"',
    ),
    "class that rests on a dated negative": (
        [(ANSWER, "because: [examplin#boxed-drip]", "because: [examplin#before-surgery]")],
        f'content/{ANSWER}:9: "examplin#before-surgery" is a dated negative; a class rests on what was found',
    ),
    "class milder than an interaction with a usual treatment": (
        [(COMPOUND, "severity: needs-a-plan", "severity: avoid")],
        f'content/{ANSWER}:6: class "specialist-only" contradicts the interaction "with-warfarin" with warfarin, '
        'a usual treatment: at least "avoid"',
    ),
    "class milder than a boxed warning": (
        [(ANSWER, "safety: specialist-only\n  basis: boxed-warning", "safety: unknown\n  basis: nothing-found")],
        f'content/{ANSWER}:6: class "unknown" contradicts the boxed warning "boxed-drip": at least "caution"',
    ),
    "no-specific-concern without direct evidence": (
        [(NEGATIVE, "safety: unknown", "safety: no-specific-concern")],
        f"content/{NEGATIVE}:6: no-specific-concern needs directness direct or partial",
    ),
    "no-specific-concern with very low certainty": (
        [(NEGATIVE, "safety: unknown", "safety: no-specific-concern")],
        f"content/{NEGATIVE}:6: no-specific-concern needs a certainty above very-low",
    ),
    "no-specific-concern without a search for interactions": (
        [(NEGATIVE, "safety: unknown", "safety: no-specific-concern")],
        f'content/{NEGATIVE}:6: no-specific-concern needs a search record named "interactions"',
    ),
    "unknown without a search": (
        [
            (
                NEGATIVE,
                "searches:\n  - name: pair\n    on: 2026-01-15\n    where: an invented library\n    queries: [examplon mockosis, examplon mock fever]\n    found: Nothing on this pair.\n",
                "",
            )
        ],
        f"content/{NEGATIVE}:6: unknown needs a search record with date and queries",
    ),
    "unknown resting on a trial": (
        [(NEGATIVE, "basis: nothing-found", "basis: trial")],
        f"content/{NEGATIVE}:7: unknown and basis nothing-found belong together",
    ),
    "headline milder than a row": (
        [(ANSWER, "safety: caution\n    basis: trial", "safety: avoid\n    basis: trial")],
        f'content/{ANSWER}:6: headline "specialist-only" is milder than the row "Tablets with warfarin"',
    ),
    "rows differ and the headline does not say": (
        [(ANSWER, "  depends_on: the product\n", "")],
        f'content/{ANSWER}:6: rows differ: say what the headline depends on ("depends_on")',
    ),
    "class without an action": (
        [(ANSWER, "not_started: Ask your team which product they mean.", 'not_started: " "')],
        f'content/{ANSWER}:11: "verdict.not_started" must not be empty',
    ),
    "class without its source": (
        [
            (
                ANSWER,
                "why: The drip carries a boxed warning. [@label2020examplin]",
                "why: The drip carries a boxed warning.",
            )
        ],
        f"content/{ANSWER}:8: the sentence that explains a class cites what it follows from",
    ),
    "class without deciding claims": (
        [(ANSWER, "because: [examplin#boxed-drip]", "because: []")],
        f'content/{ANSWER}:5: class without the claims that decide it ("because")',
    ),
    "class that only the site may give": (
        [(ANSWER, "safety: specialist-only", "safety: not-assessed")],
        f"content/{ANSWER}:5: not-assessed is for pairs without an answer",
    ),
    "verdict that differs from its history": (
        [(ANSWER, "to: specialist-only", "to: avoid")],
        f'content/{ANSWER}:52: verdict "specialist-only" differs from the last history entry "avoid"',
    ),
    "history that does not join up": (
        [(ANSWER, "from: caution, to: specialist-only", "from: avoid, to: specialist-only")],
        f"content/{ANSWER}:54: history does not follow on from the entry before",
    ),
    "milder class without a new reference": (
        [
            (ANSWER, "to: caution, why", "to: avoid, why"),
            (
                ANSWER,
                "from: caution, to: specialist-only, why: The label was read., reference: label2020examplin",
                "from: avoid, to: specialist-only, why: We think so., reference: doe2021examplin",
            ),
        ],
        f"content/{ANSWER}:54: a milder class needs a new reference",
    ),
    "empty history": (
        [(NEGATIVE, "history:\n  - {date: 2026-01-15, to: unknown, why: First search.}", "history: []")],
        f"content/{NEGATIVE}:25: history is empty; record the first assessment",
    ),
    "review dates in the wrong order": (
        [(ANSWER, "review_due: 2026-07-20", "review_due: 2026-01-02")],
        f"content/{ANSWER}:51: review_due must be after reviewed",
    ),
    "review too far off": (
        [(ANSWER, "review_due: 2026-07-20", "review_due: 2028-01-02")],
        f"content/{ANSWER}:51: review_due must be within a year of reviewed",
    ),
    "reviewed before its last change": (
        [(ANSWER, "reviewed: 2026-01-20", "reviewed: 2026-01-13")],
        f"content/{ANSWER}:51: the last change of verdict is later than reviewed",
    ),
    "reviewed in the future": (
        [(ANSWER, "reviewed: 2026-01-20", "reviewed: 2026-03-20")],
        f"content/{ANSWER}:50: reviewed is in the future",
    ),
    "searched in the future": (
        [(COMPOUND, "on: 2026-01-10", "on: 2027-01-10")],
        f"content/{COMPOUND}:47: search is in the future",
    ),
    "read in the future": (
        [(REFERENCE, "seen_on: 2026-01-10", "seen_on: 2027-01-10")],
        f"content/{REFERENCE}:19: seen_on is in the future",
    ),
    "certainty without its outcome": (
        [(ANSWER, "outcome: serious harm within 8 weeks", 'outcome: ""')],
        f'content/{ANSWER}:16: "outcome" must not be empty',
    ),
    "malformed DOI": (
        [(REFERENCE, "DOI: 10.1234/invented.2021.1", "DOI: doi:10.1234/x")],
        f'content/{REFERENCE}:12: malformed DOI "doi:10.1234/x"; as in 10.1000/xyz',
    ),
    "malformed PMID": (
        [(REFERENCE, 'PMID: "12345678"', "PMID: PMID12345678")],
        f'content/{REFERENCE}:13: malformed PMID "PMID12345678"; as in 22965960',
    ),
    "malformed PMCID": (
        [(REFERENCE, 'PMID: "12345678"', "PMCID: 12345678")],
        f'content/{REFERENCE}:13: malformed PMCID "12345678"; as in PMC1234567',
    ),
    "malformed NCT": (
        [("references/roe2022examplon.yaml", "NCT00000001", "NCT001")],
        'content/references/roe2022examplon.yaml:8: malformed NCT "NCT001"; as in NCT01234567',
    ),
    "malformed ISBN": (
        [(REFERENCE, 'PMID: "12345678"', "ISBN: 978-3-16-148410-1")],
        f'content/{REFERENCE}:13: malformed ISBN "978-3-16-148410-1"',
    ),
    "malformed issued": (
        [(REFERENCE, "issued: 2021-03-09", "issued: March 2021")],
        f'content/{REFERENCE}:8: malformed issued "March 2021"; as in 2012, 2012-10 or 2012-10-10',
    ),
    "plain http": (
        [(REFERENCE, "URL: https://journal", "URL: http://journal")],
        f'content/{REFERENCE}:14: address "http://journal.example/doe2021" must begin with https://',
    ),
    "bare number": (
        [(REFERENCE, "URL: https://journal.example", "URL: https://203.0.113.7")],
        f'content/{REFERENCE}:14: address "https://203.0.113.7/doe2021" is a bare number, not a publisher',
    ),
    "mirror": (
        [(REFERENCE, "URL: https://journal.example", "URL: https://read.qxmd.com")],
        f"content/{REFERENCE}:14: read.qxmd.com is a mirror or secondary page; give the publisher’s address",
    ),
    "reference without author or publisher": (
        [
            (
                "references/label2020examplin.yaml",
                "author:\n  - {literal: Invented Agency}\npublisher: Invented Agency\n",
                "",
            )
        ],
        "content/references/label2020examplin.yaml:1: has neither author nor publisher",
    ),
    "article without its journal": (
        [(REFERENCE, "container-title: Journal of Invented Medicine\n", "")],
        f"content/{REFERENCE}:1: an article needs its journal (container-title) and issued",
    ),
    "title that is a description": (
        [(REFERENCE, "title: Examplin for sampleitis", 'title: "[a trial of examplin]" #')],
        f"content/{REFERENCE}:3: the title is a description; give the document’s own",
    ),
    "document with two references": (
        [
            (
                "references/roe2022examplon.yaml",
                "NCT: NCT00000001",
                'PMID: "12345678"\nNCT: NCT00000001',
            )
        ],
        'content/references/roe2022examplon.yaml:8: is the same document as "doe2021examplin"; cite that one',
    ),
    "claim on a secondary page alone": (
        [(REFERENCE, "tier: primary", "tier: secondary")],
        f'content/{ANSWER}:58: claim "nobody-harmed" rests on a secondary page alone',
    ),
    "empty section": (
        [
            (
                COMPOUND,
                "## Monitoring\n\n- Liver enzymes were measured every 4 weeks. [@doe2021examplin] {#liver-tests}\n\n### In plain words\n\n- Have a blood test of the liver every 4 weeks. {says=liver-tests}\n",
                "",
            )
        ],
        f'content/{ANSWER}:1: section "Monitoring" is empty; write it, or a dated negative',
    ),
    "no questions": (
        [(NEGATIVE, "- Is there a medicine that was tried in children like mine?\n", "")],
        f'content/{NEGATIVE}:1: section "Questions to ask your team" is empty',
    ),
    "too few claims of its own": (
        [(NEGATIVE, "safety: unknown", "safety: caution")],
        f"content/{NEGATIVE}:1: has 0 claims of its own; three, or a dated negative",
    ),
    "plain reading missing": (
        [(COMPOUND, "### In plain words\n\n- It blocks a switch on cells. {says=mechanism}\n", "")],
        f'content/{COMPOUND}:122: "What the literature shows" has no plain reading',
    ),
    "plain reading without claims": (
        [(COMPOUND, "- Examplin blocks the invented receptor. [@doe2021examplin] {#mechanism}\n", "")],
        f'content/{COMPOUND}:122: "What the literature shows" has no claims',
    ),
    "plain reading too hard": (
        [
            (
                COMPOUND,
                "It blocks a switch on cells.",
                "Pharmacological antagonism of intracellular signalling characteristically diminishes neurotransmission.",
            )
        ],
        f'content/{COMPOUND}:128: plain reading of "What the literature shows" is grade 38.3; at most 8',
    ),
    "plain reading with a number of its own": (
        [(COMPOUND, "- It blocks a switch on cells.", "- It blocks 7 switches on cells.")],
        f"content/{COMPOUND}:128: plain reading has the number 7, which the claims it says again lack",
    ),
    "plain reading without the boxed warning": (
        [(COMPOUND, "- The drip must not be given at home. {says=boxed-drip}\n", "")],
        f'content/{COMPOUND}:71: plain reading lacks the claim "boxed-drip", which decides, warns or forbids',
    ),
    "plain reading without the contraindication": (
        [(COMPOUND, "- Do not use it when you are pregnant. {says=not-in-pregnancy}\n", "")],
        f'content/{COMPOUND}:72: plain reading lacks the claim "not-in-pregnancy", which decides, warns or forbids',
    ),
    "plain reading without the serious interaction": (
        [(COMPOUND, "{says=with-warfarin}", "{says=with-cyp}")],
        f'content/{COMPOUND}:99: plain reading lacks the claim "with-warfarin", which decides, warns or forbids',
    ),
    "plain reading without the deciding claim": (
        [(ANSWER, "{says=with-a-plan}", "{says=with-a-plan-not}")],
        f'content/{ANSWER}:94: unknown claim in this section "with-a-plan-not"; did you mean "with-a-plan"?',
    ),
    "plain reading that drops a negation": (
        [(COMPOUND, "Do not use it when you are pregnant.", "It can be used when you are pregnant.")],
        f'content/{COMPOUND}:78: plain reading of the claim "not-in-pregnancy" drops its negation',
    ),
    "plain text that names no claim": (
        [(COMPOUND, " {says=mechanism}", "")],
        f"content/{COMPOUND}:128: plain text must name the claims it says again: end it with {{says=id}}",
    ),
    "plain reading that permits what is forbidden": (
        [(COMPOUND, "Do not use it when you are pregnant.", "Do not worry: you can use it when you are pregnant.")],
        f'content/{COMPOUND}:78: "Do not worry" permits or calms where a claim warns or forbids',
    ),
    "plain reading that lacks the deciding claim alone": (
        [
            (
                ANSWER,
                "- If you take warfarin, make a plan with your team first. {says=with-a-plan}",
                "- Make a plan. {says=other}",
            )
        ],
        f'content/{ANSWER}:90: plain reading lacks the claim "with-a-plan", which decides, warns or forbids',
    ),
    "questions too hard": (
        [
            (
                ANSWER,
                "Do I need an extra blood test?",
                "Which pharmacological characteristics necessitate multidisciplinary surveillance?",
            )
        ],
        f"content/{ANSWER}:98: the questions are grade 14.3; at most 8",
    ),
    "action too hard": (
        [(ANSWER, "Tell your team this week.", "Communicate immediately regarding pharmacological contraindications.")],
        f'content/{ANSWER}:12: "already_taking" is grade 38.3; at most 8',
    ),
    "action with marks": (
        [(ANSWER, "Tell your team this week.", "Tell your **team** this week.")],
        f'content/{ANSWER}:12: "already_taking" is plain text; take out **',
    ),
    "who was studied with a number of its own": (
        [(ANSWER, "studied: 40 people", "studied: 400 people")],
        f'content/{ANSWER}:14: "studied" has the number 400, which the answer’s claims lack',
    ),
    "search record without a proper name": (
        [(COMPOUND, "- name: surgery", "- name: Before surgery")],
        f'content/{COMPOUND}:47: search record "Before surgery" must be named by lower-case words',
    ),
    "search record twice": (
        [
            (
                ANSWER,
                "searches:\n",
                "searches:\n  - {name: interactions, on: 2026-01-10, where: a, queries: [b], found: c}\n",
            )
        ],
        f'content/{ANSWER}:44: duplicate search record "interactions"',
    ),
    "product id twice": (
        [(COMPOUND, "- id: drip", "- id: tablet")],
        f"content/{COMPOUND}:12: duplicate product id",
    ),
    "medicine twice": (
        [(MEDICINES, "- name: clarithromycin", "- name: warfarin\n  - name: clarithromycin")],
        f'content/{MEDICINES}:14: duplicate "warfarin"',
    ),
    "compound's brand that is a medicine's": (
        [(COMPOUND, "brands: [Examplex]", "brands: [Coumadin]")],
        f'content/{MEDICINES}:5: "Coumadin" is also a name of examplin',
    ),
    "name without a letter": (
        [(COMPOUND, "street: [sample dust]", 'street: ["—"]')],
        f'content/{COMPOUND}:9: the name "—" has no letter',
    ),
    "medicines missing": (
        [(MEDICINES, "classes:", "klasses:")],
        f'content/{MEDICINES}:1: unknown key "klasses"; did you mean "classes"?',
    ),
    "page named like an address of the site": (
        [("pages/search.md", "", (GOOD / "pages/methods.md").read_text())],
        'content/pages/search.md:1: "/search/" is an address of the site itself; name the page otherwise',
    ),
    "author without a name": (
        [(REFERENCE, "{family: Roe, given: RR}", "{given: RR}")],
        f"content/{REFERENCE}:4: an author is a person (family, given) or a body (literal)",
    ),
    "malformed address": (
        [(REFERENCE, "URL: https://journal.example", "URL: https://pubmed.example@evil.example")],
        f'content/{REFERENCE}:14: malformed address "https://pubmed.example@evil.example/doe2021"',
    ),
    "link off the site that looks like one within": (
        [("pages/methods.md", "(/compounds/)", "(//evil.example/compounds/)")],
        'content/pages/methods.md:6: link "//evil.example/compounds/" must begin with / or https://',
    ),
    "two headings with one address": (
        [("pages/methods.md", "## What outranks what", "## What outranks what\n\n## What outranks what!")],
        'content/pages/methods.md:10: heading "What outranks what!" has no address of its own; reword it',
    ),
    "raw HTML": (
        [(COMPOUND, "Sleepiness was seen", "<script>alert(1)</script> was seen")],
        f"content/{COMPOUND}:73: raw HTML <script> is not used; write Markdown",
    ),
    "raw HTML on a page": (
        [("pages/methods.md", "The check reads", "<b>The</b> check reads")],
        "content/pages/methods.md:6: raw HTML <b> is not used; write Markdown",
    ),
    "headings out of order": (
        [(COMPOUND, "## Monitoring", "## Short answer")],
        f'content/{COMPOUND}:114: headings out of order: "Short answer" stands after a later section',
    ),
    "heading of another depth": (
        [("pages/methods.md", "## What outranks what", "#### What outranks what")],
        'content/pages/methods.md:8: headings out of order: "#### What outranks what"',
    ),
    "link to a page that is not there": (
        [("pages/methods.md", "(/compounds/)", "(/compound/)")],
        'content/pages/methods.md:6: unknown page "/compound/"; did you mean "/compounds/"?',
    ),
    "redirect to nowhere": (
        [("redirects.yaml", "to: /compounds/examplin/", "to: /compounds/exampli/")],
        'content/redirects.yaml:1: unknown page "/compounds/exampli/"; did you mean "/compounds/examplin/"?',
    ),
    "redirect of a living page": (
        [("redirects.yaml", "from: /compounds/badname/", "from: /compounds/examplon/")],
        'content/redirects.yaml:2: "/compounds/examplon/" is a page that is there',
    ),
    "look-alike on one side only": (
        [("compounds/examplon.md", "look_alikes:\n  - {name: Examplin, slug: examplin}\n", "")],
        f'content/{COMPOUND}:11: look-alike "examplon" does not list "examplin" in turn',
    ),
    "look-alike that is not there": (
        [(COMPOUND, "slug: examplon", "slug: exemplon")],
        f'content/{COMPOUND}:11: unknown look-alike "exemplon"; did you mean "examplon"?',
    ),
    "file that is no content": (
        [("medicine.yaml", "", "classes: []\n")],
        'content/medicine.yaml:1: unknown file "medicine.yaml"; did you mean "medicines.yaml"?',
    ),
    "folder that is no content": (
        [("compound/x.md", "", "---\n---\n")],
        'content/compound/x.md:1: unknown folder "compound"; did you mean "compounds"?',
    ),
    "file in the wrong form": (
        [("compounds/x.txt", "", "x")],
        "content/compounds/x.txt:1: has no place in compounds/; a file there is compounds/<slug>.md",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_by_file_and_line(slip: str, problems_after: Callable[..., list[str]]) -> None:
    """Editors get the place, what is wrong, and what right looks like."""
    edits, message = SLIPS[slip]
    assert message in problems_after(*edits)


def test_the_tiny_site_passes() -> None:
    """A slip's message comes from the slip."""
    assert rules.problems(draft.read_folder(GOOD), TODAY) == []


def test_each_rule_has_a_slip(problems_after: Callable[..., list[str]], site: Path, tmp_path: Path) -> None:
    """A rule that no slip can break is no rule."""
    import shutil

    from tests.conftest import edit

    silent = {rule.__name__ for rule in rules.RULES}
    for number, (edits, _) in enumerate(SLIPS.values()):
        folder = tmp_path / str(number) / "content"
        shutil.copytree(GOOD, folder)
        for name, old, new in edits:
            edit(folder / name, old, new)
        read = draft.read_folder(folder)
        silent -= {rule.__name__ for rule in rules.RULES if any(rule(read))}
    assert not silent


def test_all_slips_at_once_are_all_told(problems_after: Callable[..., list[str]]) -> None:
    """One run prints the problems of every file, in file order."""
    printed = problems_after(*SLIPS["uncited claim"][0], *SLIPS["plain http"][0], *SLIPS["unknown medicine"][0])
    assert [line for line in printed if "uncited" in line or "https://" in line or "warfarn" in line] == [
        SLIPS["unknown medicine"][1],
        SLIPS["uncited claim"][1],
        SLIPS["plain http"][1],
    ]
