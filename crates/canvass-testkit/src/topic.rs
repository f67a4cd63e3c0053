//! Conversations for tests, as the TOML an organiser would write.

use std::fmt::Write as _;

/// A conversation for tests; change what the test is about and leave the rest.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// `always`, `after_vote`, `at_close` or `sealed`.
    pub gate: &'static str,
    /// `hold` or `show`.
    pub new_statements: &'static str,
    /// Options of the poll; none without a poll.
    pub options: Vec<String>,
    /// `single` or `multiple`.
    pub kind: &'static str,
    /// Statements it starts with.
    pub statements: Vec<String>,
    /// More keys before the first section.
    pub keys: String,
    /// More sections at the end.
    pub sections: String,
}

impl Topic {
    /// A conversation with a poll of three options, six statements, and two things asked about the reader.
    #[must_use]
    pub fn new(slug: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            title: format!("A question about {slug}"),
            gate: "always",
            new_statements: "hold",
            options: ["For it", "Against it", "Neither"].map(str::to_owned).to_vec(),
            kind: "single",
            statements: (1..=6).map(|n| format!("Statement {n} of {slug}.")).collect(),
            keys: String::new(),
            sections: String::new(),
        }
    }

    /// With another gate.
    #[must_use]
    pub fn gate(mut self, gate: &'static str) -> Self {
        self.gate = gate;
        self
    }

    /// With so many statements.
    #[must_use]
    pub fn statements(mut self, n: usize) -> Self {
        self.statements = (1..=n).map(|n| format!("Statement {n} of {}.", self.slug)).collect();
        self
    }

    /// Without a poll.
    #[must_use]
    pub fn without_poll(mut self) -> Self {
        self.options.clear();
        self
    }

    /// With new statements shown at once.
    #[must_use]
    pub const fn showing(mut self) -> Self {
        self.new_statements = "show";
        self
    }

    /// The file.
    #[must_use]
    pub fn toml(&self) -> String {
        let quoted = |text: &str| format!("{text:?}");
        let mut toml = format!(
            "slug = {}\ntitle = {}\nlanguage = \"en-GB\"\nbackground = \"Why we ask.\"\ndesign = \"open\"\n\
             story_url = \"https://news.example/story\"\ngate = \"{}\"\nnew_statements = \"{}\"\n{}\n\
             [organiser]\nname = \"The test desk\"\ncontact = \"desk@example.org\"\n\
             privacy_url = \"https://example.org/privacy\"\n\
             [[attribute]]\nkey = \"role\"\nquestion = \"Your role\"\noptions = [\"Nurse\", \"Teacher\"]\n\
             [[attribute]]\nkey = \"region\"\nquestion = \"Your region\"\noptions = [\"North\", \"South\"]\n",
            quoted(&self.slug),
            quoted(&self.title),
            self.gate,
            self.new_statements,
            self.keys,
        );
        if !self.options.is_empty() {
            let _ = writeln!(toml, "[poll]\nquestion = \"What do you think?\"\nkind = \"{}\"", self.kind);
        }
        for option in &self.options {
            let _ = writeln!(toml, "[[poll.option]]\ntext = {}", quoted(option));
        }
        for statement in &self.statements {
            let _ = writeln!(toml, "[[statement]]\ntext = {}", quoted(statement));
        }
        toml + &self.sections
    }
}
