//! Votes as a file that both sides read: records of row (u32), column (u32), vote (i8), least significant byte first,
//! in the order in which they were given.

use anyhow::{Context, Result, ensure};
use canvass_analysis::chance::Chance;
use canvass_analysis::planted::PlantedSpec;
use canvass_analysis::votes::{Stance, Vote};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

const RECORD: usize = 9;

/// A file of votes, and its shape.
#[derive(Debug)]
pub struct VotesFile {
    path: PathBuf,
    pub n_rows: usize,
    pub n_columns: usize,
    pub n_votes: usize,
}

impl VotesFile {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A planted conversation of three groups, in the order in which it was answered.
    pub fn planted(folder: &Path, n_people: u32, n_statements: u32, n_votes: u32) -> Result<Self> {
        let spec = PlantedSpec {
            n_participants: n_people,
            n_statements,
            group_shares: vec![0.5, 0.3, 0.2],
            votes_per_person: f64::from(n_votes) / f64::from(n_people),
            ..PlantedSpec::default()
        };
        let planted = spec.check()?.generate(1);
        let votes = planted.votes.iter().map(|vote| Vote {
            row: vote.participant,
            column: vote.statement,
            stance: vote.answer,
        });
        Self::write(&folder.join(format!("planted-{n_people}x{n_statements}.votes")), votes)
    }

    /// The latest votes of a folder exported by Polis, shuffled: its table has lost their order.
    pub fn exported(folder: &Path, set: &Path) -> Result<Self> {
        let name = set.file_name().and_then(|name| name.to_str()).context("a set without a name")?;
        let text = std::fs::read_to_string(set.join("participants-votes.csv"))?;
        let mut votes = cells(&text).with_context(|| format!("reading `{name}`"))?;
        Chance::new(1, 1).shuffle(&mut votes);
        Self::write(&folder.join(format!("{name}.votes")), votes)
    }

    fn write(path: &Path, votes: impl IntoIterator<Item = Vote>) -> Result<Self> {
        let mut file = BufWriter::new(File::create(path)?);
        let mut shape = Self { path: path.to_owned(), n_rows: 0, n_columns: 0, n_votes: 0 };
        for vote in votes {
            file.write_all(&vote.row.to_le_bytes())?;
            file.write_all(&vote.column.to_le_bytes())?;
            file.write_all(&vote.stance.value().to_le_bytes())?;
            shape.n_rows = shape.n_rows.max(vote.row as usize + 1);
            shape.n_columns = shape.n_columns.max(vote.column as usize + 1);
            shape.n_votes += 1;
        }
        file.flush()?;
        Ok(shape)
    }

    /// Reads them back, holding them once.
    pub fn read(path: &Path) -> Result<Vec<Vote>> {
        let n_bytes = usize::try_from(std::fs::metadata(path)?.len())?;
        ensure!(n_bytes.is_multiple_of(RECORD), "`{}` ends within a record", path.display());
        let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
        let mut votes = Vec::with_capacity(n_bytes / RECORD);
        let mut record = [0; RECORD];
        for _ in 0..n_bytes / RECORD {
            file.read_exact(&mut record)?;
            let [a, b, c, d, e, f, g, h, vote] = record;
            let stance = match i8::from_le_bytes([vote]) {
                1 => Stance::Agree,
                -1 => Stance::Disagree,
                _ => Stance::Unsure,
            };
            votes.push(Vote {
                row: u32::from_le_bytes([a, b, c, d]),
                column: u32::from_le_bytes([e, f, g, h]),
                stance,
            });
        }
        Ok(votes)
    }
}

/// The cells of `participants-votes.csv`: one line a participant, one column a statement that somebody voted on.
fn cells(text: &str) -> Result<Vec<Vote>> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().context("an empty table")?.split(',').map(str::trim).collect();
    let first = names.iter().position(|name| name.parse::<u32>().is_ok()).context("no column of a statement")?;
    let mut votes = Vec::new();
    for (row, line) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(line.split(',').skip(first)) {
            let stance = match cell.trim() {
                "1" => Stance::Agree,
                "0" => Stance::Unsure,
                "-1" => Stance::Disagree,
                _ => continue,
            };
            votes.push(Vote { row, column, stance });
        }
    }
    Ok(votes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_by_place() {
        let votes = cells("participant,group-id,n-votes,4,9\n0,1,2,-1,\n1,,1,0,1\n").unwrap();
        let found: Vec<_> = votes.iter().map(|vote| (vote.row, vote.column, vote.stance.value())).collect();
        assert_eq!(found, [(0, 0, -1), (1, 0, 0), (1, 1, 1)]);
    }

    #[test]
    fn a_file_gives_back_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let votes = [
            Vote { row: 70_000, column: 3, stance: Stance::Disagree },
            Vote { row: 0, column: 0, stance: Stance::Agree },
        ];
        let file = VotesFile::write(&folder.path().join("v"), votes).unwrap();
        assert_eq!((file.n_rows, file.n_columns, file.n_votes), (70_001, 4, 2));
        assert_eq!(VotesFile::read(file.path()).unwrap(), votes);
    }
}
