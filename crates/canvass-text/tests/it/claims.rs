//! Claims that must not be made, and the people whom a headline names.

use canvass_text::{banned_claims, people_named, words_of_most};
use insta::assert_snapshot;
use proptest::prelude::*;

/// Texts and the words in them that must be flagged.
#[rustfmt::skip]
const CLAIMS: &[(&str, &[&str])] = &[
    ("The margin of error is three points.", &["margin of error"]),
    ("With a margin of sampling error of 2 per cent", &["margin of sampling error"]),
    ("Accurate to plus or minus 3 points, or ±2 %", &["plus or minus 3 points", "±2 %"]),
    ("at the 95 % confidence level", &["95 % confidence level"]),
    ("The confidence interval is wide.", &["confidence interval"]),
    ("We say so with 95 per cent confidence", &["95 per cent confidence"]),
    ("as for a probability sample of the same size", &["for a probability sample of the same size"]),
    ("A statistically significant gap", &["statistically significant"]),
    ("An Opinion Poll of our readers", &["Opinion Poll"]),
    ("This scientific poll found", &["scientific poll"]),
    ("A representative sample of nurses", &["representative sample"]),
    ("The answers are representative of social workers", &["answers are representative"]),
    ("broadly representative of the public", &["broadly representative"]),
    ("This is representative of the profession.", &["representative of the profession"]),
    ("It is nationally representative", &["nationally representative"]),
    ("Figures were weighted to be like the country", &["weighted to be"]),
    ("weighted to reflect the workforce", &["weighted to reflect"]),
    ("41 % of all social workers think it is unsafe", &["41 % of all social workers think"]),
    ("46 per cent of social workers support it", &["46 per cent of social workers support"]),
    ("60 % of the public is one thing", &["60 % of the public"]),
    ("60% of voters", &["60% of voters"]),
    ("The public wants more beds", &["The public wants"]),
    ("What the nation thinks", &["the nation thinks"]),
    ("Most people in Britain agree", &["Most people in Britain agree"]),
    ("Most nurses think so", &["Most nurses think"]),
    ("Britain backs the plan", &["Britain backs"]),
    ("The majority of the electorate", &["The majority of the electorate"]),
    ("Nine in ten voters want it", &["Nine in ten voters want"]),
    ("The sample is large enough to be trusted.", &["sample is large enough"]),
    ("The country has spoken: an opinion poll", &["The country has spoken", "opinion poll"]),
    // Not claims.
    ("A representative of the union said", &[]),
    ("She is a representative of the public on the board", &[]),
    ("The elected representative of residents", &[]),
    ("Statement 4 is a representative statement of group 1", &[]),
    ("The most representative statements of each group", &[]),
    ("No margin of error applies.", &[]),
    ("They do not stand for all readers, so no margin of error can be given.", &[]),
    ("This is not an opinion poll and has no representative sample.", &[]),
    ("The answers were not weighted to match anybody.", &[]),
    ("46 % of those who answered support it", &[]),
    ("Most nurses who answered agree", &[]),
    ("46 % of readers support it in principle", &[]),
    ("Participants were split", &[]),
    ("Public transport is late", &[]),
    ("The public library wants a roof", &[]),
    ("A significant risk", &[]),
    ("Error 404", &[]),
    ("I have confidence in the police", &[]),
    ("The policy should apply across the country.", &[]),
    ("Most of the country. Wants and needs", &[]),
    ("", &[]),
];

#[test]
fn claims_are_found_and_nothing_else() {
    for (text, expected) in CLAIMS {
        let found: Vec<String> = banned_claims(text).into_iter().map(|claim| claim.text).collect();
        assert_eq!(found, *expected, "{text}");
    }
}

#[test]
fn every_claim_has_a_reason_and_a_body() {
    let texts = [
        "margin of error",
        "confidence level",
        "statistically significant",
        "opinion poll",
        "representative sample",
        "representative of nurses",
        "weighted to be",
        "the sample is large enough",
        "the public wants",
    ];
    let said = texts.map(|text| {
        let claim = banned_claims(text).remove(0);
        format!("{} ({})", claim.reason, claim.body)
    });
    assert_snapshot!(said.join("\n"));
}

/// Headlines and the people they name.
#[rustfmt::skip]
const HEADLINES: &[(&str, &[&str])] = &[
    ("Social workers split on police attendance", &["Social workers"]),
    ("Children's social workers and nurses back it", &["Children's social workers", "nurses"]),
    ("Approved mental health professionals fear for safety", &["Approved mental health professionals"]),
    ("Adults' social workers say no", &["Adults' social workers"]),
    ("The public is against", &["The public"]),
    ("Police officers, residents, practitioners and Britons", &["Police officers", "residents", "practitioners", "Britons"]),
    ("Police back the plan", &["Police"]),
    ("What teachers think of the school run", &["teachers"]),
    ("Londoners want trams", &["Londoners"]),
    ("MPs and councillors at odds", &["MPs", "councillors"]),
    ("Unpaid carers and carers", &["Unpaid carers", "carers"]),
    ("Britain backs the plan", &["Britain"]),
    // Nobody who would have to be asked about.
    ("Readers split on police attendance at mental health calls", &[]),
    ("Participants and respondents agree", &[]),
    ("46 % of those who answered support it on a condition", &[]),
    ("Public services and the public sector", &[]),
    ("Nurses' pay divides readers", &[]),
    ("Right care, right person: what readers say", &[]),
    ("Across the country, readers wait for the bus", &[]),
    ("Children's services under strain", &[]),
    ("", &[]),
];

#[test]
fn people_in_headlines_are_found_and_nobody_else() {
    for (headline, expected) in HEADLINES {
        let found = people_named(headline);
        assert!(found.iter().all(|(range, text)| headline.get(range.clone()) == Some(text)));
        let found: Vec<String> = found.into_iter().map(|(_, text)| text).collect();
        assert_eq!(found, *expected, "{headline}");
    }
}

#[test]
fn most_is_of_those_who_answered() {
    for text in ["Most readers back it", "By far most of the readers who came", "“It works”, say most who answered"]
    {
        let [range] = words_of_most(text).try_into().unwrap();
        assert_eq!(text[range].to_lowercase(), "most", "{text}");
    }
    for text in
        ["The most votes", "Most. Readers agree", "Readers' most contested claim", "At most", "Foremost readers"]
    {
        assert_eq!(words_of_most(text), [], "{text}");
    }
}

#[test]
fn no_text_harms_it() {
    let piece = prop::sample::select(vec![
        "the",
        "public",
        "wants",
        "60",
        "%",
        "of",
        "all",
        "±",
        "plus or minus",
        "no",
        "representative",
        ".",
        "'",
        "’s",
        "É",
        "\n",
        "margin of error",
        "social workers",
        "in",
        "most",
        "nurses'",
    ]);
    let text = prop::collection::vec(prop_oneof![3 => piece.prop_map(str::to_owned), 1 => any::<String>()], 0..30);
    let text = text.prop_map(|pieces| pieces.join(" "));
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) }, |(text in text)| {
        let claims = banned_claims(&text);
        prop_assert!(claims.iter().all(|claim| text.get(claim.range.clone()) == Some(claim.text.as_str())));
        prop_assert!(claims.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        prop_assert!(people_named(&text).iter().all(|(range, words)| text.get(range.clone()) == Some(words.as_str())));
    });
}
