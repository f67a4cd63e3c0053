//! The opinion map: against a slow restatement, against what Polis recorded, against itself on other inputs.

mod degenerate;
mod determinism;
mod floor;
mod metamorphic;
mod open_sets;
mod oracle;
mod parity;
mod recorded;
mod reference;
mod truth;
mod warm;

use crate::planted::generate;
use canvass_analysis::methods::Analysis;
use canvass_analysis::methods::polis::analyse;
use canvass_analysis::planted::PlantedSpec;
use canvass_analysis::votes::{Matrix, Stance, Treatment, Vote};
use oracle::Cells;
use std::path::{Path, PathBuf};

/// A conversation as a full matrix, with how its statements take part.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub cells: Cells,
    pub treatments: Vec<Treatment>,
}

impl Conversation {
    /// The votes of a planted conversation, everything counted.
    pub fn planted(spec: PlantedSpec, seed: u64) -> Self {
        let data = generate(spec, seed);
        let mut cells = vec![vec![None; data.statements.len()]; data.group.len()];
        for vote in &data.votes {
            cells[vote.participant as usize][vote.statement as usize] = Some(vote.answer.value());
        }
        Self { treatments: vec![Treatment::Counted; data.statements.len()], cells }
    }

    /// The same with some statements left out and one about the conversation.
    pub fn moderated(mut self) -> Self {
        for (column, treatment) in self.treatments.iter_mut().enumerate() {
            *treatment = match column % 7 {
                2 => Treatment::LeftOut,
                5 if column < 7 => Treatment::Meta,
                _ => Treatment::Counted,
            };
        }
        self
    }

    pub fn votes(&self) -> Vec<Vote> {
        let cells = (0_u32..).zip(&self.cells).flat_map(|(row, cells)| {
            (0_u32..).zip(cells).filter_map(move |(column, cell)| Some((row, column, (*cell)?)))
        });
        let vote = |(row, column, cell)| Vote { row, column, stance: stance(cell) };
        cells.map(vote).collect()
    }

    pub fn matrix(&self) -> Matrix {
        Matrix::from_votes(self.cells.len(), self.treatments.len(), &self.votes())
    }

    pub fn analyse(&self) -> Analysis {
        analyse(&self.matrix(), &self.treatments).unwrap()
    }
}

pub fn stance(cell: i8) -> Stance {
    [Stance::Agree, Stance::Disagree, Stance::Unsure].into_iter().find(|stance| stance.value() == cell).unwrap()
}

/// A small conversation of two groups.
pub fn spec(n_participants: u32, n_statements: u32, votes_per_person: f64) -> PlantedSpec {
    PlantedSpec { n_participants, n_statements, votes_per_person, ..PlantedSpec::default() }
}

/// Data that is not in the repository, where it is here.
#[expect(clippy::disallowed_methods, reason = "where the data lies is told by the environment")]
pub fn shared(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("CANVASS_SHARED").map_or(beside, PathBuf::from);
    let folder = shared.join("data").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    let is_required = std::env::var_os("CANVASS_REQUIRE_DATA").is_some_and(|value| value == "1");
    assert!(!is_required, "recorded data is missing: {}", folder.display());
    println!("recorded data is not here; nothing was tested: {}", folder.display());
    None
}

#[track_caller]
pub fn assert_near(got: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((got - expected).abs() <= tolerance, "{what}: {got} and not {expected}");
}

#[track_caller]
pub fn assert_all_near<'a>(
    got: impl IntoIterator<Item = &'a f64>,
    expected: impl IntoIterator<Item = &'a f64>,
    tolerance: f64,
    what: &str,
) {
    let (got, expected): (Vec<&f64>, Vec<&f64>) = (got.into_iter().collect(), expected.into_iter().collect());
    assert_eq!(got.len(), expected.len(), "{what}: how many");
    for (place, (got, expected)) in got.into_iter().zip(expected).enumerate() {
        assert_near(*got, *expected, tolerance, &format!("{what} at {place}"));
    }
}
