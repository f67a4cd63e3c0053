//! How right the check is, on questions it was tuned on and on questions it was not; `docs/METHODS.md` prints it.

use super::questions::{Found, Question, read};
use crate::printed::compare_or_bless;
use canvass_text::Kind;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Right warnings, wrong ones, and mistakes passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Score {
    n_right: u32,
    n_wrong: u32,
    n_missed: u32,
}

impl Score {
    fn of(questions: &[Question], counts: impl Fn(&Found) -> bool) -> Self {
        let mut score = Self::default();
        for question in questions {
            let found: BTreeSet<Found> = question.found.iter().copied().filter(&counts).collect();
            let expected: BTreeSet<Found> = question.expected.iter().copied().filter(&counts).collect();
            score.n_right += u32::try_from(found.intersection(&expected).count()).unwrap();
            score.n_wrong += u32::try_from(found.difference(&expected).count()).unwrap();
            score.n_missed += u32::try_from(expected.difference(&found).count()).unwrap();
        }
        score
    }

    fn precision(self) -> f64 {
        f64::from(self.n_right) / f64::from(self.n_right + self.n_wrong)
    }

    /// "0.92 (11 of 12)"; a dash where nothing was counted.
    fn share(n: u32, of: u32) -> String {
        if of == 0 { "-".to_owned() } else { format!("{:.2} ({n} of {of})", f64::from(n) / f64::from(of)) }
    }

    fn cells(self) -> String {
        let precision = Self::share(self.n_right, self.n_right + self.n_wrong);
        format!("{precision} | {}", Self::share(self.n_right, self.n_right + self.n_missed))
    }
}

/// The questions rules may be changed for: those written first, and the set once held out.
fn tuned() -> Vec<Question> {
    let mut questions = read("tuned.txt");
    questions.extend(read("first-held-out.txt"));
    questions
}

fn table(tuned: &[Question], held_out: &[Question]) -> String {
    let n_clean = |questions: &[Question]| questions.iter().filter(|one| one.expected.is_empty()).count();
    let mut table = format!(
        "Tuned on {} questions, {} of them clean; held out {}, {} of them clean.\n\n| kind | listed words | precision, \
         tuned | recall, tuned | precision, held out | recall, held out |\n|---|---|---|---|---|---|\n",
        tuned.len(),
        n_clean(tuned),
        held_out.len(),
        n_clean(held_out),
    );
    for kind in Kind::ALL {
        let row = [tuned, held_out].map(|questions| Score::of(questions, |found| found.0 == kind).cells());
        writeln!(table, "| `{}` | {} | {} |", kind.word(), kind.n_listed(), row.join(" | ")).unwrap();
    }
    let all = [tuned, held_out].map(|questions| Score::of(questions, |_| true).cells());
    writeln!(table, "| all | {} | {} |", Kind::ALL.map(Kind::n_listed).iter().sum::<usize>(), all.join(" | ")).unwrap();
    table
}

#[test]
fn methods_prints_what_is_measured() {
    let measured = table(&tuned(), &read("held-out.txt"));
    compare_or_bless("wording-check", &measured);
}

#[test]
fn warnings_are_mostly_right() {
    let check = |questions: &[Question], at_least: f64| {
        let score = Score::of(questions, |_| true);
        assert!(score.precision() >= at_least, "{score:?}");
    };
    check(&tuned(), 0.9);
    check(&read("held-out.txt"), 0.8);
}

#[test]
fn half_of_the_questions_are_clean() {
    for (questions, at_least) in [(tuned(), 44), (read("held-out.txt"), 20)] {
        let n_clean = questions.iter().filter(|one| one.expected.is_empty()).count();
        assert!(questions.len() >= at_least && n_clean * 2 >= questions.len(), "{n_clean} of {}", questions.len());
        let names: BTreeSet<&str> = questions.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names.len(), questions.len(), "a name is there twice");
    }
}

/// For tuning: `cargo test -p canvass-text tuned_differences -- --nocapture` prints what differs.
#[test]
fn tuned_differences_are_few() {
    let mut n_differences = 0;
    for question in tuned() {
        let Question { found, expected, .. } = &question;
        for (kind, place) in found.difference(expected) {
            println!("wrong: {}: {} @ {place}", question.name, kind.word());
        }
        for (kind, place) in expected.difference(found) {
            println!("missed: {}: {} @ {place}", question.name, kind.word());
        }
        n_differences += found.symmetric_difference(expected).count();
    }
    assert!(n_differences <= 6, "{n_differences} differ");
}
