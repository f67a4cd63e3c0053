//! Kinds of people named in a headline: a headline may name only people who were asked about.

use super::lexicon::WAYS;
use super::phrases::VERBS;
use super::{Word, matches, words};
use std::ops::Range;

/// The kinds of people that a headline names, longest match first, each as it is written. Those who took part are no
/// kind: "readers", "participants" and "respondents" may always be said.
#[must_use]
pub fn people_named(headline: &str) -> Vec<(Range<usize>, String)> {
    let words = words(headline);
    let mut named = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let is_named =
            |n_words: &usize| is_subject(headline, &words, at + n_words) && !is_of_the_poll(&words, at, *n_words);
        let n_words = longest(&words, at).filter(is_named).unwrap_or(0);
        let last = words.get((at + n_words).saturating_sub(1)).filter(|_| n_words > 0);
        if let (Some(first), Some(last)) = (words.get(at), last) {
            let range = first.range.start..last.range.end;
            named.extend(headline.get(range.clone()).map(|text| (range, text.to_owned())));
        }
        at += n_words.max(1);
    }
    named
}

/// "Voters in our poll" and "everyone who answered" are those who took part; "not everyone" is nobody in particular.
fn is_of_the_poll(words: &[Word], at: usize, n_words: usize) -> bool {
    let named = words.get(at + n_words - 1).map_or("", |word| word.low.as_str());
    if !matches!(named, "voters" | "everyone" | "everybody") {
        return false;
    }
    let is_denied = at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| word.low == "not");
    is_denied || OF_THE_POLL.iter().any(|phrase| matches(words, at + n_words, phrase).is_some())
}

/// After a name of everybody, with which only those who took part are meant.
const OF_THE_POLL: &[&str] = &[
    "in our poll",
    "in this poll",
    "in the poll",
    "in our survey",
    "in our vote",
    "who answered",
    "who voted",
    "who took part",
    "here",
];

/// Whether the people after whom these words come do something: "oppose the plan".
#[must_use]
pub fn act(after: &str) -> bool {
    let words = words(after);
    let does = |verb: &str| matches(&words, 0, verb).is_some();
    let is_way = WAYS.iter().any(|(_, phrases)| phrases.iter().any(|way| does(way)));
    is_way
        || VERBS.iter().any(|verb| does(verb))
        || words.first().is_some_and(|word| DOING.contains(&word.low.as_str()))
}

/// Whether the people that end before this place are spoken of: not "the public sector", nor "nurses' pay".
fn is_subject(headline: &str, words: &[Word], after: usize) -> bool {
    let end = words.get(after - 1).map_or(0, |last| last.range.end);
    let is_possessive = headline.get(end..).is_some_and(|rest| rest.starts_with(['\'', '’']));
    let is_public = words.get(after - 1).is_some_and(|last| last.low == "public");
    let is_noun = is_public && words.get(after).is_some_and(|next| NOT_PEOPLE.contains(&next.low.as_str()));
    !is_possessive && !is_noun
}

/// Number of words of the longest name of a kind of people that starts at a place.
pub(super) fn longest(words: &[Word], at: usize) -> Option<usize> {
    let people = PEOPLE.iter().filter_map(|phrase| matches(words, at, phrase)).max().or_else(|| doing(words, at));
    let does = |n_words: &usize| {
        let says = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|word| SAYS.contains(&word.low.as_str()));
        // "Hands off, says Britain", and not "say the city should build".
        let is_last = words.get(at + n_words).is_none_or(|next| next.starts_sentence);
        (says && is_last) || VERBS.iter().any(|verb| matches(words, at + n_words, verb).is_some())
    };
    people.or_else(|| WITH_VERB.iter().filter_map(|phrase| matches(words, at, phrase)).max().filter(does))
}

/// A plural at the beginning of a clause that does what only people do: "librarians back", "cinema-goers want".
fn doing(words: &[Word], at: usize) -> Option<usize> {
    // "Librarians back", "library users back".
    let begins = |at: usize| at == 0 || words.get(at).is_some_and(|word| word.starts_sentence);
    let is_first = begins(at) || at.checked_sub(1).is_some_and(begins);
    let kind = words.get(at).filter(|_| is_first).map(|word| word.low.as_str())?;
    let is_plural = kind.len() > 4 && kind.ends_with('s') && !kind.ends_with("ss") && !kind.ends_with("'s");
    // "Smaller classes, say readers" is said by readers.
    let is_joined = |word: &&Word| !word.starts_sentence && !word.after_comma;
    let does = words.get(at + 1).filter(is_joined).map(|word| word.low.as_str())?;
    let goes_on = words.get(at + 2).map_or("", |word| word.low.as_str());
    let is_back = does == "back"
        && !matches!(goes_on, "" | "on" | "in" | "at" | "to" | "from" | "for" | "and" | "after" | "with" | "by");
    let is_done = is_back || DOING.contains(&does);
    (is_plural && is_done && !NO_PEOPLE.contains(&kind)).then_some(1)
}

/// Before whoever said what comes before.
const SAYS: &[&str] = &["say", "says", "said", "tell", "tells", "demand", "demands", "urge", "urges"];

/// What only people do.
const DOING: &[&str] = &[
    "oppose",
    "reject",
    "condemn",
    "welcome",
    "want",
    "prefer",
    "urge",
    "say",
    "fear",
    "demand",
    "favour",
    "endorse",
    "believe",
    "think",
    "agree",
    "disagree",
    "resist",
    "criticise",
    "slam",
    "insist",
    "feel",
    "worry",
];
/// Plurals that say something here without being a kind of people that nobody asked.
const NO_PEOPLE: &[&str] = &[
    "readers",
    "participants",
    "respondents",
    "supporters",
    "opponents",
    "backers",
    "critics",
    "answers",
    "comments",
    "statements",
    "results",
    "figures",
    "votes",
    "others",
    "groups",
    "numbers",
    "ballots",
    "always",
    "perhaps",
    "halves",
];

/// Plural, as a headline speaks of a kind.
const PEOPLE: &[&str] = &[
    // Social care and health.
    "social workers",
    "adults social workers",
    "children's social workers",
    "mental health social workers",
    "newly qualified social workers",
    "adult social workers",
    "hospital social workers",
    "agency social workers",
    "approved mental health professionals",
    "amhps",
    "mental health professionals",
    "mental health workers",
    "mental health nurses",
    "best interests assessors",
    "practitioners",
    "social care workers",
    "care workers",
    "care staff",
    "carers",
    "unpaid carers",
    "family carers",
    "foster carers",
    "foster parents",
    "support workers",
    "personal assistants",
    "occupational therapists",
    "therapists",
    "psychologists",
    "psychiatrists",
    "counsellors",
    "nurses",
    "district nurses",
    "student nurses",
    "midwives",
    "health visitors",
    "doctors",
    "junior doctors",
    "resident doctors",
    "hospital doctors",
    "gps",
    "consultants",
    "surgeons",
    "dentists",
    "pharmacists",
    "paramedics",
    "ambulance crews",
    "ambulance staff",
    "ambulance workers",
    "health workers",
    "healthcare workers",
    "health professionals",
    "healthcare professionals",
    "health staff",
    "nhs staff",
    "nhs workers",
    "hospital staff",
    "clinicians",
    "medics",
    "patients",
    "mental health patients",
    "service users",
    "people with lived experience",
    "disabled people",
    "people with disabilities",
    "care leavers",
    "key workers",
    "frontline workers",
    "frontline staff",
    "youth workers",
    "probation officers",
    "social work managers",
    "social work students",
    "students",
    "student social workers",
    "directors",
    "team managers",
    "managers",
    "supervisors",
    "professionals",
    // Police, law, emergency.
    "police officers",
    "response officers",
    "officers",
    "police chiefs",
    "police staff",
    "constables",
    "detectives",
    "firefighters",
    "prison officers",
    "prison staff",
    "prisoners",
    "victims",
    "offenders",
    "lawyers",
    "solicitors",
    "barristers",
    "magistrates",
    "judges",
    "soldiers",
    "veterans",
    "emergency workers",
    // Schools, work, public service.
    "teachers",
    "head teachers",
    "headteachers",
    "teaching assistants",
    "school staff",
    "school leaders",
    "governors",
    "lecturers",
    "academics",
    "researchers",
    "scientists",
    "pupils",
    "parents",
    "mothers",
    "fathers",
    "mums",
    "dads",
    "grandparents",
    "families",
    "children",
    "young people",
    "teenagers",
    "youngsters",
    "older people",
    "pensioners",
    "the elderly",
    "millennials",
    "workers",
    "employees",
    "employers",
    "staff",
    "council staff",
    "council workers",
    "civil servants",
    "public servants",
    "trade unionists",
    "union members",
    "members",
    "unions",
    "volunteers",
    "bosses",
    "businesses",
    "business owners",
    "business leaders",
    "small businesses",
    "shopkeepers",
    "shoppers",
    "customers",
    "consumers",
    "farmers",
    "drivers",
    "taxi drivers",
    "bus drivers",
    "lorry drivers",
    "motorists",
    "cyclists",
    "pedestrians",
    "passengers",
    "commuters",
    "pilots",
    "builders",
    "engineers",
    "journalists",
    "editors",
    "councillors",
    "mps",
    "politicians",
    "ministers",
    "peers",
    "landlords",
    "tenants",
    "renters",
    "homeowners",
    "leaseholders",
    "householders",
    "experts",
    "specialists",
    "leaders",
    "faith leaders",
    // Everybody.
    "the public",
    "the british public",
    "the general public",
    "general public",
    "the electorate",
    "electorate",
    "voters",
    "taxpayers",
    "citizens",
    "residents",
    "local residents",
    "locals",
    "local people",
    "neighbours",
    "villagers",
    "townspeople",
    "islanders",
    "britons",
    "brits",
    "the british",
    "british people",
    "english people",
    "the english",
    "scots",
    "the scottish",
    "the welsh",
    "the irish",
    "irish people",
    "londoners",
    "americans",
    "canadians",
    "australians",
    "new zealanders",
    "europeans",
    "taiwanese",
    "everyone",
    "everybody",
    "ordinary people",
    "women",
    "men",
    "girls",
    "boys",
    "adults",
    "migrants",
    "immigrants",
    "refugees",
    "asylum seekers",
    "christians",
    "muslims",
    "jews",
    "hindus",
    "sikhs",
    "black people",
    "white people",
    "asian people",
    "lgbt people",
    "gay people",
    "trans people",
    "townsfolk",
    "chefs",
    "cooks",
    "waiters",
    "publicans",
    "landladies",
    "restaurateurs",
    "hoteliers",
    "brewers",
    "bakers",
    "butchers",
    "hairdressers",
    "traders",
    "market traders",
    "stallholders",
    "retailers",
    "shop owners",
    "shop workers",
    "office workers",
    "factory workers",
    "vets",
    "pet owners",
    "dog owners",
    "breeders",
    "librarians",
    "curators",
    "artists",
    "musicians",
    "actors",
    "writers",
    "architects",
    "planners",
    "developers",
    "surveyors",
    "electricians",
    "plumbers",
    "cleaners",
    "accountants",
    "bankers",
    "investors",
    "savers",
    "borrowers",
    "graduates",
    "apprentices",
    "campaigners",
    "activists",
    "walkers",
    "ramblers",
    "runners",
    "swimmers",
    "gardeners",
    "holidaymakers",
    "tutors",
    "nursery staff",
    "childminders",
    "optometrists",
    "technicians",
    "radiographers",
    "physiotherapists",
    "fans",
    "players",
    "visitors",
    "tourists",
    "households",
];

/// Wholes that are people only where they think or want something.
const WITH_VERB: &[&str] = &[
    "public",
    "police",
    "the police",
    "britain",
    "the uk",
    "the city",
    "the town",
    "the village",
    "the borough",
    "the county",
    "the region",
    "the council",
    "the community",
    "the industry",
    "town",
    "city",
    "nation",
    "country",
    "profession",
    "workforce",
    "council",
    "union",
    "the union",
    "the country",
    "the nation",
    "england",
    "scotland",
    "wales",
    "the profession",
    "the sector",
    "the workforce",
    "the force",
    "hospitals",
    "schools",
    "councils",
    "charities",
    "services",
];

/// After "the public", where no people are meant.
const NOT_PEOPLE: &[&str] = &[
    "sector",
    "service",
    "services",
    "transport",
    "purse",
    "money",
    "funds",
    "funding",
    "health",
    "inquiry",
    "interest",
    "domain",
    "consultation",
    "spending",
    "sphere",
    "realm",
    "finances",
    "library",
    "libraries",
    "school",
    "schools",
];
