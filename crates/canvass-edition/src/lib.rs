//! The edition: frozen, numbered results of a closed conversation with their text, and what may be said in it.
//!
//! An edition is data and nothing else: what was asked, what came of it, how it was recomputed, and what was written
//! about it. It is made once, hashed in its canonical form, signed, and never changed. The words of quotes are never
//! in it: they are deleted when their author asks for that, and the edition has to stand all the same.
//!
//! Everything in here is pure, so that whoever has a bundle finds what the server found: no database, no async, no
//! clock. What the server alone knows comes in as [`KeyedHash`].

pub mod authorship;
mod before;
pub mod bundle;
mod candidates;
mod check;
mod disclosed;
mod disclosure;
mod draft;
mod fact;
mod freeze;
mod group_names;
mod headline;
mod id;
mod key;
pub mod log;
mod material;
mod quotes;
mod record;
mod sign_off;
mod spread;
pub mod staleness;
mod themes;
mod verify;

pub use before::{Before, is_still_held};
pub use candidates::{candidates, quote};
pub use check::{BLOCKS, Grounds, Part, Problem, ProblemKind, may_publish};
pub use disclosure::{DisclosureItem, disclose, disclosure, disclosure_json};
pub use draft::{Drafted, draft_prose, topic};
pub use fact::{Fact, FactKind, Facts, NoFact};
pub use freeze::{Naming, NotFrozen, freeze, quote_salt, record_salt};
pub use id::{edition_id, parse_edition_id};
pub use key::{ALGORITHM, KeyedHash, SigningKey, hex, is_signed};
pub use material::{Frozen, Material, Talk};
pub use quotes::{
    CUT, Candidate, Heard, MAX_QUOTES, Source, is_exact, is_quotable, rule, source_from_word, source_of, source_word,
};
pub use record::{
    Attributed, ChangeNote, CommentCounts, Edition, ExcludedOption, ExcludedPoll, ExclusionRecord, FateCounts,
    FigureRecord, ModerationCounts, Prose, Provenanced, QuoteRecord, Quoted, Rows, SCHEMA, Sentences, SignOff,
    Software, ThemeRecord, Wording, quote_hash,
};
pub use sign_off::{Certified, MAX_NAME_CHARS, NotSigned, Signing, signed_off, to_certify};
pub use spread::{Spread, Voice};
pub use verify::{Check, Depth, Fault, Outcome, Report, made_by_other_rules, verify};
