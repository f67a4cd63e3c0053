//! What part of the table a reader asks for, read from the address.

use crate::html::query_escape;
use canvass_results::Results;

/// Longest search, in characters; the rest is left out.
const MAX_QUERY_CHARS: usize = 200;

/// The page that holds every line; nobody can ask the server for it.
pub(super) const EVERYTHING: usize = 0;

/// What part of the table a reader asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRequest {
    /// Words the statements must hold (`?q=`); empty for all.
    pub query: String,
    /// The order (`?sort=`).
    pub sort: Sort,
    /// Which end comes first (`?dir=`).
    pub direction: Option<Direction>,
    /// The page, from 1 (`?page=`); out of bounds shows the nearest.
    pub page: usize,
}

/// What statements are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Number in the conversation.
    #[default]
    Number,
    /// People who voted on it.
    N,
    /// Share of agree.
    Agree,
    /// Share of disagree.
    Disagree,
    /// Share of unsure.
    Unsure,
    /// Share of the smaller of agree and disagree.
    Divided,
    /// How far groups part.
    Groups,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The smallest first.
    Up,
    /// The largest first.
    Down,
}

impl TableRequest {
    /// Every line on one page.
    #[must_use]
    pub fn everything() -> Self {
        Self { page: EVERYTHING, ..Self::default() }
    }

    /// Reads the parameters of an address; what makes no sense is left out.
    #[must_use]
    pub fn parse(query: Option<&str>, sort: Option<&str>, dir: Option<&str>, page: Option<&str>) -> Self {
        Self {
            query: query.unwrap_or_default().trim().chars().take(MAX_QUERY_CHARS).collect(),
            sort: sort.and_then(Sort::from_word).unwrap_or_default(),
            direction: dir.and_then(Direction::from_word),
            page: page.and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
        }
    }

    /// The end that comes first, chosen or usual.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction.unwrap_or(self.sort.usual())
    }

    /// The query string that asks for this, beginning with `?`; usual values are left out.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let query = (!self.query.is_empty()).then(|| format!("q={}", query_escape(&self.query)));
        let sort = (self.sort != Sort::default()).then(|| format!("sort={}", self.sort.word()));
        let direction = self.direction.filter(|dir| *dir != self.sort.usual()).map(|dir| format!("dir={}", dir.word()));
        let page = (self.page > 1).then(|| format!("page={}", self.page));
        let parts: Vec<String> = [query, sort, direction, page].into_iter().flatten().collect();
        format!("?{}", parts.join("&"))
    }
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 7] =
        [Self::Number, Self::N, Self::Agree, Self::Disagree, Self::Unsure, Self::Divided, Self::Groups];

    /// The orders that make sense for these results.
    pub(super) fn offered(results: &Results) -> Vec<Self> {
        Self::ALL.into_iter().filter(|sort| *sort != Self::Groups || results.map.is_some()).collect()
    }

    /// The word in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::N => "n",
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Unsure => "unsure",
            Self::Divided => "divided",
            Self::Groups => "groups",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.word() == word)
    }

    /// The end that comes first unless the reader says otherwise.
    pub(super) const fn usual(self) -> Direction {
        match self {
            Self::Number => Direction::Up,
            Self::N | Self::Agree | Self::Disagree | Self::Unsure | Self::Divided | Self::Groups => Direction::Down,
        }
    }

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Number => "sort-number",
            Self::N => "sort-n",
            Self::Agree => "sort-agree",
            Self::Disagree => "sort-disagree",
            Self::Unsure => "sort-unsure",
            Self::Divided => "sort-divided",
            Self::Groups => "sort-groups",
        }
    }
}

impl Direction {
    /// The word in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Up, Self::Down].into_iter().find(|direction| direction.word() == word)
    }

    pub(super) const fn reversed(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_round_trip_and_nonsense_is_left_out() {
        let check = |parts: [Option<&str>; 4], expected: &str| {
            let [query, sort, dir, page] = parts;
            assert_eq!(TableRequest::parse(query, sort, dir, page).to_query_string(), expected);
        };
        check([None; 4], "?");
        check([Some(" a&b "), Some("agree"), Some("up"), Some("3")], "?q=a%26b&sort=agree&dir=up&page=3");
        check([Some(""), Some("x"), Some("sideways"), Some("-1")], "?");
        check([None, Some("n"), Some("down"), Some("0")], "?sort=n");
    }
}
