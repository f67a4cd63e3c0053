//! Numbers below which less is said. They are printed wherever they act.

/// Least base that per cent are shown for; counts below it.
pub const PERCENT_FROM: u64 = 30;
/// Bases below this carry a mark of caution.
pub const CAUTION_BELOW: u64 = 100;
/// Least answers a statement needs to be compared with others, however large the conversation.
pub const LIST_MIN_N: u64 = 5;
/// Least share, in per cent, of one stance for "most answer alike".
pub const ALIKE_FROM_PCT: u64 = 60;
/// Least share, in per cent, of the smaller stance for "divides".
pub const DIVIDES_FROM_PCT: u64 = 25;
/// Least share, in per cent, of unsure for "many are unsure".
pub const UNSURE_FROM_PCT: u64 = 25;
/// Least answers each group must have given to a statement that is listed by groups.
pub const GROUP_MIN_N: u64 = GROUP_LEAST;
/// Least people in a group, and least of them whose ballots are told of.
pub const GROUP_LEAST: u64 = 5;
/// Least points, in per cent, between groups for "groups part".
pub const PARTS_FROM_POINTS: u64 = 25;
/// Entries in each list.
pub const LIST_LEN: usize = 5;
/// Least people with an answer that groups are looked for among.
pub const MAP_LEAST_PEOPLE: u64 = 15;
/// Least statements with an answer that groups are looked for by.
pub const MAP_LEAST_STATEMENTS: u64 = 5;
/// Of the chance of being shown next, per cent that is spread evenly over statements.
pub const EVEN_SHOWING_PCT: u64 = 20;
/// Most points, in per cent, between the two answers chosen most for a headline to say "split".
pub const SPLIT_WITHIN_POINTS: u64 = 10;
/// Answers that somebody needs to be placed, where there are as many statements.
pub const MAP_LEAST_ANSWERS: u64 = 7;
