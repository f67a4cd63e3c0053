//! An opinion map in exactly the shape in which Polis serves its own, `math/pca2`: agree is -1 there.
//!
//! The keys and the order of every list are those of Polis. Three values that only its own server has are replaced:
//! `math_tick` is the seq of the log, `lastModTimestamp` is null, and `mod-in` holds every accepted statement, also
//! those that Polis would show without anybody having looked at them.

use canvass_analysis::methods::{Analysis, BaseCluster, ConsensusStatement, Group, Representative};
use canvass_analysis::votes::{Matrix, Place, Side, Stance, Tally, Treatment};
use canvass_domain::{Millis, ParticipantId, Seq, StatementId};
use serde_json::{Map, Value, json};

/// A map with the numbers of the people and statements in it.
#[derive(Clone, Copy, Debug)]
pub struct MathInput<'a> {
    /// What was found.
    pub analysis: &'a Analysis,
    /// The votes it was found in.
    pub matrix: &'a Matrix,
    /// The participant of each row.
    pub participants: &'a [ParticipantId],
    /// The statement of each column.
    pub statements: &'a [StatementId],
    /// How each column took part.
    pub treatments: &'a [Treatment],
    /// Every accepted statement, also those nobody voted on.
    pub accepted: &'a [StatementId],
    /// When the last vote was cast.
    pub last_vote_ms: Option<Millis>,
    /// Last event of the log.
    pub seq: Seq,
}

/// Writes it as Polis would.
#[must_use]
pub fn math(input: &MathInput<'_>) -> Value {
    let MathInput { analysis, .. } = *input;
    let out = |kinds: fn(&Treatment) -> bool| -> Vec<StatementId> {
        let columns = input.statements.iter().zip(input.treatments);
        columns.filter(|(_, treatment)| kinds(treatment)).map(|(id, _)| *id).collect()
    };
    let in_conversation: Vec<Option<ParticipantId>> =
        analysis.in_conversation.iter().map(|row| input.participant(*row)).collect();
    let counts = (0..).zip(input.participants).map(|(row, id)| (id.to_string(), json!(input.matrix.n_votes_of(row))));
    json!({
        "base-clusters": input.base_clusters(),
        "comment-priorities": input.by_statement(&analysis.priorities),
        "consensus": {
            "agree": input.consensus(&analysis.consensus.agree),
            "disagree": input.consensus(&analysis.consensus.disagree),
        },
        "group-aware-consensus": input.by_statement(&analysis.informed_agree),
        "group-clusters": analysis.groups.iter().map(|group| input.group_cluster(group)).collect::<Vec<_>>(),
        "group-votes": by_group(analysis, |group| input.group_votes(group)),
        "in-conv": in_conversation,
        "lastModTimestamp": null,
        "lastVoteTimestamp": input.last_vote_ms.unwrap_or(0),
        "math_tick": input.seq,
        "meta-tids": out(|treatment| *treatment == Treatment::Meta),
        "mod-in": input.accepted,
        "mod-out": out(|treatment| *treatment != Treatment::Counted),
        "n": input.participants.len(),
        "n-cmts": input.statements.len(),
        "pca": pca(analysis),
        "repness": by_group(analysis, |group| group.representative.iter().map(|one| input.representative(one)).collect()),
        "tids": input.statements,
        "user-vote-counts": counts.collect::<Map<_, _>>(),
        "votes-base": input.votes_base(),
    })
}

impl MathInput<'_> {
    fn participant(&self, row: u32) -> Option<ParticipantId> {
        self.participants.get(row as usize).copied()
    }

    fn statement(&self, column: u32) -> Option<StatementId> {
        self.statements.get(column as usize).copied()
    }

    fn by_statement(&self, values: &[f64]) -> Map<String, Value> {
        self.statements.iter().zip(values).map(|(id, value)| (id.to_string(), json!(value))).collect()
    }

    fn base_clusters(&self) -> Value {
        let clusters = &self.analysis.base_clusters;
        let members = |cluster: &BaseCluster| -> Vec<Option<ParticipantId>> {
            cluster.members.iter().map(|row| self.participant(*row)).collect()
        };
        let along =
            |axis: fn(Place) -> f64| -> Vec<f64> { clusters.iter().map(|one| axis(turned(one.place))).collect() };
        json!({
            "id": clusters.iter().map(|cluster| cluster.id).collect::<Vec<_>>(),
            "members": clusters.iter().map(members).collect::<Vec<_>>(),
            "x": along(|[x, _]| x),
            "y": along(|[_, y]| y),
            "count": clusters.iter().map(|cluster| cluster.members.len()).collect::<Vec<_>>(),
        })
    }

    fn group_cluster(&self, group: &Group) -> Value {
        let id = |place: &u32| self.analysis.base_clusters.get(*place as usize).map(|cluster| cluster.id);
        let members: Vec<_> = group.base_clusters.iter().filter_map(id).collect();
        json!({"id": group.id, "members": members, "center": turned(group.place)})
    }

    fn group_votes(&self, group: &Group) -> Value {
        let of = |(id, tally): (&StatementId, &Tally)| {
            (id.to_string(), json!({"A": tally.agree, "D": tally.disagree, "S": tally.n()}))
        };
        let votes: Map<String, Value> = self.statements.iter().zip(&group.tallies).map(of).collect();
        json!({"id": group.id, "n-members": group.n_members, "votes": votes})
    }

    fn representative(&self, one: &Representative) -> Value {
        let mut entry = json!({
            "tid": self.statement(one.column),
            "n-success": one.n_success,
            "n-trials": one.n_trials,
            "p-success": one.p_success,
            "p-test": one.p_test,
            "repness": one.repness,
            "repness-test": one.repness_test,
            "repful-for": match one.side {
                Side::Agree => "agree",
                Side::Disagree => "disagree",
            },
        });
        if let (Some(n_agree), Some(fields)) = (one.best_agree, entry.as_object_mut()) {
            fields.insert("best-agree".to_owned(), json!(true));
            fields.insert("n-agree".to_owned(), json!(n_agree));
        }
        entry
    }

    fn consensus(&self, list: &[ConsensusStatement]) -> Vec<Value> {
        let entry = |one: &ConsensusStatement| {
            json!({
                "tid": self.statement(one.column),
                "n-success": one.n_success,
                "n-trials": one.n_trials,
                "p-success": one.p_success,
                "p-test": one.p_test,
            })
        };
        list.iter().map(entry).collect()
    }

    /// Counts by statement and base cluster; S is everybody who answered.
    fn votes_base(&self) -> Map<String, Value> {
        let n_clusters = self.analysis.base_clusters.len();
        let mut counts =
            vec![[vec![0_u32; n_clusters], vec![0; n_clusters], vec![0; n_clusters]]; self.statements.len()];
        for (cluster, rows) in self.analysis.base_clusters.iter().enumerate() {
            for (column, stance) in rows.members.iter().flat_map(|row| self.matrix.row(*row as usize)) {
                let Some([agree, disagree, seen]) = counts.get_mut(column) else { continue };
                let answered = match stance {
                    Stance::Agree => Some(agree),
                    Stance::Disagree => Some(disagree),
                    Stance::Unsure => None,
                };
                let cells = [answered, Some(seen)].into_iter().flatten().filter_map(|list| list.get_mut(cluster));
                cells.for_each(|cell| *cell += 1);
            }
        }
        let entry = |(id, [agree, disagree, seen]): (&StatementId, &[Vec<u32>; 3])| {
            (id.to_string(), json!({"A": agree, "D": disagree, "S": seen}))
        };
        self.statements.iter().zip(&counts).map(entry).collect()
    }
}

fn by_group(analysis: &Analysis, value: impl Fn(&Group) -> Value) -> Map<String, Value> {
    analysis.groups.iter().map(|group| (group.id.to_string(), value(group))).collect()
}

fn pca(analysis: &Analysis) -> Value {
    let along = |axis: fn(Place) -> f64| -> Vec<f64> {
        analysis.statement_places.iter().map(|place| axis(turned(*place))).collect()
    };
    json!({
        "center": analysis.centre.iter().map(|mean| minus(*mean)).collect::<Vec<_>>(),
        "comps": analysis.components,
        "comment-projection": [along(|[x, _]| x), along(|[_, y]| y)],
        "comment-extremity": analysis.extremity,
    })
}

/// What was found with agree as 1, as it is with agree as -1.
fn turned([x, y]: Place) -> Place {
    [minus(x), minus(y)]
}

/// Zero has one sign in a file.
fn minus(value: f64) -> f64 {
    0.0 - value
}
