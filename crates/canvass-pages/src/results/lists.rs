//! What most answer alike, what divides, what many are unsure of.

use super::ResultsPage;
use crate::html::Html;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_charts::{StanceBar, render_stance_bar};
use canvass_results::{Arg, Finding, Leaning, Share, thresholds};

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
}

impl<'a> Part<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let lists = &page.results.lists;
        let list = |id, keys: [&str; 3], from_pct, findings: &[Finding]| ListView {
            id,
            title: t.text(keys[0]),
            hint: t.count(keys[1], from_pct),
            none: t.text(keys[2]),
            items: findings.iter().filter_map(|finding| item(t, page, finding)).collect(),
        };
        Self {
            lang: content_lang(page.conversation),
            has_statements: page.results.shown().next().is_some(),
            rule: t.count("lists-rule", lists.min_n),
            lists: vec![
                list(
                    "alike",
                    ["lists-alike", "lists-alike-hint", "lists-alike-none"],
                    thresholds::ALIKE_FROM_PCT,
                    &lists.shared,
                ),
                list(
                    "divides",
                    ["lists-divides", "lists-divides-hint", "lists-divides-none"],
                    thresholds::DIVIDES_FROM_PCT,
                    &lists.divisive,
                ),
                list(
                    "unsure",
                    ["lists-unsure", "lists-unsure-hint", "lists-unsure-none"],
                    thresholds::UNSURE_FROM_PCT,
                    &lists.unsure,
                ),
            ],
        }
    }
}

fn item<'a>(t: Words, page: &'a ResultsPage<'_>, finding: &Finding) -> Option<Item<'a>> {
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
    Some(Item { text, said, bar, counts })
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
