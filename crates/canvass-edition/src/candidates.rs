//! What may be quoted: comments here with consent, and those published elsewhere, with what may be told of who spoke.

use crate::log::Worked;
use crate::material::Talk;
use crate::quotes::{Candidate, Crowd, Source};
use crate::record::{Attributed, Provenanced, QuoteRecord, Quoted, ThemeRecord, quote_hash};
use crate::spread::Voice;
use crate::themes::{place_of, voice};
use canvass_domain::{Attribution, ElsewhereComment, OptionId, PollKind, QuoteConsent, QuoteWords, day_of};

/// Everything that may be quoted. With `worked` it is known what authors answered.
#[must_use]
pub fn candidates(talk: &Talk, worked: Option<&Worked>, themes: &[ThemeRecord]) -> Vec<(Candidate, Provenanced)> {
    let heard = worked.map(|worked| (worked, crowd(worked)));
    let here = talk.comments.iter().filter_map(|(card, text, attribution)| {
        let placed = place_of(themes, card.id);
        let (attributed, name) = attributed(attribution)?;
        let voice = heard.as_ref().zip(card.author).map(|((worked, crowd), author)| {
            let voice = voice(author, &worked.ledger, worked.results.map.as_deref());
            (told(&voice, attributed, crowd), voice)
        });
        let (told, Voice { options, group }) = voice.unwrap_or_default();
        let candidate = Candidate {
            source: Source::Comment(card.id),
            text: text.clone(),
            name,
            theme: placed.map(|(theme, _)| theme),
            rank: placed.map_or(usize::MAX, |(_, rank)| rank),
            option: options.first().copied(),
            group,
            told,
        };
        // The day is enough to read it by, and says less of who was at a keyboard when.
        let posted_ms = day_of(card.posted_ms);
        let provenance = Provenanced::Here { comment: card.id, attributed, posted_ms };
        Some((candidate, provenance))
    });
    let elsewhere = talk.elsewhere.iter().map(|row| {
        let rank = |record: &ThemeRecord| record.elsewhere.iter().position(|number| *number == row.number);
        let placed = themes.iter().enumerate().find_map(|(theme, record)| Some((theme, rank(record)?)));
        let candidate = Candidate {
            source: Source::Elsewhere(row.number),
            text: row.text.clone(),
            name: None,
            theme: placed.map(|(theme, _)| theme),
            rank: placed.map_or(usize::MAX, |(_, rank)| rank),
            option: None,
            group: None,
            told: None,
        };
        let provenance = Provenanced::Elsewhere {
            row: row.number,
            source: row.source.clone(),
            date: row.day.clone(),
            url: row.url.clone(),
            name: signed_there(row),
        };
        (candidate, provenance)
    });
    here.chain(elsewhere).collect()
}

/// The name and place that stood under it there.
fn signed_there(row: &ElsewhereComment) -> Option<String> {
    let parts: Vec<&str> = [&row.name, &row.place].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How many people share each answer.
pub fn crowd(worked: &Worked) -> Crowd {
    let mut crowd = Crowd::default();
    // One answer out of several says less than it seems to.
    if worked.results.poll.as_ref().is_some_and(|poll| poll.kind == PollKind::Multiple) {
        return crowd;
    }
    for latest in worked.ledger.latest_ballots().filter(|latest| !worked.ledger.is_banned(latest.participant)) {
        let voice = voice(latest.participant, &worked.ledger, worked.results.map.as_deref());
        voice.options.first().into_iter().for_each(|option| crowd.add(*option));
    }
    crowd
}

/// What may be told of the author of a quote.
pub fn told(voice: &Voice, attributed: Attributed, crowd: &Crowd) -> Option<OptionId> {
    match attributed {
        Attributed::Anonymous => crowd.told(voice.options.first().copied()),
        Attributed::Name | Attributed::FirstNameAndPlace => None,
    }
}

/// Exactly as the author chose, with the name; nothing where they chose not to be quoted.
fn attributed(attribution: &Attribution) -> Option<(Attributed, Option<String>)> {
    let shown = attribution.shown();
    match attribution.quote {
        QuoteConsent::Name => shown.map(|name| (Attributed::Name, Some(name))),
        QuoteConsent::FirstNameAndPlace => shown.map(|name| (Attributed::FirstNameAndPlace, Some(name))),
        QuoteConsent::Anonymous => Some((Attributed::Anonymous, None)),
        QuoteConsent::No => None,
    }
}

/// A quote and its words.
#[must_use]
pub fn quote(
    number: u32,
    (candidate, provenance): &(Candidate, Provenanced),
    text: &str,
    salt: String,
    by_editor: bool,
) -> (QuoteRecord, QuoteWords) {
    let quoted = Quoted { text: text.to_owned(), name: candidate.name.clone(), option: candidate.told };
    let record = QuoteRecord {
        number,
        hash: quote_hash(&salt, &quoted),
        provenance: provenance.clone(),
        theme: candidate.theme.and_then(|theme| u32::try_from(theme + 1).ok()),
        is_cut: text != candidate.text,
        by_editor,
    };
    let comment = match candidate.source {
        Source::Comment(id) => Some(id),
        Source::Elsewhere(_) => None,
    };
    let Quoted { text, name, option } = quoted;
    let option = option.map(|option| option.0);
    let (salt, text) = (Some(salt), Some(text));
    let words = QuoteWords { number, comment, salt, text, name, option, withdrawn_ms: None };
    (record, words)
}
