//! The opinion map's parts of the results document. No participant is named in any of them.

use crate::{MapStatement, NotCanonical, OpinionMap, Representative};
use canvass_domain::{OptionId, Poll, StatementId};
use serde_json::{Map, Number, Value, json};

/// Axes of the map.
const DIMENSION: u64 = 2;

/// A number as it is, but for the sign of 0.
pub(crate) fn number(number: f64) -> Result<Value, NotCanonical> {
    let found = Number::from_f64(number + 0.0);
    found.map(Value::Number).ok_or_else(|| NotCanonical::Number(number.to_string()))
}

/// The groups, with what their people chose in the poll.
pub(crate) fn groups(map: &OpinionMap, poll: Option<&Poll>) -> Vec<Value> {
    let of_option = |options: &[canvass_counts::OptionTotals], id: OptionId| {
        options.iter().find(|option| option.id == id).map_or(0, |option| option.n)
    };
    let group = |group: &crate::Group| {
        let numbered = poll.into_iter().flat_map(Poll::numbered);
        let options = numbered.map(|(id, _)| json!({"id": id, "n": of_option(&group.options, id)}));
        let options = options.collect::<Vec<_>>();
        let options = (poll.is_none() || group.n_ballots > 0).then_some(options);
        json!({"id": group.id.0, "label": group.id.label().to_string(), "n": group.n, "options": options})
    };
    map.groups.iter().map(group).collect()
}

/// One statement as the groups answered it.
pub(crate) fn by_group(map: &OpinionMap, statement: &MapStatement) -> Vec<Value> {
    let votes = map.groups.iter().zip(&statement.by_group);
    let votes = votes.map(|(group, votes)| {
        json!({"group": group.id.0, "agree": votes.agree, "disagree": votes.disagree, "unsure": votes.unsure})
    });
    votes.collect()
}

/// What sets each group apart; what was declined or marked since the map was made is not told of.
pub(crate) fn representative(
    map: &OpinionMap,
    is_left_out: impl Fn(StatementId) -> bool,
) -> Result<Map<String, Value>, NotCanonical> {
    let of_group = |group: &crate::Group| {
        let told = group.representative.iter().filter(|found| !is_left_out(found.statement));
        Ok((group.id.0.to_string(), Value::Array(told.map(telling).collect::<Result<_, NotCanonical>>()?)))
    };
    map.groups.iter().map(of_group).collect()
}

fn telling(found: &Representative) -> Result<Value, NotCanonical> {
    Ok(json!({
        "statement": found.statement,
        "direction": found.direction.word(),
        "n_success": found.n_success,
        "n_trials": found.n_trials,
        "p_success": number(found.p_success)?,
        "p_test": number(found.p_test)?,
        "repness": number(found.repness)?,
        "repness_test": number(found.repness_test)?,
        "best_agree": found.best_agree,
    }))
}

/// Where people stand, in an order that tells nothing of them.
pub(crate) fn points(map: &OpinionMap) -> Result<Value, NotCanonical> {
    let mut places: Vec<([f64; 2], u8)> =
        map.people.iter().map(|placed| (placed.place.map(|x| x + 0.0), placed.group.0)).collect();
    places.sort_by(|([xa, ya], a), ([xb, yb], b)| xa.total_cmp(xb).then(ya.total_cmp(yb)).then(a.cmp(b)));
    let point = |([x, y], group): ([f64; 2], u8)| Ok(json!({"x": number(x)?, "y": number(y)?, "group": group}));
    let points = places.into_iter().map(point).collect::<Result<Vec<_>, NotCanonical>>()?;
    Ok(json!({"dimension": DIMENSION, "points": points}))
}
