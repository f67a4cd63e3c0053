//! Answer sheets that attackers send, and how fast.

use super::town::{N_STATEMENTS, Town, vote_of};
use canvass_analysis::chance::Chance;
use canvass_analysis::planted::StatementModel;
use canvass_domain::{Millis, Vote};

/// Statements by place, in the order in which they are answered.
pub type Sheet = Vec<(u32, Vote)>;

/// Statements that a copied sheet answers, and a persona.
const COPIED: u32 = 30;
const PERSONA: usize = 15;

/// The time between two answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// 50 ms.
    Program,
    /// 2.5 s and 5 s more in the mean.
    Reader,
}

impl Pace {
    pub fn gap_ms(self, chance: &mut Chance) -> Millis {
        match self {
            Self::Program => 50,
            Self::Reader => (2_500.0 + 5_000.0 * chance.exponential()) as Millis,
        }
    }
}

/// What somebody of the second group would answer who is always sure: the sheet that is copied.
pub fn copied(town: &Town) -> Sheet {
    let second: Vec<&[f64]> = town
        .data
        .group
        .iter()
        .zip(&town.data.position)
        .filter(|(group, _)| **group == 1)
        .map(|(_, position)| position.as_slice())
        .take(1)
        .collect();
    let position = second.first().copied().unwrap_or_default();
    let side = |feeling: f64| if feeling > 0.0 { Vote::Agree } else { Vote::Disagree };
    (0..COPIED).zip(town.models()).map(|(statement, model)| (statement, side(model.feeling(position)))).collect()
}

/// The sheet with the answer to one statement turned round.
pub fn one_changed(mut sheet: Sheet, chance: &mut Chance) -> Sheet {
    let place = chance.below(sheet.len());
    if let Some((_, vote)) = sheet.get_mut(place) {
        *vote = if *vote == Vote::Agree { Vote::Disagree } else { Vote::Agree };
    }
    sheet
}

/// Agrees with all of so many statements, whichever they are.
pub fn line(n: usize, chance: &mut Chance) -> Sheet {
    some(n, chance).into_iter().map(|statement| (statement, Vote::Agree)).collect()
}

/// Agrees and disagrees by turns.
pub fn turns(n: usize, chance: &mut Chance) -> Sheet {
    some(n, chance).into_iter().zip([Vote::Agree, Vote::Disagree].into_iter().cycle()).collect()
}

/// All statements, each as chance has it.
pub fn random(chance: &mut Chance) -> Sheet {
    (0..N_STATEMENTS).map(|statement| (statement, any(chance))).collect()
}

/// Agrees with two statements in three and disagrees with the third, in an order that no reader follows.
pub fn extreme(_: &mut Chance) -> Sheet {
    let side = |statement| if statement * 7 % 3 == 0 { Vote::Disagree } else { Vote::Agree };
    (0..N_STATEMENTS).map(|statement| (statement, side(statement))).collect()
}

/// The sheet with some of its answers by chance.
pub fn blurred(mut sheet: Sheet, share: f64, chance: &mut Chance) -> Sheet {
    for (_, vote) in &mut sheet {
        if chance.happens(share) {
            *vote = any(chance);
        }
    }
    sheet
}

/// Some statements, answered as one of the town would who stands near one of its people.
pub fn persona(models: &[StatementModel<'_>], town: &Town, chance: &mut Chance) -> Sheet {
    let near: Vec<f64> = chance.pick(&town.data.position).cloned().unwrap_or_default();
    let position: Vec<f64> = near.into_iter().map(|x| x + 0.3 * chance.normal()).collect();
    let statements = some(PERSONA, chance);
    let answer = |statement: u32| {
        let model = models.get(statement as usize)?;
        Some((statement, vote_of(model.stance(model.feeling(&position), chance))))
    };
    statements.into_iter().filter_map(answer).collect()
}

fn some(n: usize, chance: &mut Chance) -> Vec<u32> {
    let mut all: Vec<u32> = (0..N_STATEMENTS).collect();
    chance.shuffle(&mut all);
    all.truncate(n);
    all
}

fn any(chance: &mut Chance) -> Vote {
    chance.pick(&Vote::ALL).copied().unwrap_or(Vote::Unsure)
}
