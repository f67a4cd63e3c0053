//! comments.csv: one row a comment, its words as they are kept; no words where they were erased.
//!
//! Where a comment stands in its thread follows from what it replies to. Reports are the desk's business of the day
//! and are not part of a set.

use super::{
    COMMENTS,
    cells::{MAX_WORD_CHARS, text, time, word},
};
use crate::per_record::PerRecord;
use crate::{
    FormatError,
    polis::MAX_TEXT_CHARS,
    sheet::{LineEnd, Sheet},
    table::{Column, Row, Table},
};
use canvass_domain::{
    About, Attribution, CommentCard, CommentId, CommentText, CommentWords, MAX_COMMENT_CHARS, MAX_COMMENT_DEPTH,
    MAX_COMMENTS, ParticipantId, Place, StatementState,
};
use std::{collections::BTreeMap, path::Path};

const HEADER: [&str; 13] = [
    "comment",
    "posted_ms",
    "author",
    "parent",
    "about",
    "state",
    "rule",
    "reason",
    "quote",
    "name",
    "place",
    "edited_ms",
    "text",
];

/// `yes` where a member of staff posted it while signed in at the desk. The column is there where anybody did.
const STAFF: &str = "staff";

/// A comment and the line it stands on.
pub(super) type Line = (u64, CommentCard, CommentWords);

pub(super) fn write(folder: &Path, comments: &[(CommentCard, CommentWords)]) -> Result<(), FormatError> {
    let mut sheet = Sheet::create(folder, COMMENTS, LineEnd::CrLf)?;
    let has_staff = comments.iter().any(|(card, _)| card.staff.is_some());
    HEADER.iter().try_for_each(|name| sheet.plain(name))?;
    if has_staff {
        sheet.plain(STAFF)?;
    }
    sheet.end_line()?;
    for (card, words) in comments {
        sheet.plain(card.id)?;
        sheet.plain(card.posted_ms)?;
        sheet.maybe(card.author)?;
        sheet.maybe(card.place.parent)?;
        sheet.plain(card.about)?;
        sheet.plain(card.state.word())?;
        sheet.text(card.rule.as_deref().unwrap_or(""))?;
        sheet.text(words.reason.as_deref().unwrap_or(""))?;
        sheet.plain(words.attribution.quote.word())?;
        sheet.text(words.attribution.name.as_deref().unwrap_or(""))?;
        sheet.text(words.attribution.place.as_deref().unwrap_or(""))?;
        sheet.maybe(card.edited_ms)?;
        sheet.text(words.text.as_deref().unwrap_or(""))?;
        if has_staff {
            sheet.maybe(card.staff.map(|_| "yes"))?;
        }
        sheet.end_line()?;
    }
    sheet.finish()
}

/// The comments, ascending.
pub(super) fn read<R: PerRecord>(table: &mut Table<R>) -> Result<Vec<Line>, FormatError> {
    let columns = Columns::of(table)?;
    let mut all: BTreeMap<CommentId, Line> = BTreeMap::new();
    while let Some(row) = table.next()? {
        let (card, words) = (columns.card(&row, &all)?, columns.words(&row)?);
        let is_erased = words.text.is_none();
        // Sets from before erasing took the author too name one.
        let (author, staff) = (card.author.filter(|_| !is_erased), card.staff.filter(|_| !is_erased));
        let card = CommentCard { is_erased, author, staff, ..card };
        if card.author.is_none() && !card.is_erased {
            return Err(row.wrong(columns.author, "is missing; only an erased comment has no author"));
        }
        if all.last_key_value().is_some_and(|(last, _)| *last >= card.id) {
            return Err(row.wrong(columns.comment, "does not follow the one before; comments stand in their order"));
        }
        all.insert(card.id, (row.line(), card, words));
        if all.len() > MAX_COMMENTS as usize {
            return Err(row.place().too_large(format!("has more than {MAX_COMMENTS} comments")));
        }
    }
    Ok(all.into_values().collect())
}

/// Where the fields of a comment stand.
struct Columns {
    comment: Column,
    posted: Column,
    author: Column,
    parent: Column,
    about: Column,
    state: Column,
    rule: Column,
    reason: Column,
    quote: Column,
    name: Column,
    place: Column,
    edited: Column,
    text: Column,
    staff: Option<Column>,
}

impl Columns {
    fn of<R: PerRecord>(table: &Table<R>) -> Result<Self, FormatError> {
        let [comment, posted, author, parent, about, state, rule, reason, quote, name, place, edited, text] = HEADER;
        Ok(Self {
            comment: table.need(comment)?,
            posted: table.need(posted)?,
            author: table.need(author)?,
            parent: table.need(parent)?,
            about: table.need(about)?,
            state: table.need(state)?,
            rule: table.need(rule)?,
            reason: table.need(reason)?,
            quote: table.need(quote)?,
            name: table.need(name)?,
            place: table.need(place)?,
            edited: table.need(edited)?,
            text: table.need(text)?,
            staff: table.find(STAFF),
        })
    }

    fn card(&self, row: &Row<'_>, before: &BTreeMap<CommentId, Line>) -> Result<CommentCard, FormatError> {
        let id = CommentId(row.number(self.comment)?);
        let about = word(row, self.about, About::from_word)?;
        let place = match row.maybe(self.parent)?.map(CommentId) {
            None => Place { root: id, parent: None, depth: 0 },
            Some(parent) => {
                let (_, parent, _) =
                    before.get(&parent).ok_or_else(|| row.wrong(self.parent, "is no comment further up"))?;
                if parent.about != about {
                    return Err(row.wrong(self.about, "is not what the comment it replies to is about"));
                }
                if parent.place.depth >= MAX_COMMENT_DEPTH {
                    return Err(row.wrong(self.parent, &format!("is {MAX_COMMENT_DEPTH} deep, and replies end there")));
                }
                Place { root: parent.place.root, parent: Some(parent.id), depth: parent.place.depth + 1 }
            }
        };
        let staff = match self.staff.map_or(Ok(""), |column| row.text(column))? {
            "" => None,
            // Who it was is known where it was posted.
            "yes" => Some(0),
            _ => return Err(row.wrong(self.staff.unwrap_or(self.text), "is neither `yes` nor empty")),
        };
        let edited = row.maybe(self.edited)?.map(|_: i64| time(row, self.edited)).transpose()?;
        Ok(CommentCard {
            id,
            author: row.maybe(self.author)?.map(ParticipantId),
            place,
            about,
            state: word(row, self.state, StatementState::from_word)?,
            rule: text(row, self.rule, MAX_WORD_CHARS)?,
            posted_ms: time(row, self.posted)?,
            edited_ms: edited,
            is_erased: false,
            change_ms: None,
            staff,
        })
    }

    fn words(&self, row: &Row<'_>) -> Result<CommentWords, FormatError> {
        let words = text(row, self.text, MAX_COMMENT_CHARS)?;
        if let Some(words) = &words
            && CommentText::laid_out(words) != *words
        {
            return Err(row
                .place()
                .malformed("the text is not as comments are kept: lines without spaces around them"));
        }
        let (name, place) = (row.text(self.name)?, row.text(self.place)?);
        let given = |text: &str| if text.is_empty() { None } else { Some(text.to_owned()) };
        let attribution = Attribution::stored(row.text(self.quote)?, Some(name), Some(place))
            .map_err(|error| row.wrong(self.quote, &format!("does not go with the name: {error}")))?;
        if (&attribution.name, &attribution.place) != (&given(name), &given(place)) {
            return Err(row.wrong(self.quote, "goes without that name or place"));
        }
        Ok(CommentWords { text: words, attribution, reason: text(row, self.reason, MAX_TEXT_CHARS)?, change: None })
    }
}
