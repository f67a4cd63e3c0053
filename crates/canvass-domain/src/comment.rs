//! What people say in a conversation: threaded, on the whole of it, an option or a statement.

use crate::{CommentId, Millis, OptionId, ParticipantId, Ruling, StatementId, StatementState};
use canvass_words::{Illegible, Lines, legible};
use std::fmt;

/// Longest comment, in characters.
pub const MAX_COMMENT_CHARS: usize = 4_000;
/// Most comments of a conversation, whatever became of them.
pub const MAX_COMMENTS: u32 = 100_000;
/// How deep a reply may stand under the comment that began it.
pub const MAX_COMMENT_DEPTH: u8 = 2;
/// How long a comment may be changed by its author.
pub const EDIT_WITHIN_MS: Millis = 5 * 60_000;

const MAX_NAME_CHARS: usize = 80;

/// A comment stands as a statement does: held, accepted or declined.
pub type CommentState = StatementState;

/// A comment without its words: what is always in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentCard {
    /// Its number.
    pub id: CommentId,
    /// Who wrote it; nobody once it or they are erased.
    pub author: Option<ParticipantId>,
    /// Where it stands in its thread.
    pub place: Place,
    /// What it is about.
    pub about: About,
    /// Whether it is shown.
    pub state: CommentState,
    /// The rule it was declined under.
    pub rule: Option<String>,
    /// When it came in.
    pub posted_ms: Millis,
    /// When its author last changed it.
    pub edited_ms: Option<Millis>,
    /// Whether its author took the words away.
    pub is_erased: bool,
    /// When its author asked for the change that waits for the desk; until then readers see it as it was accepted.
    pub change_ms: Option<Millis>,
    /// Which member of staff posted it while signed in at the desk, by number; 0 where another server says so.
    pub staff: Option<i64>,
}

impl CommentCard {
    /// Whether somebody wrote it; what nobody wrote is nobody's.
    #[must_use]
    pub fn is_by(&self, who: Option<ParticipantId>) -> bool {
        self.author.is_some() && self.author == who
    }
}

/// The words of a comment, and whose they are as their author chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentWords {
    /// Its words; blanked when erased.
    pub text: Option<String>,
    /// The name to show and whether it may be quoted.
    pub attribution: Attribution,
    /// Why it was declined, in the desk's words beside the rule.
    pub reason: Option<String>,
    /// A change of it that its author asked for, while it waits or after it was declined.
    pub change: Option<CommentRevision>,
}

/// A change of an accepted comment, asked for by its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentRevision {
    /// The words it would have; blanked once it is declined.
    pub text: Option<String>,
    /// Why it was declined; nothing while it waits.
    pub declined: Option<Ruling>,
}

/// Where a comment stands in its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The comment that began the thread: itself, where it is no reply.
    pub root: CommentId,
    /// What it replies to.
    pub parent: Option<CommentId>,
    /// 0 for the beginning, at most [`MAX_COMMENT_DEPTH`].
    pub depth: u8,
}

/// What a comment is about; on an option or a statement it is a reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The conversation as a whole.
    #[default]
    Conversation,
    /// An option of the poll.
    Option(OptionId),
    /// A statement.
    Statement(StatementId),
}

/// Whether and how an author may be quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteConsent {
    /// With the name given.
    Name,
    /// With the first name and the place given.
    FirstNameAndPlace,
    /// Without a name.
    Anonymous,
    /// Not at all.
    #[default]
    No,
}

/// The name an author goes by here, and whether the words may be quoted with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// Whether and how it may be quoted.
    pub quote: QuoteConsent,
    /// The name, where given.
    pub name: Option<String>,
    /// The place, where given.
    pub place: Option<String>,
}

/// Why a comment cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidComment {
    /// Nothing but white space.
    #[error("write a comment first")]
    Empty,
    /// Longer than allowed.
    #[error("{n_chars} characters; a comment has at most {MAX_COMMENT_CHARS}")]
    TooLong {
        /// How many it has.
        n_chars: usize,
    },
    /// The way of quoting is none of the four.
    #[error("`{0}` says nothing about quoting: choose name, first_name_and_place, anonymous or no")]
    Quote(String),
    /// Quoting by name needs one.
    #[error("give the name you want to be quoted with, or choose another way")]
    NoName,
    /// Quoting by first name and place needs both.
    #[error("give a first name and a place, or choose another way")]
    NoPlace,
    /// A name or place is too long.
    #[error("a name or a place has at most {MAX_NAME_CHARS} characters")]
    LongName,
    /// Nobody could read the comment.
    #[error("the comment {0}")]
    Illegible(Illegible),
    /// Nobody could read the name.
    #[error("the name {0}")]
    IllegibleName(Illegible),
    /// Nobody could read the place.
    #[error("the place {0}")]
    IllegiblePlace(Illegible),
    /// The name is the organiser's, or of somebody who signed an edition.
    #[error("this name belongs to the organiser or to somebody who wrote for it; give another one, or none")]
    ProtectedName,
}

/// The words of a new comment: paragraphs that can be read, 1 to 4,000 characters, no control characters but tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentText(String);

impl CommentText {
    /// Checks and tidies: lines are trimmed, at most one empty line stays between two, control characters go.
    ///
    /// # Errors
    /// When nothing that can be read is left, or more than [`MAX_COMMENT_CHARS`] characters are.
    pub fn parse(text: &str) -> Result<Self, InvalidComment> {
        let tidy = Self::laid_out(text);
        let n_chars = tidy.chars().count();
        if n_chars == 0 {
            return Err(InvalidComment::Empty);
        }
        legible::check(&tidy, Lines::Many).map_err(InvalidComment::Illegible)?;
        if n_chars > MAX_COMMENT_CHARS { Err(InvalidComment::TooLong { n_chars }) } else { Ok(Self(tidy)) }
    }

    /// The layout in which words are kept; what is stored has it, also where it would not be taken today.
    #[must_use]
    pub fn laid_out(text: &str) -> String {
        let mut tidy = String::new();
        let mut n_empty = 0;
        for line in text.replace("\r\n", "\n").split(['\n', '\r']) {
            let line = printable(line);
            let line = line.trim();
            if line.is_empty() {
                n_empty += 1;
                continue;
            }
            if !tidy.is_empty() {
                tidy.push_str(if n_empty > 0 { "\n\n" } else { "\n" });
            }
            tidy.push_str(line);
            n_empty = 0;
        }
        tidy
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Attribution {
    /// Checks what the form said. A place is kept only where it is shown. Nothing is kept of a name that would turn
    /// the direction of what follows it.
    ///
    /// # Errors
    /// When the way of quoting is unknown, or needs a name or place that is not given, or nobody could read one.
    pub fn parse(quote: &str, name: Option<&str>, place: Option<&str>) -> Result<Self, InvalidComment> {
        let name = readable_name(name).map_err(InvalidComment::IllegibleName)?;
        let place = readable_name(place).map_err(InvalidComment::IllegiblePlace)?;
        Self::stored(quote, name.as_deref(), place.as_deref())
    }

    /// Reads what was kept before, also where it would not be taken today.
    ///
    /// # Errors
    /// As [`Attribution::parse`], whatever the name can be read as.
    pub fn stored(quote: &str, name: Option<&str>, place: Option<&str>) -> Result<Self, InvalidComment> {
        let quote =
            QuoteConsent::from_word(quote).ok_or_else(|| InvalidComment::Quote(quote.chars().take(40).collect()))?;
        let (name, place) = (tidy_name(name)?, tidy_name(place)?);
        match quote {
            QuoteConsent::Name if name.is_none() => Err(InvalidComment::NoName),
            QuoteConsent::FirstNameAndPlace if name.is_none() || place.is_none() => Err(InvalidComment::NoPlace),
            QuoteConsent::FirstNameAndPlace => Ok(Self { quote, name, place }),
            QuoteConsent::Anonymous => Ok(Self { quote, name: None, place: None }),
            QuoteConsent::Name | QuoteConsent::No => Ok(Self { quote, name, place: None }),
        }
    }

    /// The name that stands over the comment; nothing where the author gave none.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        Some(match (self.quote, &self.place) {
            (QuoteConsent::FirstNameAndPlace, Some(place)) => {
                format!("{}, {place}", name.split(' ').next().unwrap_or(name))
            }
            _ => name.to_owned(),
        })
    }
}

/// Without control characters but tabs.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\t').collect()
}

/// The name as it may be kept; nothing where nothing was given.
fn readable_name(name: Option<&str>) -> Result<Option<String>, Illegible> {
    let name = name.unwrap_or_default().trim();
    if name.is_empty() {
        return Ok(None);
    }
    legible::check(name, Lines::One)?;
    Ok(Some(legible::without_direction(name)))
}

fn tidy_name(name: Option<&str>) -> Result<Option<String>, InvalidComment> {
    let name: String = name.unwrap_or_default().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match tidy.chars().count() {
        0 => Ok(None),
        1..=MAX_NAME_CHARS => Ok(Some(tidy)),
        _ => Err(InvalidComment::LongName),
    }
}

impl QuoteConsent {
    /// Every way, in the order forms show them.
    pub const ALL: [Self; 4] = [Self::Name, Self::FirstNameAndPlace, Self::Anonymous, Self::No];

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstNameAndPlace => "first_name_and_place",
            Self::Anonymous => "anonymous",
            Self::No => "no",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quote| quote.word() == word)
    }
}

impl About {
    /// Reads `conversation`, `option:2` or `statement:17`; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.split_once(':') {
            None => (word == "conversation").then_some(Self::Conversation),
            Some(("option", number)) => number.parse().ok().map(|id| Self::Option(OptionId(id))),
            Some(("statement", number)) => number.parse().ok().map(|id| Self::Statement(StatementId(id))),
            Some(_) => None,
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conversation => f.write_str("conversation"),
            Self::Option(id) => write!(f, "option:{id}"),
            Self::Statement(id) => write!(f, "statement:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_keeps_its_paragraphs_and_nothing_odd() {
        let text = |raw| CommentText::parse(raw).map(|text| text.as_str().to_owned());
        assert_eq!(text("  One.\r\n\r\n\r\n\r\nTwo.\u{7}\nThree. \n"), Ok("One.\n\nTwo.\nThree.".to_owned()));
        assert_eq!(text(" \n\t\n"), Err(InvalidComment::Empty));
        assert_eq!(text("\u{1} One\ttwo.\u{2} "), Ok("One\ttwo.".to_owned()), "tidy text stays as it is");
        for blank in ["\u{200b}\u{200b}", "\u{feff}\n\u{2060}", "\u{2800}", "\u{301}\u{301}"] {
            assert_eq!(text(blank), Err(InvalidComment::Illegible(Illegible::Blank)), "{blank:?}");
        }
        let tower = format!("Z{}", "\u{301}".repeat(40));
        assert_eq!(text(&tower), Err(InvalidComment::Illegible(Illegible::Marks)));
        assert_eq!(CommentText::laid_out(&tower), tower, "what is stored stays");
        let [longest, longer] = [4_000, 4_001].map(|n| "é".repeat(n));
        assert_eq!(text(&longest).map(|text| text.chars().count()), Ok(4_000));
        assert_eq!(text(&longer), Err(InvalidComment::TooLong { n_chars: 4_001 }));
    }

    #[test]
    fn an_author_is_shown_as_chosen() {
        let shown = |quote, name, place| Attribution::parse(quote, name, place).map(|a| a.shown());
        let long = "a".repeat(81);
        assert_eq!(shown("name", Some(" Ada  Okoye "), Some("Leeds")), Ok(Some("Ada Okoye".to_owned())));
        let first = Ok(Some("Ada, Leeds".to_owned()));
        assert_eq!(shown("first_name_and_place", Some("Ada Okoye"), Some("Leeds")), first);
        assert_eq!(shown("anonymous", Some("Ada"), None), Ok(None), "a name is not kept then");
        assert_eq!(shown("no", Some("Ada"), None), Ok(Some("Ada".to_owned())));
        assert_eq!(shown("no", None, None), Ok(None));
        assert_eq!(shown("name", Some(" "), None), Err(InvalidComment::NoName));
        assert_eq!(shown("first_name_and_place", Some("Ada"), None), Err(InvalidComment::NoPlace));
        assert_eq!(shown("yes", None, None), Err(InvalidComment::Quote("yes".to_owned())));
        assert_eq!(shown("no", Some(&long), None), Err(InvalidComment::LongName));
    }

    #[test]
    fn a_name_or_place_that_nobody_could_read_is_refused() {
        let shown =
            |name, place| Attribution::parse("first_name_and_place", Some(name), Some(place)).map(|a| a.shown());
        assert_eq!(shown("\u{200b}", "Leeds"), Err(InvalidComment::IllegibleName(Illegible::Blank)));
        assert_eq!(shown("Ada", "\u{2060}\u{feff}"), Err(InvalidComment::IllegiblePlace(Illegible::Blank)));
        assert_eq!(shown("A\u{0}da", "Leeds"), Err(InvalidComment::IllegibleName(Illegible::Control(0))));
        assert_eq!(shown("Ada", "Le\neds"), Err(InvalidComment::IllegiblePlace(Illegible::Break)));
        assert_eq!(shown("Ada", "Le\u{1b}[2Jeds"), Err(InvalidComment::IllegiblePlace(Illegible::Control(0x1B))));
        assert_eq!(shown("Ada\u{202e}ihsoM", "Leeds\u{200f}"), Ok(Some("AdaihsoM, Leeds".to_owned())));
        let kept = Attribution::stored("name", Some("Ada\u{202e}ihsoM"), None).map(|a| a.shown());
        assert_eq!(kept, Ok(Some("Ada\u{202e}ihsoM".to_owned())), "what is stored stays");
    }

    #[test]
    fn words_round_trip() {
        for about in [About::Conversation, About::Option(OptionId(2)), About::Statement(StatementId(17))] {
            assert_eq!(About::from_word(&about.to_string()), Some(about));
        }
        for odd in ["", "option", "option:", "option:x", "option:999", "comment:1", "conversation:1"] {
            assert_eq!(About::from_word(odd), None, "{odd}");
        }
    }
}
