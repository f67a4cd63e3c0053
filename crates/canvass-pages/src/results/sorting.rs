//! The orders of the table of statements, for a page that has no server to ask.
//!
//! The table's own rule puts the statements in every order, each way round, and each row carries its places; the
//! script of a report moves rows to them and compares nothing by itself.

use super::order::in_order;
use super::{Direction, ResultsPage, Sort, TableRequest};
use crate::words::Words;
use canvass_domain::StatementId;
use std::collections::BTreeMap;

/// What a reader may sort by, and where each statement stands then.
#[derive(Debug)]
pub(super) struct Sorting {
    pub(super) orders: Vec<Order>,
    places: BTreeMap<StatementId, String>,
}

/// One order, with what is said once it is chosen.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) word: &'static str,
    pub(super) label: String,
    /// Which end comes first.
    pub(super) first: &'static str,
    pub(super) up: String,
    pub(super) down: String,
    pub(super) is_current: bool,
}

impl Sorting {
    pub(super) fn of(t: Words, page: &ResultsPage<'_>) -> Self {
        let sorts = Sort::offered(page.results);
        let mut places: BTreeMap<StatementId, Vec<String>> = BTreeMap::new();
        for (sort, direction) in
            sorts.iter().flat_map(|sort| [sort.usual(), sort.usual().reversed()].map(|d| (*sort, d)))
        {
            let asked = TableRequest { sort, direction: Some(direction), ..TableRequest::everything() };
            for (place, line) in in_order(page.results, &asked).into_iter().enumerate() {
                places.entry(line.totals.id).or_default().push(place.to_string());
            }
        }
        let order = |sort: &Sort| {
            let label = t.text(sort.key());
            let [up, down] = ["report-sorted-up", "report-sorted-down"].map(|key| t.say(key, &label));
            let (word, first) = (sort.word(), sort.usual().word());
            Order { word, label, first, up, down, is_current: *sort == page.request.sort }
        };
        Self {
            orders: sorts.iter().map(order).collect(),
            places: places.into_iter().map(|(id, places)| (id, places.join(" "))).collect(),
        }
    }

    /// Where a statement stands: a number for each order, and one for its reverse.
    pub(super) fn places(&self, id: StatementId) -> &str {
        self.places.get(&id).map_or("", String::as_str)
    }
}

impl Direction {
    /// As a table's column says it.
    pub(super) const fn spoken(self) -> &'static str {
        match self {
            Self::Up => "ascending",
            Self::Down => "descending",
        }
    }
}
