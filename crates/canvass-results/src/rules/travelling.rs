//! The text that travels: what is said of a page where the page is not seen, as link previews, feeds, search engines
//! and alternative text have it.
//!
//! Whatever else it says, it says who answered, and that they are synthetic where they are. It knows turnout, which
//! everybody may know behind every gate, and no share.

use crate::Phrasebook;
use canvass_domain::{Conversation, Provenance, State};
use canvass_words::Arg;

/// Most characters of a text that travels; what is longer is cut by those who show it, and who answered with it.
pub const TRAVELLING_MAX_CHARS: usize = 200;

/// Who answered, as far as everybody may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// How many took part.
    pub n_participants: u64,
    /// Where their answers come from.
    pub provenance: Provenance,
    /// Whether more may come.
    pub state: State,
}

impl Answered {
    /// So many who answered here.
    #[must_use]
    pub const fn of(conversation: &Conversation, n_participants: u64) -> Self {
        Self { n_participants, provenance: conversation.provenance, state: conversation.state }
    }
}

impl Phrasebook {
    /// `lead`, shortened between words where it has to be, then who answered: at most [`TRAVELLING_MAX_CHARS`]
    /// characters. Without a lead it is who answered alone.
    ///
    /// ```
    /// use canvass_domain::{Provenance, State};
    /// use canvass_results::{Answered, Phrasebook};
    /// let answered = Answered { n_participants: 1760, provenance: Provenance::Here, state: State::Closed };
    /// let said = Phrasebook::of(Locale::ENGLISH).travelling("Who should come?", answered);
    /// assert_eq!(said, "Who should come? 1,760 readers chose to answer; they stand for nobody else.");
    /// ```
    #[must_use]
    pub fn travelling(&self, lead: &str, answered: Answered) -> String {
        let who = self.who_in_short(answered);
        // One for the space between the two, one for the full stop of a lead that has none.
        let lead = shortened(lead, TRAVELLING_MAX_CHARS.saturating_sub(who.chars().count() + 2));
        match lead.chars().next_back() {
            None => who,
            Some('.' | '?' | '!' | '…' | '。' | '？' | '！' | '”') => format!("{lead} {who}"),
            Some(_) => format!("{lead}. {who}"),
        }
    }

    fn who_in_short(&self, answered: Answered) -> String {
        let Answered { n_participants, provenance, state } = answered;
        let messages = self.messages();
        let is_synthetic = provenance == Provenance::Synthetic;
        if n_participants == 0 {
            return messages.text(match (state, is_synthetic) {
                (State::Closed, false) => "travel-nobody-closed",
                (State::Closed, true) => "travel-nobody-closed-synthetic",
                (State::Draft | State::Open, false) => "travel-nobody",
                (State::Draft | State::Open, true) => "travel-nobody-synthetic",
            });
        }
        let counted = |key| messages.with(key, &[("n", Arg::Count(n_participants))]);
        match provenance {
            Provenance::Here => counted("travel-who"),
            Provenance::Synthetic => format!("{} {}", counted("travel-who"), counted("travel-synthetic")),
            Provenance::Imported => counted("travel-elsewhere"),
        }
    }
}

/// A text on one line of at most `max` characters: cut between words, which an ellipsis shows, or within the only word.
#[must_use]
pub fn shortened(text: &str, max: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= max {
        return text;
    }
    let head: String = text.chars().take(max.saturating_sub(1)).collect();
    let is_between = text.get(head.len()..).is_some_and(|rest| rest.starts_with(' '));
    let whole = if is_between { Some(head.as_str()) } else { head.rsplit_once(' ').map(|(before, _)| before) };
    let kept = whole.unwrap_or(&head).trim_end_matches([' ', ',', ';', ':', '–', '-', '.']);
    if max == 0 { String::new() } else { format!("{kept}…") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_words::Locale;

    fn say(lead: &str, n_participants: u64, provenance: Provenance, state: State) -> String {
        let said = Phrasebook::of(Locale::ENGLISH).travelling(lead, Answered { n_participants, provenance, state });
        assert!(said.chars().count() <= TRAVELLING_MAX_CHARS, "{said}");
        said
    }

    #[test]
    fn who_answered_in_short() {
        let check = |n, provenance, state, expected: &str| assert_eq!(say("", n, provenance, state), expected);
        let (here, synthetic, imported) = (Provenance::Here, Provenance::Synthetic, Provenance::Imported);
        check(1760, here, State::Open, "1,760 readers chose to answer; they stand for nobody else.");
        check(1, here, State::Open, "1 reader chose to answer and stands for nobody else.");
        check(
            1760,
            synthetic,
            State::Open,
            "1,760 readers chose to answer; they stand for nobody else. They are synthetic, except for visitors who tried this out.",
        );
        check(
            1,
            synthetic,
            State::Closed,
            "1 reader chose to answer and stands for nobody else. The answer is synthetic, unless a visitor gave it to try this out.",
        );
        check(
            339,
            imported,
            State::Closed,
            "339 participants answered elsewhere. We do not know how these participants were selected.",
        );
        check(
            1,
            imported,
            State::Closed,
            "1 participant answered elsewhere. We do not know how this participant was selected.",
        );
        check(0, here, State::Open, "Nobody has answered yet.");
        check(0, here, State::Closed, "Nobody answered.");
        check(0, imported, State::Closed, "Nobody answered.");
        check(0, synthetic, State::Open, "Nobody has answered this synthetic conversation yet.");
        check(0, synthetic, State::Closed, "Nobody answered this synthetic conversation.");
    }

    #[test]
    fn the_lead_gives_way_and_who_answered_never_does() {
        for provenance in [Provenance::Here, Provenance::Synthetic, Provenance::Imported] {
            for n in [0, 1, 2, 1760, u64::MAX] {
                let who = say("", n, provenance, State::Open);
                for lead in ["Short", "Words of a long lead ", "意見を聞く。", "W", "🦉 ", "e\u{301}", "\n\t "]
                {
                    for times in [1, 9, 20, 60, 400] {
                        let lead = lead.repeat(times);
                        let said = say(&lead, n, provenance, State::Open);
                        assert!(said.ends_with(&who), "{said}");
                        let before = said.strip_suffix(&who).unwrap_or_default();
                        let is_whole = before.trim_end_matches([' ', '.']) == lead.trim_end_matches([' ', '.']);
                        assert!(lead.trim().is_empty() || is_whole || before.ends_with("… "), "{said}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_lead_ends_as_a_sentence_does() {
        let say = |lead| say(lead, 2, Provenance::Here, State::Open);
        let who = "2 readers chose to answer; they stand for nobody else.";
        assert_eq!(say("Readers split"), format!("Readers split. {who}"));
        assert_eq!(say("Readers split."), format!("Readers split. {who}"));
        assert_eq!(say(" Who\nshould  come? "), format!("Who should come? {who}"));
    }

    #[test]
    fn texts_are_cut_between_words() {
        let check = |text, max, expected: &str| assert_eq!(shortened(text, max), expected);
        check("I agree with the policy", 30, "I agree with the policy");
        check("I agree with the policy", 23, "I agree with the policy");
        check("I agree with the policy", 22, "I agree with the…");
        check("I agree with the policy", 17, "I agree with the…");
        check("In principle, provided", 14, "In principle…");
        check("Unwiederbringlich", 8, "Unwiede…");
        check("é€🦉 owl", 4, "é€🦉…");
        check("owl", 0, "");
    }
}
