//! Twenty attacks, each a seeded sequence of arrivals and answers over a span of time.
//!
//! A plan knows the rules that it is up against, as they are printed; it does not see whether it was let in.

use super::town::{LEADING, Town};
use super::visit::{HOUR_MS, MIDNIGHT_MS, MINUTE_MS, TimedVote, Visit, Way, Who};
use super::{sheets, sources};
use canvass_analysis::chance::Chance;
use canvass_domain::Millis;
use std::net::IpAddr;

/// What an attack has to be held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Of what is kept, so much has to be marked.
    Marked,
    /// Shown only: it cannot be told from readers by what is looked at, or has other defences.
    None,
}

/// One of the twenty.
pub struct Plan {
    pub name: &'static str,
    pub bar: Bar,
    make: fn(&Scene<'_>) -> Vec<Visit>,
}

/// Where and how long it is played.
pub struct Scene<'a> {
    pub town: &'a Town,
    pub span: Span,
    pub seed: u64,
}

/// How long it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    TenMinutes,
    Hour,
    EightHours,
    Day,
}

/// The option that attackers want to lead.
const WANTED: usize = 2;
/// Tries of a program in a loop, and people or invented people otherwise.
const LOOP: usize = 6_000;
const MANY: usize = 300;

pub const PLANS: [Plan; 20] = [
    Plan { name: "one address, ballots in a loop", bar: Bar::Marked, make: one_address },
    Plan { name: "one address, whole answer sheets", bar: Bar::Marked, make: one_address_sheets },
    Plan { name: "one /64 of IPv6", bar: Bar::Marked, make: one_64 },
    Plan { name: "one /48 of IPv6, a /64 each", bar: Bar::Marked, make: one_48 },
    Plan { name: "one address, kept below every threshold", bar: Bar::None, make: one_address_patient },
    Plan { name: "50 addresses", bar: Bar::None, make: |scene| addresses(scene, 50) },
    Plan { name: "1,000 addresses", bar: Bar::None, make: |scene| addresses(scene, 1_000) },
    Plan { name: "tokens gathered beforehand, 50 addresses", bar: Bar::None, make: gathered },
    Plan { name: "brigade by a link on one site", bar: Bar::None, make: brigade },
    Plan { name: "copies of one sheet, by a program", bar: Bar::Marked, make: copies },
    Plan { name: "copies of one sheet, at reading speed", bar: Bar::Marked, make: patient_copies },
    Plan { name: "copies of one sheet, one answer changed", bar: Bar::None, make: changed_copies },
    Plan { name: "straight lines of agree", bar: Bar::None, make: lines },
    Plan { name: "agree and disagree by turns", bar: Bar::None, make: turns },
    Plan { name: "random answers, by a program", bar: Bar::None, make: random },
    Plan { name: "random answers, at reading speed", bar: Bar::None, make: patient_random },
    Plan { name: "personas, as a language model answers", bar: Bar::None, make: personas },
    Plan { name: "a group planted in the map", bar: Bar::None, make: planted_group },
    Plan { name: "ballots changed again and again", bar: Bar::None, make: flipping },
    Plan { name: "unclear-notes and comments in a flood", bar: Bar::None, make: texts },
];

impl Plan {
    /// Everybody it sends.
    pub fn visits(&self, scene: &Scene<'_>) -> Vec<Visit> {
        (self.make)(scene)
    }
}

impl Span {
    pub const ALL: [Self; 4] = [Self::TenMinutes, Self::Hour, Self::EightHours, Self::Day];

    pub const fn words(self) -> &'static str {
        match self {
            Self::TenMinutes => "10 min",
            Self::Hour => "1 h",
            Self::EightHours => "8 h",
            Self::Day => "24 h",
        }
    }

    /// When it begins, in the middle of the readers' day, and how long it lasts.
    const fn times(self) -> (Millis, Millis) {
        match self {
            Self::TenMinutes => (MIDNIGHT_MS + 11 * HOUR_MS, 10 * MINUTE_MS),
            Self::Hour => (MIDNIGHT_MS + 11 * HOUR_MS, HOUR_MS),
            Self::EightHours => (MIDNIGHT_MS + 10 * HOUR_MS, 8 * HOUR_MS),
            Self::Day => (MIDNIGHT_MS, 24 * HOUR_MS),
        }
    }
}

impl Scene<'_> {
    fn chance(&self) -> Chance {
        Chance::new(self.seed, 120)
    }

    /// One arrival in each equal part of the span, wherever in it chance has it.
    fn times(&self, n: usize, chance: &mut Chance) -> Vec<Millis> {
        let (start_ms, span_ms) = self.span.times();
        let part = span_ms as f64 / n.max(1) as f64;
        (0..n).map(|number| start_ms + ((number as f64 + chance.unit()) * part) as Millis).collect()
    }

    /// So many who answer the poll only, the way that a program does.
    fn ballots(&self, n: usize, address: impl Fn(usize, &mut Chance) -> IpAddr) -> Vec<Visit> {
        let mut chance = self.chance();
        let times = self.times(n, &mut chance);
        let one = |(number, at_ms)| Visit {
            who: Who::Attacker,
            address: address(number, &mut chance),
            at_ms,
            way: Way::Api,
            credential_age_ms: 1_100,
            site: None,
            ballots: vec![WANTED],
            votes: Vec::new(),
            n_texts: 0,
        };
        times.into_iter().enumerate().map(one).collect()
    }

    /// The same with votes, each from an address of its own.
    fn sheets(&self, n: usize, sheet: impl FnMut(&mut Chance) -> sheets::Sheet, pace: sheets::Pace) -> Vec<Visit> {
        self.with_sheets(self.ballots(n, |number, _| sources::own(number)), sheet, pace)
    }

    fn with_sheets(
        &self,
        mut visits: Vec<Visit>,
        mut sheet: impl FnMut(&mut Chance) -> sheets::Sheet,
        pace: sheets::Pace,
    ) -> Vec<Visit> {
        let (mut answers, mut gaps) = (Chance::new(self.seed, 121), Chance::new(self.seed, 122));
        for visit in &mut visits {
            let mut at_ms = visit.at_ms;
            let timed = |(statement, vote)| {
                at_ms += pace.gap_ms(&mut gaps);
                TimedVote { at_ms, statement, vote }
            };
            visit.votes = sheet(&mut answers).into_iter().map(timed).collect();
        }
        visits
    }
}

fn one_address(scene: &Scene<'_>) -> Vec<Visit> {
    scene.ballots(LOOP, |_, _| sources::one())
}

fn one_address_sheets(scene: &Scene<'_>) -> Vec<Visit> {
    let visits = scene.ballots(MANY, |_, _| sources::one());
    scene.with_sheets(visits, sheets::extreme, sheets::Pace::Program)
}

fn one_64(scene: &Scene<'_>) -> Vec<Visit> {
    scene.ballots(LOOP, |number, _| sources::of_one_64(number))
}

fn one_48(scene: &Scene<'_>) -> Vec<Visit> {
    scene.ballots(LOOP, |number, _| sources::of_one_48(number))
}

/// Five within ten minutes and twenty within a day, each at reading speed with an opinion: what a large family may do.
fn one_address_patient(scene: &Scene<'_>) -> Vec<Visit> {
    let n = if scene.span == Span::TenMinutes { 5 } else { 20 };
    let mut visits = scene.ballots(n, |_, _| sources::one());
    visits.iter_mut().for_each(as_page);
    let models = scene.town.models();
    scene.with_sheets(visits, |chance| sheets::persona(&models, scene.town, chance), sheets::Pace::Reader)
}

/// A thousand readers, the addresses by turns.
fn addresses(scene: &Scene<'_>, n_addresses: usize) -> Vec<Visit> {
    scene.ballots(1_000, |number, _| sources::own(number % n_addresses))
}

/// Half of them are older than an hour, and so void, when they are used.
fn gathered(scene: &Scene<'_>) -> Vec<Visit> {
    let mut visits = addresses(scene, 50);
    let mut chance = Chance::new(scene.seed, 123);
    for visit in &mut visits {
        visit.credential_age_ms = (chance.between(0.1, 2.0) * HOUR_MS as f64) as Millis;
    }
    visits
}

/// People, each at home, who follow one link and answer the poll alike and statements as their own group does.
fn brigade(scene: &Scene<'_>) -> Vec<Visit> {
    let mut visits = scene.ballots(400, |number, _| sources::own(number));
    for visit in &mut visits {
        as_page(visit);
        visit.site = Some("forum.example");
    }
    let models = scene.town.models();
    scene.with_sheets(visits, |chance| sheets::persona(&models, scene.town, chance), sheets::Pace::Reader)
}

fn copies(scene: &Scene<'_>) -> Vec<Visit> {
    scene.sheets(MANY, |_| sheets::copied(scene.town), sheets::Pace::Program)
}

/// Statements in another order each time, as the server would show them.
fn patient_copies(scene: &Scene<'_>) -> Vec<Visit> {
    let sheet = |chance: &mut Chance| {
        let mut sheet = sheets::copied(scene.town);
        chance.shuffle(&mut sheet);
        sheet
    };
    let mut visits = scene.sheets(MANY, sheet, sheets::Pace::Reader);
    visits.iter_mut().for_each(as_page);
    visits
}

fn changed_copies(scene: &Scene<'_>) -> Vec<Visit> {
    let sheet = |chance: &mut Chance| sheets::one_changed(sheets::copied(scene.town), chance);
    scene.sheets(MANY, sheet, sheets::Pace::Reader)
}

fn lines(scene: &Scene<'_>) -> Vec<Visit> {
    scene.sheets(MANY, |chance| sheets::line(20, chance), sheets::Pace::Reader)
}

fn turns(scene: &Scene<'_>) -> Vec<Visit> {
    scene.sheets(MANY, |chance| sheets::turns(20, chance), sheets::Pace::Reader)
}

fn random(scene: &Scene<'_>) -> Vec<Visit> {
    scene.sheets(MANY, sheets::random, sheets::Pace::Program)
}

fn patient_random(scene: &Scene<'_>) -> Vec<Visit> {
    scene.sheets(MANY, sheets::random, sheets::Pace::Reader)
}

/// Each another person with another opinion, and one answer to the poll.
fn personas(scene: &Scene<'_>) -> Vec<Visit> {
    let models = scene.town.models();
    let mut visits = scene.sheets(MANY, |chance| sheets::persona(&models, scene.town, chance), sheets::Pace::Reader);
    visits.iter_mut().for_each(as_page);
    visits
}

/// The same extreme opinion with one answer in ten by chance.
fn planted_group(scene: &Scene<'_>) -> Vec<Visit> {
    let sheet = |chance: &mut Chance| sheets::blurred(sheets::extreme(chance), 0.1, chance);
    scene.sheets(MANY, sheet, sheets::Pace::Reader)
}

/// Four from each of fifty addresses, who show as the leader's friends until the end.
fn flipping(scene: &Scene<'_>) -> Vec<Visit> {
    let mut visits = scene.ballots(200, |number, _| sources::own(number % 50));
    for visit in &mut visits {
        visit.ballots = [LEADING, WANTED].repeat(10);
    }
    visits
}

fn texts(scene: &Scene<'_>) -> Vec<Visit> {
    let mut visits = scene.ballots(100, |number, _| sources::own(number % 20));
    for visit in &mut visits {
        visit.n_texts = 8;
        visit.ballots = Vec::new();
    }
    visits
}

/// By the page, with a cookie that was set when the page was opened.
fn as_page(visit: &mut Visit) {
    visit.way = Way::Page;
    visit.credential_age_ms = 20_000;
}

#[cfg(test)]
mod tests {
    use super::super::town::{N_STATEMENTS, Shared};
    use super::*;

    #[test]
    fn plans_are_the_same_every_time_and_stay_within_their_span() {
        let town = Town::new(1, Shared::Nobody).unwrap();
        for plan in &PLANS {
            for span in Span::ALL {
                let scene = Scene { town: &town, span, seed: 7 };
                let visits = plan.visits(&scene);
                assert!(!visits.is_empty(), "{}", plan.name);
                assert!(visits == plan.visits(&scene), "{}", plan.name);
                let (start_ms, span_ms) = span.times();
                assert!(visits.iter().all(|visit| (0..span_ms).contains(&(visit.at_ms - start_ms))), "{}", plan.name);
                let statements = visits.iter().flat_map(|visit| &visit.votes).map(|vote| vote.statement);
                assert!(statements.max().is_none_or(|most| most < N_STATEMENTS), "{}", plan.name);
            }
        }
    }

    #[test]
    fn names_are_told_apart() {
        let names: std::collections::BTreeSet<&str> = PLANS.iter().map(|plan| plan.name).collect();
        assert_eq!(names.len(), 20);
    }
}
