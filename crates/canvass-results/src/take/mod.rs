//! The take: a frozen, numbered edition of results with its prose, and what may be said in it.
//!
//! An edition is data and nothing else: what was asked, what came of it, how it was worked out, and what was written
//! about it. It is made once, hashed in its canonical form, and never changed. The words of quotes are never in it:
//! they are deleted when their author asks for that, and the edition has to stand all the same.

mod disclosed;
mod disclosure;
mod draft;
mod fact;
mod read_back;
mod record;
mod spread;

pub use disclosure::{DisclosureItem, disclose, disclosure, disclosure_json};
pub use draft::{Drafted, draft_prose, topic};
pub use fact::{Fact, FactKind, Facts, NoFact};
pub use read_back::Unreadable;
pub use record::{
    Attributed, ChangeNote, CommentCounts, Edition, ExcludedOption, ExcludedPoll, ExclusionRecord, FateCounts,
    FigureRecord, FrozenTotals, ModerationCounts, Prose, Provenanced, QuoteRecord, Quoted, Rows, SCHEMA, Sentences,
    SignOff, Software, ThemeRecord, Wording, quote_hash,
};
pub use spread::{Spread, Voice};
