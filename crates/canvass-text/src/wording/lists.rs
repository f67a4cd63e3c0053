//! The words the rules look for. Everything is small letters with straight apostrophes; phrases have one space
//! between their words.

use super::Kind;

/// A list, as it is counted.
pub(super) type List = &'static [&'static str];

/// Words for one thing.
pub(super) struct Group {
    /// Words one of which must be there for the group to count; none where it always does.
    pub(super) context: List,
    /// The words, each with its forms.
    pub(super) words: &'static [List],
}

/// The lists behind a kind of warning.
pub(super) fn of(kind: Kind) -> Vec<List> {
    match kind {
        Kind::MixedAxes => vec![STANCES, EFFECT_FORECASTS, EFFECT_VERBS, RISKS, EFFECT_QUESTIONS, SPEAKERS],
        Kind::TwoIdeas => vec![
            VERBS,
            NOUN_VERBS,
            AFTER_VERB,
            CLAUSE_STARTS,
            INSIDE_CLAUSE,
            QUALITIES,
            FIXED_PAIRS,
            PARTICIPLES,
            AFTER_PARTICIPLE,
        ],
        Kind::UnnamedCondition => {
            vec![CONDITIONS, CONDITION_QUESTIONS, NOT_BEFORE_IF, NOT_AFTER_IF, NOT_BEFORE_PROVIDED, NOT_AFTER_PROVIDED]
        }
        Kind::NearTerm => vec![SAME_IN_TERMS, LITTLE_WORDS],
        Kind::SeveralWords => {
            let words = SYNONYMS.iter().flat_map(|group| group.words.iter().copied().chain([group.context]));
            words.chain([CALL_BEFORE]).collect()
        }
        Kind::Abbreviation => vec![KNOWN_ABBREVIATIONS, SHOUTED],
        Kind::Leading => vec![LEADING, LEADING_QUESTIONS, LEADING_STARTS, LEADING_TAGS],
        Kind::NoUnsure => vec![OPINION_QUESTIONS, STANCES, FACT_QUESTIONS, WAYS_OUT, WHOLE_WAYS_OUT, OWN_DENIALS],
        Kind::DoubleNegative => vec![NEGATIONS, NEGATED, REFUSALS, CLAUSE_WORDS],
        Kind::Absolute => vec![ABSOLUTES, ALMOST, NORMS],
    }
}

// Stances, consequences, conditions.

#[rustfmt::skip]
pub(super) const STANCES: List = &[
    "agree", "disagree", "support", "supports", "oppose", "opposed", "in favour", "in favor", "against", "approve",
    "disapprove", "i back", "we back", "accept", "reject", "should", "should not", "i want", "i would like",
];

#[rustfmt::skip]
pub(super) const EFFECT_FORECASTS: List = &["will", "would", "won't", "wouldn't", "could", "might", "may", "is likely to"];

#[rustfmt::skip]
pub(super) const EFFECT_VERBS: List = &[
    "causes", "costs", "creates", "cuts", "damages", "destroys", "drives", "encourages", "endangers", "ends", "forces",
    "gives", "harms", "helps", "hurts", "improves", "increases", "leads to", "lowers", "makes", "prevents", "protects",
    "puts", "raises", "reduces", "results in", "saves", "strengthens", "takes away", "threatens", "undermines",
    "weakens", "worsens", "means fewer", "means less", "means more", "means longer", "means that",
];

#[rustfmt::skip]
pub(super) const RISKS: List = &[
    "at risk", "at greater risk", "at higher risk", "at increased risk", "at lower risk", "at more risk",
    "at less risk", "in danger", "in more danger", "less safe", "more dangerous", "safer", "worse off", "better off",
];

#[rustfmt::skip]
pub(super) const EFFECT_QUESTIONS: List = &[
    "will", "would", "effect", "effects", "affect", "affected", "impact", "happen", "expect", "risk", "safe", "safer",
    "difference", "lead to", "consequence", "consequences", "result", "compared",
];

/// Whose "would" is a stance and no forecast.
#[rustfmt::skip]
pub(super) const SPEAKERS: List = &["i", "we", "you"];

#[rustfmt::skip]
pub(super) const CONDITIONS: List = &[
    "in principle", "as long as", "so long as", "provided", "provided that", "providing", "providing that",
    "on condition", "on the condition", "only if", "if", "unless", "subject to", "assuming", "assuming that",
];

#[rustfmt::skip]
pub(super) const CONDITION_QUESTIONS: List = &[
    "when would", "when should", "what would", "under what", "under which", "on what condition", "in what", "in which",
    "if",
];

#[rustfmt::skip]
pub(super) const NOT_BEFORE_IF: List = &[
    "ask", "asks", "ask them", "check", "decide", "even", "find", "as", "know", "matter", "mind", "out", "say", "see",
    "sure", "tell", "them", "what", "wonder", "knowing", "asking", "checking",
];

#[rustfmt::skip]
pub(super) const NOT_AFTER_IF: List = &["any", "anything", "at", "possible", "needed", "necessary", "so"];

#[rustfmt::skip]
pub(super) const NOT_BEFORE_PROVIDED: List = &[
    "be", "been", "being", "is", "are", "was", "were", "care", "information", "service", "services", "support", "not",
    "of", "the", "by", "for", "now",
];

#[rustfmt::skip]
pub(super) const NOT_AFTER_PROVIDED: List = &[
    "at", "by", "during", "for", "free", "from", "in", "on", "outside", "through", "to", "with", "within", "a", "an",
];

// Two ideas in one.

/// Verbs that are hardly ever names of things.
#[rustfmt::skip]
pub(super) const VERBS: List = &[
    "abolish", "add", "adopt", "allow", "appoint", "ask", "attend", "avoid", "become", "begin", "bring", "build", "buy",
    "carry", "choose", "close", "collect", "consider", "consult", "continue", "create", "decide", "decline", "deliver",
    "develop", "employ", "encourage", "enforce", "ensure", "expand", "explain", "extend", "find", "follow", "get",
    "give", "hire", "improve", "include", "inform", "install", "introduce", "invest", "invite", "join", "keep", "learn",
    "let", "lower", "maintain", "make", "meet", "merge", "negotiate", "organise", "organize", "prevent", "prioritise",
    "prioritize", "protect", "provide", "publish", "put", "raise", "receive", "recruit", "reduce", "reject", "remain",
    "remove", "replace", "require", "restore", "retain", "sell", "send", "set", "spend", "stay", "strengthen", "take",
    "tackle", "teach", "tell", "treat", "try", "turn", "understand", "widen", "write",
];

/// Verbs that are names of things as often.
#[rustfmt::skip]
pub(super) const NOUN_VERBS: List = &[
    "ban", "change", "charge", "control", "cost", "cut", "design", "end", "focus", "fund", "help", "hold", "increase",
    "leave", "limit", "link", "move", "name", "offer", "open", "pay", "plan", "plant", "promise", "record", "rent",
    "repair", "report", "review", "run", "share", "show", "start", "stop", "support", "tax", "train", "transfer", "use",
    "vote", "work",
];

/// What after such a word shows that it is a verb.
#[rustfmt::skip]
pub(super) const AFTER_VERB: List = &[
    "a", "all", "an", "another", "any", "better", "both", "each", "every", "extra", "fewer", "five", "four", "her",
    "his", "it", "its", "less", "more", "my", "new", "no", "only", "our", "some", "ten", "the", "their", "them",
    "these", "those", "three", "two", "us", "your",
];

/// Forms of things done that do not end in "ed".
#[rustfmt::skip]
pub(super) const PARTICIPLES: List = &[
    "bought", "brought", "built", "cut", "done", "found", "given", "held", "kept", "left", "let", "made", "paid", "put",
    "read", "run", "sent", "set", "shown", "shut", "sold", "spent", "taken", "taught", "told", "written",
];

/// What after such a word shows that it is no part of a name ("old and retired members").
#[rustfmt::skip]
pub(super) const AFTER_PARTICIPLE: List = &[
    "again", "annually", "as", "at", "before", "by", "daily", "down", "for", "from", "in", "instead", "into", "monthly",
    "off", "on", "online", "out", "overnight", "publicly", "separately", "the", "their", "to", "twice", "up", "weekly",
    "when", "with",
];

/// What starts a second clause after "and" or "but".
#[rustfmt::skip]
pub(super) const CLAUSE_STARTS: List = &[
    "are", "can", "cannot", "could", "did", "do", "does", "had", "has", "have", "he", "how", "if so", "is", "it",
    "must", "need to", "needs to", "she", "should", "that", "there", "they", "was", "we", "were", "why", "will",
    "would",
];

/// What starts a part of a sentence that only says which, when or whether.
#[rustfmt::skip]
pub(super) const INSIDE_CLAUSE: List = &[
    "because", "how", "if", "unless", "until", "when", "where", "whether", "which", "while", "who", "whose",
];

/// What somebody may be asked to judge.
#[rustfmt::skip]
pub(super) const QUALITIES: List = &[
    "accessibility", "accessible", "accuracy", "accurate", "affordability", "affordable", "availability", "available",
    "cheap", "clarity", "clean", "cleanliness", "clear", "comfort", "comfortable", "convenience", "convenient", "cost",
    "easy", "effective", "efficiency", "efficient", "enjoyable", "fair", "fairness", "fast", "friendliness", "friendly",
    "helpful", "honest", "independent", "interesting", "length", "necessary", "prompt", "punctual", "punctuality",
    "price", "professional", "quality", "quick", "reasonable", "relevance", "relevant", "reliability", "reliable",
    "safe", "safety", "speed", "staffing", "timely", "transparency", "transparent", "usefulness", "useful", "value",
];

/// Pairs that count as one word.
#[rustfmt::skip]
pub(super) const FIXED_PAIRS: List = &[
    "clean and safe", "clear and concise", "come and go", "drink and drive", "fair and reasonable", "fair and square",
    "fit and proper", "go and get", "go and see", "health and safety", "hire and fire", "live and let",
    "open and honest", "park and ride", "pick and choose", "quick and easy", "read and write", "safe and sound",
    "safe and well", "stop and search", "stop and think", "try and find", "try and get", "wait and see",
];

// Terms and words for one thing.

/// Words that stand for each other in the names of things, parted by spaces.
#[rustfmt::skip]
pub(super) const SAME_IN_TERMS: List = &[
    "assessment evaluation examination", "agreement accord pact", "allowance benefit", "area zone district",
    "charge fee levy", "committee panel", "detention custody", "device gadget", "fund pot", "hearing session",
    "home house", "neighbourhood neighborhood", "notice notification", "officer official", "order directive",
    "permit licence license", "plan scheme strategy", "police constabulary", "policy protocol",
    "professional practitioner worker", "programme program", "report statement", "safety security",
    "service provision", "team unit", "warrant writ", "worker staff",
];

/// Words no name starts with: "of safety" is no shorter "place of safety".
#[rustfmt::skip]
pub(super) const LITTLE_WORDS: List = &["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];

#[rustfmt::skip]
pub(super) const SYNONYMS: &[Group] = &[
    Group {
        context: &[
            "police", "officers", "ambulance", "crew", "crews", "emergency", "fire service", "paramedics",
            "practitioners",
        ],
        words: &[
            &["incident", "incidents"],
            &["callout", "callouts", "call-out", "call-outs"],
            &["attendance", "attendances"],
            &["call", "calls"],
        ],
    },
    Group {
        context: &[],
        words: &[&["pupil", "pupils"], &["student", "students"], &["learner", "learners"]],
    },
    Group {
        context: &[],
        words: &[&["service user", "service users"], &["client", "clients"], &["customer", "customers"]],
    },
    Group {
        context: &[],
        words: &[&["strike", "strikes"], &["walkout", "walkouts", "walk-out"], &["stoppage", "stoppages"]],
    },
    Group { context: &[], words: &[&["carer", "carers"], &["caregiver", "caregivers"]] },
    Group {
        context: &[],
        words: &[&["rubbish"], &["garbage"], &["refuse collection", "refuse bin", "refuse bins"]],
    },
    Group {
        context: &[],
        words: &[&["pavement", "pavements"], &["footway", "footways"], &["sidewalk", "sidewalks"]],
    },
    Group { context: &[], words: &[&["tenant", "tenants"], &["renter", "renters"], &["lodger", "lodgers"]] },
    Group {
        context: &[],
        words: &[&["subscription", "subscriptions"], &["membership fee", "membership fees"], &["dues"]],
    },
    Group {
        context: &[],
        words: &[&["home visit", "home visits"], &["house call", "house calls"], &["domiciliary visit"]],
    },
    Group {
        context: &[],
        words: &[&["remote working", "remote work"], &["home working", "homeworking"], &["teleworking", "telework"]],
    },
    Group { context: &[], words: &[&["supply teacher", "supply teachers"], &["substitute teacher", "substitute teachers"]] },
    Group {
        context: &[],
        words: &[&["headteacher", "headteachers", "head teacher"], &["principal", "principals"]],
    },
    Group { context: &[], words: &[&["sick leave"], &["sickness absence"]] },
    Group { context: &[], words: &[&["redundancy", "redundancies"], &["layoff", "layoffs", "lay-offs"]] },
];

/// What shows that "call" is a name.
#[rustfmt::skip]
pub(super) const CALL_BEFORE: List = &[
    "a", "999", "911", "112", "declined", "each", "emergency", "every", "health", "such", "the", "these", "those",
    "welfare", "which",
];

// Abbreviations.

#[rustfmt::skip]
pub(super) const KNOWN_ABBREVIATIONS: List = &[
    "AD", "ADHD", "AGM", "AI", "AIDS", "AM", "ATM", "BA", "BBC", "BC", "BSc", "BST", "CCTV", "CD", "CEO", "CIA", "COVID",
    "CT", "CV", "DIY", "DNA", "DVD", "DVLA", "EU", "FAQ", "FBI", "FIFA", "GCSE", "GDP", "GDPR", "GMT", "GP", "GPS", "HIV",
    "HMRC", "HR", "ICT", "ID", "IQ", "IT", "ITV", "IVF", "LED", "LGBT", "LGBTQ", "MA", "MBA", "MEP", "MOT", "MP", "MRI",
    "MSP", "MSc", "NASA", "NATO", "NGO", "NHS", "OK", "PC", "PDF", "PE", "PIN", "PM", "PR", "PTA", "PTSD", "PhD", "QR",
    "RSPCA", "RSVP", "SIM", "SMS", "SUV", "TV", "UEFA", "UK", "UN", "UNESCO", "UNICEF", "US", "USA", "USB", "UTC", "VAT",
    "VIP", "YMCA",
];

/// Words that are put in capitals to stress them.
#[rustfmt::skip]
pub(super) const SHOUTED: List = &[
    "ALL", "AND", "ANY", "ARE", "BOTH", "DO", "EACH", "EVERY", "IF", "IN", "IS", "MORE", "MUST", "NEVER", "NO", "NONE",
    "NOT", "NOW", "ON", "ONE", "ONLY", "OR", "THE", "TO", "TWO", "WHO", "YES", "YOU", "YOUR",
];

// Leading words.

/// In a question, an option or the background.
#[rustfmt::skip]
pub(super) const LEADING: List = &[
    "absurd", "any reasonable person", "appalling", "as we all know", "bloated", "botched", "bureaucrats", "callous",
    "cash cow", "common sense", "common-sense", "commonsense", "cynical", "disastrous", "disgraceful", "do-gooders",
    "draconian", "everybody knows", "everyone knows", "experts agree", "fat-cat", "fat cats", "gold-plated", "greedy",
    "hard-pressed", "hard-working families", "hardworking families", "heartless", "insulting", "it is well known",
    "long overdue", "ludicrous", "money down the drain", "most people agree", "most people think", "much loved",
    "much needed", "much-loved", "much-needed", "nanny state", "needless to say", "no one can deny", "nobody can deny",
    "obviously", "of course", "outrageous", "pointless", "postcode lottery", "reckless", "red tape", "ridiculous",
    "rightly", "scandalous", "scroungers", "senseless", "shameful", "shocking", "so-called", "stealth tax", "surely",
    "swamped", "undeniably", "undoubtedly", "war on motorists", "waste of money", "waste of space", "waste of time",
    "we all know", "woke",
];

/// In a question that does not offer the other answer too.
#[rustfmt::skip]
pub(super) const LEADING_QUESTIONS: List = &[
    "at long last", "at last", "do you agree that", "do you not agree", "do you not think", "do you really", "finally",
    "how badly", "how much better", "how much worse", "would you agree that", "would you not agree",
];

/// At the start of a question.
#[rustfmt::skip]
pub(super) const LEADING_STARTS: List = &[
    "aren't", "can't", "clearly", "couldn't", "didn't", "doesn't", "don't", "hasn't", "haven't", "isn't", "is it not",
    "shouldn't", "wasn't", "weren't", "won't", "wouldn't",
];

/// At the end of a question.
#[rustfmt::skip]
pub(super) const LEADING_TAGS: List = &[
    "aren't they", "aren't we", "doesn't it", "don't they", "don't we", "don't you", "don't you think", "isn't it",
    "shouldn't it", "shouldn't they", "shouldn't we", "wouldn't you say", "is it not", "right",
];

// Answers for everybody.

/// What asks for an opinion, not for something a reader knows.
#[rustfmt::skip]
pub(super) const OPINION_QUESTIONS: List = &[
    "should", "do you accept", "do you agree", "do you approve", "do you back", "do you believe", "do you favour",
    "do you favor", "do you feel", "do you oppose", "do you prefer", "do you support", "do you think", "do you trust",
    "do you want", "is it fair", "is it right", "is it time", "are you against", "are you for", "are you in favour",
    "your opinion", "your position", "your preference", "your stance", "your view", "your views",
    "would you prefer", "would you rather", "would you support", "would you vote",
];

/// What asks for something a reader knows, whatever verb follows.
#[rustfmt::skip]
pub(super) const FACT_QUESTIONS: List = &["how far", "how long", "how many", "how often", "how many times"];

#[rustfmt::skip]
pub(super) const WAYS_OUT: List = &[
    "about the same", "can't say", "cannot say", "depends", "did not", "didn't", "do not know", "do not mind",
    "don't have", "don't know", "don't mind", "have not", "haven't", "neither", "no difference", "no opinion",
    "no preference", "no strong view", "no strong views", "no view", "no views", "none", "not applicable", "not sure",
    "prefer not", "rather not", "something else", "undecided", "unsure", "was not", "leave it to", "up to the", "let them decide",
];

/// These only where they are the whole answer, or all of it before a comma or a bracket.
#[rustfmt::skip]
pub(super) const WHOLE_WAYS_OUT: List = &["abstain", "any", "either", "other", "skip", "whatever"];

/// What after "I" says that the question does not apply.
#[rustfmt::skip]
pub(super) const OWN_DENIALS: List = &["cannot", "never", "no", "none", "not", "nothing"];

// Negations and absolute words.

#[rustfmt::skip]
pub(super) const NEGATIONS: List = &["cannot", "neither", "never", "no one", "nobody", "none", "not", "nothing"];

/// Words that a "not" just before them turns round again.
#[rustfmt::skip]
pub(super) const NEGATED: List = &[
    "disagree", "fail", "illegal", "impossible", "impractical", "inaccurate", "inadequate", "inappropriate",
    "inconvenient", "insignificant", "insufficient", "irrelevant", "oppose", "opposed", "unacceptable", "unaffordable",
    "unaware", "unclear", "uncommon", "undesirable", "unfair", "unhappy", "unhelpful", "unimportant", "unjustified",
    "unknown", "unlikely", "unnecessary", "unpopular", "unreasonable", "unrelated", "unsafe", "unusual", "unwelcome",
    "unwilling", "without",
];

/// Verbs of refusal: a "not" after them turns them round.
#[rustfmt::skip]
pub(super) const REFUSALS: List = &[
    "against", "deny", "disagree", "disagrees", "object", "objects", "oppose", "opposed", "opposes", "reject", "rejects",
];

/// What starts another clause, which has negations of its own.
#[rustfmt::skip]
pub(super) const CLAUSE_WORDS: List = &[
    "and", "as", "because", "before", "but", "how", "if", "or", "since", "so", "than", "that", "until", "when", "where",
    "whether", "which", "while", "who", "why",
];

#[rustfmt::skip]
pub(super) const ABSOLUTES: List = &[
    "always", "at all times", "in all cases", "in every case", "never", "under any circumstances",
    "under no circumstances", "without exception",
];

/// What takes the absolute back.
#[rustfmt::skip]
pub(super) const ALMOST: List = &["almost", "hardly", "nearly", "not", "practically", "virtually"];

/// What makes a statement a rule that is proposed.
#[rustfmt::skip]
pub(super) const NORMS: List = &[
    "let", "may", "must", "need", "needs", "ought", "shall", "should", "shouldn't", "would",
];
