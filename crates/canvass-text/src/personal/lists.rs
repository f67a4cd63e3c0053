//! The words the rules look for, in small letters with straight apostrophes.

/// A list, as it is counted.
pub(super) type List = &'static [&'static str];

// Numbers and addresses.

#[rustfmt::skip]
pub(super) const CALLING: List = &[
    "ring", "phone", "telephone", "tel", "mobile", "mob", "landline", "whatsapp", "fax", "text", "sms", "dial", "call",
];

#[rustfmt::skip]
pub(super) const DIGIT_WORDS: List = &[
    "oh", "o", "zero", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];

pub(super) const REPEATING: List = &["double", "triple", "treble", "hundred"];

#[rustfmt::skip]
pub(super) const MAILING: List = &[
    "mail", "e-mail", "email", "emails", "write", "contact", "reach", "address", "message", "send",
];

/// Last parts of hosts.
#[rustfmt::skip]
pub(super) const ENDINGS: List = &[
    "com", "org", "net", "uk", "ie", "eu", "info", "me", "io", "gov", "edu", "co", "nhs", "ac", "de", "fr", "es", "it",
    "nl", "be", "pl", "us", "ca", "au", "nz", "scot", "wales", "example", "london", "biz",
];

#[rustfmt::skip]
pub(super) const SERVICES: List = &[
    "twitter", "x", "instagram", "insta", "facebook", "tiktok", "snapchat", "bluesky", "mastodon", "threads",
    "linkedin", "reddit", "youtube", "telegram", "discord", "twitch", "tumblr", "github",
];

#[rustfmt::skip]
pub(super) const PROFILE_PAGES: List = &[
    "twitter.com/", "x.com/", "instagram.com/", "facebook.com/", "fb.com/", "linkedin.com/in/", "tiktok.com/@",
    "youtube.com/@", "youtube.com/user/", "youtube.com/c/", "reddit.com/user/", "reddit.com/u/", "bsky.app/profile/",
    "threads.net/@", "threads.com/@", "t.me/", "github.com/", "twitch.tv/", "snapchat.com/add/", "u/", "/u/",
];

// A story of somebody's own life.

/// Whose: before somebody or something of the speaker's.
pub(super) const OWN: List = &["my", "our"];

/// People and places that are somebody's own.
#[rustfmt::skip]
pub(super) const RELATIONS: List = &[
    "son", "sons", "daughter", "daughters", "child", "children", "kids", "baby", "boy", "girl", "toddler", "mother",
    "father", "mum", "mom", "dad", "parents", "wife", "husband", "partner", "brother", "sister", "grandson",
    "granddaughter", "grandmother", "grandfather", "gran", "nan", "grandad", "aunt", "uncle", "cousin", "niece",
    "nephew", "neighbour", "neighbour's", "friend", "fiance", "fiancee", "stepson", "stepdaughter", "foster",
    "lad", "lass", "kid", "twins", "family", "ex", "stepfather", "stepmother", "in-law", "carer", "tutor",
    "patient", "patients", "client", "pupil", "pupils", "class", "manager", "boss", "colleague", "team", "ward", "unit",
    "supervisor", "consultant", "son's", "daughter's", "mother's", "father's", "mum's", "dad's", "husband's", "wife's",
];

/// What somebody tells of themselves, after "I" or "we".
#[rustfmt::skip]
pub(super) const TELLING_VERBS: List = &[
    "am", "was", "were", "have", "had", "work", "worked", "live", "lived", "grew", "went", "go", "sat", "waited", "saw",
    "see", "attended", "called", "rang", "taught", "teach", "run", "ran", "managed", "manage", "started", "lost", "gave",
    "got", "spent", "moved", "stayed", "nursed", "drove", "drive", "reported", "complained", "buried", "took", "know",
    "knew", "met", "visited", "visit", "used", "fostered", "adopted", "retired", "trained", "studied", "volunteer",
    "volunteered", "came", "left", "found", "followed", "told", "cared", "care", "read", "chair", "chaired", "lead", "led",
    "turned", "gave", "sent", "broke", "fell", "walked", "slept", "cried", "asked", "begged", "stood", "held", "brought",
    "carried", "kept", "became", "signed", "resigned", "quit", "witnessed", "cycled", "commute", "volunteered", "heard",
];

/// What somebody did to the speaker, before "me" or "us"; and every verb in -ed.
#[rustfmt::skip]
pub(super) const DONE_TO_ME: List = &[
    "told", "let", "gave", "sent", "left", "took", "kept", "put", "rang", "made", "saw", "held", "found", "drove",
    "brought", "hit", "threw", "taught", "paid", "shut", "with", "behind",
];

/// Verbs after which no story is told: "I was surprised".
#[rustfmt::skip]
pub(super) const OPINION_WORDS: List = &[
    "surprised", "pleased", "shocked", "glad", "sorry", "sure", "against", "for", "afraid", "yet",
];

/// "I" with a verb joined to it.
pub(super) const I_AM: List = &["i'm", "i've", "i'd", "we're", "we've"];

/// What has a name of its own and few people in it.
#[rustfmt::skip]
pub(super) const NAMED_PLACES: List = &[
    "ward", "hospital", "infirmary", "hospice", "clinic", "surgery", "unit", "school", "academy", "college", "nursery",
    "primary", "secondary", "grammar", "street", "road", "avenue", "lane", "close", "drive", "crescent", "terrace",
    "gardens", "grove", "mews", "row", "yard", "house", "lodge", "court", "hostel", "team", "centre", "station", "depot",
    "estate", "farm", "parish", "church", "mosque", "village", "prison", "comprehensive", "infants", "juniors", "hall",
    "manor", "barracks", "mill", "factory", "pharmacy", "club", "library", "flats", "tower", "bakery", "inn", "arms",
];

/// Kinds of names that many places share, or that are of a whole service.
#[rustfmt::skip]
pub(super) const COMMON_NAMES: List = &[
    "the", "a", "an", "this", "that", "no", "our", "my", "your", "their", "his", "her", "its", "every", "each", "any",
    "high", "main", "mental", "health", "act", "nhs", "police", "social", "primary", "secondary", "county", "city",
    "town", "local", "national", "royal", "general", "district", "emergency", "crisis", "children's", "private", "state",
    "public", "in", "at", "on", "of", "to", "from", "by", "i", "we", "when", "if", "and", "but", "one", "some", "community",
    "care", "home", "civil", "supreme", "crown", "white", "open", "council", "is", "as", "for", "with",
];

/// What may stand between the name and the kind of place: "Oakfield Primary School".
pub(super) const BETWEEN: List =
    &["primary", "secondary", "grammar", "high", "community", "care", "day", "health", "medical", "junior", "infant"];

pub(super) const PREPOSITIONS: List = &["of", "at", "for", "in", "on", "to"];

/// Roles that few people have at a place.
#[rustfmt::skip]
pub(super) const RARE_ROLES: List = &[
    "vicar", "priest", "imam", "rabbi", "chaplain", "headteacher", "head", "deputy", "principal", "governor", "matron",
    "consultant", "director", "chief", "chair", "treasurer", "secretary", "clerk", "mayor", "inspector", "sergeant",
    "superintendent", "postmaster", "postmistress", "caretaker", "coordinator", "manager", "landlord", "landlady",
    "warden", "registrar", "librarian", "editor", "midwife", "lead", "coach", "councillor", "president", "captain", "organiser", "undertaker", "bailiff", "gp",
    "doctor", "dentist", "vet", "pharmacist", "postman", "postwoman", "nurse", "teacher", "officer", "driver", "therapist",
    "worker", "psychologist", "psychiatrist", "paramedic", "cook", "baker", "butcher", "organist", "verger", "foreman",
];

/// Places where many people live, and other names after "in" and "at" that are no small place.
#[rustfmt::skip]
pub(super) const BIG_PLACES: List = &[
    "england", "scotland", "wales", "ireland", "britain", "uk", "europe", "london", "birmingham", "manchester", "leeds",
    "glasgow", "edinburgh", "liverpool", "bristol", "sheffield", "cardiff", "belfast", "newcastle", "nottingham",
    "leicester", "coventry", "bradford", "hull", "stoke", "wolverhampton", "plymouth", "derby", "southampton", "portsmouth",
    "brighton", "swansea", "aberdeen", "dundee", "norwich", "oxford", "cambridge", "york", "exeter", "gloucester", "bath",
    "wells", "sunderland", "middlesbrough", "bolton", "luton", "reading", "swindon", "peterborough", "preston", "blackpool",
    "bournemouth", "ipswich", "lincoln", "chester", "lancaster", "carlisle", "durham", "worcester", "kent", "essex",
    "surrey", "sussex", "hampshire", "dorset", "devon", "cornwall", "somerset", "wiltshire", "norfolk", "suffolk",
    "lincolnshire", "yorkshire", "lancashire", "cumbria", "northumberland", "cheshire", "shropshire", "staffordshire",
    "derbyshire", "nottinghamshire", "leicestershire", "warwickshire", "oxfordshire", "berkshire", "hertfordshire",
    "bedfordshire", "cambridgeshire", "gloucestershire", "worcestershire", "herefordshire", "dublin", "cork", "france", "paris", "berlin", "rome", "madrid", "lisbon", "vienna", "warsaw", "amsterdam", "stockholm", "copenhagen",
    "germany", "spain", "italy", "poland", "america", "canada", "australia", "india", "africa", "asia", "north", "south",
    "east", "west", "midlands", "northern", "southern", "eastern", "western", "central", "greater", "parliament",
    "westminster", "whitehall", "holyrood", "stormont", "senedd", "brussels", "washington", "facebook", "twitter",
    "instagram", "mastodon", "reddit", "christmas", "easter", "eid", "diwali", "ramadan", "english", "welsh", "french",
    "german", "spanish", "polish", "gaelic", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "year", "section", "act", "god", "covid", "lockdown", "nhs", "a&e", "seattle", "kentucky", "new", "zealand", "taiwan",
    "taipei", "kingdom", "united", "states",
];

/// Places that are run by one person.
pub(super) const RUN_PLACES: List = &["post", "shop", "pub", "school", "nursery", "surgery", "farm", "hostel", "cafe"];

pub(super) const TITLES: List =
    &["dr", "mr", "mrs", "ms", "miss", "pc", "dc", "sgt", "nurse", "sister", "professor", "prof", "rev", "father"];

/// Names after a title that are nobody's, or everybody's.
pub(super) const NOBODY: List =
    &["speaker", "who", "right", "wrong", "bean", "president", "chairman", "prime", "minister"];

#[rustfmt::skip]
pub(super) const MONTHS: List = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
];

/// After "the only" where nobody can be told apart: "the only one who thinks so".
pub(super) const NOT_ONLY: List = &["one", "ones", "person", "way", "thing", "reason"];

/// Numbers in words that an age is told in.
#[rustfmt::skip]
pub(super) const SMALL_NUMBERS: List = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
];

/// Beside an age that is not exact.
pub(super) const AGE_BRACKETS: List =
    &["between", "under", "over", "above", "below", "older", "younger", "least", "either", "more", "less", "around"];
