//! The card that stands for a conversation elsewhere, as a drawing.

use super::chart::{letter, subtitle};
use super::top::counts;
use crate::Addresses;
use crate::conversation::view::{staff_only, when_open};
use crate::shell::banners;
use crate::words::Words;
use canvass_charts::{Bar, Card};
use canvass_domain::{Closed, Conversation, Poll, Provenance};
use canvass_results::{Arg, Results, Share, Totals, Turnout, date};

const CARD_ID: &str = "card";

/// The card with the poll's answers, or with what the answers come to where there is no poll.
/// Where only staff may see it so far (`early`), that comes before anything else.
#[must_use]
pub fn card_svg(
    conversation: &Conversation,
    results: &Results,
    addresses: &Addresses,
    early: Option<Closed>,
) -> String {
    let t = Words::of(&conversation.instrument.language);
    let totals = &results.totals;
    let frame = frame(t, conversation, addresses);
    let early = early.map(|closed| staff_only(t, closed));
    let banner = early.into_iter().chain([frame.banner]).collect::<Vec<_>>().join(" ").trim_end().to_owned();
    let card = Card { banner, caveat: caveat(t, conversation, results), ..frame };
    let card = match &results.poll {
        Some(poll) if totals.n_ballots > 0 => {
            Card { subtitle: base(t, poll, totals), bars: bars(t, poll, totals), ..card }
        }
        Some(_) => Card { lead: t.text("poll-none"), ..card },
        None => Card { lead: counts(t, results), subtitle: dates(t, totals), ..card },
    };
    card.render()
}

/// The card behind a closed gate: the question, how many have answered, and when results appear.
#[must_use]
pub fn card_closed_svg(conversation: &Conversation, turnout: Turnout, closed: Closed, addresses: &Addresses) -> String {
    let t = Words::of(&conversation.instrument.language);
    let card = Card {
        lead: t.count("turnout", turnout.n_participants),
        subtitle: when_open(t, closed),
        ..frame(t, conversation, addresses)
    };
    card.render()
}

/// What is on either.
fn frame(t: Words, conversation: &Conversation, addresses: &Addresses) -> Card {
    let instrument = &conversation.instrument;
    Card {
        id: CARD_ID.to_owned(),
        banner: banners(t, conversation).join(" "),
        organiser: instrument.organiser.as_ref().map(|who| who.name.clone()).unwrap_or_default(),
        address: addresses.spoken().to_owned(),
        title: instrument.poll.as_ref().map_or(&instrument.title, |poll| &poll.question).clone(),
        ..Card::default()
    }
}

fn bars(t: Words, poll: &Poll, totals: &Totals) -> Vec<Bar> {
    let bar = |(id, option): (canvass_domain::OptionId, &canvass_domain::PollOption)| {
        let n = totals.option(id);
        let end_label = t.marked_share(Share { n, base: totals.n_ballots });
        Bar { label: letter(id.0), text: option.text.clone(), value: n, end_label }
    };
    poll.numbered().map(bar).collect()
}

/// The base and the dates, and that not every answer is shown where that is so.
fn base(t: Words, poll: &Poll, totals: &Totals) -> String {
    let subtitle = subtitle(t, totals);
    if poll.options.len() <= Card::MAX_BARS {
        return subtitle;
    }
    let count = |n: usize| Arg::Count(u64::try_from(n).unwrap_or(u64::MAX));
    let shown = [("base", Arg::Text(&subtitle)), ("n", count(Card::MAX_BARS)), ("of", count(poll.options.len()))];
    t.with("card-most", &shown)
}

fn dates(t: Words, totals: &Totals) -> String {
    match (totals.first_ms.map(date), totals.last_ms.map(date)) {
        (Some(first), Some(last)) if first != last => {
            t.with("card-between", &[("first", Arg::Text(&first)), ("last", Arg::Text(&last))])
        }
        (first, last) => first.or(last).unwrap_or_default(),
    }
}

/// Who answered, in short, with what a share needs to be read right.
fn caveat(t: Words, conversation: &Conversation, results: &Results) -> String {
    let totals = &results.totals;
    let who = match conversation.provenance {
        Provenance::Here | Provenance::Synthetic => "card-who",
        Provenance::Imported => "card-who-elsewhere",
    };
    let who = (totals.n_participants > 0).then(|| t.text(who));
    let poll = results.poll.as_ref();
    let caution = poll.and_then(|_| t.is_cautious(totals.n_ballots).then(|| t.text("caution-note")));
    let note = poll.and_then(|poll| t.book().rounding_note(totals, poll));
    [who, caution, note].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
