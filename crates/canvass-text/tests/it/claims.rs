//! Claims that must not be made, and the people whom a headline names.

use canvass_text::{
    Amount, Way, banned_claims, kinds_compared, leaning, people_named, said_of_answers, surveys_claimed,
};
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
fn a_claim_is_an_amount_a_way_and_who() {
    let check = |text: &str, expected: &[(&[Amount], Option<Way>)]| {
        let said = said_of_answers(text, &[]);
        let found: Vec<(Vec<Amount>, Option<Way>)> =
            said.iter().map(|one| (one.amounts.iter().map(|amount| amount.amount).collect(), one.way)).collect();
        let expected: Vec<(Vec<Amount>, Option<Way>)> =
            expected.iter().map(|(amounts, way)| (amounts.to_vec(), *way)).collect();
        assert_eq!(found, expected, "{text}");
        assert!(said.iter().all(|one| text.get(one.range.clone()).is_some() && text.get(one.clause.clone()).is_some()));
    };
    check("Most readers back it", &[(&[Amount::Most], Some(Way::For))]);
    check("Readers overwhelmingly reject the plan", &[(&[Amount::Overwhelming], Some(Way::Against))]);
    check("Huge support for the plan", &[(&[Amount::Overwhelming], Some(Way::For))]);
    check("Few readers do not support it", &[(&[Amount::Few], Some(Way::Against))]);
    check(
        "Most oppose it, but few say no",
        &[(&[Amount::Most], Some(Way::Against)), (&[Amount::Few], Some(Way::Against))],
    );
    check("By a landslide: readers say yes", &[(&[Amount::Overwhelming], Some(Way::For))]);
    check("Readers want more buses", &[(&[], None)]);
    // Neither of readers, nor a claim.
    for text in [
        "The most votes",
        "Most. Readers agree?",
        "Readers' most contested claim",
        "What most readers want",
        "Do readers back it?",
        "What readers for and against say",
        "Police back on the beat",
        "Support for carers under strain",
        "All the answers",
        "Foremost readers",
    ] {
        assert!(said_of_answers(text, &[]).iter().all(|one| one.amounts.is_empty() && one.way.is_none()), "{text}");
    }
}

#[test]
fn answers_lean_by_their_own_words() {
    let check = |answer: &str, expected: Option<Way>| assert_eq!(leaning(answer), expected, "{answer}");
    for answer in ["Yes", "Yes, if they pay", "Support in principle", "I agree", "In favour", "For"] {
        check(answer, Some(Way::For));
    }
    for answer in ["No", "No, never", "Oppose", "I do not support it", "Against", "Disagree"] {
        check(answer, Some(Way::Against));
    }
    check("Not sure", Some(Way::Unsure));
    check("I don’t know", Some(Way::Unsure));
    for answer in ["No opinion", "Cycle lanes", "Keep it as it is", "", "Neither"] {
        check(answer, None);
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
        "readers",
        "back",
        "than",
        "survey",
        "overwhelmingly",
        "support",
        "-",
        "—",
    ]);
    let text = prop::collection::vec(prop_oneof![3 => piece.prop_map(str::to_owned), 1 => any::<String>()], 0..30);
    let text = text.prop_map(|pieces| pieces.join(" "));
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) }, |(text in text)| {
        let claims = banned_claims(&text);
        prop_assert!(claims.iter().all(|claim| text.get(claim.range.clone()) == Some(claim.text.as_str())));
        prop_assert!(claims.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        for said in said_of_answers(&text, &[]) {
            prop_assert!(text.get(said.range).is_some() && text.get(said.clause).is_some() && text.get(said.object).is_some());
        }
        prop_assert!(kinds_compared(&text, &["Nurse".to_owned()]).is_none_or(|range| text.get(range).is_some()));
        prop_assert!(surveys_claimed(&text).iter().all(|range| text.get(range.clone()).is_some()));
        prop_assert!(people_named(&text).iter().all(|(range, words)| text.get(range.clone()) == Some(words.as_str())));
    });
}
