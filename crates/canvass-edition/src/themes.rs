//! Comments and statements gathered into themes, with who spoke of each.

use crate::{Spread, ThemeRecord, Voice};
use canvass_counts::Ledger;
use canvass_domain::{CommentCard, CommentId, ElsewhereComment, ParticipantId, PollKind, StatementId};
use canvass_results::{GroupVotes, OpinionMap, Results};
use canvass_text::{ThemeDocument, gather_themes, theme_name};
use std::collections::BTreeSet;

/// Most texts that themes are looked for in: statements first, then comments, then those from elsewhere.
const MAX_TEXTS: usize = 10_000;

/// What themes are looked for in.
pub struct Texts<'a> {
    pub results: &'a Results,
    pub ledger: &'a Ledger,
    /// Comments that are shown, with their words.
    pub comments: &'a [(CommentCard, String)],
    pub elsewhere: &'a [ElsewhereComment],
    pub language: &'a str,
}

/// One text among those gathered.
#[derive(Clone, Copy)]
enum Text {
    Statement(StatementId),
    Comment(usize),
    Elsewhere(u32),
}

impl Texts<'_> {
    /// The themes, largest first.
    pub fn themes(&self) -> Vec<ThemeRecord> {
        let map = self.results.map.as_deref();
        let (mut kinds, mut texts, mut votes) = (Vec::new(), Vec::new(), Vec::new());
        for line in self.results.on_topic() {
            let Some(text) = line.text.as_deref() else { continue };
            kinds.push(Text::Statement(line.totals.id));
            texts.push(text);
            votes.push(map.map_or_else(Vec::new, |map| profile_of_statement(map, line.totals.id)));
        }
        for (place, (_, text)) in self.comments.iter().enumerate() {
            // How its author votes on statements says little of what a comment is about.
            kinds.push(Text::Comment(place));
            texts.push(text.as_str());
            votes.push(map.map_or_else(Vec::new, |map| vec![0.0; map.groups.len()]));
        }
        for row in self.elsewhere {
            kinds.push(Text::Elsewhere(row.number));
            texts.push(row.text.as_str());
            votes.push(map.map_or_else(Vec::new, |map| vec![0.0; map.groups.len()]));
        }
        let documents: Vec<ThemeDocument<'_>> =
            texts.iter().zip(&votes).take(MAX_TEXTS).map(|(text, votes)| ThemeDocument { text, votes }).collect();
        let themes = gather_themes(&documents, self.language);
        let record = |theme: &canvass_text::Theme| {
            let of_theme = theme.documents.iter().filter_map(|place| kinds.get(*place));
            self.record(theme_name(theme), theme.words.clone(), of_theme)
        };
        themes.iter().map(record).collect()
    }

    fn record<'t>(&self, name: String, words: Vec<String>, texts: impl Iterator<Item = &'t Text>) -> ThemeRecord {
        let mut record = ThemeRecord {
            name,
            words,
            comments: Vec::new(),
            statements: Vec::new(),
            elsewhere: Vec::new(),
            spread: Spread::default(),
        };
        let mut authors = BTreeSet::new();
        for text in texts {
            match text {
                Text::Statement(id) => record.statements.push(*id),
                Text::Elsewhere(number) => record.elsewhere.push(*number),
                Text::Comment(place) => {
                    let Some((card, _)) = self.comments.get(*place) else { continue };
                    record.comments.push(card.id);
                    authors.extend(card.author);
                }
            }
        }
        record.spread = spread(authors, self.ledger, self.results);
        record
    }
}

/// How authors spread over answers and groups.
pub fn spread(authors: BTreeSet<ParticipantId>, ledger: &Ledger, results: &Results) -> Spread {
    let map = results.map.as_deref();
    let voices: Vec<Voice> = authors.into_iter().map(|author| voice(author, ledger, map)).collect();
    let kind: Option<PollKind> = results.poll.as_ref().map(|poll| poll.kind);
    Spread::of(&voices, kind)
}

/// What somebody chose, and where the map places them.
pub fn voice(author: ParticipantId, ledger: &Ledger, map: Option<&OpinionMap>) -> Voice {
    Voice {
        options: ledger.ballot(author).into_iter().flat_map(canvass_domain::Ballot::options).collect(),
        group: map.and_then(|map| map.placed(author)).map(|placed| placed.group.0),
    }
}

/// The theme of each comment and its place in it, nearest to the middle first.
pub fn place_of(themes: &[ThemeRecord], comment: CommentId) -> Option<(usize, usize)> {
    themes
        .iter()
        .enumerate()
        .find_map(|(theme, record)| Some((theme, record.comments.iter().position(|other| *other == comment)?)))
}

/// How groups lean on a statement, each between -1 and 1.
fn profile_of_statement(map: &OpinionMap, id: StatementId) -> Vec<f64> {
    let lean = |votes: &GroupVotes| {
        let n = votes.n();
        if n == 0 { 0.0 } else { (narrow(votes.agree) - narrow(votes.disagree)) / narrow(n) }
    };
    let known = map.statement(id).filter(|statement| !statement.by_group.is_empty());
    known.map_or_else(|| vec![0.0; map.groups.len()], |statement| statement.by_group.iter().map(lean).collect())
}

fn narrow(n: u64) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
