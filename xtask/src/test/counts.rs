//! How many tests ran: read from the closing lines of nextest, cargo test and node.
//!
//! Knows only those three; a runner whose lines are not understood counts as none, and the step then fails.

use std::fmt;
use std::ops::AddAssign;

/// Tests by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

/// A runner that ended in failure, with what it counted before.
#[derive(Debug)]
pub struct Failed {
    pub what: String,
    pub counts: Counts,
}

impl Counts {
    /// For a step that fails as a whole.
    pub fn one_failed() -> Self {
        Self { failed: 1, ..Self::default() }
    }

    pub fn ran(self) -> u64 {
        self.passed + self.failed
    }

    /// `Summary [ 0.1s] 45 tests run: 43 passed (1 slow), 2 failed, 1 skipped`; a test that timed out has failed.
    pub fn of_nextest(output: &str) -> Self {
        let summary = output.lines().rfind(|line| line.trim_start().starts_with("Summary ["));
        let results = summary.and_then(|line| line.split_once("run:")).map_or("", |(_, results)| results);
        let skipped_alone = summary.and_then(|line| number_before(line, "skipped"));
        Self {
            passed: number_before(results, "passed").unwrap_or(0),
            failed: ["failed", "timed out", "exec failed"].iter().filter_map(|word| number_before(results, word)).sum(),
            skipped: skipped_alone.unwrap_or(0),
        }
    }

    /// The sum of all `test result: ok. 5 passed; 0 failed; 1 ignored; ...`.
    pub fn of_cargo_test(output: &str) -> Self {
        let mut total = Self::default();
        for line in output.lines().filter(|line| line.starts_with("test result:")) {
            total += Self {
                passed: number_before(line, "passed").unwrap_or(0),
                failed: number_before(line, "failed").unwrap_or(0),
                skipped: number_before(line, "ignored").unwrap_or(0),
            };
        }
        total
    }

    /// Node's closing block: `ℹ pass 3` or `# pass 3`, one count a line.
    pub fn of_node(output: &str) -> Self {
        let count = |word: &str| {
            let value =
                |line: &str| line.trim().trim_start_matches(['ℹ', '#', ' ']).strip_prefix(word)?.trim().parse().ok();
            output.lines().rev().find_map(value).unwrap_or(0)
        };
        Self {
            passed: count("pass "),
            failed: count("fail ") + count("cancelled "),
            skipped: count("skipped ") + count("todo "),
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.counts)
    }
}

impl std::error::Error for Failed {}

/// The number that stands right before the word.
fn number_before(text: &str, word: &str) -> Option<u64> {
    text.match_indices(word).find_map(|(start, _)| text.get(..start)?.split_whitespace().next_back()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Counts, passed: u64, failed: u64, skipped: u64) {
        assert_eq!(found, Counts { passed, failed, skipped });
    }

    #[test]
    fn nextest_is_read() {
        let of = |line: &str| Counts::of_nextest(&format!("PASS a\n------------\n     {line}\n"));
        check(of("Summary [   0.01s] 3 tests run: 3 passed, 0 skipped"), 3, 0, 0);
        check(of("Summary [   9.01s] 45/50 tests run: 43 passed (2 slow, 1 flaky), 2 failed, 1 skipped"), 43, 2, 1);
        check(of("Summary [   9.01s] 4 tests run: 2 passed, 1 failed, 1 timed out, 0 skipped"), 2, 2, 0);
        check(of("error: could not compile"), 0, 0, 0);
    }

    #[test]
    fn cargo_test_is_summed() {
        let line = "test result: FAILED. 2 passed; 1 failed; 4 ignored; 0 measured; 0 filtered out\n";
        check(Counts::of_cargo_test(&format!("{line}running 3 tests\n{line}")), 4, 2, 8);
        check(Counts::of_cargo_test("error"), 0, 0, 0);
    }

    #[test]
    fn node_is_read_in_both_of_its_voices() {
        check(Counts::of_node("ℹ tests 5\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0\n"), 3, 2, 0);
        check(Counts::of_node("# tests 5\n# pass 5\n# fail 0\n# skipped 2\n"), 5, 0, 2);
        check(Counts::of_node("✔ pass 3 apples\n"), 0, 0, 0);
    }
}
