//! Words what an import found odd.
//!
//! Each sentence has its counts and at most three examples. Nothing is decided here.

use super::{
    COMMENTS, Finding, SUMMARY, VOTES,
    approval::Approval,
    comments::{Comment, Comments, Moderation, Seed},
    counts::{Counts, Dates},
    finding::{Tally, agreeing, count, grouped, listed},
    participants::Participants,
    settle::Settled,
    sign::{Decision, Handwriting, Reading},
    summary::Summary,
    votes::{Clock, VoteRow, Votes},
};
use crate::lenient::Lenient;
use canvass_domain::{Millis, StatementState};
use canvass_words::legible;
use std::collections::{BTreeMap, BTreeSet};

/// The findings so far.
#[derive(Default)]
pub(super) struct Report {
    pub(super) findings: Vec<Finding>,
}

impl Report {
    pub(super) fn say(&mut self, sentence: impl Into<String>) {
        self.findings.push(Finding::new(sentence));
    }

    /// What was read although it is not quite as Polis writes it.
    pub(super) fn find_lenient(
        &mut self,
        comments: &Comments,
        votes: Option<&Votes>,
        participants: Option<&Participants>,
        summary: Option<&Summary>,
    ) {
        let (votes_of, participants) = (votes.map(|votes| &votes.lenient), participants.map(|all| &all.lenient));
        let of_summary = summary.and_then(|summary| summary.lenient.as_ref());
        let tables = [Some(&comments.lenient), votes_of, participants, of_summary];
        self.findings.extend(tables.into_iter().flatten().flat_map(Lenient::findings));
        let n_empty = votes.map_or(0, |votes| votes.n_empty);
        if n_empty > 0 {
            let rows = count(n_empty, "row", "rows");
            let (have, were) = (agreeing(n_empty, "has", "have"), agreeing(n_empty, "was", "were"));
            self.say(format!("{rows} of {VOTES} {have} no vote and {were} left out."));
        }
        let Some(Summary { empty, .. }) = summary else { return };
        if !empty.is_empty() {
            let keys: Vec<String> = empty.iter().map(|key| format!("`{key}`")).collect();
            self.say(format!("{SUMMARY} has no count for {}; nothing was held against it.", listed(&keys)));
        }
    }

    /// What became of statements that nobody moderated.
    pub(super) fn find_unmoderated(&mut self, approval: &Approval, comments: &Comments) {
        let (mut held, mut accepted) = (Tally::default(), Tally::default());
        for (id, comment) in comments.by_id.iter().filter(|(_, comment)| comment.moderation == Moderation::Unmoderated)
        {
            let is_held = approval.state(*id, comment) == StatementState::Held;
            if is_held { &mut held } else { &mut accepted }.add(|| id.to_string());
        }
        if accepted.n > 0 {
            let all = count(comments.by_id.len() as u64, "statement", "statements");
            let of = format!("{} of {all}", grouped(accepted.n));
            let counts = agreeing(accepted.n, "was never moderated; it counts", "were never moderated; they count");
            self.say(format!(
                "{of} {counts} as accepted, as Polis shows {} unless moderation is strict.",
                agreeing(accepted.n, "it", "them")
            ));
        }
        if held.n > 0 {
            let statements = count(held.n, "statement", "statements");
            let examples = held.examples("number", "numbers");
            let (was, author) = (agreeing(held.n, "was", "were"), agreeing(held.n, "its author", "their authors"));
            let (it, comes) = (agreeing(held.n, "it", "them"), agreeing(held.n, "it is held", "they are held"));
            self.say(format!(
                "{statements} {was} never moderated, and nobody but {author} voted on {it}{examples}: {comes}, and the \
                 words are not published. With --unmoderated accept they are."
            ));
        }
    }

    pub(super) fn find_sign(&mut self, decision: Decision, handwriting: Handwriting) {
        match decision {
            Decision::AsWritten => {}
            Decision::AsWrittenUnproven => self.say(format!(
                "Times are in seconds and no statement stands in quotes, as in the exports of late 2024 that wrote \
                 agree as -1; {VOTES} and the table of participants agree with each other, and 1 was read as agree."
            )),
            Decision::TurnVotes | Decision::TurnAll => {
                let whose = if handwriting == Handwriting::Sound {
                    ""
                } else {
                    ", as Polis exports of late 2024 do by mistake"
                };
                self.say(format!("The votes have agree as -1 and disagree as 1{whose}; they were turned round."));
            }
        }
    }

    pub(super) fn find_times(&mut self, votes: Clock, comments: Clock) {
        for (file, clock) in [(VOTES, votes), (COMMENTS, comments)] {
            if clock.n_seconds > 0 && clock.n_millis > 0 {
                self.say(format!(
                    "{file} has {} in seconds and {} in milliseconds; each was read as what it is.",
                    count(clock.n_seconds, "time", "times"),
                    grouped(clock.n_millis),
                ));
            }
        }
    }

    /// comments.csv counts every vote of votes.csv, those changed later too.
    pub(super) fn find_counts(&mut self, counts: &Counts, comments: &Comments, dates: Dates, reading: Reading) {
        let mut differing = Tally::default();
        let mut n_more = 0;
        for (id, comment) in &comments.by_id {
            let (plus, minus) = counts.on(*id);
            let (agrees, disagrees) = (comment.n_agrees, comment.n_disagrees);
            // Faulty exports count the unturned numbers, so that theirs may stand either way.
            let is_turned = reading == Reading::MinusAgrees && (agrees, disagrees) == (minus, plus);
            if !is_turned && (agrees, disagrees) != (plus, minus) {
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
        match dates {
            Dates::OfVotes => self.say(format!(
                "The counts of agrees and disagrees in {COMMENTS} are not those of {VOTES} for {of_how_many}; the \
                 votes count."
            )),
            Dates::OfStatementsOnly => self.say(format!(
                "{COMMENTS} counts {} more than there are latest votes, on {of_how_many}: answers that were changed \
                 later, which these files do not hold.",
                count(n_more, "agree or disagree", "agrees and disagrees"),
            )),
        }
    }

    pub(super) fn find_settled(&mut self, settled: &Settled, participants: Option<&Participants>) {
        if settled.n_duplicates > 0 {
            let n = settled.n_duplicates;
            self.say(format!(
                "{} {} another to the letter and {} left out.",
                count(n, "vote", "votes"),
                agreeing(n, "repeats", "repeat"),
                agreeing(n, "was", "were"),
            ));
        }
        if settled.n_again > 0 {
            let answers = match (settled.n_again, settled.n_changed) {
                (1, 0) => "with the same answer".to_owned(),
                (1, _) => "with another answer".to_owned(),
                (_, 0) => "all with the same answer".to_owned(),
                (_, n_changed) => format!("{} of them with another answer", grouped(n_changed)),
            };
            let again = count(settled.n_again, "vote was given", "votes were given");
            self.say(format!("{again} again later, {answers}; the latest counts."));
        }
        if settled.ties.n > 0 {
            let examples = settled.ties.examples("", "");
            let times = if settled.ties.n == 1 { "Once".to_owned() } else { count(settled.ties.n, "time", "times") };
            self.say(format!(
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
            self.say(format!("{votes} {differ} between {VOTES} and {}{examples}; {VOTES} counts.", participants.file));
        }
    }

    pub(super) fn find_participants(&mut self, participants: &Participants) {
        let file = participants.file;
        if participants.n_duplicates > 0 {
            let rows = count(participants.n_duplicates, "row", "rows");
            self.say(format!("{rows} of {file} repeated another to the letter; one was kept."));
        }
        if participants.miscounted.n > 0 {
            let rows = count(participants.miscounted.n, "row", "rows");
            let examples = participants.miscounted.examples("participant", "participants");
            self.say(format!("In {rows} of {file} the sums are not those of the votes{examples}; the votes count."));
        }
    }

    pub(super) fn find_statements(&mut self, comments: &Comments, moved: &Tally) {
        if comments.n_duplicates > 0 {
            let rows = count(comments.n_duplicates, "statement", "statements");
            self.say(format!("{rows} of {COMMENTS} stood there twice, the same to the letter; one was kept."));
        }
        let tally = |is_counted: &dyn Fn(&Comment) -> bool| {
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
            self.say(format!("{statements} {have} no words{examples}; the votes are kept."));
        }
        let meta = tally(&|comment| comment.subject.is_meta());
        if meta.n > 0 {
            let marked = agreeing(meta.n, "is marked", "are marked");
            let form = agreeing(meta.n, "it forms no groups and is", "they form no groups and are");
            let examples = meta.examples("number", "numbers");
            let statements = count(meta.n, "statement", "statements");
            self.say(format!(
                "{statements} {marked} as metadata, about the readers and not the topic{examples}; {form} in no list."
            ));
        }
        if moved.n > 0 {
            let examples = moved.examples("number", "numbers");
            let statements = count(moved.n, "statement is", "statements are");
            self.say(format!(
                "{statements} dated later than a vote on {}{examples}; the time of the first vote was taken.",
                agreeing(moved.n, "it", "them"),
            ));
        }
        self.find_legibility(comments);
        if comments.by_id.values().any(|comment| comment.seed == Seed::Unknown) {
            self.say(
                "Which statements the organiser put in is not recorded in these files; all count as participants' own.",
            );
        }
    }

    /// Texts that nobody can read and texts that read the same: people voted on them, so they stay.
    fn find_legibility(&mut self, comments: &Comments) {
        let (mut blank, mut repeated, mut known) = (Tally::default(), Tally::default(), BTreeSet::new());
        for (id, comment) in &comments.by_id {
            let Some(text) = &comment.text else { continue };
            if legible::is_blank(text) {
                blank.add(|| id.to_string());
            } else if !known.insert(legible::reads_as(text)) {
                repeated.add(|| id.to_string());
            }
        }
        if blank.n > 0 {
            let statements = count(blank.n, "statement has", "statements have");
            let examples = blank.examples("number", "numbers");
            self.say(format!("{statements} nothing in the text that can be seen{examples}; the votes are kept."));
        }
        if repeated.n > 0 {
            let statements = count(repeated.n, "statement reads", "statements read");
            let one = agreeing(repeated.n, "an earlier one", "earlier ones");
            let examples = repeated.examples("number", "numbers");
            self.say(format!("{statements} the same as {one}{examples}; all are kept, each with its own votes."));
        }
    }

    pub(super) fn find_summary(&mut self, summary: Option<&Summary>, rows: &[VoteRow]) {
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
            self.say(format!("{SUMMARY} says that {} voted; the votes are of {counted}.", grouped(n)));
        }
        if let Some(n) = summary.n_comments.filter(|n| *n != n_statements) {
            let said = count(n, "statement", "statements");
            self.say(format!("{SUMMARY} says that {said} had votes; the votes are on {}.", grouped(n_statements)));
        }
    }

    /// Statements that are voted on but not in comments.csv.
    pub(super) fn find_unlisted(&mut self, unlisted: &BTreeMap<u32, Millis>, rows: &[VoteRow]) {
        let mut tally = Tally::default();
        unlisted.keys().for_each(|id| tally.add(|| id.to_string()));
        if tally.n == 0 {
            return;
        }
        let n_votes = rows.iter().filter(|row| unlisted.contains_key(&row.statement)).count() as u64;
        self.say(format!(
            "{} on {} not in {COMMENTS}{}; the votes are kept, the words are missing.",
            count(n_votes, "vote is", "votes are"),
            count(tally.n, "statement that is", "statements that are"),
            tally.examples("number", "numbers"),
        ));
    }
}
