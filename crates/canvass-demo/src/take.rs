//! The take of the demo's closed copy: drafted by the program, edited, signed off and published; a reader finds a word
//! unclear, the desk explains it, and a second edition says so.
//!
//! It goes the way that every take goes, through the same use cases, and holds no number of its own.

use crate::clock::OPENED_MS;
use canvass_app::edition::{
    ElsewhereComment, NotSaved, Publishing, Settling, Source, Take, Written, WrittenQuote, read_elsewhere, source_of,
};
use canvass_app::live::Entry;
use canvass_app::{App, AppError, StaffId};
use canvass_domain::{DAY_MS, Millis, Slug};
use canvass_edition::Prose;

/// The day after the last answer.
const DRAFTED_MS: Millis = OPENED_MS + 5 * DAY_MS;
const UNCLEAR_MS: Millis = DRAFTED_MS + 9 * DAY_MS;
const SECOND_MS: Millis = DRAFTED_MS + 10 * DAY_MS;
const DUE_MS: Millis = DRAFTED_MS + 14 * DAY_MS;
const RESPONDED_MS: Millis = DRAFTED_MS + 16 * DAY_MS;

const STANDFIRST: &str = "{poll.option.2.share} of {poll.n} readers who answered support the policy in principle, provided \
health and social care are resourced for the work it adds. {poll.option.3.share} say that without the police there, \
practitioners are at greater risk. {poll.option.1.share} agree with the policy as it is.";
const ON_ASSESSMENTS: &str = "Where readers speak of assessments here, they mean one thing or another. A Mental Health Act assessment \
decides whether somebody is to be detained; a mental health assessment is any clinical one, and carries no legal power. \
The question did not tell them apart, so its answers cannot be read as being about either alone.";
const CLARIFIED: &str = "“Assessment” can mean two things. A Mental Health Act assessment is made by an approved mental \
health professional and, as a rule, doctors, and decides about detention. A mental health assessment is any clinical \
assessment and has no legal power. The text of the first edition used the short word for both; the second names which \
is meant.";
const RESPONSE: &str = "We read every theme. The police keep all duties that the law places on them, a section 135(1) \
warrant among them, and cannot withdraw from those. What happens after a call is declined is not counted in one place \
today; we agree that it should be. (This response is invented for the demonstration, and so is whoever gives it.)";

/// Comments under an earlier story, which the editor quotes beside those made here.
const EARLIER: &[u8] = include_bytes!("earlier.csv");

/// Names that an editor gives to themes, by a word that the theme is told by.
const NAMES: [(&str, &str); 9] = [
    ("bed", "Beds, and waiting for them"),
    ("warrant", "What the law still asks of the police"),
    ("plan", "Plans between services"),
    ("area", "Plans between services"),
    ("assessment", "Mental health services in place of the police"),
    ("decline", "Over-reliance on the police, and what follows a refusal"),
    ("practitioners", "Safety, working alone and out of hours"),
    ("writing", "Waiting, and what is put in writing"),
    ("sit", "What a night is like"),
];

/// Publishes both editions, unless they are there; gives the names of all that are.
///
/// # Errors
/// When something of it cannot be done, which is a fault in the demo's own texts.
pub async fn publish_demo_take(app: &App, slug: &Slug, public_url: &str) -> Result<Vec<String>, NotSaved> {
    let entry = app.any(slug.as_str()).ok_or(AppError::NotFound("conversation"))?;
    if app.shelf(&entry).await?.newest().is_none() {
        first(app, &entry, public_url).await?;
    }
    if app.shelf(&entry).await?.next_number() == 2 {
        second(app, &entry, public_url).await?;
    }
    let shelf = app.shelf(&entry).await?;
    Ok(shelf.published().map(|take| take.edition.id.clone()).collect())
}

const DESK: StaffId = StaffId::COMMAND_LINE;

async fn first(app: &App, entry: &Entry, public_url: &str) -> Result<(), NotSaved> {
    let addressee = "The authors of the policy (invented for this demonstration)";
    app.ask_response(entry, addressee, DUE_MS, DESK, DRAFTED_MS).await?;
    let earlier = read_elsewhere(EARLIER).map_err(|error| AppError::broken("reading earlier comments", error))?;
    app.bring_in(entry, &earlier, DESK, DRAFTED_MS).await?;
    app.draft_edition(entry, public_url, DESK, DRAFTED_MS).await?;
    let shelf = app.shelf(entry).await?;
    let draft =
        shelf.draft().ok_or_else(|| AppError::broken("making the take of the demo", "there is no draft"))?.clone();
    let edition = &draft.edition;
    let name = |words: &[String]| {
        let known = NAMES.iter().find(|(word, _)| words.iter().any(|other| other == word));
        known.map(|(_, name)| (*name).to_owned()).unwrap_or_default()
    };
    let (earlier, body) = with_earlier(&earlier, &draft);
    let mut themes: Vec<String> = Vec::new();
    for theme in &edition.themes {
        // No two themes are called the same.
        let name = name(&theme.words);
        themes.push(if themes.contains(&name) { String::new() } else { name });
    }
    let prose = Prose { standfirst: STANDFIRST.to_owned(), body, ..edition.prose.clone() };
    let quotes = kept(&draft).into_iter().chain(earlier).collect();
    let written = Written { prose, themes, quotes };
    app.save_take(entry, &written, &draft.hash, DESK, DRAFTED_MS).await?;
    publish(app, entry, "", DRAFTED_MS).await
}

/// The quotes of a draft as they are.
fn kept(draft: &Take) -> Vec<WrittenQuote> {
    let quotes = draft.edition.quotes.iter().zip(&draft.quotes);
    quotes
        .filter_map(|(record, words)| Some(WrittenQuote { source: source_of(record), text: words.text.clone()? }))
        .collect()
}

/// Quotes of the comments under the earlier story, and the text with each below the quotes of its theme.
fn with_earlier(rows: &[ElsewhereComment], draft: &Take) -> (Vec<WrittenQuote>, String) {
    let edition = &draft.edition;
    let mut body = edition.prose.body.clone();
    let taken = edition.quotes.iter().map(|quote| quote.number).max().unwrap_or(0);
    for (number, row) in (taken + 1..).zip(rows) {
        let mut themes = (1_u32..).zip(&edition.themes);
        let theme = themes.find(|(_, theme)| theme.elsewhere.contains(&row.number)).map(|(number, _)| number);
        let above = edition.quotes.iter().rev().find(|quote| theme.is_some() && quote.theme == theme);
        if let Some(quote) = above.or(edition.quotes.last()) {
            let above = format!("{{quote.{}}}", quote.number);
            body = body.replacen(&above, &format!("{above}\n\n{{quote.{number}}}"), 1);
        }
    }
    let quote = |row: &ElsewhereComment| WrittenQuote { source: Source::Elsewhere(row.number), text: row.text.clone() };
    (rows.iter().map(quote).collect(), body)
}

async fn second(app: &App, entry: &Entry, public_url: &str) -> Result<(), NotSaved> {
    let shelf = app.shelf(entry).await?;
    let newest =
        shelf.newest().ok_or_else(|| AppError::broken("making the take of the demo", "there is no edition"))?.clone();
    let note = "Which one? A mental health assessment and a Mental Health Act assessment are not the same.";
    app.say_unclear(entry, &newest, "assessment", Some(note), None, UNCLEAR_MS).await?;
    let waiting = app.unclear(entry).await?;
    let settling = Settling {
        numbers: waiting.iter().flat_map(|group| &group.rows).map(|row| row.number).collect(),
        passage: "assessment".to_owned(),
        text: CLARIFIED.to_owned(),
        asked_again: None,
    };
    app.settle_unclear(entry, &settling, DESK, UNCLEAR_MS).await?;
    app.draft_edition(entry, public_url, DESK, SECOND_MS).await?;
    let shelf = app.shelf(entry).await?;
    let draft =
        shelf.draft().ok_or_else(|| AppError::broken("making the take of the demo", "there is no draft"))?.clone();
    let body = draft.edition.prose.body.replacen(
        "\n## Words used here",
        &format!("\n{ON_ASSESSMENTS}\n\n## Words used here"),
        1,
    );
    let written = Written {
        prose: Prose { body, ..draft.edition.prose.clone() },
        themes: newest.edition.themes.iter().map(|theme| theme.name.clone()).collect(),
        quotes: kept(&draft),
    };
    app.save_take(entry, &written, &draft.hash, DESK, SECOND_MS).await?;
    publish(app, entry, "A reader found “assessment” unclear: it can mean two things.", SECOND_MS).await?;
    let number = app.aftermath(entry).await?.responses.first().map(|row| row.number);
    if let Some(number) = number {
        app.keep_response(entry, number, RESPONSE, DESK, RESPONDED_MS).await?;
    }
    Ok(())
}

async fn publish(app: &App, entry: &Entry, why: &str, at_ms: Millis) -> Result<(), NotSaved> {
    let shelf = app.shelf(entry).await?;
    let hash =
        shelf.draft().ok_or_else(|| AppError::broken("making the take of the demo", "there is no draft"))?.hash.clone();
    let checked = ["headline", "figures", "quotes", "words", "response"].map(str::to_owned);
    let publishing = Publishing {
        signed_off_by: Some("Robin Example, community editor (invented)".to_owned()),
        checked: checked.into(),
        why: why.to_owned(),
        ..Publishing::default()
    };
    app.publish_take(entry, &publishing, &hash, DESK, at_ms).await.map(|_| ())
}
