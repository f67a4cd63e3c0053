//! The report: tables in Markdown, and the bars with what was found.

use super::measure::Shift;
use super::{Bar, Crowd, HONEST_MOST_PCT, Living, MARKED_LEAST_PCT, REFUSED_MOST_PCT, Run, Shared};
use crate::bench::report::{Table, thousands};

/// A bar and whether it is met.
pub struct Verdict {
    pub bar: String,
    pub found: String,
    pub is_met: bool,
}

impl Verdict {
    fn new(bar: String, found: String, is_met: bool) -> Self {
        Self { bar, found, is_met }
    }

    const fn word(&self) -> &'static str {
        if self.is_met { "met" } else { "NOT met" }
    }
}

/// Honest readers by how they live, and the bars that they are held to.
pub fn honest(shared: Shared, crowds: &[Crowd]) -> Vec<Verdict> {
    let mut table = Table::new(&["readers behind", "n", "refused", "marked", "burst", "by pattern"]);
    for crowd in crowds {
        let of = |n: usize| format!("{n} ({})", pct(share_pct(n, crowd.n)));
        table.row([
            crowd.living.words().to_owned(),
            crowd.n.to_string(),
            of(crowd.n_refused),
            of(crowd.n_marked),
            crowd.n_burst.to_string(),
            crowd.n_by_pattern.to_string(),
        ]);
    }
    table.print(&format!("Honest readers; those who share one address come {}", shared.words()));
    let mut verdicts = Vec::new();
    for crowd in crowds.iter().filter(|crowd| crowd.living != Living::Shared) {
        let marked_pct = share_pct(crowd.n_marked, crowd.n);
        let bar = format!("at most {HONEST_MOST_PCT} % marked of {} ({})", crowd.living.words(), shared.words());
        verdicts.push(Verdict::new(bar, pct(marked_pct), marked_pct <= HONEST_MOST_PCT));
    }
    // What the day is refused in office hours or after a newsletter is shown, and the desk's office mode is the answer.
    if shared == Shared::AllDay {
        let (n, n_refused) = crowds.iter().fold((0, 0), |(n, refused), crowd| (n + crowd.n, refused + crowd.n_refused));
        let refused_pct = share_pct(n_refused, n);
        let bar = format!("at most {REFUSED_MOST_PCT} % refused of all {}", thousands(n as f64));
        verdicts.push(Verdict::new(bar, pct(refused_pct), refused_pct <= REFUSED_MOST_PCT));
    }
    verdicts
}

/// Attacks over every span, and the bars of those that have one.
pub fn attacks(runs: &[Run]) -> Vec<Verdict> {
    let mut table = Table::new(&[
        "attack",
        "over",
        "tried",
        "refused",
        "kept",
        "marked",
        "by",
        "unmarked",
        "by one link",
        "leader, points",
        "without marked",
        "groups, ARI",
        "without marked",
        "honest marked",
    ]);
    let mut verdicts = Vec::new();
    for run in runs {
        let marked_pct = share_pct(run.n_marked, run.n_kept);
        table.row([
            run.plan.name.to_owned(),
            run.span.words().to_owned(),
            thousands(run.n_tried as f64),
            thousands((run.n_tried - run.n_kept) as f64),
            thousands(run.n_kept as f64),
            format!("{} ({})", run.n_marked, pct(marked_pct)),
            marks(run),
            (run.n_kept - run.n_marked).to_string(),
            run.n_one_site.to_string(),
            points(run.all),
            points(run.unmarked),
            agreement(run.all),
            agreement(run.unmarked),
            run.n_honest_marked.to_string(),
        ]);
        if run.plan.bar == Bar::Marked {
            let bar = format!("at least {MARKED_LEAST_PCT} % marked of {}, {}", run.plan.name, run.span.words());
            verdicts.push(Verdict::new(bar, pct(marked_pct), marked_pct >= MARKED_LEAST_PCT));
        }
    }
    table.print("Attacks; honest readers have an address of their own, a household or an office");
    let worst_pct = runs.iter().map(|run| share_pct(run.n_honest_marked, run.n_honest)).fold(0.0, f64::max);
    let bar = format!("at most {HONEST_MOST_PCT} % marked of honest readers during any attack");
    verdicts.push(Verdict::new(bar, pct(worst_pct), worst_pct <= HONEST_MOST_PCT));
    verdicts
}

/// Every bar, those not met first.
pub fn verdicts(verdicts: &[Verdict]) {
    let mut table = Table::new(&["bar", "found", "verdict"]);
    let (met, missed): (Vec<&Verdict>, Vec<&Verdict>) = verdicts.iter().partition(|verdict| verdict.is_met);
    for verdict in missed.into_iter().chain(met) {
        table.row([verdict.bar.clone(), verdict.found.clone(), verdict.word().to_owned()]);
    }
    table.print("Bars");
}

/// The marks that were set, by word and number.
fn marks(run: &Run) -> String {
    let set = run.by_mark.iter().filter(|(_, n)| *n > 0);
    let words: Vec<String> = set.map(|(mark, n)| format!("{} {n}", mark.word())).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(", ") }
}

fn points(shift: Shift) -> String {
    format!("{:+.1}", shift.points)
}

fn agreement(shift: Shift) -> String {
    shift.agreement.map_or_else(|| "no map".to_owned(), |index| format!("{index:.2}"))
}

fn pct(share_pct: f64) -> String {
    format!("{share_pct:.1} %")
}

/// 100 where there is nobody: nothing that was kept is unmarked.
fn share_pct(n: usize, of: usize) -> f64 {
    if of == 0 { 100.0 } else { 100.0 * n as f64 / of as f64 }
}
