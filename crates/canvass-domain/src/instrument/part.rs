//! The parts of the form at the desk.

/// The part of the form in which a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What it is about.
    Story,
    /// Who asks.
    Organiser,
    /// The headline question.
    Poll,
    /// Statements and comments.
    Statements,
    /// Rules for what readers write.
    Rules,
    /// The glossary.
    Terms,
    /// Figures from elsewhere.
    Figures,
    /// What is asked about the reader.
    Attributes,
    /// Results and times.
    Results,
}

impl Part {
    /// Every part, in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Story,
        Self::Organiser,
        Self::Poll,
        Self::Statements,
        Self::Rules,
        Self::Terms,
        Self::Figures,
        Self::Attributes,
        Self::Results,
    ];

    /// Its word in addresses and catalogues.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Organiser => "organiser",
            Self::Poll => "poll",
            Self::Statements => "statements",
            Self::Rules => "rules",
            Self::Terms => "terms",
            Self::Figures => "figures",
            Self::Attributes => "attributes",
            Self::Results => "results",
        }
    }
}
