//! Takes: from a closed conversation to a published edition that holds, and what becomes of it.

use canvass_app::StaffId;
use canvass_app::edition::{
    Depth, EditionPart, Fault, Outcome, ProblemKind, Publishing, Reach, Report, Shelf, Take, problems, verify,
};
use canvass_app::live::Entry;
use canvass_domain::{QuoteConsent, Role, StatementState};
use canvass_edition::bundle;
use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, databases};
use serde_json::Value;
use std::sync::Arc;

const DESK: StaffId = StaffId::COMMAND_LINE;
const URL: &str = "http://localhost:8400";
const NOON: i64 = 1_800_000_000_000;
const SLUG: &str = "right-care-right-person-closed";
const COMMENT_30: &str = "If I could promise a bed at ten I would retire a legend.";

async fn closed(app: &TestApp) -> Arc<Entry> {
    let made = canvass_demo::closed(canvass_demo::DEFAULT_SEED).unwrap();
    assert_eq!(made.slug.as_str(), SLUG);
    app.load(SLUG, &made.transcript).await;
    app.app().public(SLUG).unwrap()
}

async fn published(app: &TestApp) -> (Arc<Entry>, Shelf) {
    let entry = closed(app).await;
    app.publish_take(SLUG).await;
    let shelf = app.app().shelf(&entry).await.unwrap();
    (entry, shelf)
}

async fn bundle_of(app: &TestApp, entry: &Entry, take: &Take, reach: Reach) -> String {
    app.app().bundle(entry, take, reach).await.unwrap()
}

fn outcome<'r>(report: &'r Report, what: &str) -> &'r Outcome {
    let found = report.checks.iter().find(|check| check.what.starts_with(what));
    &found.unwrap_or_else(|| panic!("`{what}` was not looked at: {:#?}", report.checks)).outcome
}

#[tokio::test]
async fn the_draft_writes_itself_and_could_be_published_as_it_stands() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let entry = closed(&app).await;
        app.app().draft_edition(&entry, URL, DESK, NOON).await.unwrap();
        let shelf = app.app().shelf(&entry).await.unwrap();
        let draft = shelf.draft().unwrap();
        assert_eq!(problems(draft), [], "nothing to mend, and nothing flagged");
        let prose = &draft.edition.prose;
        assert_eq!(prose.headline, "Readers are split on “Right care, right person”");
        for part in
            ["{poll.option.1.share}", "{poll.sum.1+2.share}", "{who}", "{about.role.1.n}", "{chart.map}", "{quote.1}"]
        {
            assert!(prose.body.contains(part), "{part}");
        }
        let digits = prose.body.chars().filter(char::is_ascii_digit).count();
        assert!(digits > 50, "keys have numbers");
        assert!(draft.edition.themes.len() >= 2);
        // The same log gives the same results as the page shows.
        let live = entry.results().open(canvass_domain::Viewer::Stranger).unwrap().to_json().unwrap();
        assert_eq!(draft.edition.results["results_hash"], live["results_hash"]);
        let again = app.app().draft_edition(&entry, URL, DESK, NOON).await.unwrap();
        let again = (again, app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone());
        assert_eq!(again, (1, draft.hash.clone()), "frozen again it is the same");
    }
}

#[tokio::test]
async fn everything_in_a_bundle_is_worked_out_again() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let (entry, shelf) = published(&app).await;
    let take = shelf.newest().unwrap();
    let key = app.app().public_key().unwrap();
    let public = bundle_of(&app, &entry, take, Reach::Public).await;
    let report = verify(public.as_bytes(), Some(&key), Depth::Public).unwrap();
    assert_eq!(report.fault(), None, "{:#?}", report.checks);
    for section in ["counts", "poll", "groups", "statements", "shared", "divisive", "unsure", "representative", "map"] {
        assert_eq!(outcome(&report, &format!("results: {section}")), &Outcome::Recomputed, "{section}");
    }
    assert_eq!(outcome(&report, "figure {poll.option.2.share}"), &Outcome::Recomputed);
    assert_eq!(outcome(&report, "figure {figure.rcrp-no-crime-share}"), &Outcome::Attested);
    assert_eq!(outcome(&report, "who is in which group"), &Outcome::Attested);
    assert_eq!(outcome(&report, "answers by attribute"), &Outcome::Attested);
    let other = verify(public.as_bytes(), Some(&"0".repeat(64)), Depth::Public).unwrap();
    assert_eq!(other.fault(), Some(Fault::Key));
    let private = bundle_of(&app, &entry, take, Reach::Private).await;
    let report = verify(private.as_bytes(), Some(&key), Depth::Private).unwrap();
    assert_eq!(report.fault(), None, "{:#?}", report.checks);
    for what in ["votes and groups", "results: segments", "results: groups", "results: results_hash"] {
        assert_eq!(outcome(&report, what), &Outcome::Recomputed, "{what}");
    }
    assert_eq!(verify(public.as_bytes(), None, Depth::Private).unwrap().fault(), Some(Fault::Record));
}

/// Nothing of who they are, and nothing of who came first.
#[tokio::test]
async fn the_public_bundle_names_nobody() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let (entry, shelf) = published(&app).await;
    app.publish_take(SLUG).await;
    let shelf_now = app.app().shelf(&entry).await.unwrap();
    let read = async |take: &Take| bundle::read(bundle_of(&app, &entry, take, Reach::Public).await.as_bytes()).unwrap();
    let first = read(shelf.newest().unwrap()).await;
    let second = read(shelf_now.newest().unwrap()).await;
    let ids = |bundle: &bundle::Bundle| bundle.votes.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    assert!(
        ids(&first).is_sorted() && ids(&first).iter().all(|id| !ids(&second).contains(id)),
        "names of each edition alone"
    );
    assert_eq!(first.votes.rows.len(), second.votes.rows.len());
    let order = |bundle: &bundle::Bundle| {
        bundle
            .votes
            .rows
            .iter()
            .map(|row| (row.options.clone(), row.agree.clone(), row.disagree.clone()))
            .collect::<Vec<_>>()
    };
    assert_ne!(order(&first), order(&second), "rows are shuffled anew");
    let private =
        bundle::read(bundle_of(&app, &entry, shelf.newest().unwrap(), Reach::Private).await.as_bytes()).unwrap();
    let rows = private.record.unwrap().rows;
    let n_in_order = rows.windows(2).filter(|pair| pair[0] < pair[1]).count();
    assert!(n_in_order * 10 > rows.len() * 4 && n_in_order * 10 < rows.len() * 6, "{n_in_order} of {}", rows.len());
    assert_eq!(first.record, None);
    let text = serde_json::to_string(&serde_json::to_value(first.edition).unwrap()).unwrap();
    assert!(!text.contains("participant_id") && !text.contains("\"said\""));
    let votes_told = |words: &bundle::QuoteText| words.quoted.option.is_some();
    let (named, unnamed): (Vec<_>, Vec<_>) = first.quotes.values().partition(|words| words.quoted.name.is_some());
    assert!(!named.is_empty() && !named.into_iter().any(votes_told), "beside a name stands no vote");
    assert!(unnamed.into_iter().any(votes_told));
}

fn changed(bundle: &str, change: impl Fn(&mut bundle::Bundle)) -> String {
    let mut read = bundle::read(bundle.as_bytes()).unwrap();
    change(&mut read);
    let written = bundle::write(&read).unwrap();
    assert!(written != bundle, "nothing was changed");
    written
}

/// Another first digit.
fn flip(digits: &mut String) {
    let other = if digits.starts_with('0') { "1" } else { "0" };
    digits.replace_range(..1, other);
}

/// Every part of a bundle, changed by somebody who knows the format, with everything that can be mended mended.
#[tokio::test]
async fn whatever_is_tampered_with_is_caught() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let (entry, shelf) = published(&app).await;
    let take = shelf.newest().unwrap();
    let public = bundle_of(&app, &entry, take, Reach::Public).await;
    let private = bundle_of(&app, &entry, take, Reach::Private).await;
    let check = |what: &str, change: &dyn Fn(&mut bundle::Bundle), expected: Fault| {
        let report = verify(changed(&public, change).as_bytes(), None, Depth::Public);
        assert_eq!(report.unwrap().fault(), Some(expected), "{what}");
    };
    check("the headline", &|b| b.edition["prose"]["headline"] = "Other".into(), Fault::Hash);
    check("a count", &|b| b.edition["results"]["poll"]["options"][0]["n"] = 230.into(), Fault::Hash);
    check("a field nobody knows", &|b| b.edition["more"] = 1.into(), Fault::Hash);
    check("the signature", &|b| flip(&mut b.signature.value), Fault::Signature);
    check("the key", &|b| b.signature.key = "1".repeat(64), Fault::Signature);
    check("the algorithm", &|b| b.signature.algorithm = "none".to_owned(), Fault::Signature);
    check("the hash", &|b| flip(&mut b.signature.hash), Fault::Hash);
    check(
        "a vote",
        &|b| {
            // Rows stand in another order with every secret, and some have no vote.
            let row = b.votes.rows.iter_mut().find(|row| !row.agree.is_empty()).unwrap();
            row.agree.pop();
        },
        Fault::Votes,
    );
    check("a name", &|b| b.votes.rows[0].id = "0".repeat(20), Fault::Votes);
    check("a group", &|b| b.votes.rows.iter_mut().for_each(|row| row.group = None), Fault::Votes);
    check("words", &|b| b.quotes.values_mut().for_each(|words| words.quoted.text.push('!')), Fault::Quotes);
    check("a salt", &|b| b.quotes.values_mut().for_each(|words| words.salt = "00".to_owned()), Fault::Quotes);
    let more = |b: &mut bundle::Bundle| {
        let words = b.quotes.values().next().unwrap().clone();
        b.quotes.insert(99, words);
    };
    check("a quote more", &more, Fault::Quotes);
    for change in [
        (|b: &mut bundle::Bundle| b.record.as_mut().unwrap().events[9][1] += 1) as fn(&mut bundle::Bundle),
        |b| {
            b.record.as_mut().unwrap().said.pop();
        },
        |b| b.record.as_mut().unwrap().rows.swap(0, 1),
        |b| b.record.as_mut().unwrap().salt = "00".to_owned(),
        |b| b.record = None,
    ] {
        let report = verify(changed(&private, change).as_bytes(), None, Depth::Private).unwrap();
        assert_eq!(report.fault(), Some(Fault::Record));
    }
    for bytes in [
        format!("{public}\n"),
        format!(" {public}"),
        public.replace("\"votes\"", "\"Votes\""),
        String::new(),
        "{}".to_owned(),
    ] {
        assert!(verify(bytes.as_bytes(), None, Depth::Public).is_err());
    }
}

/// Somebody who holds the key signs results that do not follow: the signature is good, and it is caught all the same.
#[tokio::test]
async fn a_publisher_cannot_sign_what_does_not_follow() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let (entry, shelf) = published(&app).await;
    let take = shelf.newest().unwrap();
    let public = bundle_of(&app, &entry, take, Reach::Public).await;
    let private = bundle_of(&app, &entry, take, Reach::Private).await;
    let signed = |bundle: &str, change: &dyn Fn(&mut bundle::Bundle)| {
        changed(bundle, |b| {
            change(b);
            let document = canvass_results::canonical_json(&b.edition).unwrap();
            let key = canvass_app::edition::SigningKey::of(app.app().server_secret()).unwrap();
            b.signature.hash = canvass_results::sha256_hex(document.as_bytes());
            b.signature.value = key.sign(document.as_bytes());
        })
    };
    let check_at =
        |(bundle, depth): (&str, Depth), what: &str, change: &dyn Fn(&mut bundle::Bundle), expected: Fault| {
            let report = verify(signed(bundle, change).as_bytes(), None, depth).unwrap();
            assert_eq!(outcome(&report, "signature"), &Outcome::Good);
            assert_eq!(report.fault(), Some(expected), "{what}: {:#?}", report.checks);
        };
    let check = |what: &str, change: &dyn Fn(&mut Value), expected: Fault| {
        check_at((&public, Depth::Public), what, &|b| change(&mut b.edition), expected);
    };
    let check_private = |what: &str, change: &dyn Fn(&mut bundle::Bundle)| {
        check_at((&private, Depth::Private), what, change, Fault::Record);
    };
    check_private("what became of comments", &|b| b.edition["moderation"]["comments"]["held"] = 99.into());
    check("a count", &|e| e["results"]["poll"]["options"][0]["n"] = 230.into(), Fault::Results);
    check("a point", &|e| e["results"]["map"]["points"][0]["x"] = 9.5.into(), Fault::Results);
    check("a statement's tally", &|e| e["results"]["statements"][0]["agree"] = 9.into(), Fault::Results);
    check("a figure", &|e| e["figures"][0]["value"] = "1,761".into(), Fault::Figures);
    check("a count beside the results", &|e| e["totals"]["n_voters"] = 1_700.into(), Fault::Results);
    check("a group's count", &|e| e["totals"]["group_ballots"][0] = 40.into(), Fault::Results);
    check("a threshold", &|e| e["parameters"]["split_within_points"] = 60.into(), Fault::Results);
    check("a theme's name", &|e| e["themes"][0]["name"] = "87% of readers want more police".into(), Fault::Figures);
    check("a quotation", &|e| e["prose"]["standfirst"] = "“87% of readers” agree.".into(), Fault::Figures);
    check(
        "a figure left out",
        &|e| {
            e["figures"].as_array_mut().unwrap().pop();
        },
        Fault::Figures,
    );
    for (what, n) in [("lead", 91), ("split", 98), ("half", 140)] {
        check(what, &|e| e["answers_to_change"][what] = n.into(), Fault::Results);
        check(what, &|e| e["disclosure"]["answers_to_change"][what] = n.into(), Fault::Results);
    }
    check("a bare number", &|e| e["prose"]["headline"] = "59% of readers agree".into(), Fault::Figures);
}

#[tokio::test]
async fn a_quote_that_is_withdrawn_leaves_a_dated_note_and_the_edition_stands() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let (entry, shelf) = published(&app).await;
        let take = shelf.newest().unwrap();
        let words = take.quotes.iter().find(|words| words.comment.is_some()).unwrap();
        let (text, comment) = (words.text.clone().unwrap(), words.comment.unwrap());
        let first_line = text.lines().next().unwrap().replace('\'', "&#39;");
        let page = app.browser().get(&format!("/take/{}", take.id())).await;
        assert!(page.text().contains(&first_line), "{first_line}");
        let author = entry.read().talk.card(comment).unwrap().author;
        app.app().stop_quoting(&entry, author.unwrap(), comment, NOON).await.unwrap();
        let stranger =
            app.app().stop_quoting(&entry, canvass_domain::ParticipantId(author.unwrap().0 + 1), comment, NOON).await;
        assert!(stranger.is_err(), "only its author");
        let page = app.browser().get(&format!("/take/{}", take.id())).await;
        assert!(!page.text().contains(&first_line));
        assert!(page.text().contains("Its author withdrew it on 15 January 2027."), "a dated note");
        let bundle = app.browser().get(&format!("/take/{}/bundle", take.id())).await;
        assert!(!bundle.text().contains(&serde_json::to_string(&text).unwrap()));
        let report = verify(&bundle.body, None, Depth::Public).unwrap();
        assert_eq!(report.fault(), None, "{:#?}", report.checks);
        assert_eq!(outcome(&report, &format!("quote {}", words.number)), &Outcome::Redacted);
        let kept = app.app().store().comment_words(entry.id(), &[comment]).await.unwrap();
        assert_eq!(kept[0].1.attribution.quote, QuoteConsent::No);
        assert_eq!(kept[0].1.text.as_deref(), Some(text.as_str()), "the comment stays");
    }
}

#[tokio::test]
async fn a_reader_takes_words_back_on_their_own_page() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut topic = Topic::new("bridge");
    topic.keys = "comments = \"show\"".to_owned();
    app.open(&topic).await;
    let (mut ada, mut ben) = (app.browser(), app.browser());
    ada.submit("bridge", "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
    let words = [("text", "The old bridge has a view."), ("quote", "name"), ("name", "Ada Okoye")];
    ada.submit("bridge", "comments", &words).await.must_be(303);
    ben.submit("bridge", "comments", &[("text", "Mine alone."), ("quote", "no")]).await.must_be(303);
    app.close("bridge").await;
    let take = format!("/take/{}", app.publish_take("bridge").await);
    let page = app.browser().get(&take).await.must_be(200);
    assert!(page.text().contains("The old bridge has a view.") && page.text().contains("Ada Okoye"));
    assert!(!page.text().contains("Mine alone."));

    let mine = ben.get("/c/bridge/mine").await;
    assert!(!mine.text().contains("stop-quoting"), "nothing to take back");
    ben.submit("bridge", "comments/1/stop-quoting", &[]).await.must_be(404);
    let mine = ada.get("/c/bridge/mine").await;
    assert!(mine.text().contains("You let it be quoted with your name."));
    let sent = ada.submit("bridge", "comments/1/stop-quoting", &[]).await.must_be(303);
    assert_eq!(sent.header("location"), "/c/bridge/mine?said=quoting-stopped");
    assert!(!ada.get("/c/bridge/mine").await.text().contains("stop-quoting"));
    let page = app.browser().get(&take).await.must_be(200);
    assert!(!page.text().contains("The old bridge has a view.") && !page.text().contains("Ada Okoye"));
    assert!(page.text().contains("Its author withdrew it on"));
    let bundle = app.browser().get(&format!("{take}/bundle")).await.must_be(200);
    assert!(!bundle.text().contains("The old bridge has a view.") && !bundle.text().contains("Ada Okoye"));
    assert_eq!(verify(bundle.text().as_bytes(), None, Depth::Public).unwrap().fault(), None);
}

/// Whoever compares two editions must not learn what the one author answered whose comment is gone.
#[tokio::test]
async fn a_later_edition_keeps_back_how_a_theme_spreads_that_has_changed() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let (entry, shelf) = published(&app).await;
    let theme = |take: &Take| {
        let told = take.edition.themes.iter().position(|theme| !theme.spread.by_option.is_empty());
        told.map(|place| take.edition.themes[place].clone())
    };
    let told = theme(shelf.newest().unwrap()).expect("one spread is shown");
    app.app().redraft_edition(&entry, URL, DESK, NOON).await.unwrap();
    let draft = app.app().shelf(&entry).await.unwrap().draft().unwrap().clone();
    assert_eq!(theme(&draft), Some(told.clone()), "nothing has changed");
    let comment = told.comments[0];
    let ruling = canvass_domain::Ruling { rule: Some("unclear".to_owned()), reason: None };
    let target = canvass_domain::Target::Comment(comment);
    let shown = canvass_domain::Looked { target, from: StatementState::Accepted, seen: None };
    app.app().decline(&entry, shown, ruling, DESK, NOON).await.unwrap();
    app.app().redraft_edition(&entry, URL, DESK, NOON).await.unwrap();
    let draft = app.app().shelf(&entry).await.unwrap().draft().unwrap().clone();
    assert_eq!(theme(&draft), None);
    assert!(!draft.edition.themes.iter().any(|theme| theme.comments.contains(&comment)));
    app.publish_take(SLUG).await;
    let second = app.app().shelf(&entry).await.unwrap().newest().unwrap().clone();
    assert_eq!(second.edition.number, 2);
    let private = bundle_of(&app, &entry, &second, Reach::Private).await;
    assert_eq!(verify(private.as_bytes(), None, Depth::Private).unwrap().fault(), None);
}

#[tokio::test]
async fn words_of_a_quote_stand_at_their_place_only() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let entry = closed(&app).await;
    app.app().draft_edition(&entry, URL, DESK, NOON).await.unwrap();
    let draft = app.app().shelf(&entry).await.unwrap().draft().unwrap().clone();
    let words = draft.quotes[0].text.clone().unwrap();
    let mut take = Take::clone(&draft);
    take.edition.prose.body = format!("A reader says “{words}” and means it.\n");
    let kinds: Vec<ProblemKind> = problems(&take).into_iter().map(|problem| problem.kind).collect();
    assert!(kinds.contains(&ProblemKind::Typed), "{kinds:?}");
    assert!(ProblemKind::Typed.refuses());
    take.edition.prose.body = "“[…] 1 […]” of readers say so.\n".to_owned();
    assert!(problems(&take).iter().any(|problem| problem.kind == ProblemKind::Bare), "a cut makes nothing of a number");
}

/// What somebody said of themselves is nowhere once they take it back, editions included; the edition stands.
#[tokio::test]
async fn what_a_reader_said_of_themselves_goes_from_editions_too() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge")).await;
        let (mut ada, mut ben) = (app.browser(), app.browser());
        for reader in [&mut ada, &mut ben] {
            reader.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
            reader.submit("bridge", "about-me", &[("role", "Nurse"), ("consent", "yes")]).await.must_be(303);
        }
        app.close("bridge").await;
        app.publish_take("bridge").await;
        let entry = app.entry("bridge");
        let take = app.app().shelf(&entry).await.unwrap().newest().unwrap().clone();
        let private = async || bundle_of(&app, &entry, &take, Reach::Private).await;
        let outcome_of = |bundle: &str| {
            let report = verify(bundle.as_bytes(), None, Depth::Private).unwrap();
            assert_eq!(report.fault(), None, "{:#?}", report.checks);
            outcome(&report, "what people said of themselves").clone()
        };
        assert_eq!(outcome_of(&private().await), Outcome::Good);
        ada.submit("bridge", "mine/forget-about-me", &[]).await.must_be(303);
        let after = private().await;
        assert_eq!(outcome_of(&after), Outcome::Redacted);
        assert!(after.contains("\"said\":[]"), "Ben’s would tell, by what is missing, whose is gone");
        let kept = app.app().store().edition_part(entry.id(), 1, EditionPart::Record).await.unwrap().unwrap();
        assert!(kept.contains("\"said\":[]"), "the database keeps none of it with the edition");
    }
}

#[tokio::test]
async fn whoever_takes_the_whole_log_along_is_noted() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    published(&app).await;
    let path = format!("/desk/c/{SLUG}/take/1/private.json");
    for role in [Role::Moderator, Role::Analyst] {
        assert_eq!(app.sign_in(role).await.get(&path).await.status.as_u16(), 403, "{role:?}");
    }
    let bundle = app.sign_in(Role::Editor).await.get(&path).await.must_be(200);
    assert_eq!(verify(&bundle.body, None, Depth::Private).unwrap().fault(), None);
    let audit = app.app().store().audit(canvass_app::AuditRange::default(), 500).await.unwrap();
    assert_eq!(audit.iter().filter(|line| line.act == "take_private_bundle").count(), 1);
}

/// The rows of two editions, one taken from the other, must not leave the row of the one who has gone.
#[tokio::test]
async fn results_are_held_until_enough_have_left() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut topic = Topic::new("bridge");
    topic.keys = "comments = \"show\"".to_owned();
    app.open(&topic).await;
    let mut readers: Vec<Browser> = (0..12).map(|_| app.browser()).collect();
    for (n, reader) in readers.iter_mut().enumerate() {
        reader.submit("bridge", "ballot", &[("option", ["1", "2"][n % 2])]).await.must_be(303);
        reader.submit("bridge", "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        let words = format!("Comment {n} says what there is to say of it.");
        reader.submit("bridge", "comments", &[("text", words.as_str()), ("quote", "anonymous")]).await.must_be(303);
    }
    app.close("bridge").await;
    let entry = app.entry("bridge");
    let mut n_gone = 0;
    // Who leaves before each edition, from which edition the results then are, and how many answered in them.
    for (leave, held_from, n_ballots) in [(0, None, 12), (1, Some(1), 12), (3, Some(1), 12), (1, None, 7)] {
        for reader in readers.iter_mut().skip(n_gone).take(leave) {
            reader.submit("bridge", "mine/erase", &[("votes", "withdraw")]).await.must_be(303);
        }
        n_gone += leave;
        app.app().redraft_edition(&entry, URL, DESK, NOON).await.unwrap();
        let hash = app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone();
        let publishing = Publishing { why: "Somebody has left.".to_owned(), ..Publishing::default() };
        app.app().publish_take(&entry, &publishing, &hash, DESK, NOON).await.unwrap();
        let take = app.app().shelf(&entry).await.unwrap().newest().unwrap().clone();
        assert_eq!(
            (take.edition.held_from, take.results.totals.n_ballots),
            (held_from, n_ballots),
            "{n_gone} have left"
        );
        let told =
            take.edition.changes.iter().flat_map(|changes| &changes.what).any(|what| what.starts_with("Not the"));
        assert_eq!(told, held_from.is_some());
        for (reach, depth) in [(Reach::Public, Depth::Public), (Reach::Private, Depth::Private)] {
            let bundle = bundle_of(&app, &entry, &take, reach).await;
            let report = verify(bundle.as_bytes(), None, depth).unwrap();
            assert_eq!(report.fault(), None, "{n_gone} have left: {:#?}", report.checks);
        }
    }
}

async fn token(desk: &mut Browser) -> String {
    desk.get("/desk").await.token().unwrap()
}

/// What stands in the composer's hidden field.
fn was(page: &str) -> String {
    page.split("name=\"was\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// The fields of the composer, with some texts typed anew.
async fn save(desk: &mut Browser, standfirst: &str, body: Option<&str>) -> canvass_testkit::Reply {
    let page = desk.get(&format!("/desk/c/{SLUG}/take")).await;
    let document = scraper::Html::parse_document(page.text());
    let pick = |selector: &str| scraper::Selector::parse(selector).unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for element in document.select(&pick("form.edit input, form.edit textarea")) {
        let value = element.value();
        if value.attr("type") == Some("checkbox") {
            continue;
        }
        let text: String = element.text().collect();
        let text =
            value.attr("value").map_or_else(|| text.strip_prefix('\n').unwrap_or(&text).to_owned(), str::to_owned);
        fields.push((value.attr("name").unwrap_or_default().to_owned(), text));
    }
    for (name, value) in &mut fields {
        match (name.as_str(), body) {
            ("standfirst", _) => *value = standfirst.to_owned(),
            ("body", Some(body)) => *value = body.to_owned(),
            _ => {}
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post_form(&format!("/desk/c/{SLUG}/take"), &fields).await
}

async fn publish(desk: &mut Browser, more: &[(&str, &str)]) -> canvass_testkit::Reply {
    let page = desk.get(&format!("/desk/c/{SLUG}/take")).await;
    let (token, was) = (page.token().unwrap(), was(page.text()));
    let mut fields = vec![("token", token.as_str()), ("was", was.as_str())];
    fields.extend_from_slice(more);
    desk.post_form(&format!("/desk/c/{SLUG}/take/publish"), &fields).await
}

/// The case to keep in mind, from the close to the second edition, over the pages that people use.
#[tokio::test]
async fn the_reference_case_from_the_close_to_the_second_edition() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    closed(&app).await;
    let mut desk = app.sign_in(Role::Editor).await;
    what_does_not_hold_refuses(&mut desk).await;
    what_is_flagged_has_to_be_read(&mut desk).await;
    signed_off_and_published(&app, &mut desk).await;
    let first = app.browser().get(&format!("/take/{SLUG}-1/bundle")).await.must_be(200);
    a_word_is_unclear_and_is_explained(&app, &mut desk).await;
    a_second_edition_says_why(&app, &mut desk).await;
    the_first_edition_stands(&app, &first.body).await;
}

const STANDFIRST: &str = "{poll.option.2.share} of {poll.n} readers support it, if it is resourced.";

/// Each with which and where.
async fn what_does_not_hold_refuses(desk: &mut Browser) {
    let of_token = token(desk).await;
    desk.get(&format!("/desk/c/{SLUG}/take")).await.must_be(200);
    desk.post_form(&format!("/desk/c/{SLUG}/take/draft"), &[("token", &of_token)]).await.must_be(303);
    let bad = "59% agree.\n{poll.option.9.share} {poll.sum.1+3.share} {poll.n|1,761} {quote.99}";
    save(desk, bad, None).await.must_be(303);
    let page = desk.get(&format!("/desk/c/{SLUG}/take")).await;
    for said in [
        "Standfirst, line 1: “59%” has no source",
        "Standfirst, line 2: nothing has the key {poll.option.9.share}",
        "Standfirst, line 2: {poll.sum.1+3.share} adds up shares that were not declared",
        "Standfirst, line 2: {poll.n} has changed since it was written: 1,761 → 1,760",
        "Standfirst, line 2: {quote.99} is not there",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    let refused = publish(desk, &[]).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.text().contains("“59%” has no source"));
}

async fn what_is_flagged_has_to_be_read(desk: &mut Browser) {
    let flagged = "In a representative sample, {poll.option.2.share} agree, and {group.A.share} are in a group.";
    save(desk, flagged, None).await.must_be(303);
    let page = desk.get(&format!("/desk/c/{SLUG}/take")).await;
    assert!(page.text().contains("British Polling Council") && page.text().contains("figures of different bases"));
    assert_eq!(publish(desk, &[]).await.status.as_u16(), 422);
}

async fn signed_off_and_published(app: &TestApp, desk: &mut Browser) {
    save(desk, STANDFIRST, None).await.must_be(303);
    let nothing_checked = publish(desk, &[("signed_by", "Ada Okoye")]).await;
    assert_eq!(nothing_checked.status.as_u16(), 422, "signed off, and nothing checked");
    let mut signed = vec![("signed_by", "Ada Okoye")];
    signed.extend(["headline", "figures", "quotes", "words"].map(|word| ("checked", word)));
    let out = publish(desk, &signed).await.must_be(303);
    assert_eq!(out.header("location"), format!("/take/{SLUG}-1?said=take-published"));
    let first = app.browser().get(&format!("/take/{SLUG}-1")).await.must_be(200);
    for part in [
        "Readers are split on",
        ">13%<",
        ">46%<",
        ">41%<",
        ">1,760<",
        ">59%<",
        "By Ada Okoye · ",
        "signed off by Ada Okoye",
        "Checked: headline, figures, quotes, words.",
        "Approved mental health professional: ",
        "too few to show",
        "class=\"quote\"",
        "given here with consent",
        ">45%<",
        ">10% drop<",
        "Mental Health Act assessment",
        "Anyone could answer",
        "application/ld+json",
        "og:image",
        "AAPOR: sponsor and conductor",
        "Not stated: a program made up these participants.",
    ] {
        assert!(first.text().contains(part), "{part}");
    }
    assert!(first.text().matches("class=\"quote\"").count() >= 3);
    assert!(!first.text().contains("social workers say") && !first.text().contains("opinion poll"));
}

async fn a_word_is_unclear_and_is_explained(app: &TestApp, desk: &mut Browser) {
    let mut reader = app.browser();
    let words = [("passage", "assessment"), ("note", "Which?")];
    reader.post_form(&format!("/take/{SLUG}-1/unclear"), &words).await.must_be(303);
    assert!(reader.cookie("canvass").is_none(), "nothing is kept of who it was");
    let page = desk.get(&format!("/desk/c/{SLUG}/after")).await;
    assert!(page.text().contains("assessment") && page.text().contains("Which?"));
    let of_token = token(desk).await;
    let clarify =
        [("token", of_token.as_str()), ("number", "1"), ("passage", "assessment"), ("text", "Either of two.")];
    desk.post_form(&format!("/desk/c/{SLUG}/after/settle"), &clarify).await.must_be(303);
    let clarified = reader.get(&format!("/take/{SLUG}-1")).await;
    assert!(clarified.text().contains("Either of two.") && clarified.text().contains("Clarified on"), "shown in place");
}

async fn a_second_edition_says_why(app: &TestApp, desk: &mut Browser) {
    let of_token = token(desk).await;
    desk.post_form(&format!("/desk/c/{SLUG}/take/draft"), &[("token", &of_token)]).await.must_be(303);
    let body = "Assessments can be of either kind.\n\n{chart.poll}\n\n{terms}\n\n{method}";
    save(desk, STANDFIRST, Some(body)).await.must_be(303);
    assert_eq!(publish(desk, &[]).await.status.as_u16(), 422, "a new edition says why");
    publish(desk, &[("why", "“Assessment” could be read in two ways.")]).await.must_be(303);
    let second = app.browser().get(&format!("/take/{SLUG}-2")).await.must_be(200);
    assert!(second.text().contains("“Assessment” could be read in two ways.") && second.text().contains("The text"));
    assert_eq!(second.words(".byline"), ["Drafted by a program"], "until an editor signs, it says so");
}

async fn the_first_edition_stands(app: &TestApp, first_bundle: &[u8]) {
    let mut reader = app.browser();
    let first = reader.get(&format!("/take/{SLUG}-1")).await;
    assert!(first.text().contains("There is a newer edition: 2") && first.text().contains(&format!("/take/{SLUG}-2")));
    let after = reader.get(&format!("/take/{SLUG}-1/bundle")).await;
    assert!(first_bundle == after.body, "an edition never changes");
    for id in [1, 2] {
        let bundle = reader.get(&format!("/take/{SLUG}-{id}/bundle")).await;
        assert_eq!(verify(&bundle.body, None, Depth::Public).unwrap().fault(), None);
    }
    let feed = reader.get("/takes.atom").await.must_be(200);
    assert!(feed.text().contains(&format!("/take/{SLUG}-2</id>")) && !feed.text().contains(&format!("{SLUG}-1<")));
    let range = canvass_app::AuditRange::default();
    let rows = app.app().store().audit(range, 100).await.unwrap();
    for act in ["draft_edition", "write_edition", "publish_edition", "clarify"] {
        assert!(rows.iter().any(|row| row.act == act), "{act} is in the audit log");
    }
}

#[tokio::test]
async fn a_response_is_asked_for_in_public_and_shown_when_overdue() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    published(&app).await;
    let mut desk = app.sign_in(Role::Editor).await;
    let token = token(&mut desk).await;
    let ask = |due: &'static str| [("addressee", "The council"), ("due", due)];
    let path = format!("/desk/c/{SLUG}/after/ask");
    let mut fields = vec![("token", token.as_str())];
    fields.extend(ask("2020-01-31"));
    desk.post_form(&path, &fields).await.must_be(303);
    let page = app.browser().get(&format!("/take/{SLUG}-1")).await;
    assert!(page.text().contains("A response was due by 31 January 2020 from: The council. There is none yet."));
    let respond = [("token", token.as_str()), ("number", "1"), ("text", "We have read it.")];
    desk.post_form(&format!("/desk/c/{SLUG}/after/respond"), &respond).await.must_be(303);
    let page = app.browser().get(&format!("/take/{SLUG}-1")).await;
    assert!(page.text().contains("We have read it.") && page.text().contains("from: The council"));
}

#[tokio::test]
async fn words_published_elsewhere_are_quoted_as_such() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let entry = closed(&app).await;
    let csv = "text,source,date,url,name,place\n\"Nobody came, and I was alone with him until the morning.\",\"The Paper, An older story\",2024-11-05,https://paper.example/1,A. Reader,Upper Town\n";
    let rows = canvass_app::edition::read_elsewhere(csv.as_bytes()).unwrap();
    app.app().bring_in(&entry, &rows, DESK, NOON).await.unwrap();
    app.app().draft_edition(&entry, URL, DESK, NOON).await.unwrap();
    let mut desk = app.sign_in(Role::Editor).await;
    let page = desk.get(&format!("/desk/c/{SLUG}/take")).await;
    assert!(page.text().contains("published elsewhere: The Paper, An older story, 5 November 2024"));
    let (token, was) = (page.token().unwrap(), was(page.text()));
    let fields = [
        ("token", token.as_str()),
        ("was", was.as_str()),
        ("headline", "Readers on it"),
        ("standfirst", ""),
        ("body", "Two quotes."),
        ("quote_source", "elsewhere:1"),
        ("quote_text", "Nobody came […] until the morning."),
        ("quote_add", "comment:30"),
    ];
    let path = format!("/desk/c/{SLUG}/take");
    desk.post_form(&path, &fields).await.must_be(303);
    // What is new gets a number that no other quote has had, and what stays keeps its own.
    let shelf = app.app().shelf(&entry).await.unwrap();
    let numbers: Vec<u32> = shelf.draft().unwrap().edition.quotes.iter().map(|record| record.number).collect();
    let body = numbers.iter().map(|number| format!("{{quote.{number}}}")).collect::<Vec<_>>().join("\n\n");
    let was_now = self::was(desk.get(&path).await.text());
    let mut with_numbers = fields.to_vec();
    (with_numbers[1].1, with_numbers[4].1) = (&was_now, &body);
    with_numbers.extend([("quote_source", "comment:30"), ("quote_text", COMMENT_30)]);
    with_numbers.remove(7);
    desk.post_form(&path, &with_numbers).await.must_be(303);
    let shelf = app.app().shelf(&entry).await.unwrap();
    let again: Vec<u32> = shelf.draft().unwrap().edition.quotes.iter().map(|record| record.number).collect();
    assert_eq!(again, numbers);
    publish(&mut desk, &[]).await.must_be(303);
    let page = app.browser().get(&format!("/take/{SLUG}-1")).await;
    for part in [
        "Nobody came […] until the morning.",
        "<b><bdi>A. Reader, Upper Town</bdi></b>",
        "https://paper.example/1",
        "cut where it says […]",
        "chosen by an editor",
        "An editor swapped or cut some of them",
    ] {
        assert!(page.text().contains(part), "{part}");
    }
    // Not to the byte, and not saved; what was typed is still there.
    app.app().draft_edition(&entry, URL, DESK, NOON).await.unwrap();
    let page = desk.get(&format!("/desk/c/{SLUG}/take")).await;
    let hash = self::was(page.text());
    let mut fields = fields;
    (fields[1].1, fields[2].1, fields[6].1) = (&hash, "Typed anew", "Nobody came until the morning.");
    let refused = desk.post_form(&format!("/desk/c/{SLUG}/take"), &fields).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.text().contains("not word for word") && refused.text().contains("Typed anew"));
    fields[1].1 = "stale";
    fields[6].1 = "[…] until the morning.";
    assert_eq!(
        desk.post_form(&format!("/desk/c/{SLUG}/take"), &fields).await.status.as_u16(),
        409,
        "somebody else saved"
    );
}

#[tokio::test]
async fn only_what_is_closed_has_a_take_and_answers_that_change_make_it_stale() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let entry = closed(&app).await;
    app.app().draft_edition(&entry, URL, DESK, NOON).await.unwrap();
    let hash = app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone();
    let voter = entry.read().ledger.latest_ballots().next().unwrap().participant;
    let ruling = canvass_domain::Ruling { rule: Some("abusive".to_owned()), reason: None };
    app.app().ban(&entry, voter, ruling, DESK, NOON).await.unwrap();
    let refused = app.app().publish_take(&entry, &Publishing::default(), &hash, DESK, NOON).await.unwrap_err();
    assert!(refused.to_string().contains("freeze it again"), "{refused}");
    app.app().redraft_edition(&entry, URL, DESK, NOON).await.unwrap();
    let shelf = app.app().shelf(&entry).await.unwrap();
    app.app().publish_take(&entry, &Publishing::default(), &shelf.draft().unwrap().hash, DESK, NOON).await.unwrap();
    assert_eq!(shelf.draft().unwrap().results.totals.n_ballots, 1_759);
    app.open(&Topic::new("bridge")).await;
    let open = app.app().public("bridge").unwrap();
    assert!(
        app.app()
            .draft_edition(&open, URL, DESK, NOON)
            .await
            .unwrap_err()
            .to_string()
            .contains("Close the conversation first")
    );
    for path in ["/take/bridge-1", "/take/nothing-1", "/take/right-care-right-person-closed-9", "/take/x"] {
        app.browser().get(path).await.must_be(404);
    }
}

#[tokio::test]
async fn readers_find_the_take_from_every_page_of_its_conversation() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        closed(&app).await;
        let pages = ["/".to_owned(), format!("/c/{SLUG}"), format!("/c/{SLUG}/results")];
        let link = format!("href=\"/take/{SLUG}-1\"");
        for page in &pages {
            assert!(!app.browser().get(page).await.text().contains("/take/"), "{page}: there is none yet");
        }
        app.publish_take(SLUG).await;
        for page in &pages {
            assert!(app.browser().get(page).await.text().contains(&link), "{page}");
        }
        app.publish_take(SLUG).await;
        for page in &pages {
            let page = app.browser().get(page).await;
            assert!(page.text().contains(&format!("/take/{SLUG}-2")) && !page.text().contains(&link), "the newest one");
        }
        let feed = app.browser().get("/takes.atom").await;
        assert_eq!(feed.text().matches("<entry>").count(), 1);
        assert!(app.browser().get("/").await.text().contains("/takes.atom"));
    }
}
