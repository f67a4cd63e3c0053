//! The card that stands for a conversation elsewhere, as a drawing.

use super::Drawing;
use super::chart::{said, subtitle};
use super::empty::answer;
use crate::gate::{staff_only, when_open};
use crate::shell::short_banner;
use crate::words::Words;
use canvass_charts::{Bar, Card};
use canvass_counts::{Share, Totals};
use canvass_domain::{Closed, Poll};
use canvass_results::{Results, Turnout};
use canvass_words::Arg;

const CARD_ID: &str = "card";

impl Drawing<'_> {
    /// The card with the poll's answers, or with what the answers come to where there is no poll. Where only staff
    /// may see it so far (`early`), that comes before anything else.
    #[must_use]
    pub fn card(self, results: &Results, early: Option<Closed>) -> String {
        let t = Words::told(&self.conversation.instrument);
        let totals = &results.totals;
        let frame = self.frame(t);
        let early = early.map(|closed| staff_only(t, closed)).unwrap_or_default();
        let frame = Card { banner: said([&early, &frame.banner]), ..frame };
        let (who, lead) = self.who_and_lead(t, totals.n_participants);
        let card = match &results.poll {
            _ if totals.n_participants == 0 => Card { lead, ..frame },
            Some(poll) if totals.n_ballots > 0 => {
                Card { subtitle: base(t, poll, totals), bars: bars(t, poll, totals), ..frame }
            }
            _ => Card { lead: answer(t, self.conversation, results), subtitle: dates(t, totals), ..frame },
        };
        self.stand(t, &card, &caveat(t, who, results))
    }

    /// The card behind a closed gate: the question, how many have answered, and when results appear.
    #[must_use]
    pub fn card_closed(self, turnout: Turnout, closed: Closed) -> String {
        let t = Words::told(&self.conversation.instrument);
        let (who, lead) = self.who_and_lead(t, turnout.n_participants);
        self.stand(t, &Card { lead, subtitle: when_open(t, closed), ..self.frame(t) }, &who.unwrap_or_default())
    }

    /// Who answered, for the foot, and how many, for where no bars are; that nobody did is said once.
    fn who_and_lead(self, t: Words, n_participants: u64) -> (Option<String>, String) {
        let who = self.who_in_short(t, n_participants);
        if n_participants == 0 {
            (None, who)
        } else {
            (Some(who), crate::gate::turnout(t, self.conversation, Turnout { n_participants }))
        }
    }

    /// What is on either.
    fn frame(self, t: Words) -> Card {
        let instrument = &self.conversation.instrument;
        Card {
            id: CARD_ID.to_owned(),
            flow: t.flow(),
            banner: short_banner(t, self.conversation),
            organiser: instrument.organiser.as_ref().map(|who| who.name.clone()).unwrap_or_default(),
            address: self.addresses.spoken().to_owned(),
            title: instrument.poll.as_ref().map_or(&instrument.title, |poll| &poll.question).clone(),
            ..Card::default()
        }
    }

    fn stand(self, t: Words, card: &Card, caveat: &str) -> String {
        self.render(t, |notice| {
            let caveat = said([notice.as_deref().unwrap_or_default(), caveat]);
            Card { caveat, ..card.clone() }.render()
        })
    }
}

fn bars(t: Words, poll: &Poll, totals: &Totals) -> Vec<Bar> {
    let bar = |(id, option): (canvass_domain::OptionId, &canvass_domain::PollOption)| {
        let n = totals.option(id);
        let end_label = t.marked_share(Share { n, base: totals.n_ballots });
        Bar { text: option.text.clone(), own: String::new(), value: n, end_label }
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
    match (totals.first_ms.map(|ms| t.day(ms)), totals.last_ms.map(|ms| t.day(ms))) {
        (Some(first), Some(last)) if first != last => {
            t.with("card-between", &[("first", Arg::Text(&first)), ("last", Arg::Text(&last))])
        }
        (first, last) => first.or(last).unwrap_or_default(),
    }
}

/// Who answered, in short, with what a share needs to be read right.
fn caveat(t: Words, who: Option<String>, results: &Results) -> String {
    let totals = &results.totals;
    let poll = results.poll.as_ref();
    let caution = poll.and_then(|_| t.is_cautious(totals.n_ballots).then(|| t.text("caution-note")));
    let note = poll.and_then(|poll| t.book().rounding_note(totals, poll));
    [who, caution, note].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
