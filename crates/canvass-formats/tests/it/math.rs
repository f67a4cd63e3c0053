//! Our map in the shape of Polis, against three that Polis itself made.

use crate::open_sets::shared;
use canvass_analysis::methods;
use canvass_analysis::votes::{Matrix, Stance, Treatment, Vote};
use canvass_domain::{ParticipantId, Seq, StatementId};
use canvass_formats::polis::{MathInput, math};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// A recorded conversation and what we make of it.
struct Pair {
    theirs: Value,
    ours: Value,
}

fn read(folder: &Path, file: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap()
}

fn number(row: &Value, names: [&str; 2]) -> u32 {
    let value = names.iter().find_map(|name| row.get(name)).unwrap();
    value.as_u64().unwrap().try_into().unwrap()
}

fn ids(value: &Value) -> BTreeSet<u64> {
    value.as_array().unwrap().iter().map(|id| id.as_u64().unwrap()).collect()
}

fn pair(folder: &Path) -> Pair {
    let theirs = read(folder, "math-pca2.json");
    let rows = read(folder, "votes.json");
    let cells: Vec<(u32, u32, i64)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let place = (number(row, ["pid", "participant_id"]), number(row, ["tid", "statement_id"]));
            (place.0, place.1, row["vote"].as_i64().unwrap())
        })
        .collect();
    let people: Vec<u32> = cells.iter().map(|cell| cell.0).collect::<BTreeSet<_>>().into_iter().collect();
    let statements: Vec<u32> = cells.iter().map(|cell| cell.1).collect::<BTreeSet<_>>().into_iter().collect();
    let place = |list: &[u32], id| u32::try_from(list.binary_search(&id).unwrap()).unwrap();
    // Recorded after a flip: 1 agrees.
    let votes: Vec<Vote> = cells
        .iter()
        .map(|&(person, statement, vote)| Vote {
            row: place(&people, person),
            column: place(&statements, statement),
            stance: match vote {
                1 => Stance::Agree,
                -1 => Stance::Disagree,
                _ => Stance::Unsure,
            },
        })
        .collect();
    let matrix = Matrix::from_votes(people.len(), statements.len(), &votes);
    let (out, meta) = (ids(&theirs["mod-out"]), ids(&theirs["meta-tids"]));
    let treatment = |id: &u32| match u64::from(*id) {
        id if meta.contains(&id) => Treatment::Meta,
        id if out.contains(&id) => Treatment::LeftOut,
        _ => Treatment::Counted,
    };
    let treatments: Vec<Treatment> = statements.iter().map(treatment).collect();
    let analysis = methods::PRIMARY.analyse(&matrix, &treatments).unwrap();
    let ours = math(&MathInput {
        analysis: &analysis,
        matrix: &matrix,
        participants: &people.into_iter().map(ParticipantId).collect::<Vec<_>>(),
        statements: &statements.into_iter().map(StatementId).collect::<Vec<_>>(),
        treatments: &treatments,
        accepted: &[],
        last_vote_ms: Some(1_000),
        seq: Seq(7),
    });
    Pair { theirs, ours }
}

/// The names of a value's fields and of those below them, the first of each list standing for all.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let is_by_number = fields.keys().all(|key| key.parse::<u32>().is_ok());
            let below = fields.iter().map(|(key, value)| {
                let key = if is_by_number { "number".to_owned() } else { key.clone() };
                (key, shape(value))
            });
            below.collect()
        }
        Value::Array(items) => json!(items.first().map(shape).into_iter().collect::<Vec<_>>()),
        Value::Number(_) | Value::Null => json!("number"),
        Value::String(_) => json!("text"),
        Value::Bool(_) => json!("yes"),
    }
}

#[test]
fn every_key_of_polis_is_there_and_no_other() {
    let Some(folder) = shared("polis-results") else { return };
    for name in ["below-100-ptpts", "25ptpt-3gp-no-strict-with-meta"] {
        let Pair { mut theirs, mut ours } = pair(&folder.join(name));
        // Lists that may be empty on one side say nothing of their shape.
        for side in [&mut theirs, &mut ours] {
            for key in ["mod-in", "mod-out", "meta-tids", "consensus"] {
                side.as_object_mut().unwrap().remove(key).unwrap();
            }
        }
        for key in ["repness", "group-votes"] {
            let keys = |side: &Value| side[key].as_object().unwrap().len();
            assert!(keys(&ours) >= 2 && keys(&theirs) >= 2, "{name}: {key}");
        }
        assert_eq!(shape(&ours), shape(&theirs), "{name}");
    }
}

#[test]
fn the_sign_is_theirs() {
    let Some(folder) = shared("polis-results") else { return };
    for name in ["below-100-ptpts", "25ptpt-3gp-no-strict-with-meta"] {
        let Pair { theirs, ours } = pair(&folder.join(name));
        assert_eq!(ours["tids"], theirs["tids"], "{name}");
        assert_eq!(ours["user-vote-counts"], theirs["user-vote-counts"], "{name}");
        let centre = |side: &Value| -> Vec<f64> {
            side["pca"]["center"].as_array().unwrap().iter().map(|mean| mean.as_f64().unwrap()).collect()
        };
        let apart = centre(&ours).iter().zip(centre(&theirs)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(apart < 1e-12, "{name}: {apart}");
        assert!(centre(&theirs).iter().any(|mean| *mean < -0.5), "{name} tells the signs apart");
    }
}
