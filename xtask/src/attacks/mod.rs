//! Attacks on a poll, on a virtual clock: what is let in, what is marked, and how far poll and map move.
//!
//! Deterministic: the same seed gives the same tables on every machine. No server runs and nothing is measured in time.
//! What attackers and honest readers do is made up here; it proves that the rules do what they say, and not that
//! attackers behave like this.

mod day;
mod defence;
mod measure;
mod plans;
mod sheets;
mod sources;
mod tables;
mod town;
mod visit;

use anyhow::{Result, bail};
use canvass_domain::ReaderMark;
use day::{Fate, Marking, play};
use defence::{Defence, Nothing, Real};
use measure::{Counted, Picture, Shift};
use plans::{Bar, PLANS, Plan, Scene, Span};
use rayon::prelude::*;
use town::{Shared, Town};
use visit::{Living, Visit, Who};

/// Seed of the town and of every plan.
const SEED: u64 = 15;
/// Least share, in per cent, of what an attack with a bar gets kept that has to be marked.
const MARKED_LEAST_PCT: f64 = 95.0;
/// Most honest readers marked of those with an address of their own, a household or an office, in per cent.
const HONEST_MOST_PCT: f64 = 2.0;
/// Most honest readers refused over the day, in per cent.
const REFUSED_MOST_PCT: f64 = 1.0;

/// Whether anything defends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Defended,
    Undefended,
}

/// One attack over one span.
struct Run {
    plan: &'static Plan,
    span: Span,
    n_tried: usize,
    n_kept: usize,
    n_marked: usize,
    /// By which mark, in the order of all; somebody may have several.
    by_mark: Vec<(ReaderMark, usize)>,
    /// Of those kept, how many came from the site that most came from.
    n_one_site: usize,
    all: Shift,
    unmarked: Shift,
    n_honest: usize,
    /// Honest readers marked meanwhile; none of them shares the one address.
    n_honest_marked: usize,
}

/// How honest readers of one kind fared.
struct Crowd {
    living: Living,
    n: usize,
    n_refused: usize,
    n_burst: usize,
    n_by_pattern: usize,
    n_marked: usize,
}

/// Plays everything and prints it; an error where a bar is not met.
pub fn run(side: Side) -> Result<()> {
    println!("# Attacks on a poll of 1,760 honest readers\n\nSeed {SEED}; {}.", side.words());
    let mut verdicts = Vec::new();
    for shared in [Shared::AllDay, Shared::OfficeHours, Shared::Newsletter] {
        let town = Town::new(SEED, shared)?;
        let fates = side.play(&town.visits, &town);
        let crowds = Living::ALL.map(|living| Crowd::of(living, &town.visits, &fates));
        verdicts.extend(tables::honest(shared, &crowds));
    }
    let town = Town::new(SEED, Shared::Nobody)?;
    let honest = Side::Undefended.play(&town.visits, &town);
    let before = Picture::of(&town.visits, &honest, Counted::Everybody);
    let cases: Vec<(&'static Plan, Span)> = PLANS.iter().flat_map(|plan| Span::ALL.map(|span| (plan, span))).collect();
    let runs: Vec<Run> = cases.par_iter().map(|(plan, span)| side.attack(plan, *span, &town, &before)).collect();
    verdicts.extend(tables::attacks(&runs));
    tables::verdicts(&verdicts);
    let n_missed = verdicts.iter().filter(|verdict| !verdict.is_met).count();
    if n_missed > 0 {
        bail!("{n_missed} of {} bars are not met", verdicts.len());
    }
    Ok(())
}

impl Side {
    const fn words(self) -> &'static str {
        match self {
            Self::Defended => "an allowance by address, marks by address and by pattern",
            Self::Undefended => "nothing defends",
        }
    }

    fn play(self, visits: &[Visit], town: &Town) -> Vec<Fate> {
        let (mut real, mut nothing) = (Real::default(), Nothing);
        let (defence, patterns): (&mut dyn Defence, Marking) = match self {
            Self::Defended => (&mut real, Marking::ByPatternToo),
            Self::Undefended => (&mut nothing, Marking::ByNetwork),
        };
        play(visits, &town.lengths, defence, patterns)
    }

    fn attack(self, plan: &'static Plan, span: Span, town: &Town, before: &Picture) -> Run {
        let attackers = plan.visits(&Scene { town, span, seed: SEED });
        let n_tried = attackers.len();
        let visits: Vec<Visit> = town.visits.iter().cloned().chain(attackers).collect();
        let fates = self.play(&visits, town);
        let both = || visits.iter().zip(&fates);
        let kept: Vec<(&Visit, &Fate)> =
            both().filter(|(visit, fate)| visit.who == Who::Attacker && fate.is_kept()).collect();
        let with = |mark: ReaderMark| kept.iter().filter(|(_, fate)| fate.has(mark)).count();
        Run {
            plan,
            span,
            n_tried,
            n_kept: kept.len(),
            n_marked: kept.iter().filter(|(_, fate)| fate.is_marked()).count(),
            by_mark: ReaderMark::ALL.into_iter().map(|mark| (mark, with(mark))).collect(),
            n_one_site: kept.iter().filter(|(visit, _)| visit.site.is_some()).count(),
            all: before.shift(&Picture::of(&visits, &fates, Counted::Everybody)),
            unmarked: before.shift(&Picture::of(&visits, &fates, Counted::Unmarked)),
            n_honest_marked: both().filter(|(visit, fate)| visit.who != Who::Attacker && fate.is_marked()).count(),
            n_honest: town.visits.len(),
        }
    }
}

impl Crowd {
    fn of(living: Living, visits: &[Visit], fates: &[Fate]) -> Self {
        let fates: Vec<&Fate> = visits
            .iter()
            .zip(fates)
            .filter(|(visit, _)| visit.who == Who::Honest(living))
            .map(|(_, fate)| fate)
            .collect();
        let count = |is: fn(&Fate) -> bool| fates.iter().filter(|fate| is(fate)).count();
        Self {
            living,
            n: fates.len(),
            n_refused: count(|fate| !fate.is_kept()),
            n_burst: count(|fate| fate.has(ReaderMark::Burst)),
            n_by_pattern: count(|fate| {
                ReaderMark::ALL.into_iter().any(|mark| mark != ReaderMark::Burst && fate.has(mark))
            }),
            n_marked: count(Fate::is_marked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(name: &str, span: Span, side: Side) -> Run {
        let town = Town::new(SEED, Shared::Nobody).unwrap();
        let honest = Side::Undefended.play(&town.visits, &town);
        let before = Picture::of(&town.visits, &honest, Counted::Everybody);
        let plan = PLANS.iter().find(|plan| plan.name == name).unwrap();
        side.attack(plan, span, &town, &before)
    }

    #[test]
    fn one_address_wins_the_poll_undefended_and_is_marked_where_it_is_defended() {
        let open = played("one address, ballots in a loop", Span::TenMinutes, Side::Undefended);
        assert_eq!((open.n_tried, open.n_kept, open.n_marked), (6_000, 6_000, 0));
        assert!(open.all.points < -30.0, "{:?}", open.all);
        let defended = played("one address, ballots in a loop", Span::TenMinutes, Side::Defended);
        // Ten at once, and one each two minutes for ten minutes.
        assert!((14..=15).contains(&defended.n_kept), "{}", defended.n_kept);
        assert_eq!(defended.n_marked, defended.n_kept);
        assert!(defended.unmarked.points.abs() < open.all.points.abs() / 10.0);
    }

    #[test]
    fn copies_of_a_sheet_are_marked_and_those_with_a_change_are_not() {
        let copies = played("copies of one sheet, at reading speed", Span::Hour, Side::Defended);
        assert_eq!((copies.n_kept, copies.n_marked), (300, 300));
        let changed = played("copies of one sheet, one answer changed", Span::Hour, Side::Defended);
        assert!(changed.n_marked < 30, "{}: a rule became stricter, and the table says otherwise", changed.n_marked);
    }

    #[test]
    fn an_honest_day_is_left_alone() {
        let town = Town::new(SEED, Shared::AllDay).unwrap();
        let fates = Side::Defended.play(&town.visits, &town);
        for living in [Living::OwnAddress, Living::Household, Living::Office] {
            let crowd = Crowd::of(living, &town.visits, &fates);
            assert_eq!(crowd.n_refused, 0, "{living:?}");
            assert!(100 * crowd.n_marked <= 2 * crowd.n, "{living:?}: {} of {}", crowd.n_marked, crowd.n);
        }
    }
}
