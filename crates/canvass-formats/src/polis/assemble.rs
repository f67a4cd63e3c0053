//! Puts a conversation together from the parsed files.
//!
//! Nothing is lost and nothing is made up: where the files are silent, the conversation is silent, and a finding
//! says so.

use super::{
    COMMENTS, Finding, PolisImport, VOTES,
    comments::{About, Comments, Moderation, Seed},
    finding::{Tally, agreeing, count, grouped},
    participants::Participants,
    settle::{Compared, Settled, compare, settle, sort_by_cell},
    sign::{Decision, Evidence, Handwriting, Mark, Reading, Relation},
    summary::Summary,
    votes::{Clock, VoteRow, Votes},
};
use crate::{FormatError, Place};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Event, Fact, Instrument, Millis, Origin, ParticipantId, Provenance, Seq, Slug,
    Statement, StatementId, StatementState, Transcript,
};
use std::collections::{BTreeMap, HashMap};

const MAX_TITLE_CHARS: usize = 200;
const MAX_BACKGROUND_CHARS: usize = 40_000;
/// The instrument's version that imported votes belong to.
const VERSION: u32 = 1;

/// The parsed files.
pub(super) struct Parsed {
    pub(super) name: String,
    pub(super) comments: Comments,
    pub(super) votes: Option<Votes>,
    pub(super) participants: Option<Participants>,
    pub(super) summary: Option<Summary>,
}

/// What files without times of votes leave us with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dates {
    OfVotes,
    OfStatementsOnly,
}

struct Assembly {
    findings: Vec<Finding>,
    dates: Dates,
}

pub(super) fn assemble(parsed: Parsed) -> Result<PolisImport, FormatError> {
    let Parsed { name, comments, votes, participants, summary } = parsed;
    let dates = if votes.is_some() { Dates::OfVotes } else { Dates::OfStatementsOnly };
    let mut assembly = Assembly { findings: Vec::new(), dates };
    let (mut rows, clock) = take_rows(votes, participants.as_ref(), &comments, &mut assembly);
    if comments.by_id.is_empty() && rows.is_empty() {
        return Err(Place::file(COMMENTS).malformed("holds no statement; there is nothing to import"));
    }
    sort_by_cell(&mut rows);
    let counts = Counts::of(&rows);
    let decision = assembly.decide_sign(&rows, &counts, &comments, participants.as_ref())?;
    assembly.find_times(clock, comments.clock);
    assembly.find_counts(&counts, &comments);
    let cells = match dates {
        Dates::OfVotes => participants.as_ref().map(|participants| participants.cells.as_slice()),
        Dates::OfStatementsOnly => None,
    };
    let settled = settle(rows, cells, (decision.votes(), decision.participants()));
    assembly.find_settled(&settled, participants.as_ref());
    let statements = assembly.statements(&comments, &settled.rows);
    let arrivals = assembly.arrivals(&statements, &settled.rows, participants);
    assembly.find_summary(summary.as_ref(), &settled.rows);
    let note = assembly.note(summary.as_ref(), decision);
    let instrument = assembly.instrument(summary, &name, &statements);
    let slug = slug(&instrument.title, &name);
    let events = events(&statements, &settled.rows, decision.votes());
    let transcript = Transcript {
        provenance: Provenance::Imported,
        note: Some(note),
        instrument,
        arrivals,
        statements,
        declared: Vec::new(),
        events,
        showings: Vec::new(),
    };
    Ok(PolisImport { transcript, findings: assembly.findings, slug })
}

/// The votes, with their times where those are known: else all at the time of the newest statement.
fn take_rows(
    votes: Option<Votes>,
    participants: Option<&Participants>,
    comments: &Comments,
    assembly: &mut Assembly,
) -> (Vec<VoteRow>, Clock) {
    if let Some(Votes { rows, clock, n_important }) = votes {
        if n_important > 0 {
            let marks = count(n_important, "vote is", "votes are");
            assembly.find(format!("{marks} marked as important in {VOTES}; the marks were not brought in."));
        }
        return (rows, clock);
    }
    let newest_ms = comments.by_id.values().map(|comment| comment.at_ms).max().unwrap_or(0);
    assembly.find(
        "When votes were cast is not recorded in these files; all are dated with the newest statement. Votes that \
         were changed later are there in their latest form only.",
    );
    let cells = participants.into_iter().flat_map(|participants| &participants.cells);
    let rows = (0..).zip(cells).map(|(order, cell)| VoteRow {
        participant: cell.participant,
        statement: cell.statement,
        at_ms: newest_ms,
        order,
        mark: cell.mark,
    });
    (rows.collect(), Clock::default())
}

/// Votes of either sign by statement, those changed later included.
#[derive(Default)]
struct Counts {
    by_statement: HashMap<u32, (u64, u64)>,
    newest_ms: Millis,
}

impl Counts {
    fn of(rows: &[VoteRow]) -> Self {
        let mut counts = Self::default();
        for row in rows {
            let (plus, minus) = counts.by_statement.entry(row.statement).or_default();
            *plus += u64::from(row.mark == Mark::Plus);
            *minus += u64::from(row.mark == Mark::Minus);
            counts.newest_ms = counts.newest_ms.max(row.at_ms);
        }
        counts
    }

    fn on(&self, statement: u32) -> (u64, u64) {
        self.by_statement.get(&statement).copied().unwrap_or_default()
    }
}

impl Assembly {
    fn find(&mut self, sentence: impl Into<String>) {
        self.findings.push(Finding::new(sentence));
    }

    fn decide_sign(
        &mut self,
        rows: &[VoteRow],
        counts: &Counts,
        comments: &Comments,
        participants: Option<&Participants>,
    ) -> Result<Decision, FormatError> {
        let cells = match self.dates {
            Dates::OfVotes => participants.map_or(&[][..], |participants| &participants.cells),
            Dates::OfStatementsOnly => &[],
        };
        let author_of = |statement| comments.by_id.get(&statement).map(|comment| comment.author);
        let Compared { participants: relation, own } = compare(rows, cells, author_of);
        let (mut straight, mut crosswise, mut n_short, mut n_more) = (0, 0, 0_u64, 0);
        for (id, comment) in &comments.by_id {
            let (plus, minus) = counts.on(*id);
            straight += plus.abs_diff(comment.n_agrees) + minus.abs_diff(comment.n_disagrees);
            crosswise += minus.abs_diff(comment.n_agrees) + plus.abs_diff(comment.n_disagrees);
            n_short += plus.saturating_sub(comment.n_agrees) + minus.saturating_sub(comment.n_disagrees);
            n_more += comment.n_agrees.saturating_sub(plus) + comment.n_disagrees.saturating_sub(minus);
        }
        let newest_statement_ms = comments.by_id.values().map(|comment| comment.at_ms).max().unwrap_or(0);
        let evidence = Evidence {
            handwriting: comments.handwriting,
            participants: relation,
            counts: Relation::of_distances(straight, crosswise),
            counts_too_many: self.dates == Dates::OfVotes && n_short == 0 && n_more > 0,
            own,
            has_signs: rows.iter().any(|row| row.mark != Mark::Zero),
            newest_ms: counts.newest_ms.max(newest_statement_ms),
        };
        let decision = evidence.decide().map_err(|contradiction| FormatError::Ambiguous {
            place: Place::file(if self.dates == Dates::OfVotes { VOTES } else { COMMENTS }),
            reason: contradiction.to_string(),
        })?;
        self.find_sign(decision, comments.handwriting);
        Ok(decision)
    }

    fn find_sign(&mut self, decision: Decision, handwriting: Handwriting) {
        match decision {
            Decision::AsWritten => {}
            Decision::AsWrittenUnproven => self.find(format!(
                "Times are in seconds and no statement stands in quotes, as in the exports of late 2024 that wrote \
                 agree as -1; {VOTES} and the table of participants agree with each other, and 1 was read as agree."
            )),
            Decision::TurnVotes | Decision::TurnAll => {
                let whose = if handwriting == Handwriting::Sound {
                    ""
                } else {
                    ", as Polis exports of late 2024 do by mistake"
                };
                self.find(format!("The votes have agree as -1 and disagree as 1{whose}; they were turned round."));
            }
        }
    }

    fn find_times(&mut self, votes: Clock, comments: Clock) {
        for (file, clock) in [(VOTES, votes), (COMMENTS, comments)] {
            if clock.n_seconds > 0 && clock.n_millis > 0 {
                self.find(format!(
                    "{file} has {} in seconds and {} in milliseconds; each was read as what it is.",
                    count(clock.n_seconds, "time", "times"),
                    grouped(clock.n_millis),
                ));
            }
        }
    }

    /// comments.csv counts every vote of votes.csv, those changed later too.
    fn find_counts(&mut self, counts: &Counts, comments: &Comments) {
        let mut differing = Tally::default();
        let mut n_more = 0;
        for (id, comment) in &comments.by_id {
            let (plus, minus) = counts.on(*id);
            let (agrees, disagrees) = (comment.n_agrees, comment.n_disagrees);
            if (agrees, disagrees) != (plus, minus) && (agrees, disagrees) != (minus, plus) {
                differing.add(|| id.to_string());
            }
            n_more += (agrees + disagrees).saturating_sub(plus + minus);
        }
        let n_statements = comments.by_id.len() as u64;
        if differing.n == 0 {
            return;
        }
        let of_how_many = format!(
            "{} of {}{}",
            grouped(differing.n),
            count(n_statements, "statement", "statements"),
            differing.examples("number", "numbers"),
        );
        match self.dates {
            Dates::OfVotes => self.find(format!(
                "The counts of agrees and disagrees in {COMMENTS} are not those of {VOTES} for {of_how_many}; the \
                 votes count."
            )),
            Dates::OfStatementsOnly => self.find(format!(
                "{COMMENTS} counts {} more than there are latest votes, on {of_how_many}: answers that were changed \
                 later, which these files do not hold.",
                count(n_more, "agree or disagree", "agrees and disagrees"),
            )),
        }
    }

    fn find_settled(&mut self, settled: &Settled, participants: Option<&Participants>) {
        if settled.n_duplicates > 0 {
            let n = settled.n_duplicates;
            self.find(format!(
                "{} {} another to the letter and {} left out.",
                count(n, "vote", "votes"),
                agreeing(n, "repeats", "repeat"),
                agreeing(n, "was", "were"),
            ));
        }
        if settled.n_again > 0 {
            let answers = match settled.n_changed {
                0 => "none of them with another answer".to_owned(),
                n => format!("{} of them with another answer", grouped(n)),
            };
            let again = count(settled.n_again, "vote was given", "votes were given");
            self.find(format!("{again} again later, {answers}; the latest counts."));
        }
        if settled.ties.n > 0 {
            let examples = settled.ties.examples("", "");
            let times = count(settled.ties.n, "time", "times");
            self.find(format!(
                "{times} somebody voted differently on one statement at the same moment{examples}; what the table of \
                 participants has counts, else the vote that comes later in the file.",
            ));
        }
        let Some(participants) = participants else { return };
        self.find_participants(participants);
        if settled.differing.n > 0 {
            let examples = settled.differing.examples("", "");
            let votes = count(settled.differing.n, "latest vote", "latest votes");
            let differ = agreeing(settled.differing.n, "differs", "differ");
            self.find(format!("{votes} {differ} between {VOTES} and {}{examples}; {VOTES} counts.", participants.file));
        }
    }

    fn find_participants(&mut self, participants: &Participants) {
        let file = participants.file;
        if participants.n_duplicates > 0 {
            let rows = count(participants.n_duplicates, "row", "rows");
            self.find(format!("{rows} of {file} repeated another to the letter; one was kept."));
        }
        if participants.miscounted.n > 0 {
            let rows = count(participants.miscounted.n, "row", "rows");
            let examples = participants.miscounted.examples("participant", "participants");
            self.find(format!("In {rows} of {file} the sums are not those of the votes{examples}; the votes count."));
        }
    }

    fn statements(&mut self, comments: &Comments, rows: &[VoteRow]) -> Vec<Statement> {
        let mut first_vote = BTreeMap::new();
        for row in rows {
            first_vote.entry(row.statement).or_insert(row.at_ms);
        }
        let mut moved = Tally::default();
        let mut statements = Vec::with_capacity(comments.by_id.len());
        for (&id, comment) in &comments.by_id {
            let first_vote_ms = first_vote.remove(&id).unwrap_or(Millis::MAX);
            if first_vote_ms < comment.at_ms {
                moved.add(|| id.to_string());
            }
            let is_seed = comment.seed == Seed::Yes;
            statements.push(Statement {
                id: StatementId(id),
                text: comment.text.clone(),
                origin: if is_seed { Origin::Organiser } else { Origin::Participant },
                author: if is_seed { None } else { Some(ParticipantId(comment.author)) },
                state: comment.moderation.state(),
                reason: None,
                decided_here: false,
                added_ms: comment.at_ms.min(first_vote_ms),
            });
        }
        self.find_statements(comments, &moved);
        self.add_unlisted(first_vote, rows, &mut statements);
        statements
    }

    fn find_statements(&mut self, comments: &Comments, moved: &Tally) {
        let n_all = comments.by_id.len() as u64;
        if comments.n_duplicates > 0 {
            let rows = count(comments.n_duplicates, "statement", "statements");
            self.find(format!("{rows} of {COMMENTS} stood there twice, the same to the letter; one was kept."));
        }
        let tally = |is_counted: &dyn Fn(&super::comments::Comment) -> bool| {
            let mut tally = Tally::default();
            for (id, _) in comments.by_id.iter().filter(|(_, comment)| is_counted(comment)) {
                tally.add(|| id.to_string());
            }
            tally
        };
        let empty = tally(&|comment| comment.text.is_none());
        if empty.n > 0 {
            let examples = empty.examples("number", "numbers");
            let have = agreeing(empty.n, "has", "have");
            let statements = count(empty.n, "statement", "statements");
            self.find(format!("{statements} {have} no words{examples}; the votes are kept."));
        }
        let unmoderated = tally(&|comment| comment.moderation == Moderation::Unmoderated);
        if unmoderated.n > 0 {
            let were = agreeing(unmoderated.n, "was", "were");
            let of = format!("{} of {}", grouped(unmoderated.n), count(n_all, "statement", "statements"));
            self.find(format!("{of} {were} never moderated; they count as accepted, as Polis shows them by default."));
        }
        let about_itself = tally(&|comment| comment.about == About::Itself);
        if about_itself.n > 0 {
            let are = agreeing(about_itself.n, "is", "are");
            let examples = about_itself.examples("number", "numbers");
            let statements = count(about_itself.n, "statement", "statements");
            self.find(format!(
                "{statements} {are} marked as metadata{examples}; they are kept as statements like any other."
            ));
        }
        if moved.n > 0 {
            let examples = moved.examples("number", "numbers");
            let statements = count(moved.n, "statement is", "statements are");
            self.find(format!(
                "{statements} dated later than a vote on {}{examples}; the time of the first vote was taken.",
                agreeing(moved.n, "it", "them"),
            ));
        }
        if comments.by_id.values().any(|comment| comment.seed == Seed::Unknown) {
            self.find(
                "Which statements the organiser put in is not recorded in these files; all count as participants' own.",
            );
        }
    }

    /// Statements that are voted on but not in comments.csv.
    fn add_unlisted(&mut self, unlisted: BTreeMap<u32, Millis>, rows: &[VoteRow], statements: &mut Vec<Statement>) {
        if unlisted.is_empty() {
            return;
        }
        let n_votes = rows.iter().filter(|row| unlisted.contains_key(&row.statement)).count() as u64;
        let mut tally = Tally::default();
        for (id, first_vote_ms) in unlisted {
            tally.add(|| id.to_string());
            statements.push(Statement {
                id: StatementId(id),
                text: None,
                origin: Origin::Participant,
                author: None,
                state: StatementState::Declined,
                reason: None,
                decided_here: false,
                added_ms: first_vote_ms,
            });
        }
        statements.sort_by_key(|statement| statement.id);
        let examples = tally.examples("number", "numbers");
        self.find(format!(
            "{} on {} not in {COMMENTS}{examples}; the votes are kept, the words are missing.",
            count(n_votes, "vote is", "votes are"),
            count(tally.n, "statement that is", "statements that are"),
        ));
    }

    fn arrivals(
        &mut self,
        statements: &[Statement],
        rows: &[VoteRow],
        participants: Option<Participants>,
    ) -> Vec<Arrival> {
        let opened_ms = opened_ms(statements, rows);
        let mut first_ms: BTreeMap<u32, Millis> = BTreeMap::new();
        let mut seen = |participant: u32, at_ms: Millis| {
            first_ms.entry(participant).and_modify(|first| *first = at_ms.min(*first)).or_insert(at_ms);
        };
        rows.iter().for_each(|row| seen(row.participant, row.at_ms));
        let n_voters = first_ms.len();
        let mut seen = |participant: u32, at_ms: Millis| {
            first_ms.entry(participant).and_modify(|first| *first = at_ms.min(*first)).or_insert(at_ms);
        };
        for statement in statements {
            if let Some(author) = statement.author {
                seen(author.0, statement.added_ms);
            }
        }
        let n_authors_only = (first_ms.len() - n_voters) as u64;
        if n_authors_only > 0 {
            let people = count(n_authors_only, "participant", "participants");
            self.find(format!("{people} wrote a statement and voted on none."));
        }
        let mut external_ids = participants.map(|participants| participants.people).unwrap_or_default();
        let n_known = first_ms.len();
        for participant in external_ids.keys() {
            first_ms.entry(*participant).or_insert(opened_ms);
        }
        let n_silent = (first_ms.len() - n_known) as u64;
        if n_silent > 0 {
            let people = count(n_silent, "participant is", "participants are");
            self.find(format!("{people} listed without a vote or a statement."));
        }
        let arrival = |(participant, at_ms)| Arrival {
            participant: ParticipantId(participant),
            assurance: Assurance::Anonymous,
            via: ArrivedVia::Other,
            external_id: external_ids.remove(&participant).flatten(),
            at_ms,
        };
        first_ms.into_iter().map(arrival).collect()
    }

    fn find_summary(&mut self, summary: Option<&Summary>, rows: &[VoteRow]) {
        let Some(summary) = summary else { return };
        let distinct = |mut numbers: Vec<u32>| {
            numbers.sort_unstable();
            numbers.dedup();
            numbers.len() as u64
        };
        let n_voters = distinct(rows.iter().map(|row| row.participant).collect());
        let n_statements = distinct(rows.iter().map(|row| row.statement).collect());
        if let Some(n) = summary.n_voters.filter(|n| *n != n_voters) {
            let counted = count(n_voters, "person", "people");
            self.find(format!("summary.csv says that {} voted; the votes are of {counted}.", grouped(n)));
        }
        if let Some(n) = summary.n_comments.filter(|n| *n != n_statements) {
            let said = count(n, "statement", "statements");
            self.find(format!("summary.csv says that {said} had votes; the votes are on {}.", grouped(n_statements)));
        }
    }

    fn note(&self, summary: Option<&Summary>, decision: Decision) -> String {
        let url = summary.map(|summary| summary.url.as_str()).filter(|url| !url.is_empty());
        let mut note = match url {
            Some(url) => format!("Imported from a Polis export ({url})."),
            None => "Imported from a Polis export.".to_owned(),
        };
        if self.dates == Dates::OfStatementsOnly {
            note.push_str(" When the votes were cast is not recorded.");
        }
        if matches!(decision, Decision::TurnVotes | Decision::TurnAll) {
            note.push_str(" The export had agree and disagree exchanged, which was put right.");
        }
        note
    }

    fn instrument(&mut self, summary: Option<Summary>, name: &str, statements: &[Statement]) -> Instrument {
        let summary = summary.unwrap_or_default();
        let mut title = one_line(&summary.topic);
        if title.is_empty() {
            title = one_line(name);
            if title.is_empty() {
                "Imported conversation".clone_into(&mut title);
            }
            self.find(format!("The files give no title; it is called `{title}`."));
        }
        let title = self.cut("title", title, MAX_TITLE_CHARS);
        let background = self.cut("description", summary.description, MAX_BACKGROUND_CHARS);
        Instrument { title, language: self.language(statements), background, ..Instrument::default() }
    }

    fn cut(&mut self, what: &str, text: String, max_chars: usize) -> String {
        let n_chars = text.chars().count();
        if n_chars <= max_chars {
            return text;
        }
        let n = grouped(n_chars as u64);
        self.find(format!("The {what} has {n} characters; the first {} were taken.", grouped(max_chars as u64)));
        text.chars().take(max_chars).collect()
    }

    /// English, unless most characters of the statements are Chinese (or, with kana among them, Japanese).
    fn language(&mut self, statements: &[Statement]) -> String {
        let texts = || statements.iter().filter_map(|statement| statement.text.as_deref()).flat_map(str::chars);
        let n_letters = texts().filter(|c| c.is_alphabetic()).count();
        let n_han = texts().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')).count();
        let n_kana = texts().filter(|c| matches!(c, '\u{3041}'..='\u{30ff}')).count();
        if 2 * (n_han + n_kana) <= n_letters {
            return "en".to_owned();
        }
        let (tag, language) = if 10 * n_kana > n_han { ("ja", "Japanese") } else { ("zh", "Chinese") };
        self.find(format!("Most of the text is {language}; the language was set to `{tag}`."));
        tag.to_owned()
    }
}

fn slug(title: &str, name: &str) -> Slug {
    let nothing = Slug::suggest("");
    let of_title = Slug::suggest(title);
    if of_title == nothing { Slug::suggest(name) } else { of_title }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn opened_ms(statements: &[Statement], rows: &[VoteRow]) -> Millis {
    let first_statement_ms = statements.iter().map(|statement| statement.added_ms).min();
    first_statement_ms.into_iter().chain(rows.first().map(|row| row.at_ms)).min().unwrap_or(0)
}

/// The log: opened, statements and votes by time, closed.
fn events(statements: &[Statement], rows: &[VoteRow], reading: Reading) -> Vec<Event> {
    let mut log = Log { events: Vec::with_capacity(statements.len() + rows.len() + 2) };
    log.push(opened_ms(statements, rows), Fact::Opened);
    let mut added: Vec<&Statement> = statements.iter().collect();
    added.sort_by_key(|statement| (statement.added_ms, statement.id));
    let mut added = added.into_iter().peekable();
    for row in rows {
        while let Some(statement) = added.next_if(|statement| statement.added_ms <= row.at_ms) {
            log.add(statement);
        }
        let fact = Fact::VoteCast {
            participant: ParticipantId(row.participant),
            statement: StatementId(row.statement),
            vote: row.mark.vote(reading),
            version: VERSION,
        };
        log.push(row.at_ms, fact);
    }
    added.for_each(|statement| log.add(statement));
    let closed_ms = log.events.last().map_or(0, |event| event.at_ms);
    log.push(closed_ms, Fact::Closed);
    log.events
}

struct Log {
    events: Vec<Event>,
}

impl Log {
    fn push(&mut self, at_ms: Millis, fact: Fact) {
        let seq = Seq(self.events.len() as u64 + 1);
        self.events.push(Event { seq, at_ms, fact });
    }

    fn add(&mut self, statement: &Statement) {
        let fact = Fact::StatementAdded { statement: statement.id, author: statement.author, state: statement.state };
        self.push(statement.added_ms, fact);
    }
}
