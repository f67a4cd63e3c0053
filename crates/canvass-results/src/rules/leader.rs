//! Which answer to a poll leads.

use canvass_counts::Totals;
use canvass_domain::{OptionId, Poll, PollOption};

/// The option chosen more often than every other; none where two share the lead.
pub(super) fn leader<'p>(totals: &Totals, poll: &'p Poll) -> Option<(OptionId, &'p PollOption, u64)> {
    let counts = || poll.numbered().map(|(id, option)| (id, option, totals.option(id)));
    let most = counts().map(|(_, _, n)| n).max()?;
    let mut at_the_top = counts().filter(|(_, _, n)| *n == most);
    match (at_the_top.next(), at_the_top.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
