//! Conversations recorded together with what Polis made of them. Polis counts agree as -1, here it is 1: its centre
//! and places have the other sign.

use super::{shared, stance};
use canvass_analysis::methods::BaseCluster;
use canvass_analysis::numeric::pca::Pca;
use canvass_analysis::votes::{Matrix, Place, Treatment, Vote};
use serde_json::Value;
use std::{collections::BTreeMap, fs};

/// Those of which everything is there.
pub const COMPLETE: [&str; 2] = ["below-100-ptpts", "25ptpt-3gp-no-strict-with-meta"];
/// Without the four votes of one participant, who is in no group, and with 49 for every priority.
pub const INCOMPLETE: &str = "50ptpt-3gp-strict-no-meta";

pub struct Recorded {
    pub name: &'static str,
    pub result: Value,
    /// Participants by row.
    pub participants: Vec<u64>,
    /// Statements by column, in the order of the recorded arrays.
    pub statements: Vec<u64>,
    pub matrix: Matrix,
    pub treatments: Vec<Treatment>,
}

impl Recorded {
    pub fn read(name: &'static str) -> Option<Self> {
        let folder = shared("polis-results")?.join(name);
        let parse =
            |file: &str| -> Value { serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap() };
        let (result, votes) = (parse("math-pca2.json"), parse("votes.json"));
        let either = |vote: &Value, names: [&str; 2]| names.iter().find_map(|name| vote[*name].as_u64()).unwrap();
        let votes: Vec<(u64, u64, i8)> = votes
            .as_array()
            .unwrap()
            .iter()
            .map(|vote| {
                let answer = i8::try_from(vote["vote"].as_i64().unwrap()).unwrap();
                (either(vote, ["pid", "participant_id"]), either(vote, ["tid", "statement_id"]), answer)
            })
            .collect();
        let mut participants: Vec<u64> = votes.iter().map(|vote| vote.0).collect();
        participants.sort_unstable();
        participants.dedup();
        let statements = numbers(&result["tids"]);
        let place = |list: &[u64], number: u64| list.iter().position(|other| *other == number).unwrap() as u32;
        let votes: Vec<Vote> = votes
            .into_iter()
            .map(|(who, what, answer)| Vote {
                row: place(&participants, who),
                column: place(&statements, what),
                stance: stance(answer),
            })
            .collect();
        let (out, meta) = (numbers(&result["mod-out"]), numbers(&result["meta-tids"]));
        let treatment = |statement: &u64| match (meta.contains(statement), out.contains(statement)) {
            (true, _) => Treatment::Meta,
            (_, true) => Treatment::LeftOut,
            _ => Treatment::Counted,
        };
        let treatments = statements.iter().map(treatment).collect();
        let matrix = Matrix::from_votes(participants.len(), statements.len(), &votes);
        Some(Self { name, result, participants, statements, matrix, treatments })
    }

    /// Those that are asked for and here.
    pub fn all(names: &[&'static str]) -> Vec<Self> {
        names.iter().filter_map(|name| Self::read(name)).collect()
    }

    pub fn row(&self, participant: u64) -> usize {
        self.participants.iter().position(|other| *other == participant).unwrap()
    }

    /// The recorded centre, in our sign.
    pub fn centre(&self) -> Vec<f64> {
        reals(&self.result["pca"]["center"]).into_iter().map(|x| -x).collect()
    }

    pub fn pca(&self) -> Pca {
        let components = [0, 1].map(|axis| reals(&self.result["pca"]["comps"][axis]));
        Pca { centre: self.centre(), components }
    }

    /// The recorded base clusters in the order of ids, in our sign.
    pub fn base_clusters(&self) -> Vec<BaseCluster> {
        let base = &self.result["base-clusters"];
        let (xs, ys) = (reals(&base["x"]), reals(&base["y"]));
        let ids = numbers(&base["id"]).into_iter().map(|id| u32::try_from(id).unwrap());
        let members = base["members"].as_array().unwrap().iter().map(|members| {
            let mut rows: Vec<u32> = numbers(members).into_iter().map(|number| self.row(number) as u32).collect();
            rows.sort_unstable();
            rows
        });
        let places = xs.into_iter().zip(ys).map(|(x, y)| -> Place { [-x, -y] });
        let parts = ids.zip(members).zip(places);
        parts.map(|((id, members), place)| BaseCluster { id, members, place }).collect()
    }

    /// The recorded group of each row, as its place in the list of groups.
    pub fn group_of(&self) -> Vec<Option<u8>> {
        let ids = numbers(&self.result["base-clusters"]["id"]);
        let base_clusters = self.base_clusters();
        let mut group_of = vec![None; self.participants.len()];
        for (group, cluster) in (0_u8..).zip(self.groups()) {
            for id in numbers(&cluster["members"]) {
                let base = ids.iter().position(|other| *other == id).unwrap();
                base_clusters[base].members.iter().for_each(|row| group_of[*row as usize] = Some(group));
            }
        }
        group_of
    }

    pub fn groups(&self) -> &[Value] {
        self.result["group-clusters"].as_array().unwrap()
    }

    /// What is recorded by statement, in the order of columns.
    pub fn by_statement(&self, recorded: &Value) -> Vec<f64> {
        self.statements.iter().map(|number| recorded[number.to_string()].as_f64().unwrap()).collect()
    }

    /// Agrees, disagrees, unsure of one recorded population.
    pub fn counts(&self, recorded: &Value) -> Vec<(u64, u64, u64)> {
        let counts = |number: &u64| {
            let [agree, disagree, seen] =
                ["A", "D", "S"].map(|key| recorded[number.to_string()][key].as_u64().unwrap());
            (agree, disagree, seen - agree - disagree)
        };
        self.statements.iter().map(counts).collect()
    }
}

pub fn numbers(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

pub fn reals(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

/// An object by number, ascending.
pub fn by_number(object: &Value) -> BTreeMap<u64, &Value> {
    object.as_object().unwrap().iter().map(|(number, value)| (number.parse().unwrap(), value)).collect()
}
