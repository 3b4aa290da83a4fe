"""The closed word lists of the content, each written once.

Every word an editor may choose from stands here with the words a reader sees.
What the words *mean* for a reader is written in ``content/pages/methods.md``.
"""

from __future__ import annotations

from enum import Enum


class Word(Enum):
    """A vocabulary word: ``value`` is what editors write, ``label`` what readers read."""

    label: str

    def __new__(cls, value: str, label: str) -> Word:
        word = object.__new__(cls)
        word._value_ = value
        word.label = label
        return word


class Safety(Word):
    """How cautious to be, least cautious first. Benefit is never part of it."""

    NO_SPECIFIC_CONCERN = "no-specific-concern", "No specific concern found"
    CAUTION = "caution", "Caution"
    SPECIALIST_ONLY = "specialist-only", "Specialist only"
    AVOID = "avoid", "Avoid"
    UNKNOWN = "unknown", "Unknown"
    NOT_ASSESSED = "not-assessed", "Not assessed"

    @property
    def rank(self) -> int:
        """Place in the order of caution. Nothing found is no comfort, yet any stated caution outranks it."""
        return _RANK[self]


_RANK = {
    Safety.NOT_ASSESSED: 0,
    Safety.NO_SPECIFIC_CONCERN: 1,
    Safety.UNKNOWN: 2,
    Safety.CAUTION: 3,
    Safety.SPECIALIST_ONLY: 4,
    Safety.AVOID: 5,
}


class Directness(Word):
    """Who was studied, nearest to the asked patients first."""

    DIRECT = "direct", "People with this very condition"
    PARTIAL = "partial", "Same disease, other stage or setting"
    INDIRECT = "indirect", "Other patients or healthy people"
    PRECLINICAL = "preclinical", "Cells or animals only"
    NONE = "none", "Nobody"


class Certainty(Word):
    """GRADE's words for how sure the safety statement is."""

    HIGH = "high", "High certainty"
    MODERATE = "moderate", "Moderate certainty"
    LOW = "low", "Low certainty"
    VERY_LOW = "very-low", "Very low certainty"


class Basis(Word):
    """What a safety class follows from, strongest first."""

    LABEL_CONTRAINDICATION = "label-contraindication", "a contraindication in an official label"
    BOXED_WARNING = "boxed-warning", "a boxed warning"
    LABEL_WARNING = "label-warning", "a warning in an official label"
    AGENCY_ADVICE = "agency-advice", "an agency’s advice"
    GUIDELINE = "guideline", "a guideline"
    TRIAL = "trial", "clinical trials"
    CASE = "case", "case reports or observational studies"
    LABORATORY = "laboratory", "laboratory studies"
    NOTHING_FOUND = "nothing-found", "a search that found nothing"


class Severity(Word):
    """How serious an interaction is, most serious first."""

    CONTRAINDICATED = "contraindicated", "Must not be combined"
    AVOID = "avoid", "Avoid together"
    NEEDS_A_PLAN = "needs-a-plan", "Only with a plan from the team"
    MONITOR = "monitor", "Watch closely"
    NOT_STATED = "not-stated", "Seriousness not stated"
    MINOR = "minor", "Minor"
    NONE_SHOWN = "none-shown", "Studied, no change seen"


class InteractionEffect(Word):
    """What an interaction does."""

    TOXICITY = "toxicity", "More side effects or toxicity"
    TREATMENT_FAILS = "treatment-fails", "A treatment may fail"
    ADDED_EFFECT = "added-effect", "Effects add up"
    NO_CHANGE = "no-change", "No change seen"


class Direction(Word):
    """Which of the two is changed by the other."""

    ON_MEDICINE = "on-medicine", "The compound changes the medicine"
    ON_COMPOUND = "on-compound", "The medicine changes the compound"
    BOTH = "both", "Each adds to the other"


class InteractionEvidence(Word):
    """How an interaction is known."""

    CLINICAL = "clinical", "measured in people"
    CASE = "case", "case reports"
    IN_VITRO = "in-vitro", "laboratory work only"
    DERIVED = "derived", "predicted from how the drugs work"


class CompoundKind(Word):
    """What a compound is sold as."""

    MEDICINE = "medicine", "Medicine"
    SUPPLEMENT = "supplement", "Supplement"
    HERB = "herb", "Herbal product"
    CONTROLLED = "controlled-substance", "Controlled substance"


class Route(Word):
    """How a product is taken."""

    ORAL = "oral", "by mouth"
    SUBLINGUAL = "sublingual", "under the tongue"
    INTRAVENOUS = "intravenous", "into a vein"
    SUBCUTANEOUS = "subcutaneous", "under the skin"
    INTRAMUSCULAR = "intramuscular", "into a muscle"
    NASAL = "nasal", "nose spray"
    INHALED = "inhaled", "breathed in"
    TOPICAL = "topical", "on skin or gums"
    RECTAL = "rectal", "rectal"


class RegulatoryStatus(Word):
    """What an authority says a product may be sold or used for."""

    APPROVED = "approved", "Approved for some uses"
    OFF_LABEL = "off-label", "Used outside its approval"
    RESTRICTED = "restricted", "Restricted programme"
    CONTROLLED = "controlled", "Controlled substance"
    SUPPLEMENT = "supplement", "Sold as a supplement or food"
    HERBAL = "traditional-herbal", "Herbal registration or monograph"
    NOT_APPROVED = "not-approved", "Not approved"
    INVESTIGATIONAL = "investigational", "Under investigation"


class Jurisdiction(Word):
    """Whose rules a regulatory statement is about."""

    US = "US", "United States"
    EU = "EU", "European Union"
    UK = "UK", "United Kingdom"
    CA = "CA", "Canada"
    AU = "AU", "Australia"
    WORLD = "world", "International"


class Situation(Word):
    """Circumstances of a reader that can change a verdict; also the ticks of the sheet."""

    CHILD = "child", "under 18"
    AGE_65 = "age-65-plus", "65 or older"
    PREGNANT = "pregnant", "pregnant or trying"
    BREASTFEEDING = "breastfeeding", "breastfeeding"
    KIDNEY_REDUCED = "kidney-reduced", "reduced kidney function (eGFR 30–59)"
    KIDNEY_SEVERE = "kidney-severe", "severely reduced kidney function (eGFR below 30)"
    DIALYSIS = "dialysis", "on dialysis"
    KIDNEY_STONES = "kidney-stones", "kidney stones now or before"
    LIVER_MILD = "liver-mild", "mild liver disease (Child–Pugh A)"
    LIVER_MODERATE = "liver-moderate", "moderate liver disease (Child–Pugh B)"
    LIVER_SEVERE = "liver-severe", "severe liver disease (Child–Pugh C)"
    BILE_BLOCKED = "bile-blocked", "jaundice, gallstones or blocked bile flow"
    QT = "qt", "heart rhythm problem or long QT"
    HEART_FAILURE = "heart-failure", "heart failure"
    HEART_ATTACK = "recent-heart-attack", "heart attack or stroke in recent months"
    BLOOD_PRESSURE = "high-blood-pressure", "high blood pressure that is not controlled"
    VESSEL = "aneurysm-or-brain-bleed", "an aneurysm, vessel malformation or past brain bleed"
    SEIZURES = "seizures", "seizures"
    BRAIN_METASTASES = "brain-metastases", "brain metastases"
    BRAIN_PRESSURE = "raised-brain-pressure", "raised pressure in the head"
    BLEEDING = "bleeding-risk", "bleeding or a bleeding disorder"
    LOW_PLATELETS = "low-platelets", "low platelets"
    LOW_WHITE_CELLS = "low-white-cells", "low white cells"
    BLOOD_THINNER = "blood-thinner", "taking a blood thinner"
    DIABETES = "diabetes", "diabetes"
    GLUCOSE_METER = "glucose-meter", "using a finger-stick glucose meter or sensor"
    ACIDOSIS = "acidosis", "acid build-up in the blood, now or at risk"
    DEHYDRATED = "dehydrated", "dehydrated, vomiting or seriously ill"
    PSYCHOSIS = "psychosis-or-mania", "psychosis or mania, now or before"
    SUICIDAL = "suicidal-thoughts", "thoughts of suicide"
    SUBSTANCE_USE = "substance-use", "substance use disorder, now or before"
    G6PD = "g6pd", "G6PD deficiency"
    IRON_OVERLOAD = "iron-overload", "iron overload"
    AUTOIMMUNE = "autoimmune", "autoimmune disease"
    TRANSPLANT_ORGAN = "transplant-organ", "an organ transplant"
    TRANSPLANT_STEM_CELL = "transplant-stem-cell", "a stem cell transplant"
    HORMONE_SENSITIVE = "hormone-sensitive-cancer", "a hormone-sensitive cancer"
    SURGERY = "surgery-planned", "surgery or anaesthesia planned"
    CONTRAST = "contrast-scan", "a scan with contrast planned"
    CHEMOTHERAPY = "on-chemotherapy", "on chemotherapy"
    RADIOTHERAPY = "on-radiotherapy", "on radiotherapy"
    IMMUNOTHERAPY = "on-immunotherapy", "on immunotherapy"
    HORMONE_THERAPY = "on-hormone-therapy", "on hormone therapy"
    TARGETED = "on-targeted-therapy", "on targeted therapy"
    TRIAL = "in-a-trial", "in a clinical trial"
    FRAIL = "frail", "frail"
    CONFUSED = "confused", "confused or delirious"
    FEEDING_TUBE = "feeding-tube", "using a feeding tube"
    TAKING = "already-taking", "already taking it"
    STOPPED = "stopped-recently", "stopped it in the last 4 weeks"
    HOME_MADE = "home-made", "a home-made, imported or compounded product"
    VETERINARY = "veterinary", "a veterinary product"
    ALLERGY = "allergy", "allergic to it or a relative of it"


class Effect(Word):
    """Effects that add up when several medicines share them."""

    SEDATION = "sedation", "sleepiness"
    BREATHING = "slowed-breathing", "slowed breathing"
    BLEEDING = "bleeding", "bleeding"
    QT = "qt", "heart rhythm (QT)"
    SEROTONIN = "serotonin", "serotonin syndrome"
    BP_UP = "blood-pressure-up", "higher blood pressure"
    BP_DOWN = "blood-pressure-down", "lower blood pressure"
    SEIZURES = "seizures", "seizures"
    LOW_SUGAR = "low-sugar", "low blood sugar"
    HIGH_SUGAR = "high-sugar", "high blood sugar"
    SODIUM = "sodium", "sodium change"
    POTASSIUM = "potassium", "potassium change"
    LIVER = "liver", "liver harm"
    KIDNEY = "kidney", "kidney harm"
    BONE_MARROW = "bone-marrow", "low blood counts and infection"
    CLOTS = "clots", "blood clots"
    DELIRIUM = "delirium", "confusion"
    ANTICHOLINERGIC = "anticholinergic", "anticholinergic effects"
    OPIOID_BLOCK = "opioid-blockade", "blocked opioids"
    IMMUNE_UP = "immune-stimulation", "stimulated immune system"
    IMMUNE_DOWN = "immune-suppression", "weakened immune system"
    OESTROGENIC = "oestrogenic", "oestrogen-like effect"
    ANDROGENIC = "androgenic", "androgen-like effect"
    ANTIOXIDANT = "antioxidant", "antioxidant during chemo- or radiotherapy"
    LIGHT = "photosensitivity", "sensitivity to light"
    FALSE_LAB = "false-laboratory-readings", "false laboratory readings"


class Role(Word):
    """What a drug does with an enzyme or transporter."""

    SUBSTRATE = "substrate", "is broken down or carried by"
    INHIBITOR = "inhibitor", "blocks"
    INDUCER = "inducer", "speeds up"


class Strength(Word):
    """FDA's grades of a role: inhibitors and inducers first, then substrates."""

    STRONG = "strong", "strong"
    MODERATE = "moderate", "moderate"
    WEAK = "weak", "weak"
    SENSITIVE = "sensitive", "sensitive"
    MODERATE_SENSITIVE = "moderate-sensitive", "moderately sensitive"
    MINOR = "minor", "minor"
    UNSPECIFIED = "unspecified", "strength not given"


class Target(Word):
    """Enzymes and transporters of FDA's table of drug interactions."""

    CYP1A2 = "CYP1A2", "CYP1A2"
    CYP2B6 = "CYP2B6", "CYP2B6"
    CYP2C8 = "CYP2C8", "CYP2C8"
    CYP2C9 = "CYP2C9", "CYP2C9"
    CYP2C19 = "CYP2C19", "CYP2C19"
    CYP2D6 = "CYP2D6", "CYP2D6"
    CYP2E1 = "CYP2E1", "CYP2E1"
    CYP3A4 = "CYP3A4", "CYP3A4"
    UGT = "UGT", "UGT"
    UGT1A1 = "UGT1A1", "UGT1A1"
    UGT2B7 = "UGT2B7", "UGT2B7"
    PGP = "P-gp", "P-glycoprotein"
    BCRP = "BCRP", "BCRP"
    OATP1B = "OATP1B", "OATP1B1/1B3"
    OATP1B1 = "OATP1B1", "OATP1B1"
    OATP1B3 = "OATP1B3", "OATP1B3"
    OAT1 = "OAT1", "OAT1"
    OAT3 = "OAT3", "OAT3"
    OCT2 = "OCT2", "OCT2"
    MATE1 = "MATE1", "MATE1"
    MATE2K = "MATE2-K", "MATE2-K"


class Design(Word):
    """What kind of document or study a reference is; ``limits`` says what such a one can and cannot show."""

    limits: str

    def __new__(cls, value: str, label: str, limits: str) -> Design:
        word = object.__new__(cls)
        word._value_ = value
        word.label = label
        word.limits = limits
        return word

    LABEL = (
        "label",
        "Official label",
        "Binding advice of the maker and an authority for the approved use. Silence about another use is no approval of it.",
    )
    AGENCY = (
        "agency",
        "Agency statement",
        "What an authority holds, on the evidence it had that day. Not a study by itself.",
    )
    GUIDELINE = (
        "guideline",
        "Guideline",
        "What a group of experts advises for most people. It can lag behind new studies, and may not fit one person.",
    )
    SYSTEMATIC_REVIEW = (
        "systematic-review",
        "Systematic review",
        "Gathers all studies found by a stated search. It is no better than the studies in it.",
    )
    RCT = (
        "rct",
        "Randomised trial",
        "Can show that a treatment causes a harm or a benefit, in people like those who took part. Rare and late harms can escape it.",
    )
    CROSSOVER = (
        "crossover",
        "Crossover trial",
        "Compares treatments within the same people. Good for short effects; what outlasts one period can blur the next.",
    )
    PHARMACOKINETIC = (
        "pharmacokinetic",
        "Drug-level study in volunteers or patients",
        "Shows what happens to a drug’s level in the blood. It does not by itself show whether anyone came to harm.",
    )
    SINGLE_ARM = (
        "single-arm",
        "Trial without a control group",
        "Shows what happened to those treated. Without a comparison it cannot tell what the treatment caused.",
    )
    COHORT = (
        "cohort",
        "Cohort study",
        "Follows people who took it or did not, by their own or their doctor’s choice. It can show a link; other differences may explain it.",
    )
    CASE_CONTROL = (
        "case-control",
        "Case-control study",
        "Looks back from people with and without a harm. It can show a link with a rare harm, not how often it happens.",
    )
    CROSS_SECTIONAL = (
        "cross-sectional",
        "Survey or cross-sectional study",
        "Shows what people report or have at one time. It cannot tell what came first.",
    )
    CASE_SERIES = (
        "case-series",
        "Case series",
        "Describes some people. It can show that a harm occurs, not how often, nor what caused it.",
    )
    CASE_REPORT = (
        "case-report",
        "Case report",
        "Describes one person or a few. It can raise a warning; it proves neither cause nor rate.",
    )
    REGISTRATION = (
        "registration",
        "Trial registration",
        "Shows what a trial set out to do and whom it left out. Results stand there only if they were posted.",
    )
    ANIMAL = "animal", "Animal study", "Shows what happens in animals. People may differ, in either direction."
    IN_VITRO = (
        "in-vitro",
        "Laboratory study",
        "Shows what can happen in cells or test tubes. The amounts may never be reached in the body.",
    )
    REVIEW = (
        "review",
        "Narrative review",
        "Experts’ account of studies that they chose. Useful for an overview; choices may leave things out.",
    )
    MONOGRAPH = (
        "monograph",
        "Monograph",
        "A reference work’s summary. Follow its own sources for the studies behind it.",
    )
    NEWS = (
        "news",
        "News or lay page",
        "A report about something published elsewhere. It never carries a claim here by itself.",
    )


class CslType(Word):
    """CSL's kinds of document, as far as they occur here."""

    ARTICLE = "article-journal", "Journal article"
    REPORT = "report", "Report"
    WEBPAGE = "webpage", "Web page"
    BOOK = "book", "Book"
    CHAPTER = "chapter", "Chapter"
    CONFERENCE = "paper-conference", "Conference paper"
    LEGISLATION = "legislation", "Legislation"
    DATASET = "dataset", "Dataset or registry entry"
    THESIS = "thesis", "Thesis"
    PREPRINT = "article", "Preprint"


class SafetyOutcome(Word):
    """What a study saw of harm, for the table of studies."""

    WORSE = "worse", "More harm"
    NO_DIFFERENCE = "no-difference", "No difference in harm"
    NO_SERIOUS = "no-serious-harm", "No serious harm seen"
    HARM_SEEN = "harm-seen", "Harm seen, no comparison"
    MIXED = "mixed", "Mixed"
    NOT_REPORTED = "not-reported", "Harm not reported in what was read"
    NO_RESULTS = "no-results", "No results yet"


class Category(Word):
    """Groups of conditions."""

    CANCER = "cancer", "Cancer"
    CARDIOVASCULAR = "cardiovascular", "Heart and circulation"
    RENAL = "renal", "Kidneys"
    HEPATIC = "hepatic", "Liver"
    NEUROLOGICAL = "neurological", "Brain and nerves"
    PSYCHIATRIC = "psychiatric", "Mental health"
    AUTOIMMUNE = "autoimmune", "Immune system"
    METABOLIC = "metabolic", "Metabolism"
    PAIN = "pain", "Pain"
    INFECTIOUS = "infectious", "Infection and after"
    GENETIC = "genetic", "Inherited"
    REPRODUCTIVE = "reproductive", "Pregnancy and fertility"
    RESPIRATORY = "respiratory", "Breathing"


class SourceTier(Word):
    """How near a reference is to the facts it reports."""

    PRIMARY = "primary", "Primary source"
    AGENCY = "agency", "Agency, label or registry"
    REVIEW = "review", "Review or guideline"
    SECONDARY = "secondary", "News or secondary page"


class Provenance(Word):
    """Whose claim it is that stands on an answer's page."""

    PAIR = "pair", "About this pair"
    COMPOUND = "compound", "From the compound"
    CONDITION = "condition", "From the condition"


class Section(Word):
    """The sections of an answer, in reading order.

    ``own`` sections must be written for each answer; the others may be filled by
    what the compound's and the condition's own files say.
    """

    own: bool
    group: str

    def __new__(cls, value: str, label: str, own: bool = False, group: str = "") -> Section:
        word = object.__new__(cls)
        word._value_ = value
        word.label = label
        word.own = own
        word.group = group
        return word

    SHORT_ANSWER = "short-answer", "Short answer", True
    HELP = "get-help-now", "Get help now if …"
    TAKING = "already-taking", "If you already take it"
    GENERAL = "general-safety", "General safety profile"
    PRODUCTS = "products", "Products: what was studied and what is sold"
    REGULATORY = "regulatory-status", "Regulatory status"
    TREATMENT = "your-treatment", "With your treatment", False, "considerations"
    INTERACTIONS = "drug-interactions", "Drug interactions", False, "considerations"
    RISKS = "disease-risks", "Disease-specific risks", False, "considerations"
    SURGERY = "surgery", "Before surgery or anaesthesia", False, "considerations"
    MONITORING = "monitoring", "Monitoring", False, "considerations"
    EVIDENCE = "evidence-quality", "Quality of the evidence", True, "considerations"
    LITERATURE = "literature", "What the literature shows", True
    DIFFERENCES = "differences", "Where other references differ", True
    BOTTOM_LINE = "bottom-line", "Bottom line", True
    QUESTIONS = "questions", "Questions to ask your team", True


#: Safety floor that an interaction with a condition's usual treatment sets.
SEVERITY_FLOOR = {
    Severity.CONTRAINDICATED: Safety.AVOID,
    Severity.AVOID: Safety.AVOID,
    Severity.NEEDS_A_PLAN: Safety.CAUTION,
}

#: Stands with every class; it is the one sentence no class may lose.
DO_NOT_STOP = "Don’t stop a prescribed medicine on your own."

#: Hosts whose copies of a document may be read but not cited as its address.
MIRROR_HOSTS = (
    "read.qxmd.com", "scribd.com", "medicinenet.com", "rxlist.com", "drugs.com", "webmd.com",
    "healthline.com", "wikipedia.org", "researchgate.net", "academia.edu", "semanticscholar.org",
    "distantreader.org", "sci-hub.se", "paperdigest.org", "scholar.archive.org", "medscape.com",
    "pharmacytimes.com", "reddit.com", "wikiwand.com", "websiteproxy.net", "europepmc.org",
    "x-mol.com", "pubmed.gov", "blogspot.com", "medium.com", "amazonaws.com", "core.ac.uk",
)  # fmt: skip


#: Words that deny or forbid; a plain reading must keep one where the claim has one.
NEGATIONS = (
    r"\b(?:not|no|none|never|nor|neither|without|cannot|avoid\w*|unless|nobody|contraindicat\w+|forbid\w*|forbade"
    r"|prohibit\w*|bann?(?:ed|s)?|withhold\w*|withheld|discontinu\w+|must stop|\w+n[’']t)\b"
)

#: Words that permit or calm; a plain reading of what is forbidden must hold none of them.
PERMISSIONS = (
    r"\b(?:do not worry|don[’']t worry|no problem|is fine|are fine|it is safe|is safe to|is all right|is ok"
    r"|you (?:can|may) (?:use|take|start)|can be (?:used|taken)|no need to call|(?:do not|don[’']t) call)\b"
)
