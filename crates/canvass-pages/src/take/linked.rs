//! What a take says of itself to machines: schema.org as JSON-LD.
//!
//! Counts are no ratings, so none are marked up as such. It holds nothing that the page does not.

use super::{Standing, TakePage};
use crate::html::Html;
use crate::words::Words;
use canvass_domain::{Conversation, Millis};
use serde_json::{Value, json};

/// The block for the page's head; empty for a draft.
pub(super) fn json_ld(
    t: Words,
    page: &TakePage<'_>,
    conversation: &Conversation,
    headline: &str,
    standfirst: &str,
) -> Html {
    if page.standing == Standing::Draft {
        return Html::default();
    }
    let [description, who] = [standfirst, ""].map(|lead| super::travelling(t, page.edition, page.results, lead));
    let text = document(page, conversation, headline, [&description, &who]).to_string();
    // Nothing in it can end the element it stands in.
    let text = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Html::trusted(format!("<script type=\"application/ld+json\">{text}</script>"))
}

fn document(page: &TakePage<'_>, conversation: &Conversation, headline: &str, [description, who]: [&str; 2]) -> Value {
    let (edition, instrument) = (page.edition, &conversation.instrument);
    let totals = &page.results.totals;
    let publisher = instrument.organiser.as_ref().map(|who| json!({"@type": "Organization", "name": who.name}));
    let author = edition.signed_off.as_ref().map(|by| json!({"@type": "Person", "name": by.name}));
    let dataset = json!({
        "@type": "Dataset",
        "name": instrument.title,
        "description": description,
        "version": edition.number.to_string(),
        "identifier": format!("sha256:{}", page.hash),
        "temporalCoverage": totals.first_ms.zip(totals.last_ms).map(|(first, last)| format!("{}/{}", day(first), day(last))),
        "measurementTechnique": who,
        "variableMeasured": instrument.poll.as_ref().map(|poll| poll.question.clone()),
        "distribution": [{
            "@type": "DataDownload",
            "encodingFormat": "application/json",
            "contentUrl": format!("{}/bundle", edition.url),
        }],
    });
    let question = instrument.poll.as_ref().map(|poll| {
        let answers = poll.options.iter().map(|option| json!({"@type": "Answer", "text": option.text}));
        json!({"@type": "Question", "name": poll.question, "suggestedAnswer": answers.collect::<Vec<_>>()})
    });
    let correction = edition.changes.as_ref().map(|changes| {
        json!({"@type": "CorrectionComment", "text": changes.why, "datePublished": edition.published_ms.map(day)})
    });
    json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "headline": headline,
        "description": description,
        "url": edition.url,
        "identifier": edition.id,
        "version": edition.number.to_string(),
        "datePublished": edition.published_ms.map(day),
        "inLanguage": instrument.language,
        "image": format!("{}/card.png", edition.url),
        "publisher": publisher,
        "author": author,
        "isBasedOn": instrument.story.as_ref().map(|story| story.url.clone()),
        "about": question,
        "correction": correction,
        "hasPart": dataset,
    })
}

fn day(ms: Millis) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
