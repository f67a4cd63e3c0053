//! How many came from the story's site: when it is said, when it moves, and that nobody can take one person out of it.

use crate::attack::LEAST;
use crate::crowd::{Act, Crowd, STATEMENTS, cast, vote};
use crate::steps::{NOTHING, STEP, any_act, banned, beat, reinstated, settle};
use canvass_counts::{Arrivals, BEAT};
use canvass_domain::{Fact, Instrument, ParticipantId, PollKind, Story, Vote};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// People by number: those divisible by three did not come from the story's site.
fn from_story(n: u32) -> impl Iterator<Item = u32> {
    (1..).filter(|who: &u32| !who.is_multiple_of(3)).take(n as usize)
}

fn from_elsewhere(n: u32) -> impl Iterator<Item = u32> {
    (1..=n).map(|who| 3 * who)
}

/// The log is on the beat where whole tens of people have answered.
fn crowd(n: u32, others: u32) -> Crowd {
    let mut crowd = Crowd::new(PollKind::Single);
    while !(crowd.log.len() as u64).is_multiple_of(BEAT) {
        crowd.act(NOTHING);
    }
    from_story(n).chain(from_elsewhere(others)).for_each(|who| crowd.act(cast(who, 1)));
    crowd
}

fn shown(crowd: &Crowd) -> Option<(u64, u64)> {
    crowd.segment_counts.segments().arrivals.map(|Arrivals { n, base, .. }| (n, base))
}

/// And a restart shows the same.
fn checked(crowd: &Crowd) -> Option<(u64, u64)> {
    assert_eq!(crowd.restarted(), crowd.segment_counts.segments(), "after a restart");
    shown(crowd)
}

#[test]
fn it_is_said_only_where_neither_side_is_few() {
    let at_the_close = |n, others| {
        let mut crowd = crowd(n, others);
        crowd.act(Act::Fact(Fact::Closed));
        checked(&crowd)
    };
    assert_eq!([0, 4, 5].map(|n| at_the_close(n, 0)), [None, None, Some((5, 5))]);
    assert_eq!([0, 4, 5].map(|n| at_the_close(n, 20)), [None, None, Some((5, 25))]);
    assert_eq!([1, 4, 5].map(|others| at_the_close(20, others)), [None, None, Some((20, 25))]);
}

#[test]
fn a_story_that_nobody_came_from_is_not_said_to_have_sent_anybody() {
    let mut crowd = crowd(0, 40);
    beat(&mut crowd);
    assert_eq!(checked(&crowd), None);
    let mut without = Crowd::new(PollKind::Single);
    let mut asked = without.instrument.clone();
    asked.story = None;
    without.segment_counts.follow_story(&asked, &without.ledger);
    without.instrument = asked;
    from_story(40).for_each(|who| without.act(cast(who, 1)));
    without.act(Act::Fact(Fact::Closed));
    assert_eq!(checked(&without), None, "nor is anything said where there is no story");
}

#[test]
fn it_moves_with_ten_more_people_and_at_the_close() {
    let mut crowd = crowd(20, 10);
    beat(&mut crowd);
    assert_eq!(checked(&crowd), Some((20, 30)));
    (41..=49).for_each(|who| crowd.act(vote(who, STATEMENTS[0], Vote::Agree)));
    (1..=30).for_each(|who| crowd.act(cast(who, 2)));
    (41..=49).for_each(|who| crowd.act(cast(who, 1)));
    beat(&mut crowd);
    assert_eq!(checked(&crowd), Some((20, 30)), "nine are not enough, nor do answers of the same people count");
    crowd.act(cast(50, 1));
    assert_eq!(checked(&crowd), Some((20, 30)), "nor does it move with the tenth");
    beat(&mut crowd);
    assert_eq!(checked(&crowd), Some(crowd.recount_arrivals()));
    (52..=53).for_each(|who| crowd.act(cast(who, 1)));
    crowd.act(Act::Fact(Fact::BallotWithdrawn { participant: ParticipantId(1) }));
    beat(&mut crowd);
    let before = checked(&crowd);
    crowd.act(Act::Fact(Fact::Closed));
    assert_eq!(checked(&crowd), Some(crowd.recount_arrivals()), "the close waits for nobody");
    assert_ne!(checked(&crowd), before);
}

#[test]
fn who_is_excluded_is_in_it_at_no_moment() {
    let mut crowd = crowd(20, 10);
    beat(&mut crowd);
    crowd.act(banned(1));
    assert_eq!(checked(&crowd), None);
    crowd.act(reinstated(1));
    assert_eq!(checked(&crowd), Some((20, 30)), "a ban that is lifted was never there");
    crowd.act(banned(1));
    (41..=50).for_each(|who| crowd.act(cast(who, 1)));
    beat(&mut crowd);
    assert_eq!(checked(&crowd), Some(crowd.recount_arrivals()));
    crowd.act(Act::Fact(Fact::Closed));
    let closed = checked(&crowd);
    crowd.act(banned(2));
    assert_eq!(checked(&crowd), None);
    crowd.act(reinstated(2));
    assert_eq!(checked(&crowd), closed);
}

fn erased(who: u32) -> Act {
    Act::Fact(Fact::ParticipantErased { participant: ParticipantId(who) })
}

#[test]
fn who_is_erased_takes_it_along_until_ten_others_came() {
    let mut crowd = crowd(20, 10);
    beat(&mut crowd);
    crowd.act(erased(1));
    assert_eq!(checked(&crowd), None, "one less would tell how they came");
    (41..=49).for_each(|who| crowd.act(cast(who, 1)));
    beat(&mut crowd);
    assert_eq!(checked(&crowd), None);
    crowd.act(cast(50, 1));
    beat(&mut crowd);
    assert_eq!(checked(&crowd), Some(crowd.recount_arrivals()));
    assert_eq!(crowd.recount_arrivals().1, 39, "their answer counts on, and nobody knows how they came");
    crowd.act(Act::Fact(Fact::Closed));
    assert!(checked(&crowd).is_some());
    crowd.act(erased(2));
    assert_eq!(checked(&crowd), None, "and after the close for good");
}

#[test]
fn who_is_excluded_may_be_erased() {
    let mut crowd = crowd(20, 10);
    beat(&mut crowd);
    crowd.act(banned(1));
    crowd.act(erased(1));
    crowd.act(reinstated(1));
    assert_eq!(checked(&crowd), None);
    crowd.act(Act::Fact(Fact::Closed));
    assert_eq!(checked(&crowd), Some((19, 29)));
}

#[test]
fn under_another_story_nothing_is_said_of_the_first() {
    let asked = |url: &str| Instrument {
        story: Some(Story { url: url.to_owned(), title: None }),
        ..Crowd::new(PollKind::Single).instrument
    };
    let mut crowd = crowd(20, 10);
    beat(&mut crowd);
    crowd.segment_counts.follow_story(&asked("https://News.Example/another"), &crowd.ledger);
    assert_eq!(shown(&crowd), Some((20, 30)), "the same site");
    crowd.segment_counts.follow_story(&asked("https://paper.example/"), &crowd.ledger);
    assert_eq!(shown(&crowd), None);
    (41..=90).for_each(|who| crowd.act(cast(who, 1)));
    beat(&mut crowd);
    crowd.segment_counts.follow_story(&asked("https://news.example/"), &crowd.ledger);
    crowd.act(Act::Fact(Fact::Closed));
    assert_eq!(shown(&crowd), None, "those who came meanwhile were told apart by another host");
}

/// Who newly takes part, entry by entry, as a watcher of the totals might know.
fn newcomers(crowd: &Crowd, from: u64, until: u64) -> usize {
    let moves = crowd.log.iter().filter(|event| (from + 1..=until).contains(&event.seq.0));
    moves.filter_map(|event| event.fact.participant()).collect::<BTreeSet<_>>().len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Two states that anybody can see lie at least ten people apart, wherever they look; a state never moves but on the
    /// beat, and at the close nobody is missing.
    #[test]
    fn nobody_can_be_taken_out_of_it(acts in prop::collection::vec(any_act(), 300..700)) {
        let mut crowd = Crowd::new(PollKind::Single);
        let mut seen: Option<Arrivals> = None;
        for (n, act) in acts.into_iter().enumerate() {
            let act = settle(&crowd, act, n);
            crowd.act(act);
            let Some(now) = crowd.segment_counts.segments().arrivals else { continue };
            prop_assert!(now.n >= LEAST && (now.n == now.base || now.base - now.n >= LEAST), "{:?}", now);
            prop_assert!(now.seq.0.is_multiple_of(BEAT));
            let before = seen.as_ref().map_or(0, |seen| seen.seq.0);
            if now.seq.0 == before {
                prop_assert_eq!(Some(&now), seen.as_ref());
            } else {
                prop_assert!(newcomers(&crowd, before, now.seq.0) >= STEP);
            }
            seen = Some(now);
        }
        crowd.act(NOTHING);
        crowd.act(Act::Fact(Fact::Closed));
        let (n, base) = crowd.recount_arrivals();
        if let Some(now) = crowd.segment_counts.segments().arrivals {
            prop_assert_eq!((now.n, now.base), (n, base));
        }
        prop_assert_eq!(crowd.restarted(), crowd.segment_counts.segments());
    }
}
