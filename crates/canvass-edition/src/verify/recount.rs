//! Results out of a bundle's votes, by the functions that made them.

use crate::Edition;
use crate::bundle::{Bundle, VoteRow};
use canvass_analysis::methods;
use canvass_analysis::votes::{Matrix, Stance, Treatment};
use canvass_counts::{OptionTotals, StatementTotals, Totals};
use canvass_domain::{
    Ballot, Conversation, ConversationId, Instrument, MAX_OPTIONS, OptionId, Origin, ParticipantId, Seq, Slug, State,
    Statement, StatementId, Subject,
};
use canvass_results::map::{Material, treatment};
use canvass_results::{OpinionMap, Results};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The conversation and its statements as an edition tells of them.
pub(super) fn conversation(
    edition: &Edition,
    instrument: &Instrument,
) -> (Conversation, BTreeMap<StatementId, Statement>) {
    let conversation = Conversation {
        visibility: canvass_domain::Visibility::Public,
        id: ConversationId(0),
        slug: Slug::suggest(&edition.conversation),
        state: State::Closed,
        provenance: edition.provenance,
        note: edition.note.clone(),
        version: edition.wording.last().map_or(1, |wording| wording.version),
        instrument: instrument.clone(),
        created_ms: 0,
        turns: canvass_domain::Turns::default(),
    };
    let statements = lines(edition).filter_map(|line| {
        let id = StatementId(u32::try_from(line.get("id")?.as_u64()?).ok()?);
        let state = serde_json::from_value(line.get("state")?.clone()).ok()?;
        let origin: Origin = serde_json::from_value(line.get("origin")?.clone()).ok()?;
        let statement = Statement {
            id,
            text: line.get("text").and_then(Value::as_str).map(str::to_owned),
            origin,
            author: None,
            state,
            reason: None,
            rule: None,
            decided_here: false,
            added_ms: 0,
        };
        Some((id, statement))
    });
    (conversation, statements.collect())
}

fn lines(edition: &Edition) -> impl Iterator<Item = &Value> {
    edition.results.get("statements").and_then(Value::as_array).into_iter().flatten()
}

/// What the edition says a statement is about.
fn subjects(edition: &Edition) -> BTreeMap<StatementId, Subject> {
    let subject = |line: &Value| {
        let id = StatementId(u32::try_from(line.get("id")?.as_u64()?).ok()?);
        Some((id, Subject::of_meta(line.get("meta").and_then(Value::as_bool).unwrap_or(false))))
    };
    lines(edition).filter_map(subject).collect()
}

/// Results out of the votes, with statements, wording and groups as the edition says.
pub(super) fn recount(bundle: &Bundle, edition: &Edition) -> Option<Results> {
    let instrument = edition.instrument()?;
    let (conversation, statements) = conversation(edition, instrument);
    let subjects = subjects(edition);
    let rows = &bundle.votes.rows;
    let mut tallies: BTreeMap<StatementId, StatementTotals> = statements
        .values()
        .map(|statement| {
            let none = StatementTotals {
                id: statement.id,
                state: statement.state,
                subject: subjects.get(&statement.id).copied().unwrap_or_default(),
                agree: 0,
                disagree: 0,
                unsure: 0,
                skipped: 0,
            };
            (statement.id, none)
        })
        .collect();
    let mut count = |ids: &[StatementId], add: fn(&mut StatementTotals)| -> Option<()> {
        ids.iter().try_for_each(|id| tallies.get_mut(id).map(add))
    };
    for row in rows {
        count(&row.agree, |tally| tally.agree += 1)?;
        count(&row.disagree, |tally| tally.disagree += 1)?;
        count(&row.unsure, |tally| tally.unsure += 1)?;
        // Of a statement that nobody voted on the results say nothing, not even that it was passed by.
        row.skipped.iter().for_each(|id| {
            let _ = count(&[*id], |tally| tally.skipped += 1);
        });
    }
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let n_votes = |row: &VoteRow| row.agree.len() + row.disagree.len() + row.unsure.len();
    let of_option = |id: OptionId| wide(rows.iter().filter(|row| row.options.contains(&id)).count());
    let seq = edition.results.get("seq").and_then(Value::as_u64).map(Seq)?;
    let totals = Totals {
        seq,
        n_participants: wide(rows.iter().filter(|row| n_votes(row) > 0 || !row.options.is_empty()).count()),
        n_voters: wide(rows.iter().filter(|row| n_votes(row) > 0).count()),
        n_votes: wide(rows.iter().map(n_votes).sum()),
        n_ballots: wide(rows.iter().filter(|row| !row.options.is_empty()).count()),
        options: (1_u8..).take(MAX_OPTIONS).map(OptionId).map(|id| OptionTotals { id, n: of_option(id) }).collect(),
        statements: tallies.into_values().collect(),
        first_ms: edition.totals.first_ms,
        last_ms: edition.totals.last_ms,
    };
    let treatments = statements.values().map(|statement| {
        let subject = subjects.get(&statement.id).copied().unwrap_or_default();
        (statement.id, treatment(statement.state, subject))
    });
    let map = regrouped(rows, &treatments.collect(), seq);
    Some(Results::new(&conversation, totals, &statements).with_map(map.map(Arc::new)))
}

/// The map of the votes, with groups as the rows say.
fn regrouped(rows: &[VoteRow], treatments: &BTreeMap<StatementId, Treatment>, seq: Seq) -> Option<OpinionMap> {
    let voters: Vec<&VoteRow> =
        rows.iter().filter(|row| !(row.agree.is_empty() && row.disagree.is_empty() && row.unsure.is_empty())).collect();
    let votes_of = |row: &VoteRow| {
        let of = |ids: &[StatementId], stance: Stance| ids.iter().map(|id| (*id, stance)).collect::<Vec<_>>();
        let mut all = of(&row.agree, Stance::Agree);
        all.extend(of(&row.disagree, Stance::Disagree));
        all.extend(of(&row.unsure, Stance::Unsure));
        all.sort_unstable_by_key(|(id, _)| *id);
        all
    };
    let votes: Vec<Vec<(StatementId, Stance)>> = voters.iter().map(|row| votes_of(row)).collect();
    let columns: Vec<StatementId> =
        votes.iter().flatten().map(|(id, _)| *id).collect::<BTreeSet<StatementId>>().into_iter().collect();
    let place = |id: StatementId| columns.binary_search(&id).ok().and_then(|place| u32::try_from(place).ok());
    let cells = votes.iter().map(|row| row.iter().filter_map(|(id, stance)| Some((place(*id)?, *stance))));
    let material = Material {
        seq,
        rows: (0_u32..).map(ParticipantId).take(voters.len()).collect(),
        treatments: columns.iter().map(|id| treatments.get(id).copied().unwrap_or(Treatment::Counted)).collect(),
        matrix: Matrix::from_rows(columns.len(), cells),
        ballots: voters.iter().map(|row| ballot(&row.options)).collect(),
        columns,
    };
    let groups: Vec<Option<u8>> = voters.iter().map(|row| row.group).collect();
    if groups.iter().all(Option::is_none) {
        return None;
    }
    let analysis = methods::PRIMARY.analyse_grouped(&material.matrix, &material.treatments, &groups)?;
    Some(material.map(&analysis))
}

fn ballot(options: &[OptionId]) -> Option<Ballot> {
    let bits = options.iter().filter(|id| (1..=32).contains(&id.0)).fold(0_u64, |bits, id| bits | 1 << (id.0 - 1));
    Ballot::from_bits(bits)
}
