//! How groups, and people in them, are put into words: everywhere the same.

use crate::html::Html;
use crate::words::Words;
use canvass_charts::render_mark;
use canvass_counts::Share;
use canvass_domain::{StatementId, Vote};
use canvass_results::{Group, GroupId, GroupVotes, OpinionMap, Results};
use canvass_words::Arg;

/// The words of a statement, while readers see it.
pub(super) fn shown_text(results: &Results, id: StatementId) -> Option<&str> {
    results.on_topic().find(|line| line.totals.id == id)?.text.as_deref()
}

/// "1": what people call a group, by its place in the map.
pub(super) fn number(map: &OpinionMap, id: GroupId) -> String {
    map.number(id).map(|number| number.to_string()).unwrap_or_default()
}

/// "Group 1".
pub(super) fn group_name(t: Words, map: &OpinionMap, id: GroupId) -> String {
    t.say("group-name", &number(map, id))
}

/// The place of a group in the map, from 0, which decides its shape and colour.
pub(super) fn place(map: &OpinionMap, id: GroupId) -> usize {
    map.number(id).map_or(0, |number| number - 1)
}

/// The mark of a group with its number.
pub(super) fn mark(t: Words, map: &OpinionMap, id: GroupId) -> Html {
    Html::trusted(render_mark(place(map, id), &number(map, id), &group_name(t, map, id)))
}

/// The same beside the name of the group, which is enough to be heard.
pub(super) fn mark_beside_name(map: &OpinionMap, id: GroupId) -> Html {
    Html::trusted(render_mark(place(map, id), &number(map, id), ""))
}

/// Everybody placed.
pub(super) fn n_placed(map: &OpinionMap) -> u64 {
    map.groups.iter().map(|group| group.n).sum()
}

/// "612 people, 51% of those placed", or the count alone where those are few.
pub(super) fn people_and_share(t: Words, map: &OpinionMap, group: &Group) -> String {
    let people = t.count("n-people", group.n);
    match t.percent_in_words(Share { n: group.n, base: n_placed(map) }) {
        Some(share) => t.with("group-size", &[("people", Arg::Text(&people)), ("share", Arg::Text(&share))]),
        None => people,
    }
}

/// A statement as part of a sentence of ours, without the full stop it ends with.
pub(super) fn in_sentence(text: &str) -> &str {
    text.trim_end().trim_end_matches(['.', '。'])
}

/// "agree: “Nobody should be sent alone.”"
pub(super) fn stands_for(t: Words, direction: Vote, text: &str) -> String {
    let key = match direction {
        Vote::Agree => "group-agrees",
        Vote::Disagree => "group-disagrees",
        Vote::Unsure => "group-unsure",
    };
    t.say(key, in_sentence(text))
}

/// "90 of 100 agree (90%)": how many took a side.
pub(super) fn side(t: Words, direction: Vote, share: Share) -> String {
    let (plain, with_share) = match direction {
        Vote::Agree => ("side-agree", "side-agree-share"),
        Vote::Disagree => ("side-disagree", "side-disagree-share"),
        Vote::Unsure => ("side-unsure", "side-unsure-share"),
    };
    let percent = t.percent_in_words(share);
    let mut values = vec![("n", Arg::Count(share.n)), ("base", Arg::Count(share.base))];
    values.extend(percent.as_deref().map(|percent| ("share", Arg::Text(percent))));
    t.with(if percent.is_some() { with_share } else { plain }, &values)
}

/// The side that most of a group took, with how many did; both sides where neither has half.
pub(super) fn larger_side(t: Words, votes: GroupVotes) -> String {
    let base = votes.n();
    if 2 * votes.agree.max(votes.disagree) < base {
        let counts =
            [("agree", Arg::Count(votes.agree)), ("disagree", Arg::Count(votes.disagree)), ("base", Arg::Count(base))];
        return t.with("side-neither", &counts);
    }
    if votes.disagree > votes.agree {
        side(t, Vote::Disagree, Share { n: votes.disagree, base })
    } else {
        side(t, Vote::Agree, Share { n: votes.agree, base })
    }
}
