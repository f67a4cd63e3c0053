//! What most answer alike, what divides, what many are unsure of.

use super::{ResultsPage, groups};
use crate::html::Html;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_charts::{StanceBar, render_stance_bar};
use canvass_results::{Arg, Finding, Leaning, Share, thresholds};

/// Title, rule, and what stands there instead of an empty list.
type Keys = [&'static str; 3];

const ALTOGETHER: [Keys; 2] = [
    ["lists-alike", "lists-alike-hint", "lists-alike-none"],
    ["lists-divides", "lists-divides-hint", "lists-divides-none"],
];
const BY_GROUP: [Keys; 2] = [
    ["lists-alike-groups", "lists-alike-groups-hint", "lists-alike-groups-none"],
    ["lists-divides-groups", "lists-divides-groups-hint", "lists-divides-groups-none"],
];
const UNSURE: Keys = ["lists-unsure", "lists-unsure-hint", "lists-unsure-none"];

/// How a list's statements are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Altogether,
    ByGroup,
}

#[derive(Template)]
#[template(path = "results/lists.html")]
pub(super) struct Part<'a> {
    lang: Option<&'a str>,
    has_statements: bool,
    /// Below this many votes nothing is listed.
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
    /// "61 % agree".
    said: String,
    bar: Html,
    counts: String,
    /// The same by group, where groups made the list.
    by_group: Vec<groups::Row>,
}

impl<'a> Part<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let lists = &page.results.lists;
        let is_by_group = page.results.compares_groups();
        let list = |id, keys: Keys, from: u64, findings: &[Finding], how: How| ListView {
            id,
            title: t.text(keys[0]),
            hint: t.count(keys[1], from),
            none: t.text(keys[2]),
            items: findings.iter().filter_map(|finding| item(t, page, finding, how)).collect(),
        };
        let [alike, divides] = if is_by_group { BY_GROUP } else { ALTOGETHER };
        let parts_from = if is_by_group { thresholds::PARTS_FROM_POINTS } else { thresholds::DIVIDES_FROM_PCT };
        let how = if is_by_group { How::ByGroup } else { How::Altogether };
        let rule = t.count("lists-rule", lists.min_n);
        let groups_rule = is_by_group.then(|| t.count("lists-rule-groups", thresholds::GROUP_MIN_N));
        Self {
            lang: content_lang(page.conversation),
            has_statements: page.results.shown().next().is_some(),
            rule: std::iter::once(rule).chain(groups_rule).collect::<Vec<_>>().join(" "),
            lists: vec![
                list("alike", alike, thresholds::ALIKE_FROM_PCT, &lists.shared, how),
                list("divides", divides, parts_from, &lists.divisive, how),
                list("unsure", UNSURE, thresholds::UNSURE_FROM_PCT, &lists.unsure, How::Altogether),
            ],
        }
    }
}

impl Part<'_> {
    /// Each list with its rule; statements under it with what was said of them.
    pub(super) fn words(&self) -> Vec<String> {
        let of_item = |item: &Item<'_>| {
            let by_group = item.by_group.iter().map(|row| format!("    {}: {}", row.label, row.line));
            let head = format!("  - {} ({}; {})", item.text, item.said, item.counts);
            std::iter::once(head).chain(by_group).collect::<Vec<_>>()
        };
        let of_list = |list: &ListView<'_>| {
            let head = if list.items.is_empty() { list.none.clone() } else { format!("{}. {}", list.title, list.hint) };
            std::iter::once(head).chain(list.items.iter().flat_map(of_item)).chain([String::new()]).collect::<Vec<_>>()
        };
        let lists = if self.has_statements { self.lists.as_slice() } else { &[] };
        lists.iter().flat_map(of_list).collect()
    }
}

fn item<'a>(t: Words, page: &'a ResultsPage<'_>, finding: &Finding, how: How) -> Option<Item<'a>> {
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
    let map = page.results.map.as_deref().filter(|_| how == How::ByGroup);
    let by_group = map.map(|map| groups::on_finding(t, map, finding)).unwrap_or_default();
    Some(Item { text, said, bar, counts, by_group })
}

/// Whether it stands in the list of what most answer alike.
fn is_alike(page: &ResultsPage<'_>, finding: &Finding) -> bool {
    page.results.lists.shared.iter().any(|other| other == finding)
}

/// "61 agree, 12 unsure, 27 disagree".
pub(super) fn stance_text(t: Words, agree: u64, unsure: u64, disagree: u64) -> String {
    t.with(
        "stances",
        &[("agree", Arg::Count(agree)), ("unsure", Arg::Count(unsure)), ("disagree", Arg::Count(disagree))],
    )
}
