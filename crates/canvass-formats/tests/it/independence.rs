//! How many readers of real and of planted conversations are marked by what their answers show: about 2 in 100 at most.
//!
//! Not all of the real ones need be honest; of the planted ones all are.

use crate::open_sets::shared;
use canvass_analysis::planted::{PlantedSpec, Preset};
use canvass_analysis::votes::Stance;
use canvass_counts::independence::{AnswerSheets, MarkThresholds, Patterns, has_many_texts, reading_length};
use canvass_domain::{Event, Fact, Millis, ParticipantId, ReaderMark, Seq, StatementId, Vote};
use canvass_formats::polis::read_folder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Most readers marked by pattern, of a hundred.
const MOST_PCT: f64 = 2.1;
const T0: Millis = 1_735_689_600_000;

/// One vote: who, on what, how, when.
type Given = (ParticipantId, StatementId, Vote, Millis);

/// Who gave the same answers as several others.
fn same_answers(votes: &[Given], thresholds: MarkThresholds) -> BTreeSet<ParticipantId> {
    let mut sheets = AnswerSheets::new(thresholds);
    let mut marked = BTreeSet::new();
    for (place, (who, statement, vote, at_ms)) in (1..).zip(votes.iter().copied()) {
        sheets.answer(who, statement, Some(vote), at_ms);
        if place % 100 == 0 || place == votes.len() {
            marked.extend(sheets.newly_marked());
        }
    }
    marked
}

/// Everybody's marks, as a server sets them while answers come; the set is printed and held to the bar.
fn check(name: &str, votes: &[Given], lengths: &BTreeMap<StatementId, u32>, n_texts: &BTreeMap<ParticipantId, u32>) {
    let thresholds = MarkThresholds::default();
    let mut patterns = Patterns::new(thresholds);
    let mut marked: BTreeMap<ReaderMark, BTreeSet<ParticipantId>> = BTreeMap::new();
    let mut seen = Vec::new();
    for (participant, statement, vote, at_ms) in votes.iter().copied() {
        let fact = Fact::VoteCast { participant, statement, vote, version: 1 };
        let n_letters = |statement| lengths.get(&statement).copied().unwrap_or(0);
        seen.extend(patterns.take(&Event { seq: Seq(0), at_ms, fact }, n_letters));
    }
    seen.extend(patterns.ended());
    for (who, marks) in seen {
        for mark in marks.iter() {
            marked.entry(mark).or_default().insert(who);
        }
    }
    let answers: BTreeSet<ParticipantId> = votes.iter().map(|(who, ..)| *who).collect();
    let many = answers.iter().filter(|who| has_many_texts(n_texts.get(who).copied().unwrap_or(0), &thresholds));
    marked.insert(ReaderMark::ManyTexts, many.copied().collect());
    let n = |mark: ReaderMark| marked.get(&mark).map_or(0, BTreeSet::len);
    let all: BTreeSet<ParticipantId> = marked.values().flatten().copied().collect();
    let share_pct = 100.0 * all.len() as f64 / answers.len() as f64;
    println!(
        "{name}: of {} people hurried {}, straight line {}, same answers {}, many texts {}; marked {} ({share_pct:.2} %)",
        answers.len(),
        n(ReaderMark::Hurried),
        n(ReaderMark::StraightLine),
        n(ReaderMark::SameAnswers),
        n(ReaderMark::ManyTexts),
        all.len(),
    );
    // In a set of 26 people nobody could be marked at all.
    assert!(all.len() <= 1 || share_pct <= MOST_PCT, "{name}: {share_pct:.2} % are marked");
}

#[test]
fn few_readers_of_real_conversations_are_marked_by_pattern() {
    let Some(folder) = shared("open") else { return };
    for entry in fs::read_dir(folder).unwrap() {
        let set = entry.unwrap().path();
        let import = read_folder(&set, &mut |_| ()).unwrap();
        let (mut lengths, mut n_texts) = (BTreeMap::new(), BTreeMap::new());
        for statement in &import.transcript.statements {
            lengths.insert(statement.id, statement.text.as_deref().map_or(0, reading_length));
            if let Some(author) = statement.author {
                *n_texts.entry(author).or_insert(0) += 1;
            }
        }
        let votes = import.transcript.events.iter().filter_map(|event| match event.fact {
            Fact::VoteCast { participant, statement, vote, .. } => Some((participant, statement, vote, event.at_ms)),
            _ => None,
        });
        let votes: Vec<Given> = votes.collect();
        check(import.slug.as_str(), &votes, &lengths, &n_texts);
    }
}

/// Planted people, who arrive within so many milliseconds in place of a week.
fn planted(name: &str, spec: PlantedSpec, within_ms: Millis) -> Vec<Given> {
    const WEEK_MS: Millis = 7 * 24 * 3_600_000;
    let data = spec.check().unwrap().generate(5);
    let mut first_ms: BTreeMap<u32, Millis> = BTreeMap::new();
    let mut votes: Vec<Given> = Vec::new();
    for vote in &data.votes {
        let vote_ms = Millis::from(vote.at_ms);
        let first_ms = *first_ms.entry(vote.participant).or_insert(vote_ms);
        let at_ms = T0 + first_ms * within_ms / WEEK_MS + vote_ms - first_ms;
        let answer = match vote.answer {
            Stance::Agree => Vote::Agree,
            Stance::Disagree => Vote::Disagree,
            Stance::Unsure => Vote::Unsure,
        };
        votes.push((ParticipantId(vote.participant), StatementId(vote.statement), answer, at_ms));
    }
    votes.sort_by_key(|(who, .., at_ms)| (*at_ms, *who));
    let lengths = (0..).take(data.statements.len()).map(|n| (StatementId(n), 40 + n * 37 % 100)).collect();
    check(name, &votes, &lengths, &BTreeMap::new());
    votes
}

#[test]
fn few_planted_readers_are_marked_by_pattern() {
    for preset in Preset::ALL {
        planted(&format!("{} in a day", preset.name()), preset.spec(), 86_400_000);
    }
}

/// Where there are few statements, everybody answers them all and many come within an hour, honest readers give exactly
/// the same answers as several others. They are not marked for it, as many more answer nearly the same.
#[test]
fn a_crowd_on_few_statements_is_not_taken_for_copies() {
    let regardless = MarkThresholds { same_times_nearly: 0, ..MarkThresholds::default() };
    let mut n_regardless = Vec::new();
    for (n_statements, shares) in
        [(10, vec![1.0]), (10, vec![0.5, 0.5]), (12, vec![0.5, 0.3, 0.2]), (20, vec![0.6, 0.4])]
    {
        let name = format!("800 people, {n_statements} statements, {} groups, an hour", shares.len());
        let spec = PlantedSpec {
            n_participants: 800,
            n_statements,
            group_shares: shares,
            votes_per_person: f64::from(n_statements),
            ..PlantedSpec::default()
        };
        let votes = planted(&name, spec, 3_600_000);
        n_regardless.push(same_answers(&votes, regardless).len());
    }
    println!("marked for the same answers where those who answered nearly the same are not counted: {n_regardless:?}");
    assert!(n_regardless.iter().any(|n| *n > 80), "{n_regardless:?}: the rule would have nothing to spare them from");
}
