//! Groups of people who voted alike: words, the map, the same as a table, each group.
//!
//! What a group is was worked out elsewhere; this part must never find one, and never speaks of more than those who
//! answered.

mod map;
mod place;
mod rows;
mod words;

pub use place::MyPlace;
pub(crate) use place::PlaceView;
pub(super) use rows::{Row, Rows};

use super::ResultsPage;
use super::counts::how_many;
use crate::html::Html;
use crate::marked::escaped;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_charts::{Frame, render_share_strip};
use canvass_counts::{Share, thresholds};
use canvass_domain::{Conversation, Poll, State, Vote};
use canvass_results::{Compared, Finding, Group, GroupId, GroupVotes, MapStatement, OpinionMap, Results, Telling};
use canvass_words::Arg;
use rows::strip;
use words::{
    group_name, in_sentence, larger_side, mark, mark_beside_name, n_placed, number, people_and_share, shown_text,
};

#[derive(Template)]
#[template(path = "results/groups.html")]
pub(super) struct Part<'a> {
    t: Words,
    lang: Option<&'a str>,
    /// Where the pictures are.
    charts: &'a str,
    /// Nothing where no statement was ever put in.
    state: Option<Groups<'a>>,
}

/// How far it is.
enum Groups<'a> {
    /// What there is in its place, in a sentence.
    None(String),
    Found(Box<Found<'a>>),
}

struct Found<'a> {
    lead: String,
    unplaced: Option<String>,
    is_provisional: bool,
    place: Option<PlaceView>,
    /// What they part on and what they share, each in a sentence, or why that is not said.
    said: Vec<String>,
    /// What groups are, where there are any.
    caution: Option<String>,
    /// Which statements set a group apart.
    apart_rule: String,
    map: Html,
    /// How to go through it with keys, where a script waits for them.
    map_said: Option<String>,
    explained: String,
    has_poll: bool,
    groups: Vec<GroupView<'a>>,
    has_caution: bool,
}

struct GroupView<'a> {
    anchor: String,
    mark: Html,
    heading_mark: Html,
    name: String,
    number: String,
    size: String,
    n: String,
    share: Option<String>,
    ballots: String,
    options: Vec<OptionRow<'a>>,
    representative: Vec<Apart<'a>>,
}

struct OptionRow<'a> {
    text: &'a str,
    bar: Html,
    line: String,
}

/// What sets a group apart.
struct Apart<'a> {
    text: &'a str,
    here: String,
    here_bar: Html,
    others: String,
    others_bar: Html,
    /// The same in one line.
    line: String,
}

/// Id of the element that says more about a group.
fn anchor(map: &OpinionMap, id: GroupId) -> String {
    format!("group-{}", number(map, id))
}

impl<'a> Part<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let results = page.results;
        let state = match results.map.as_deref() {
            Some(map) => Some(Groups::Found(Box::new(found(t, page, map)))),
            None if results.statements.is_empty() => None,
            None => Some(Groups::None(missing(t, page.conversation, results))),
        };
        Self { t, lang: content_lang(page.conversation), charts: &page.addresses.charts, state }
    }
}

/// The map and who is in which group, as a figure; empty where there is none.
pub(super) fn map_figure(t: Words, results: &Results) -> String {
    let Some(map) = results.map.as_deref() else { return String::new() };
    let chart = map::chart(t, results, map, None);
    let groups = map.groups.iter().map(|group| {
        let size = people_and_share(t, map, group);
        format!(
            "<li id=\"{}\" tabindex=\"-1\">{} <b>{}</b>: {}</li>",
            anchor(map, group.id),
            mark_beside_name(map, group.id),
            escaped(&group_name(t, map, group.id)),
            escaped(&size)
        )
    });
    let explained = map::explained(t, &chart).into_iter().chain(caution(t, map));
    format!(
        "<figure class=\"map-figure\"><figcaption>{}</figcaption>{}<ul class=\"plain-groups\">{}</ul><p class=\"hint\">{}</p></figure>",
        escaped(&format!("{}. {}", chart.title, chart.subtitle)),
        chart.render(Frame::InPage),
        groups.collect::<String>(),
        escaped(&explained.collect::<Vec<_>>().join(" "))
    )
}

impl Part<'_> {
    /// How many groups, what they part on and what they share; each with what sets it apart.
    pub(super) fn words(&self) -> Vec<String> {
        let found = match &self.state {
            None => return Vec::new(),
            Some(Groups::None(sentence)) => return vec![sentence.clone(), String::new()],
            Some(Groups::Found(found)) => found,
        };
        let lead = std::iter::once(found.lead.as_str()).chain(found.unplaced.as_deref()).collect::<Vec<_>>().join(" ");
        let of_group = |group: &GroupView<'_>| {
            let apart = group.representative.iter().map(|apart| format!("  - {}", apart.line));
            let head = [String::new(), format!("{}: {}", group.name, group.size)];
            head.into_iter().chain(apart).collect::<Vec<_>>()
        };
        let said = std::iter::once(lead).chain(found.said.iter().cloned()).chain(found.caution.clone());
        said.chain(found.groups.iter().flat_map(of_group)).chain([String::new()]).collect()
    }
}

/// What is still missing for groups to be looked for.
fn missing(t: Words, conversation: &Conversation, results: &Results) -> String {
    let answered = results.statements.iter().filter(|line| line.totals.n() > 0).count();
    let answered = u64::try_from(answered).unwrap_or(u64::MAX);
    let people = thresholds::MAP_LEAST_PEOPLE.saturating_sub(results.totals.n_voters);
    let statements = thresholds::MAP_LEAST_STATEMENTS.saturating_sub(answered);
    if conversation.state == State::Closed && people + statements > 0 {
        let least = [
            ("people", Arg::Count(thresholds::MAP_LEAST_PEOPLE)),
            ("statements", Arg::Count(thresholds::MAP_LEAST_STATEMENTS)),
        ];
        return t.with("groups-too-few", &least);
    }
    let (n_people, n_statements) = (t.count("missing-people", people), t.count("missing-statements", statements));
    let missing = match (people, statements) {
        (0, 0) => return t.text("groups-pending"),
        (_, 0) => n_people,
        (0, _) => n_statements,
        _ => t.with(
            "missing-both",
            &[("people", Arg::Text(n_people.as_str())), ("statements", Arg::Text(&n_statements))],
        ),
    };
    let have = [t.count("n-people", results.totals.n_voters), t.count("n-statements", answered)];
    let [people, statements] = have.each_ref().map(|text| Arg::Text(text));
    t.with("groups-missing", &[("people", people), ("statements", statements), ("missing", Arg::Text(&missing))])
}

fn found<'a>(t: Words, page: &'a ResultsPage<'_>, map: &'a OpinionMap) -> Found<'a> {
    let results = page.results;
    let chart = map::chart(t, results, map, page.place.and_then(MyPlace::place));
    let groups: Vec<GroupView<'_>> = map.groups.iter().map(|group| group_view(t, results, map, group)).collect();
    Found {
        lead: lead(t, map),
        unplaced: unplaced(t, results, map),
        is_provisional: map.is_provisional,
        place: page.place.map(|place| place.view(t)),
        said: said(t, results, map),
        caution: caution(t, map),
        apart_rule: t.count("group-apart-rule", thresholds::GROUP_MIN_N),
        map: Html::trusted(chart.render(Frame::InPage)),
        map_said: page.addresses.pictures.is_some().then(|| t.text("map-keys")),
        explained: map::explained(t, &chart).join(" "),
        has_poll: results.poll.is_some(),
        has_caution: has_caution(t, results, map),
        groups,
    }
}

/// What a group is and what it is not; nothing where there are no groups to speak of.
fn caution(t: Words, map: &OpinionMap) -> Option<String> {
    (map.groups.len() > 1).then(|| t.text("groups-caution"))
}

/// What the groups part on and share, and of how many statements that could be said.
fn said(t: Words, results: &Results, map: &OpinionMap) -> Vec<String> {
    let Some(compared) = results.lists.compared_by_group else {
        let has_groups = !map.compared().is_empty();
        return has_groups
            .then(|| t.count("lists-compared-groups-none", thresholds::GROUP_MIN_N))
            .into_iter()
            .collect();
    };
    let how_many = how_many(t, "lists-compared-groups", compared, thresholds::GROUP_MIN_N);
    let shared = shared(t, results, map).unwrap_or_else(|| {
        let keys = ["groups-shared-none", "groups-shared-none-compared"];
        none(t, keys, compared, thresholds::ALIKE_FROM_PCT)
    });
    let parts = parts(t, results, map).unwrap_or_else(|| {
        let keys = ["groups-parts-none", "groups-parts-none-compared"];
        none(t, keys, compared, thresholds::PARTS_FROM_POINTS)
    });
    vec![parts, shared, how_many]
}

/// That there is no such statement: of all of them, or of those that could be compared.
fn none(t: Words, [whole, part]: [&'static str; 2], compared: Compared, from: u64) -> String {
    if compared.is_whole() {
        return t.count(whole, from);
    }
    t.with(part, &[("n", Arg::Count(from)), ("compared", Arg::Count(compared.n))])
}

/// What groups part on most clearly, with the counts of each.
fn parts(t: Words, results: &Results, map: &OpinionMap) -> Option<String> {
    let statement = |finding: &Finding| Some((results.text(finding.statement)?, map.statement(finding.statement)?));
    let (text, votes) = results.lists.divisive.first().and_then(statement)?;
    let list = each(t, map, votes, |votes| larger_side(t, votes));
    Some(t.with("groups-parts", &[("text", Arg::Text(in_sentence(text))), ("list", Arg::Text(&list))]))
}

/// What most in every group answer alike, with the counts of each.
fn shared(t: Words, results: &Results, map: &OpinionMap) -> Option<String> {
    let statement = |finding: &Finding| {
        Some((results.text(finding.statement)?, map.statement(finding.statement)?, finding.direction.vote()?))
    };
    let (text, votes, vote) = results.lists.shared.first().and_then(statement)?;
    let key = if vote == Vote::Disagree { "groups-shared-disagree" } else { "groups-shared-agree" };
    let list = each(t, map, votes, |votes| t.share_of_base(votes.share(vote)));
    Some(t.with(key, &[("text", Arg::Text(in_sentence(text))), ("list", Arg::Text(&list))]))
}

/// "444 of 520 agree (85%) in group 1, 340 of 388 disagree (88%) in group 2", of the groups that are compared.
fn each(t: Words, map: &OpinionMap, statement: &MapStatement, line: impl Fn(GroupVotes) -> String) -> String {
    let one = |(group, votes): (&Group, &GroupVotes)| {
        t.with("groups-in", &[("label", Arg::Text(&number(map, group.id))), ("side", Arg::Text(&line(*votes)))])
    };
    let compared = map.compared();
    let groups = compared.iter().filter_map(|place| Some((map.groups.get(*place)?, statement.by_group.get(*place)?)));
    groups.map(one).collect::<Vec<_>>().join(", ")
}

/// Whether some share that is shown here carries the mark of caution.
fn has_caution(t: Words, results: &Results, map: &OpinionMap) -> bool {
    let named = [results.lists.divisive.first(), results.lists.shared.first()];
    let named = named.into_iter().flatten().filter_map(|finding| map.statement(finding.statement));
    let named = named.flat_map(|statement| statement.by_group.iter().map(|votes| votes.n()));
    let apart = map.groups.iter().flat_map(|group| map.telling(group));
    let apart = apart.flat_map(|telling| [telling.here.n(), telling.others.n()]);
    let ballots = map.groups.iter().map(|group| group.n_ballots);
    named.chain(apart).chain(ballots).chain([n_placed(map)]).any(|base| t.is_cautious(base))
}

/// How many groups, and how many people in each.
fn lead(t: Words, map: &OpinionMap) -> String {
    let base = n_placed(map);
    let list = map.groups.iter().map(|group| {
        let (label, n) = (number(map, group.id), t.number(group.n));
        let percent = t.percent_in_words(Share { n: group.n, base });
        let key = if percent.is_some() { "groups-one-share" } else { "groups-one" };
        let mut values = vec![("label", Arg::Text(label.as_str())), ("n", Arg::Text(&n))];
        values.extend(percent.as_deref().map(|percent| ("share", Arg::Text(percent))));
        t.with(key, &values)
    });
    let list = list.collect::<Vec<_>>().join(", ");
    let n_groups = u64::try_from(map.groups.len()).unwrap_or(u64::MAX);
    t.with("groups-lead", &[("n", Arg::Count(base)), ("groups", Arg::Count(n_groups)), ("list", Arg::Text(&list))])
}

/// How many who answered have no place. Why is not said where places were given to fewer answers, to fill them up.
fn unplaced(t: Words, results: &Results, map: &OpinionMap) -> Option<String> {
    let n = results.totals.n_participants.saturating_sub(n_placed(map));
    if n_placed(map) <= thresholds::MAP_LEAST_PEOPLE {
        return (n > 0).then(|| t.count("groups-unplaced-filled", n));
    }
    let n_statements = u64::try_from(map.statements.len()).unwrap_or(u64::MAX);
    let least = thresholds::MAP_LEAST_ANSWERS.min(n_statements);
    (n > 0).then(|| t.with("groups-unplaced", &[("n", Arg::Count(n)), ("least", Arg::Count(least))]))
}

fn group_view<'a>(t: Words, results: &'a Results, map: &OpinionMap, group: &Group) -> GroupView<'a> {
    let base = group.n_ballots;
    let options = results.poll.iter().flat_map(Poll::numbered).map(|(id, option)| {
        let n = group.options.iter().find(|one| one.id == id).map_or(0, |one| one.n);
        OptionRow {
            text: option.text.as_str(),
            bar: Html::trusted(render_share_strip(n, base)),
            line: t.share_of_base(Share { n, base }),
        }
    });
    GroupView {
        anchor: anchor(map, group.id),
        mark: mark(t, map, group.id),
        heading_mark: mark_beside_name(map, group.id),
        name: group_name(t, map, group.id),
        number: number(map, group.id),
        size: people_and_share(t, map, group),
        n: t.number(group.n),
        share: t.marked_percent(Share { n: group.n, base: n_placed(map) }),
        ballots: match base {
            0 => t.count("group-ballots-suppressed", thresholds::GROUP_MIN_N),
            n => t.count("group-ballots", n),
        },
        options: if base > 0 { options.collect() } else { Vec::new() },
        representative: map.telling(group).filter_map(|telling| apart(t, results, &telling)).collect(),
    }
}

fn apart<'a>(t: Words, results: &'a Results, telling: &Telling) -> Option<Apart<'a>> {
    let Telling { statement, side, here, others } = *telling;
    let text = shown_text(results, statement)?;
    let said = words::side(t, side, here.share(side));
    let of_others = t.say("group-others", &t.share_of_base(others.share(side)));
    let values =
        [("text", Arg::Text(in_sentence(text))), ("here", Arg::Text(&said)), ("others", Arg::Text(&of_others))];
    Some(Apart {
        text,
        line: t.with("group-apart-line", &values),
        here: said,
        here_bar: strip(here),
        others: of_others,
        others_bar: strip(others),
    })
}
