//! What most answer alike, what divides, what many are unsure of.

use super::counts::{how_many, stance_text};
use super::{ResultsPage, groups};
use crate::html::Html;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_charts::{StanceBar, render_stance_bar};
use canvass_counts::{Share, thresholds};
use canvass_domain::{Provenance, State};
use canvass_results::{Compared, Finding, Leaning};
use canvass_words::Arg;

/// Title, rule, and what stands there instead of an empty list: where all statements could be compared, and where not.
type Keys = [&'static str; 4];

const ALIKE: Keys = ["lists-alike", "lists-alike-hint", "lists-alike-none", "lists-alike-none-compared"];
const DIVIDES: Keys = ["lists-divides", "lists-divides-hint", "lists-divides-none", "lists-divides-none-compared"];
const UNSURE: Keys = ["lists-unsure", "lists-unsure-hint", "lists-unsure-none", "lists-unsure-none-compared"];
const ALIKE_BY_GROUP: Keys =
    ["lists-alike-groups", "lists-alike-groups-hint", "lists-alike-groups-none", "lists-alike-groups-none-compared"];
const DIVIDES_BY_GROUP: Keys = [
    "lists-divides-groups",
    "lists-divides-groups-hint",
    "lists-divides-groups-none",
    "lists-divides-groups-none-compared",
];

#[derive(Template)]
#[template(path = "results/lists.html")]
pub(super) struct Part<'a> {
    t: Words,
    lang: Option<&'a str>,
    has_statements: bool,
    /// Of how many statements the lists could be made, and why not of the rest.
    rule: String,
    lists: Vec<ListView<'a>>,
}

struct ListView<'a> {
    id: &'static str,
    title: String,
    hint: String,
    none: String,
    items: Vec<Item<'a>>,
}

struct Item<'a> {
    text: &'a str,
    /// "61% agree".
    said: String,
    bar: Html,
    counts: String,
    /// The same by group, where groups made the list.
    by_group: Vec<groups::Row>,
}

impl<'a> Part<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let lists = &page.results.lists;
        let rows = page.results.map.as_deref().map(|map| groups::Rows::of(t, map));
        let list = |id, keys: Keys, from: u64, findings: &[Finding], by_group: Option<Compared>| ListView {
            id,
            title: title(t, page, keys[0]),
            hint: t.count(keys[1], from),
            none: none(t, keys, from, by_group.unwrap_or(lists.compared)),
            items: findings.iter().filter_map(|finding| item(t, page, finding, by_group.and(rows.as_ref()))).collect(),
        };
        let alike = |id, findings| list(id, ALIKE, thresholds::ALIKE_FROM_PCT, findings, None);
        let unsure = list("unsure", UNSURE, thresholds::UNSURE_FROM_PCT, &lists.unsure, None);
        let views = match lists.compared_by_group {
            _ if lists.compared.n == 0 => Vec::new(),
            None => {
                let divides = list("divides", DIVIDES, thresholds::DIVIDES_FROM_PCT, &lists.divisive, None);
                vec![alike("alike", &lists.shared), divides, unsure]
            }
            groups => vec![
                list("alike", ALIKE_BY_GROUP, thresholds::ALIKE_FROM_PCT, &lists.shared, groups),
                list("divides", DIVIDES_BY_GROUP, thresholds::PARTS_FROM_POINTS, &lists.divisive, groups),
                alike("majority", &lists.majority),
                unsure,
            ],
        };
        Self {
            t,
            lang: content_lang(page.conversation),
            has_statements: page.results.on_topic().next().is_some(),
            rule: rule(t, page),
            lists: views,
        }
    }
}

/// What a list is called; who answered an import need not be readers.
fn title(t: Words, page: &ResultsPage<'_>, key: &'static str) -> String {
    let elsewhere = match key {
        "lists-alike" => Some("lists-alike-elsewhere"),
        "lists-alike-groups" => Some("lists-alike-groups-elsewhere"),
        "lists-divides" => Some("lists-divides-elsewhere"),
        _ => None,
    };
    let is_import = page.conversation.provenance == Provenance::Imported;
    t.text(elsewhere.filter(|_| is_import).unwrap_or(key))
}

/// That nothing is listed: of all statements, or of those that could be compared.
fn none(t: Words, [_, _, whole, part]: Keys, from: u64, compared: Compared) -> String {
    if compared.is_whole() {
        return t.count(whole, from);
    }
    t.with(part, &[("n", Arg::Count(from)), ("compared", Arg::Count(compared.n))])
}

/// How many statements could be compared, and why the rest could not; and how shares are compared.
fn rule(t: Words, page: &ResultsPage<'_>) -> String {
    let lists = &page.results.lists;
    if lists.compared.n == 0 {
        let is_open = page.conversation.state != State::Closed;
        let key = if is_open { "lists-none-compared" } else { "lists-none-compared-closed" };
        return t.count(key, thresholds::LIST_MIN_N);
    }
    let has_groups = page.results.map.as_deref().is_some_and(|map| !map.compared().is_empty());
    let by_group = match lists.compared_by_group {
        Some(compared) => Some(how_many(t, "lists-compared-groups", compared, thresholds::GROUP_MIN_N)),
        None => has_groups.then(|| t.count("lists-compared-groups-none", thresholds::GROUP_MIN_N)),
    };
    let altogether = how_many(t, "lists-compared", lists.compared, thresholds::LIST_MIN_N);
    by_group.into_iter().chain([altogether, t.text("lists-adjusted")]).collect::<Vec<_>>().join(" ")
}

impl Part<'_> {
    /// Each list with its rule; statements under it with what was said of them.
    pub(super) fn words(&self) -> Vec<String> {
        let of_item = |item: &Item<'_>| {
            let by_group = item.by_group.iter().map(|row| format!("    {}: {}", row.name, row.line));
            let head = format!("  - {} ({}; {})", item.text, item.said, item.counts);
            std::iter::once(head).chain(by_group).collect::<Vec<_>>()
        };
        let of_list = |list: &ListView<'_>| {
            let head = if list.items.is_empty() { list.none.clone() } else { format!("{}. {}", list.title, list.hint) };
            std::iter::once(head).chain(list.items.iter().flat_map(of_item)).chain([String::new()]).collect::<Vec<_>>()
        };
        let lists = if self.has_statements { self.lists.as_slice() } else { &[] };
        let rule = self.has_statements.then(|| self.rule.clone());
        lists.iter().flat_map(of_list).chain(rule).collect()
    }
}

fn item<'a>(
    t: Words,
    page: &'a ResultsPage<'_>,
    finding: &Finding,
    groups: Option<&groups::Rows<'_>>,
) -> Option<Item<'a>> {
    let text = page.results.text(finding.statement)?;
    let share = |n| t.share_of(Share { n, base: finding.n });
    let said = match finding.direction {
        Leaning::Agree if is_alike(page, finding) => t.say("finding-agree", &share(finding.agree)),
        Leaning::Disagree if is_alike(page, finding) => t.say("finding-disagree", &share(finding.disagree)),
        Leaning::Unsure => t.say("finding-unsure", &share(finding.unsure)),
        Leaning::Agree | Leaning::Disagree | Leaning::Even => t.with(
            "finding-divided",
            &[("agree", Arg::Text(&share(finding.agree))), ("disagree", Arg::Text(&share(finding.disagree)))],
        ),
    };
    let counts = stance_text(t, finding.agree, finding.unsure, finding.disagree);
    let stances = StanceBar { agree: finding.agree, disagree: finding.disagree, unsure: finding.unsure };
    let bar = Html::trusted(render_stance_bar(&stances, &counts));
    let by_group = groups.map(|groups| groups.on_finding(finding)).unwrap_or_default();
    Some(Item { text, said, bar, counts, by_group })
}

/// Whether it stands in the list of what most answer alike.
fn is_alike(page: &ResultsPage<'_>, finding: &Finding) -> bool {
    let lists = &page.results.lists;
    lists.shared.iter().chain(&lists.majority).any(|other| other == finding)
}
