//! A take's first draft: templates filled from frozen results. No chance, no service, no word that is not in the
//! catalogue; every number a reference.
//!
//! The headline names only people who were asked: "readers", or "participants" where answers came from elsewhere.
//! It says "split" where no answer has half of those who answered and the two chosen most lie within
//! [`canvass_counts::thresholds::SPLIT_WITHIN_POINTS`] points, and "most" of more than half.

use crate::fact::Facts;
use crate::record::{Prose, QuoteRecord};
use canvass_counts::{Share, ShareText, Totals};
use canvass_domain::{Millis, Poll, PollKind, Provenance, StatementId, StatementState, Vote};
use canvass_results::{Finding, GroupId, GroupVotes, OpinionMap, Phrasebook};
use canvass_words::{Arg, Messages};

/// Statements named for each group.
const MAX_TELLING: usize = 2;

/// What a draft is made of besides facts.
#[derive(Clone, Copy, Debug)]
pub struct Drafted<'a> {
    /// Where the answers come from.
    pub provenance: Provenance,
    /// The quotes chosen, by number.
    pub quotes: &'a [QuoteRecord],
    /// Who is asked to respond, and by when.
    pub response: Option<(&'a str, Millis)>,
}

/// Writes headline, standfirst and body.
#[must_use]
pub fn draft_prose(facts: &Facts<'_>, drafted: &Drafted<'_>) -> Prose {
    let writer = Writer { facts, drafted, book: Phrasebook::of(facts.instrument.locale()) };
    Prose { headline: writer.headline(), standfirst: writer.standfirst(), body: writer.body() }
}

struct Writer<'a> {
    facts: &'a Facts<'a>,
    drafted: &'a Drafted<'a>,
    book: Phrasebook,
}

impl Writer<'_> {
    const fn messages(&self) -> &Messages {
        self.book.messages()
    }

    fn text(&self, key: &str) -> String {
        self.messages().text(key)
    }

    /// A message; whoever it is about is called by what is known of them.
    fn say(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        self.counted(key, values, &[])
    }

    /// The same where counts choose between one and many. The text holds references; the counts are those that the
    /// references stand for, which are frozen.
    fn counted(&self, key: &str, values: &[(&'static str, &str)], counts: &[(&'static str, u64)]) -> String {
        let [people, first, person] = match self.drafted.provenance {
            Provenance::Imported => ["take-people-elsewhere", "take-people-elsewhere-first", "take-person-elsewhere"],
            Provenance::Here | Provenance::Synthetic => ["take-people", "take-people-first", "take-person"],
        };
        let called =
            [("people", people), ("People", first), ("person", person)].map(|(name, key)| (name, self.text(key)));
        let called = called.iter().map(|(name, word)| (*name, Arg::Text(word.as_str())));
        let values = values.iter().map(|(name, value)| (*name, Arg::Text(value)));
        let counts = counts.iter().map(|(name, n)| (*name, Arg::Count(*n)));
        self.messages().with(key, &values.chain(called).chain(counts).collect::<Vec<_>>())
    }

    fn is_imported(&self) -> bool {
        self.drafted.provenance == Provenance::Imported
    }

    fn poll(&self) -> Option<&Poll> {
        self.facts.results.poll.as_ref().filter(|_| self.totals().n_ballots > 0)
    }

    fn totals(&self) -> &Totals {
        &self.facts.results.totals
    }

    fn headline(&self) -> String {
        let topic = topic(&self.facts.instrument.title);
        let Some(poll) = self.poll() else {
            let has_votes = self.totals().n_votes > 0;
            let key = if has_votes { "take-headline-statements" } else { "take-headline-few" };
            return self.say(key, &[("topic", topic)]);
        };
        let base = self.totals().n_ballots;
        let leader = self.by_count(poll).first().copied();
        let share = leader.map(|(_, n)| Share { n, base }).filter(|share| share.text() != ShareText::Counts);
        let (Some((option, _)), Some(share)) = (leader, share) else {
            return self.say("take-headline-few", &[("topic", topic)]);
        };
        let option = format!("{{poll.option.{option}.text}}");
        let values = [("topic", topic), ("option", option.as_str())];
        match poll.kind {
            _ if self.facts.is_split() => self.say("take-headline-split", &values),
            _ if 2 * share.n > share.base => self.say("take-headline-most", &values),
            _ if self.is_tied(poll) => self.say("take-headline-few", &values),
            _ => self.say("take-headline-leader", &values),
        }
    }

    /// Whether no answer was chosen more than every other.
    fn is_tied(&self, poll: &Poll) -> bool {
        matches!(self.by_count(poll).as_slice(), [(_, first), (_, second), ..] if first == second)
    }

    /// Options by how many chose them, the most first; ties in the order of the poll.
    fn by_count(&self, poll: &Poll) -> Vec<(u8, u64)> {
        let mut counts: Vec<(u8, u64)> = poll.numbered().map(|(id, _)| (id.0, self.totals().option(id))).collect();
        counts.sort_by_key(|(id, n)| (std::cmp::Reverse(*n), *id));
        counts
    }

    fn standfirst(&self) -> String {
        let Some(poll) = self.poll() else {
            return self.standfirst_of_statements();
        };
        let parts: Vec<String> = self
            .by_count(poll)
            .into_iter()
            .take(3)
            .map(|(id, _)| self.say("take-standfirst-part", &[("option", &id.to_string())]))
            .collect();
        let said = self.listed(&parts);
        let key = if self.book.percent(Share { n: 0, base: self.totals().n_ballots }).is_some() {
            "take-standfirst"
        } else {
            "take-standfirst-few"
        };
        self.counted(key, &[("parts", &said)], &[("n", self.totals().n_ballots)])
    }

    fn standfirst_of_statements(&self) -> String {
        if self.totals().n_votes == 0 {
            return self.text("take-standfirst-none");
        }
        let totals = self.totals();
        let counts = [
            ("participants", totals.n_participants),
            ("votes", totals.n_votes_in(StatementState::Accepted)),
            ("statements", totals.n_statements_in(StatementState::Accepted)),
        ];
        self.counted("take-standfirst-statements", &[], &counts)
    }

    /// "a, b and c".
    fn listed(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [before @ .., last] => self.say("take-and", &[("before", &before.join(", ")), ("last", last)]),
        }
    }

    fn body(&self) -> String {
        let lists = &self.facts.results.lists;
        let sections = [
            self.shares(),
            self.who_answered(),
            self.groups(),
            self.findings(["take-shared", "take-shared-none", "take-shared-none-compared"], &lists.shared),
            self.findings(["take-divides", "take-divides-none", "take-divides-none-compared"], &lists.divisive),
            self.quotes(),
            self.terms(),
            self.cited(),
            self.next(),
            vec![self.heading("take-method"), "{method}".to_owned()],
        ];
        let paragraphs = sections.into_iter().flatten().filter(|paragraph| !paragraph.is_empty());
        paragraphs.collect::<Vec<_>>().join("\n\n") + "\n"
    }

    fn heading(&self, key: &str) -> String {
        format!("## {}", self.say(key, &[]))
    }

    fn shares(&self) -> Vec<String> {
        let Some(poll) = self.poll() else { return Vec::new() };
        let mut said = vec!["{chart.poll}".to_owned(), self.heading("take-shares")];
        for (id, option) in poll.numbered() {
            let id = id.to_string();
            let base = self.totals().n_ballots;
            let is_few = self.book.percent(Share { n: 0, base }).is_none();
            let key = if is_few { "take-share-few" } else { "take-share" };
            let share = self.counted(key, &[("option", &id)], &[("n", base)]);
            let condition = option.condition.as_deref().map(|name| self.say("take-condition", &[("condition", name)]));
            said.push([Some(share), condition].into_iter().flatten().collect::<Vec<_>>().join(" "));
        }
        for sum in &poll.additions {
            let options = sum.options.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
            // When a sum of imported answers was declared, no file says.
            let key = if self.is_imported() { "take-sum-elsewhere" } else { "take-sum" };
            said.push(self.say(key, &[("sum", &options)]));
        }
        said.extend((poll.kind == PollKind::Multiple).then(|| self.say("take-several", &[])));
        said
    }

    fn who_answered(&self) -> Vec<String> {
        let mut said = vec![self.heading("take-who"), "{who}".to_owned()];
        for (place, table) in self.facts.results.segments.tables.iter().enumerate() {
            let key = match (self.is_imported(), place) {
                (true, _) => "take-about-elsewhere",
                (false, 0) => "take-about",
                (false, _) => "take-about-more",
            };
            said.push(self.say(key, &[("question", &table.question)]));
            let lines = (1..).zip(&table.segments).map(|(number, segment)| {
                let place = format!("{}.{number}", table.attribute);
                let key = if segment.poll.is_some() { "take-about-line" } else { "take-about-hidden" };
                self.say(key, &[("place", &place)])
            });
            let is_whole = table.segments.iter().all(|segment| segment.poll.is_some());
            let key = if is_whole { "take-about-unsaid" } else { "take-about-unsaid-hidden" };
            let unsaid = self.say(key, &[("attribute", &table.attribute)]);
            said.push(lines.chain([unsaid]).collect::<Vec<_>>().join("\n"));
        }
        let key = match (self.facts.instrument.attributes.is_empty(), self.drafted.provenance) {
            (_, Provenance::Imported) => return said,
            (true, _) => "take-about-nothing",
            (false, _) => "take-about-gaps",
        };
        said.push(self.say(key, &[]));
        said
    }

    fn groups(&self) -> Vec<String> {
        let Some(map) = self.facts.results.map.as_deref().filter(|map| map.groups.len() > 1) else {
            return Vec::new();
        };
        let numbers = (1..=map.groups.len()).map(|number| number.to_string());
        let sizes = numbers.map(|number| self.say("take-group-size", &[("group", &number)]));
        let sizes = self.listed(&sizes.collect::<Vec<_>>());
        let mut said = vec![self.heading("take-groups"), self.say("take-groups-lead", &[("sizes", &sizes)])];
        said.push("{chart.map}".to_owned());
        if map.compared().is_empty() {
            return said;
        }
        let telling = (1_usize..).zip(&map.groups).flat_map(|(number, group)| {
            let telling = map.telling(group).filter(|telling| self.is_shown(telling.statement)).take(MAX_TELLING);
            telling.map(move |telling| (number.to_string(), telling))
        });
        let lines = telling.map(|(number, telling)| {
            let (id, side) = (telling.statement.to_string(), telling.side.word());
            self.say("take-telling", &[("group", &number), ("statement", &id), ("side", side)])
        });
        said.push(lines.collect::<Vec<_>>().join("\n"));
        said
    }

    fn is_shown(&self, id: StatementId) -> bool {
        self.facts.results.shown().any(|line| line.totals.id == id && line.text.is_some())
    }

    /// What is shared, or what divides; that nothing is, is a finding too, where there was something to compare.
    fn findings(&self, [heading, whole, part]: [&str; 3], findings: &[Finding]) -> Vec<String> {
        let lists = &self.facts.results.lists;
        let compared = lists.compared_by_group.unwrap_or(lists.compared);
        if compared.n == 0 {
            return Vec::new();
        }
        let none = if compared.is_whole() { whole } else { part };
        let shown = findings.iter().filter(|finding| self.is_shown(finding.statement));
        let lines: Vec<String> = shown.map(|finding| self.finding(finding)).collect();
        let said = if lines.is_empty() { self.text(none) } else { lines.join("\n") };
        vec![self.heading(heading), said]
    }

    fn finding(&self, finding: &Finding) -> String {
        let id = finding.statement.to_string();
        let results = self.facts.results;
        let map = results.map.as_deref().filter(|_| results.compares_groups());
        let by_group = map.map(|map| (map, map.compared())).map(|(map, groups)| {
            let lines = groups.iter().filter_map(|place| self.group_side(map, *place, finding.statement));
            lines.collect::<Vec<_>>().join(" ")
        });
        match by_group {
            Some(by_group) => self.say("take-finding-groups", &[("statement", &id), ("groups", &by_group)]),
            None => self.say("take-finding", &[("statement", &id)]),
        }
    }

    fn group_side(&self, map: &OpinionMap, place: usize, statement: StatementId) -> Option<String> {
        let votes: GroupVotes = map.statement(statement)?.by_group.get(place).copied()?;
        let side = if votes.disagree > votes.agree { Vote::Disagree } else { Vote::Agree };
        let (number, id) = ((place + 1).to_string(), statement.to_string());
        Some(self.say("take-group-side", &[("group", &number), ("statement", &id), ("side", side.word())]))
    }

    fn quotes(&self) -> Vec<String> {
        let quotes = self.drafted.quotes;
        if quotes.is_empty() {
            return self.themes();
        }
        let comments = self.facts.comments;
        let mut lead = self.counted("take-quotes-lead", &[], &[("read", comments.read)]);
        if comments.elsewhere > 0 {
            let elsewhere = self.counted("take-quotes-elsewhere", &[], &[("n", comments.elsewhere)]);
            lead = format!("{lead} {elsewhere}");
        }
        let mut said = vec![self.heading("take-quotes"), lead];
        for (number, _) in (1_u32..).zip(self.facts.themes) {
            let of_theme: Vec<String> = quotes
                .iter()
                .filter(|quote| quote.theme == Some(number))
                .map(|quote| format!("{{quote.{}}}", quote.number))
                .collect();
            if !of_theme.is_empty() {
                said.push(format!("### {{theme.{number}.name}}"));
                said.push(self.theme(number));
                said.extend(of_theme);
            }
        }
        let others = quotes.iter().filter(|quote| quote.theme.is_none());
        said.extend(others.map(|quote| format!("{{quote.{}}}", quote.number)));
        said
    }

    /// Themes of their own, where nobody is quoted.
    fn themes(&self) -> Vec<String> {
        let numbers = (1_u32..).zip(self.facts.themes).map(|(number, _)| number.to_string());
        let lines: Vec<String> = numbers.map(|number| self.say("take-theme-line", &[("theme", &number)])).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        vec![
            self.heading("take-themes"),
            self.text(self.of_texts(["take-themes-lead", "take-themes-lead-comments"])),
            lines.join("\n"),
        ]
    }

    /// A key where texts are comments and statements, and one where there never was a statement.
    fn of_texts<'k>(&self, [both, comments]: [&'k str; 2]) -> &'k str {
        if self.facts.results.statements.is_empty() { comments } else { both }
    }

    /// How many texts speak of a theme, and where those who wrote them stand.
    fn theme(&self, number: u32) -> String {
        let of_theme = usize::try_from(number).ok().and_then(|n| self.facts.themes.get(n.checked_sub(1)?));
        let number = number.to_string();
        let cells = |key: &str, cells: Vec<String>| {
            let say = |cell: &String| self.say(key, &[("theme", number.as_str()), ("cell", cell)]);
            self.listed(&cells.iter().map(say).collect::<Vec<_>>())
        };
        let spread = of_theme.map(|theme| &theme.spread);
        let options = spread.into_iter().flat_map(|spread| spread.by_option.keys()).map(ToString::to_string).collect();
        let groups = spread.into_iter().flat_map(|spread| spread.by_group.keys());
        let map = self.facts.results.map.as_deref();
        let groups = groups.filter_map(|group| map?.number(GroupId(*group))).map(|number| number.to_string()).collect();
        let parts = [cells("take-theme-option", options), cells("take-theme-group", groups)];
        let said = parts.iter().filter(|parts| !parts.is_empty());
        let keys = ["take-theme-spread", "take-theme-spread-more"].into_iter();
        let said = keys.zip(said).map(|(key, parts)| self.say(key, &[("theme", number.as_str()), ("parts", parts)]));
        let key = self.of_texts(["take-theme", "take-theme-comments"]);
        let lead = self.say(key, &[("theme", &number)]);
        [lead].into_iter().chain(said).collect::<Vec<_>>().join(" ")
    }

    fn terms(&self) -> Vec<String> {
        if self.facts.instrument.terms.is_empty() {
            return Vec::new();
        }
        vec![self.heading("take-terms"), "{terms}".to_owned()]
    }

    fn cited(&self) -> Vec<String> {
        let figures = &self.facts.instrument.figures;
        if figures.is_empty() {
            return Vec::new();
        }
        let lines = figures.iter().map(|figure| self.say("take-figure", &[("key", &figure.key)]));
        vec![self.heading("take-figures"), self.text("take-figures-lead"), lines.collect::<Vec<_>>().join("\n")]
    }

    fn next(&self) -> Vec<String> {
        let said = match self.drafted.response {
            Some((addressee, due_ms)) => self.say(
                "take-next-response",
                &[("addressee", addressee), ("due", &self.book.messages().day(self.facts.instrument.zone(), due_ms))],
            ),
            None => self.text("take-next-none"),
        };
        vec![self.heading("take-next"), said]
    }
}

/// What a title is about: what stands before a colon, or all of it.
#[must_use]
pub fn topic(title: &str) -> &str {
    title.split_once(": ").map_or_else(|| title.trim_end_matches('.'), |(topic, _)| topic)
}
