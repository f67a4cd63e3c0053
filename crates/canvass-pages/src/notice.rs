//! What just happened, carried over a redirect as one word in the address (`?said=`).

/// What just happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The answer to the poll is kept.
    AnswerKept,
    /// The last answer is taken back.
    Undone,
    /// A new statement waits for the desk.
    StatementHeld,
    /// A new statement is shown to others.
    StatementShown,
    /// What was said about oneself is kept.
    AboutKept,
    /// What was said about oneself is deleted.
    AboutForgotten,
    /// A vote was changed.
    VoteChanged,
    /// A vote was withdrawn.
    VoteWithdrawn,
    /// All answers were withdrawn.
    AllWithdrawn,
    /// Everything about the reader was erased.
    Erased,
    /// The private link was used.
    Returned,
    /// A new comment waits for the desk.
    CommentHeld,
    /// A new comment is shown to others.
    CommentShown,
    /// A new comment is shown to others once more people have answered.
    CommentComes,
    /// A comment was changed.
    CommentChanged,
    /// Its change waits for the desk.
    CommentChangeWaits,
    /// The words of a comment were erased.
    CommentErased,
    /// A comment is quoted no more.
    QuotingStopped,
    /// The desk was told of a text.
    Reported,
    /// The conversation was opened.
    Opened,
    /// The conversation was closed.
    Closed,
    /// An import is known to all.
    MadePublic,
    /// Many are expected from one network for some hours.
    OfficeOpened,
    /// Readers were excluded together.
    ExcludedAll,
    /// Readers excluded together were let back in.
    LiftedExclusion,
    /// Those marked stay as they are.
    LeftMarked,
    /// They are no longer.
    OfficeShut,
    /// A text was accepted.
    Accepted,
    /// A text was declined.
    Declined,
    /// Several texts were declined.
    DeclinedTicked,
    /// Somebody else had decided on it already.
    Overtaken,
    /// Its author has changed it meanwhile.
    ChangedMeanwhile,
    /// Another statement that is up for votes reads the same.
    ReadsTheSame,
    /// What was reported is dealt with, the text left as it is.
    Left,
    /// A statement's wording was mended.
    Reworded,
    /// A statement was marked as being about the readers.
    MarkedMeta,
    /// A statement is about the topic again.
    UnmarkedMeta,
    /// A reader was excluded.
    Excluded,
    /// An excluded reader counts again.
    LetIn,
    /// A draft was made.
    Made,
    /// Changes were saved in place.
    Saved,
    /// Changes were saved as a new version.
    Version,
    /// Nothing was different.
    Unchanged,
    /// The desk was told that something is unclear.
    Unclear,
    /// Results are frozen and a take is drafted.
    TakeDrafted,
    /// What was written in a take is saved.
    TakeSaved,
    /// An edition is published.
    TakePublished,
    /// A draft of a take is gone.
    TakeDiscarded,
    /// A published edition was withdrawn.
    TakeWithdrawn,
    /// What was unclear is settled.
    Settled,
    /// Somebody is asked to respond.
    ResponseAsked,
    /// A response is published.
    ResponseKept,
    /// Comments published elsewhere are brought in.
    BroughtIn,
    /// Somebody on the staff has another role.
    RoleChanged,
    /// Somebody is staff no more.
    PersonRemoved,
}

impl Notice {
    /// Every notice.
    pub const ALL: [Self; 55] = [
        Self::AnswerKept,
        Self::Undone,
        Self::StatementHeld,
        Self::StatementShown,
        Self::AboutKept,
        Self::AboutForgotten,
        Self::VoteChanged,
        Self::VoteWithdrawn,
        Self::AllWithdrawn,
        Self::Erased,
        Self::Returned,
        Self::CommentHeld,
        Self::CommentShown,
        Self::CommentComes,
        Self::CommentChanged,
        Self::CommentChangeWaits,
        Self::CommentErased,
        Self::QuotingStopped,
        Self::Reported,
        Self::Opened,
        Self::Closed,
        Self::MadePublic,
        Self::ExcludedAll,
        Self::LiftedExclusion,
        Self::LeftMarked,
        Self::OfficeOpened,
        Self::OfficeShut,
        Self::Accepted,
        Self::Declined,
        Self::DeclinedTicked,
        Self::Overtaken,
        Self::ChangedMeanwhile,
        Self::ReadsTheSame,
        Self::Left,
        Self::Reworded,
        Self::MarkedMeta,
        Self::UnmarkedMeta,
        Self::Excluded,
        Self::LetIn,
        Self::Made,
        Self::Saved,
        Self::Version,
        Self::Unchanged,
        Self::Unclear,
        Self::TakeDrafted,
        Self::TakeSaved,
        Self::TakePublished,
        Self::TakeDiscarded,
        Self::TakeWithdrawn,
        Self::Settled,
        Self::ResponseAsked,
        Self::ResponseKept,
        Self::BroughtIn,
        Self::RoleChanged,
        Self::PersonRemoved,
    ];

    /// The word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AnswerKept => "answer-kept",
            Self::Undone => "undone",
            Self::StatementHeld => "statement-held",
            Self::StatementShown => "statement-shown",
            Self::AboutKept => "about-kept",
            Self::AboutForgotten => "about-forgotten",
            Self::VoteChanged => "vote-changed",
            Self::VoteWithdrawn => "vote-withdrawn",
            Self::AllWithdrawn => "all-withdrawn",
            Self::Erased => "erased",
            Self::Returned => "returned",
            Self::CommentHeld => "comment-held",
            Self::CommentShown => "comment-shown",
            Self::CommentComes => "comment-comes",
            Self::CommentChanged => "comment-changed",
            Self::CommentChangeWaits => "comment-change-waits",
            Self::CommentErased => "comment-erased",
            Self::QuotingStopped => "quoting-stopped",
            Self::Reported => "reported",
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::MadePublic => "made-public",
            Self::OfficeOpened => "office-opened",
            Self::ExcludedAll => "excluded-all",
            Self::LiftedExclusion => "lifted-exclusion",
            Self::LeftMarked => "left-marked",
            Self::OfficeShut => "office-shut",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::DeclinedTicked => "declined-ticked",
            Self::Overtaken => "overtaken",
            Self::ChangedMeanwhile => "changed-meanwhile",
            Self::ReadsTheSame => "reads-the-same",
            Self::Left => "left",
            Self::Reworded => "reworded",
            Self::MarkedMeta => "marked-meta",
            Self::UnmarkedMeta => "unmarked-meta",
            Self::Excluded => "excluded",
            Self::LetIn => "let-in",
            Self::Made => "made",
            Self::Saved => "saved",
            Self::Version => "version",
            Self::Unchanged => "unchanged",
            Self::Unclear => "unclear",
            Self::TakeDrafted => "take-drafted",
            Self::TakeSaved => "take-saved",
            Self::TakePublished => "take-published",
            Self::TakeDiscarded => "take-discarded",
            Self::TakeWithdrawn => "take-withdrawn",
            Self::Settled => "settled",
            Self::ResponseAsked => "response-asked",
            Self::ResponseKept => "response-kept",
            Self::BroughtIn => "brought-in",
            Self::RoleChanged => "role-changed",
            Self::PersonRemoved => "person-removed",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.word() == word)
    }

    /// Whether it is about a conversation as a whole.
    #[must_use]
    pub const fn is_of_conversation(self) -> bool {
        matches!(self, Self::Opened | Self::Closed | Self::MadePublic)
    }

    /// Where on the page it is shown, as the fragment a redirect should carry.
    #[must_use]
    pub const fn fragment(self) -> &'static str {
        match self {
            Self::AnswerKept => "#poll",
            Self::Undone => "#answer",
            Self::StatementHeld | Self::StatementShown => "#add",
            Self::AboutKept => "#about",
            Self::AboutForgotten
            | Self::VoteChanged
            | Self::VoteWithdrawn
            | Self::AllWithdrawn
            | Self::Erased
            | Self::Returned
            | Self::CommentHeld
            | Self::CommentShown
            | Self::CommentComes
            | Self::CommentChanged
            | Self::CommentChangeWaits
            | Self::CommentErased
            | Self::QuotingStopped
            | Self::Reported
            | Self::Opened
            | Self::Closed
            | Self::MadePublic
            | Self::OfficeOpened
            | Self::ExcludedAll
            | Self::LiftedExclusion
            | Self::LeftMarked
            | Self::OfficeShut
            | Self::Accepted
            | Self::Declined
            | Self::DeclinedTicked
            | Self::Overtaken
            | Self::ChangedMeanwhile
            | Self::ReadsTheSame
            | Self::Left
            | Self::Reworded
            | Self::MarkedMeta
            | Self::UnmarkedMeta
            | Self::Excluded
            | Self::LetIn
            | Self::Made
            | Self::Saved
            | Self::Version
            | Self::Unchanged
            | Self::Unclear
            | Self::TakeDrafted
            | Self::TakeSaved
            | Self::TakePublished
            | Self::TakeDiscarded
            | Self::TakeWithdrawn
            | Self::Settled
            | Self::ResponseAsked
            | Self::ResponseKept
            | Self::BroughtIn
            | Self::RoleChanged
            | Self::PersonRemoved => "",
        }
    }

    /// Key of its text in the catalogue.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::AnswerKept => "said-answer-kept",
            Self::Undone => "said-undone",
            Self::StatementHeld => "said-statement-held",
            Self::StatementShown => "said-statement-shown",
            Self::AboutKept => "said-about-kept",
            Self::AboutForgotten => "said-about-forgotten",
            Self::VoteChanged => "said-vote-changed",
            Self::VoteWithdrawn => "said-vote-withdrawn",
            Self::AllWithdrawn => "said-all-withdrawn",
            Self::Erased => "said-erased",
            Self::Returned => "said-returned",
            Self::CommentHeld => "said-comment-held",
            Self::CommentShown => "said-comment-shown",
            Self::CommentComes => "said-comment-comes",
            Self::CommentChanged => "said-comment-changed",
            Self::CommentChangeWaits => "said-comment-change-waits",
            Self::CommentErased => "said-comment-erased",
            Self::QuotingStopped => "said-quoting-stopped",
            Self::Reported => "said-reported",
            Self::Opened => "said-opened",
            Self::Closed => "said-closed",
            Self::MadePublic => "said-made-public",
            Self::OfficeOpened => "said-office-opened",
            Self::ExcludedAll => "said-excluded-all",
            Self::LiftedExclusion => "said-lifted-exclusion",
            Self::LeftMarked => "said-left-marked",
            Self::OfficeShut => "said-office-shut",
            Self::Accepted => "said-accepted",
            Self::Declined => "said-declined",
            Self::DeclinedTicked => "said-declined-ticked",
            Self::Overtaken => "said-overtaken",
            Self::ChangedMeanwhile => "conflict-changed",
            Self::ReadsTheSame => "conflict-repeated",
            Self::Left => "said-left",
            Self::Reworded => "said-reworded",
            Self::MarkedMeta => "said-marked-meta",
            Self::UnmarkedMeta => "said-unmarked-meta",
            Self::Excluded => "said-excluded",
            Self::LetIn => "said-let-in",
            Self::Made => "said-made",
            Self::Saved => "said-saved",
            Self::Version => "said-version",
            Self::Unchanged => "said-unchanged",
            Self::Unclear => "said-unclear",
            Self::TakeDrafted => "said-take-drafted",
            Self::TakeSaved => "said-take-saved",
            Self::TakePublished => "said-take-published",
            Self::TakeDiscarded => "said-take-discarded",
            Self::TakeWithdrawn => "said-take-withdrawn",
            Self::Settled => "said-settled",
            Self::ResponseAsked => "said-response-asked",
            Self::ResponseKept => "said-response-kept",
            Self::BroughtIn => "said-brought-in",
            Self::RoleChanged => "said-role-changed",
            Self::PersonRemoved => "said-person-removed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_trip() {
        for notice in Notice::ALL {
            assert_eq!(Notice::from_word(notice.word()), Some(notice));
        }
        assert_eq!(Notice::from_word("<script>"), None);
    }
}
