//! Tables in Markdown, and how far a figure is from its target.
//!
//! Prints what was measured and nothing else: no figure is rounded in its own favour.

use std::time::Duration;

/// A table that is printed once it is full.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Table {
    pub fn new(columns: &[&str]) -> Self {
        Self { rows: vec![columns.iter().map(|column| (*column).to_owned()).collect()] }
    }

    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// The table as Markdown, columns padded to be read in a terminal as well.
    pub fn text(&self) -> String {
        let n_columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..n_columns).map(width).collect();
        let mut lines: Vec<String> = self.rows.iter().map(|row| padded(row, &widths)).collect();
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        lines.insert(1.min(lines.len()), padded(&rule, &widths));
        lines.join("\n")
    }

    pub fn print(&self, title: &str) {
        println!("\n## {title}\n\n{}", self.text());
    }
}

impl Target {
    /// `met`, or by how much it was missed.
    pub fn verdict(self, measured: f64) -> String {
        let (is_met, target) = match self {
            Self::AtLeast(target) => (measured >= target, target),
            Self::AtMost(target) => (measured <= target, target),
        };
        let off_pct = ((measured - target) / target * 100.0).abs();
        if is_met { "met".to_owned() } else { format!("missed by {off_pct:.0} %") }
    }

    pub fn text(self, unit: &str) -> String {
        match self {
            Self::AtLeast(target) => format!("at least {} {unit}", thousands(target)),
            Self::AtMost(target) => format!("at most {} {unit}", thousands(target)),
        }
    }
}

/// A whole number with its thousands apart.
pub fn thousands(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number <= -0.5 { format!("-{text}") } else { text }
}

pub fn ms(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

/// Thousands of bytes, as transferred sizes are given.
pub fn kb(n_bytes: usize) -> String {
    format!("{:.1}", n_bytes as f64 / 1000.0)
}

fn padded(row: &[String], widths: &[usize]) -> String {
    let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
    format!("| {} |", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_line_up() {
        let mut table = Table::new(&["what", "n"]);
        table.row(["a".to_owned(), "10,000".to_owned()]);
        assert_eq!(table.text(), "| what | n      |\n| ---- | ------ |\n| a    | 10,000 |");
    }

    #[test]
    fn a_missed_target_says_by_how_much() {
        assert_eq!(Target::AtLeast(25_000.0).verdict(25_000.0), "met");
        assert_eq!(Target::AtLeast(25_000.0).verdict(20_000.0), "missed by 20 %");
        assert_eq!(Target::AtMost(25.0).verdict(24.9), "met");
        assert_eq!(Target::AtMost(25.0).verdict(30.0), "missed by 20 %");
        assert_eq!(Target::AtLeast(25_000.0).text("a second"), "at least 25,000 a second");
    }

    #[test]
    fn thousands_stand_apart() {
        let found = [0.0, 999.4, 1000.0, 1_234_567.0, -4321.0].map(thousands);
        assert_eq!(found, ["0", "999", "1,000", "1,234,567", "-4,321"]);
    }
}
