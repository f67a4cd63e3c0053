//! Facts: what prose may refer to by a key, each with its number, its base and what it means.
//!
//! A fact is looked up in frozen results, and in nothing else. What may not be said there (a sum that nobody
//! declared, answers by attribute that are kept back) has no fact, and the reason is given.

use crate::record::{CommentCounts, Edition, ModerationCounts, ThemeRecord};
use canvass_counts::{Segment, SegmentTable, Share};
use canvass_domain::{Figure, Instrument, Millis, OptionId, Poll, PollKind, StatementId, StatementState, Vote};
use canvass_results::{Group, GroupId, GroupVotes, OpinionMap, Phrasebook, Results};
use canvass_words::Arg;

/// Something prose may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its key, without braces.
    pub key: String,
    /// What kind of thing it is.
    pub kind: FactKind,
    /// As it is shown.
    pub value: String,
    /// The number and its base, where it is one measured here.
    pub share: Option<Share>,
    /// Stands for what it is a part of: figures with different ones are not to be set against each other. Empty for
    /// counts of a whole, and for words.
    pub base: String,
    /// What it says, in words.
    pub meaning: String,
}

/// What kind of thing a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// A number measured here.
    Bound,
    /// A number published elsewhere.
    Cited,
    /// Words that follow from the results or the wording.
    Words,
}

/// Why there is no such fact.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFact {
    /// Nothing has this key.
    #[error("nothing has the key `{0}`")]
    Unknown(String),
    /// The sum of shares was not declared before opening.
    #[error("`{0}` adds up shares that were not declared as a sum before the conversation opened")]
    NotDeclared(String),
    /// It is kept back, since few people could be told from it.
    #[error("`{0}` is not shown: too few people stand behind it")]
    KeptBack(String),
}

/// Frozen results, ready to be asked for facts.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The results.
    pub results: &'a Results,
    /// The wording.
    pub instrument: &'a Instrument,
    /// What became of texts and people.
    pub moderation: &'a ModerationCounts,
    /// How many comments there were.
    pub comments: CommentCounts,
    /// What people spoke of.
    pub themes: &'a [ThemeRecord],
    /// When it opened and closed.
    pub times: (Option<Millis>, Option<Millis>),
    /// The sentence on who answered.
    pub who: &'a str,
}

type Found = Result<Fact, NoFact>;

/// Bases of counts: votes on all statements are not votes on the accepted ones.
const ALL_STATEMENTS: &str = "all statements";
const ACCEPTED_STATEMENTS: &str = "accepted statements";

impl<'a> Facts<'a> {
    /// The facts of an edition.
    #[must_use]
    pub fn of(edition: &'a Edition, results: &'a Results, instrument: &'a Instrument, who: &'a str) -> Self {
        Self {
            results,
            instrument,
            moderation: &edition.moderation,
            comments: edition.comments,
            themes: &edition.themes,
            times: (edition.opened_ms, edition.closed_ms),
            who,
        }
    }

    /// Whether a headline may say that readers are split on the poll.
    #[must_use]
    pub fn is_split(&self) -> bool {
        let poll = self.results.poll.as_ref().filter(|poll| poll.kind == PollKind::Single);
        poll.is_some_and(|poll| canvass_results::rules::split::is_split(&self.results.totals, poll))
    }

    /// The fact of a key.
    ///
    /// # Errors
    /// [`NoFact`], saying why there is none.
    pub fn get(&self, key: &str) -> Found {
        let parts: Vec<&str> = key.split('.').collect();
        let found = match parts.as_slice() {
            ["participants"] => self.count(key, self.results.totals.n_participants, "fact-participants"),
            ["voters"] => self.count(key, self.results.totals.n_voters, "fact-voters"),
            ["votes"] => self.count_of(key, self.results.totals.n_votes, "fact-votes", ALL_STATEMENTS),
            ["statements"] => self.count_of(key, self.results.totals.n_statements(), "fact-statements", ALL_STATEMENTS),
            ["votes", "accepted"] => {
                let n = self.results.totals.n_votes_in(StatementState::Accepted);
                self.count_of(key, n, "fact-votes-accepted", ACCEPTED_STATEMENTS)
            }
            ["statements", "accepted"] => {
                let n = self.results.totals.n_statements_in(StatementState::Accepted);
                self.count_of(key, n, "fact-statements-accepted", ACCEPTED_STATEMENTS)
            }
            ["grouped"] => self.count(key, self.n_grouped(), "fact-grouped"),
            ["groups"] => self.count(key, self.n_groups(), "fact-groups"),
            ["excluded"] => self.count(key, self.moderation.excluded, "fact-excluded"),
            ["comments", "read"] => self.count(key, self.comments.read, "fact-comments-read"),
            ["comments", "quotable"] => self.count(key, self.comments.quotable, "fact-comments-quotable"),
            ["comments", "elsewhere"] => self.count(key, self.comments.elsewhere, "fact-comments-elsewhere"),
            ["came", what] => self.came(key, what)?,
            ["date", which] => self.date(key, which)?,
            ["who"] => self.words(key, self.who, "fact-who"),
            ["poll", rest @ ..] => self.poll(key, rest)?,
            ["statement", id, rest @ ..] => self.statement(key, id, rest)?,
            ["group", label, rest @ ..] => self.group(key, label, rest)?,
            ["about", attribute, rest @ ..] => self.about(key, attribute, rest)?,
            ["theme", number, rest @ ..] => self.theme(key, number, rest)?,
            ["figure", rest @ ..] if self.figure(&rest.join(".")).is_some() => self.cited(key, &rest.join("."))?,
            ["figure", name @ .., what] => self.cited_part(key, &name.join("."), what)?,
            _ => self.cited(key, key)?,
        };
        Ok(found)
    }

    /// The facts that are worth offering, in the order in which one would tell them.
    #[must_use]
    pub fn list(&self) -> Vec<Fact> {
        let mut keys: Vec<String> =
            ["participants", "date.first", "date.last", "date.closed", "who"].map(str::to_owned).into();
        if let Some(poll) = &self.results.poll {
            keys.push("poll.n".to_owned());
            let of_option = |id: OptionId| ["share", "n", "text"].map(|what| format!("poll.option.{id}.{what}"));
            keys.extend(poll.numbered().flat_map(|(id, _)| of_option(id)));
            let sums = poll.additions.iter().map(|sum| joined(&sum.options));
            keys.extend(sums.flat_map(|sum| ["share", "n"].map(|what| format!("poll.sum.{sum}.{what}"))));
        }
        keys.extend(["n", "base"].map(|what| format!("came.{what}")));
        keys.extend(["voters", "votes.accepted", "statements.accepted", "groups", "grouped"].map(str::to_owned));
        for number in 1..=self.results.map.as_deref().map_or(0, |map| map.groups.len()) {
            keys.extend(["n", "share"].map(|what| format!("group.{number}.{what}")));
        }
        let lists = &self.results.lists;
        for finding in lists.shared.iter().chain(&lists.divisive).chain(&lists.majority) {
            let id = finding.statement;
            keys.extend(["text", "agree.share", "disagree.share", "n"].map(|what| format!("statement.{id}.{what}")));
        }
        for (number, table) in
            self.results.segments.tables.iter().flat_map(|t| (1..=t.segments.len()).map(move |n| (n, t)))
        {
            keys.extend([number.to_string(), "unsaid".to_owned()].map(|n| format!("about.{}.{n}.n", table.attribute)));
        }
        for (number, theme) in (1..).zip(self.themes) {
            let options = theme.spread.by_option.keys().map(|id| format!("option.{id}.n"));
            let groups = theme.spread.by_group.keys().filter_map(|group| self.number(GroupId(*group)));
            let groups = groups.map(|group| format!("group.{group}.n"));
            let all = ["name", "n", "authors"].map(str::to_owned).into_iter().chain(options).chain(groups);
            keys.extend(all.map(|what| format!("theme.{number}.{what}")));
        }
        keys.extend(["comments.read", "comments.quotable", "excluded"].map(str::to_owned));
        keys.extend(self.instrument.figures.iter().map(|figure| format!("figure.{}", figure.key)));
        let mut found: Vec<Fact> = Vec::new();
        for fact in keys.iter().filter_map(|key| self.get(key).ok()) {
            if !found.iter().any(|known| known.key == fact.key) {
                found.push(fact);
            }
        }
        found
    }

    fn book(&self) -> Phrasebook {
        Phrasebook::of(self.instrument.locale())
    }

    fn written(&self, n: u64) -> String {
        self.book().messages().number(n)
    }

    fn count(&self, key: &str, n: u64, meaning: &str) -> Fact {
        Fact {
            key: key.to_owned(),
            kind: FactKind::Bound,
            value: self.written(n),
            share: Some(Share { n, base: n }),
            base: String::new(),
            meaning: self.said(meaning, &[]),
        }
    }

    /// A count of a whole that is itself one of two.
    fn count_of(&self, key: &str, n: u64, meaning: &str, base: &str) -> Fact {
        Fact { base: base.to_owned(), ..self.count(key, n, meaning) }
    }

    fn words(&self, key: &str, value: &str, meaning: &str) -> Fact {
        let (base, meaning) = (String::new(), self.said(meaning, &[]));
        Fact { key: key.to_owned(), kind: FactKind::Words, value: value.to_owned(), share: None, base, meaning }
    }

    /// What a fact says, out of the catalogue.
    fn said(&self, meaning: &str, values: &[(&'static str, Arg<'_>)]) -> String {
        if meaning.is_empty() { String::new() } else { self.book().messages().with(meaning, values) }
    }

    /// `n` or `share` of a base.
    fn part(&self, key: &str, what: &str, share: Share, base: &str, meaning: String) -> Found {
        let value = match what {
            "n" => self.written(share.n),
            "share" => self.book().percent_in_words(share).unwrap_or_else(|| self.book().count_and_share(share)),
            _ => return Err(unknown(key)),
        };
        Ok(Fact {
            key: key.to_owned(),
            kind: FactKind::Bound,
            value,
            share: Some(share),
            base: base.to_owned(),
            meaning,
        })
    }

    fn n_grouped(&self) -> u64 {
        self.results.map.as_deref().map_or(0, OpinionMap::n_grouped)
    }

    fn n_groups(&self) -> u64 {
        self.results.map.as_deref().map_or(0, |map| wide(map.groups.len()))
    }

    /// How many came from the story's site, and of how many.
    fn came(&self, key: &str, what: &str) -> Found {
        let arrivals = self.results.segments.arrivals.as_ref().ok_or_else(|| NoFact::KeptBack(key.to_owned()))?;
        let share = Share { n: arrivals.n, base: arrivals.base };
        match what {
            "base" => Ok(self.count(key, share.base, "fact-came-base")),
            what => self.part(key, what, share, "came", self.said("fact-came", &[("host", Arg::Text(&arrivals.host))])),
        }
    }

    fn date(&self, key: &str, which: &str) -> Found {
        let totals = &self.results.totals;
        let (at_ms, meaning) = match which {
            "opened" => (self.times.0, "fact-opened"),
            "closed" => (self.times.1, "fact-closed"),
            "first" => (totals.first_ms, "fact-first"),
            "last" => (totals.last_ms, "fact-last"),
            _ => (None, ""),
        };
        at_ms
            .map(|at_ms| self.words(key, &self.book().messages().day(self.instrument.zone(), at_ms), meaning))
            .ok_or_else(|| unknown(key))
    }

    fn poll(&self, key: &str, rest: &[&str]) -> Found {
        let poll = self.results.poll.as_ref().ok_or_else(|| unknown(key))?;
        let base = self.results.totals.n_ballots;
        match rest {
            ["n"] => Ok(self.count(key, base, "fact-poll-n")),
            ["question"] => Ok(self.words(key, &poll.question, "fact-question")),
            ["option", id, what] => {
                let (id, text) = option(poll, id).ok_or_else(|| unknown(key))?;
                match *what {
                    "text" => Ok(self.words(key, text, "fact-option-text")),
                    what => {
                        let share = Share { n: self.results.totals.option(id), base };
                        self.part(
                            key,
                            what,
                            share,
                            "poll",
                            self.said("fact-option", &[("text", Arg::Text(text)), ("base", Arg::Count(base))]),
                        )
                    }
                }
            }
            ["sum", sum, what] => self.sum(key, poll, sum, what),
            _ => Err(unknown(key)),
        }
    }

    fn sum(&self, key: &str, poll: &Poll, sum: &str, what: &str) -> Found {
        let options: Option<Vec<OptionId>> = sum.split('+').map(|id| option(poll, id).map(|(id, _)| id)).collect();
        let options = options.ok_or_else(|| unknown(key))?;
        let addition = poll.addition(&options).ok_or_else(|| NoFact::NotDeclared(key.to_owned()))?;
        let n = addition.options.iter().map(|id| self.results.totals.option(*id)).sum();
        let base = self.results.totals.n_ballots;
        match what {
            "text" => Ok(self.words(key, &addition.text, "fact-sum-text")),
            what => {
                let values = [("text", Arg::Text(addition.text.as_str())), ("base", Arg::Count(base))];
                let meaning = self.said("fact-sum", &values);
                self.part(key, what, Share { n, base }, "poll", meaning)
            }
        }
    }

    fn statement(&self, key: &str, id: &str, rest: &[&str]) -> Found {
        let id: StatementId = id.parse().map(StatementId).map_err(|_| unknown(key))?;
        let place = self.results.statements.binary_search_by_key(&id, |line| line.totals.id).ok();
        let line = place.and_then(|place| self.results.statements.get(place));
        let line = line.filter(|line| line.totals.state == StatementState::Accepted).ok_or_else(|| unknown(key))?;
        let (totals, text) = (&line.totals, line.text.as_deref().unwrap_or_default());
        let votes = GroupVotes { agree: totals.agree, disagree: totals.disagree, unsure: totals.unsure };
        match rest {
            ["text"] if !text.is_empty() => Ok(self.words(key, text, "fact-statement-text")),
            ["n"] => Ok(self.count(key, votes.n(), "fact-statement-n")),
            [side, what] => self.side(key, (side, what), votes, &format!("statement:{id}"), (text, None)),
            _ => Err(unknown(key)),
        }
    }

    fn side(
        &self,
        key: &str,
        (side, what): (&str, &str),
        votes: GroupVotes,
        base: &str,
        (text, group): (&str, Option<&str>),
    ) -> Found {
        let vote = match side {
            "agree" => Vote::Agree,
            "disagree" => Vote::Disagree,
            "unsure" => Vote::Unsure,
            _ => return Err(unknown(key)),
        };
        let share = votes.share(vote);
        let values = [
            ("side", Arg::Text(side)),
            ("text", Arg::Text(text)),
            ("base", Arg::Count(share.base)),
            ("group", Arg::Text(group.unwrap_or_default())),
        ];
        let meaning = self.said(if group.is_some() { "fact-side-group" } else { "fact-side" }, &values);
        self.part(key, what, share, base, meaning)
    }

    fn group(&self, key: &str, name: &str, rest: &[&str]) -> Found {
        let map = self.results.map.as_deref().ok_or_else(|| unknown(key))?;
        let group = self.group_named(name).ok_or_else(|| unknown(key))?;
        match rest {
            ["option", id, what] => self.group_option(key, group, id, what),
            ["statement", id, side, what] => self.group_statement(key, group.id, id, (side, what)),
            [what] => {
                let share = Share { n: group.n, base: map.n_grouped() };
                let number = self.number(group.id).unwrap_or_default();
                let values = [("group", Arg::Text(number.as_str())), ("base", Arg::Count(share.base))];
                self.part(key, what, share, "grouped", self.said("fact-group", &values))
            }
            _ => Err(unknown(key)),
        }
    }

    fn group_option(&self, key: &str, group: &Group, id: &str, what: &str) -> Found {
        let poll = self.results.poll.as_ref().ok_or_else(|| unknown(key))?;
        let (id, text) = option(poll, id).ok_or_else(|| unknown(key))?;
        let n = group.options.iter().find(|option| option.id == id).map_or(0, |option| option.n);
        let share = Share { n, base: group.n_ballots };
        let (number, label) = (self.number(group.id).unwrap_or_default(), group.id.label());
        let values = [("text", Arg::Text(text)), ("group", Arg::Text(&number)), ("base", Arg::Count(share.base))];
        let meaning = self.said("fact-group-option", &values);
        self.part(key, what, share, &format!("group:{label}/poll"), meaning)
    }

    fn group_statement(&self, key: &str, group: GroupId, id: &str, what: (&str, &str)) -> Found {
        let map = self.results.map.as_deref().ok_or_else(|| unknown(key))?;
        let id: StatementId = id.parse().map(StatementId).map_err(|_| unknown(key))?;
        let text = self.results.on_topic().find(|line| line.totals.id == id).ok_or_else(|| unknown(key))?;
        let place = map.groups.iter().position(|known| known.id == group);
        let votes =
            place.and_then(|place| map.statement(id)?.by_group.get(place).copied()).ok_or_else(|| unknown(key))?;
        let base = format!("group:{}/statement:{id}", group.label());
        let text = text.text.as_deref().unwrap_or_default();
        self.side(key, what, votes, &base, (text, self.number(group).as_deref()))
    }

    fn about(&self, key: &str, attribute: &str, rest: &[&str]) -> Found {
        let table = self.results.segments.tables.iter().find(|table| table.attribute == attribute);
        let table = table.ok_or_else(|| unknown(key))?;
        let [number, rest @ ..] = rest else { return Err(unknown(key)) };
        if (*number, rest) == ("unsaid", &["n"]) {
            return self.unsaid(key, table);
        }
        let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let segment: &Segment = place.and_then(|place| table.segments.get(place)).ok_or_else(|| unknown(key))?;
        if rest == ["text"] {
            return Ok(self.words(key, &segment.value, "fact-about-text"));
        }
        let poll = segment.poll.as_ref().ok_or_else(|| NoFact::KeptBack(key.to_owned()))?;
        let base = format!("about:{attribute}:{number}");
        match rest {
            ["n"] => {
                let meaning = self.said("fact-about-n", &[("value", Arg::Text(&segment.value))]);
                Ok(Fact { meaning, ..self.count(key, poll.n, "") })
            }
            ["option", id, what] => {
                let asked = self.results.poll.as_ref().ok_or_else(|| unknown(key))?;
                let (id, text) = option(asked, id).ok_or_else(|| unknown(key))?;
                let n = poll.options.iter().find(|(known, _)| *known == id).map_or(0, |(_, n)| *n);
                let values =
                    [("text", Arg::Text(text)), ("value", Arg::Text(&segment.value)), ("base", Arg::Count(poll.n))];
                let meaning = self.said("fact-about-option", &values);
                self.part(key, what, Share { n, base: poll.n }, &base, meaning)
            }
            _ => Err(unknown(key)),
        }
    }

    /// Who answered and said nothing of this: what is left once every line is shown.
    fn unsaid(&self, key: &str, table: &SegmentTable) -> Found {
        let said: Option<u64> = table.segments.iter().map(|segment| segment.poll.as_ref().map(|poll| poll.n)).sum();
        let totals = &self.results.totals;
        let base = if self.results.poll.is_some() { totals.n_ballots } else { totals.n_participants };
        let n = said.and_then(|said| base.checked_sub(said));
        let n = n.ok_or_else(|| NoFact::KeptBack(key.to_owned()))?;
        let meaning = self.said("fact-about-unsaid", &[("value", Arg::Text(&table.question))]);
        Ok(Fact { meaning, ..self.count(key, n, "") })
    }

    fn theme(&self, key: &str, number: &str, rest: &[&str]) -> Found {
        let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let theme = place.and_then(|place| self.themes.get(place)).ok_or_else(|| unknown(key))?;
        let named = [("name", Arg::Text(theme.name.as_str()))];
        let kept_back = || NoFact::KeptBack(key.to_owned());
        match rest {
            ["name"] => Ok(self.words(key, &theme.name, "fact-theme-name")),
            ["n"] => {
                let n = wide(theme.comments.len() + theme.statements.len() + theme.elsewhere.len());
                Ok(Fact { meaning: self.said("fact-theme-n", &named), ..self.count(key, n, "") })
            }
            ["authors"] => {
                let authors = theme.spread.authors.ok_or_else(kept_back)?;
                Ok(Fact { meaning: self.said("fact-theme-authors", &named), ..self.count(key, authors, "") })
            }
            [kind, cell, what] => {
                let (n, cell) = match *kind {
                    "option" => {
                        let poll = self.results.poll.as_ref().ok_or_else(|| unknown(key))?;
                        let (id, text) = option(poll, cell).ok_or_else(|| unknown(key))?;
                        (theme.spread.by_option.get(&id), text.to_owned())
                    }
                    "group" => {
                        let group = self.group_named(cell).ok_or_else(|| unknown(key))?;
                        (theme.spread.by_group.get(&group.id.0), self.number(group.id).unwrap_or_default())
                    }
                    _ => return Err(unknown(key)),
                };
                let (n, base) = n.copied().zip(theme.spread.authors).ok_or_else(kept_back)?;
                let meaning = if *kind == "group" { "fact-theme-group" } else { "fact-theme-option" };
                let values = [("cell", Arg::Text(&cell)), ("base", Arg::Count(base)), ("name", Arg::Text(&theme.name))];
                self.part(key, what, Share { n, base }, &format!("theme:{number}"), self.said(meaning, &values))
            }
            _ => Err(unknown(key)),
        }
    }

    /// A group by its number, as pages call it, or by its letter, as files do: `1` and `A` are the same.
    fn group_named(&self, name: &str) -> Option<&Group> {
        let map = self.results.map.as_deref()?;
        let of_letter = || map.groups.iter().find(|group| name.len() == 1 && name.starts_with(group.id.label()));
        let is_number = name.starts_with(|c: char| c.is_ascii_digit() && c != '0');
        if is_number { map.numbered(name.parse().ok()?) } else { of_letter() }
    }

    /// The number by which pages call a group.
    fn number(&self, id: GroupId) -> Option<String> {
        self.results.map.as_deref()?.number(id).map(|number| number.to_string())
    }

    fn figure(&self, name: &str) -> Option<&Figure> {
        self.instrument.figures.iter().find(|figure| figure.key == name)
    }

    /// What is known of a figure from elsewhere, in words: `about`, `source`, `status`, `period`.
    fn cited_part(&self, key: &str, name: &str, what: &str) -> Found {
        let figure = self.figure(name).ok_or_else(|| unknown(key))?;
        let part = match what {
            "about" => figure.definition.as_ref().or(figure.base.as_ref()),
            "source" => Some(&figure.source),
            "status" => figure.status.as_ref(),
            "period" => figure.period.as_ref(),
            "base" => figure.base.as_ref(),
            _ => return Err(unknown(key)),
        };
        let missing = self.book().messages().text("take-not-stated");
        let part = part.map_or(missing, |part| part.trim_end_matches('.').to_owned());
        Ok(self.words(key, &part, "fact-figure-part"))
    }

    fn cited(&self, key: &str, name: &str) -> Found {
        let figure = self.figure(name).ok_or_else(|| unknown(key))?;
        Ok(Fact {
            key: key.to_owned(),
            kind: FactKind::Cited,
            value: figure.value.clone(),
            share: None,
            base: format!("cited:{name}"),
            meaning: self.cited_meaning(figure),
        })
    }

    /// All that is known of a figure from elsewhere; what its source does not state is said to be missing.
    fn cited_meaning(&self, figure: &Figure) -> String {
        let messages = self.book();
        let messages = messages.messages();
        let missing = messages.text("take-not-stated");
        let or_missing = |text: &Option<String>| {
            text.as_ref().map_or_else(|| missing.clone(), |text| text.trim_end_matches('.').to_owned())
        };
        let [n, base, period] = [&figure.n, &figure.base, &figure.period].map(or_missing);
        let [definition, status] = [&figure.definition, &figure.status].map(or_missing);
        let values = [
            ("n", Arg::Text(n.as_str())),
            ("base", Arg::Text(&base)),
            ("period", Arg::Text(&period)),
            ("definition", Arg::Text(&definition)),
            ("source", Arg::Text(&figure.source)),
            ("status", Arg::Text(&status)),
        ];
        messages.with("take-cited", &values)
    }
}

fn option<'p>(poll: &'p Poll, id: &str) -> Option<(OptionId, &'p str)> {
    let id: u8 = id.parse().ok()?;
    poll.numbered().find(|(known, _)| known.0 == id).map(|(id, option)| (id, option.text.as_str()))
}

fn joined(options: &[OptionId]) -> String {
    options.iter().map(OptionId::to_string).collect::<Vec<_>>().join("+")
}

fn unknown(key: &str) -> NoFact {
    NoFact::Unknown(key.to_owned())
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
