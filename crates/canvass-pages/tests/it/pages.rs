//! What each page says and offers, read the way a browser reads it.

use crate::samples::{self, ADDRESSES, Ink, TURNOUT, conversation, drawing, every_page, reader, results};
use canvass_counts::thresholds;
use canvass_domain::{
    Ballot, Closed, Conversation, InvalidBallot, Opens, OptionId, Poll, PollKind, Provenance, Role, State,
};
use canvass_pages::{
    ConversationPage, DeskConversation, DeskItem, DeskQueue, ErrorPage, Next, PollForm, Problem, Reader, ResultsPage,
    TableRequest, Trouble,
};
use canvass_results::Results;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

const PLAIN: Ink<'static> = Ink { extra: "" };

fn all<'d>(document: &'d Html, selector: &str) -> Vec<ElementRef<'d>> {
    document.select(&Selector::parse(selector).unwrap()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(document: &Html, selector: &str) -> Vec<String> {
    all(document, selector).into_iter().map(words).collect()
}

fn page(name: &str) -> Html {
    let pages = every_page(PLAIN);
    let (_, page) = pages.iter().find(|(other, _)| *other == name).unwrap();
    Html::parse_document(page)
}

fn question(reader: Reader) -> String {
    let conversation = conversation(PLAIN);
    let page = ConversationPage {
        conversation: &conversation,
        turnout: TURNOUT,
        results: Ok(()),
        reader,
        addresses: &ADDRESSES,
        talk: None,
        takes_notices: false,
        place: None,
        now_ms: 0,
    };
    page.render().unwrap()
}

/// Headings, fields and ways on, in order.
fn outline(document: &Html) -> String {
    let lines = all(document, "h1, h2, h3, label, legend, button, summary, main a, p.progress, .finding, .who");
    let line = |element: ElementRef<'_>| {
        let name = element.value().name();
        let more = element.value().attr("value").map(|value| format!(" [{value}]")).unwrap_or_default();
        format!("{name}{more}: {}", words(element))
    };
    lines.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_page_has_what_a_page_needs() {
    for (name, page) in every_page(PLAIN) {
        if name.ends_with("-part") {
            continue;
        }
        let document = Html::parse_document(&page);
        let count = |selector: &str| all(&document, selector).len();
        assert_eq!(count("html[lang]"), 1, "{name}");
        assert_eq!(count("meta[name=viewport]"), 1, "{name}");
        assert_eq!(count("meta[name=color-scheme]"), 1, "{name}");
        assert_eq!(count("h1"), 1, "{name}");
        assert_eq!(count("main#main"), 1, "{name}");
        assert_eq!(count("a.skip[href='#main']"), 1, "{name}");
        assert!(!texts(&document, "title")[0].is_empty(), "{name}");
        let ids: Vec<&str> = all(&document, "[id]").iter().map(|e| e.value().attr("id").unwrap()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: an id stands twice in {ids:?}");
        for reference in ["for", "aria-labelledby", "aria-describedby", "data-copy"] {
            for element in all(&document, &format!("[{reference}]")) {
                for id in element.value().attr(reference).unwrap().split(' ') {
                    assert!(ids.contains(&id), "{name}: {reference}={id} leads nowhere");
                }
            }
        }
        for form in all(&document, "form[method=post]") {
            let is_sign_in = form.value().attr("action").unwrap().starts_with("/desk/sign-in");
            let has_token = form.select(&Selector::parse("input[name=token]").unwrap()).count() == 1;
            assert!(has_token || is_sign_in, "{name}: a form without a token");
        }
        for link in all(&document, "a[href^='#']") {
            let id = link.value().attr("href").unwrap().trim_start_matches('#');
            assert!(ids.contains(&id), "{name}: #{id} leads nowhere");
        }
    }
}

#[test]
fn every_page_of_a_synthetic_conversation_says_so() {
    let synthetic = "The participants here are synthetic: a computer program made up their answers.";
    let elsewhere =
        ["home", "home-none", "not-found", "broken", "too-many", "desk", "desk-sign-in", "desk-sign-in-confirm"];
    let is_elsewhere = |name: &str| {
        let of_the_desk = ["desk-people", "desk-audit", "desk-queue", "desk-sign-in", "desk-new", "desk-file"];
        elsewhere.contains(&name) || of_the_desk.iter().any(|beginning| name.starts_with(beginning))
    };
    for (name, page) in every_page(PLAIN) {
        if is_elsewhere(name) || name.ends_with("-part") || name == "results-import" {
            continue;
        }
        let banners = texts(&Html::parse_document(&page), ".banner").join(" ");
        assert!(banners.contains(synthetic), "{name}: {banners}");
    }
    let conversation = conversation(PLAIN);
    let chart = drawing(&conversation).poll(&results(&conversation, 3, PLAIN), None).unwrap();
    assert!(chart.contains("are synthetic"));
    assert!(texts(&page("results"), "#copy-text")[0].starts_with(synthetic));
    assert!(texts(&page("results-import"), ".banner")[0].contains("collected elsewhere"));
}

#[test]
fn what_it_is_about_stands_at_the_foot() {
    let document = Html::parse_document(&question(reader(PLAIN)));
    assert_eq!(texts(&document, "main > :last-child"), ["PolicingMental health"]);
    assert_eq!(all(&document, "[aria-label='Topics'] li bdi").len(), 2);
}

#[test]
fn the_answering_page_in_order() {
    insta::assert_snapshot!(outline(&page("question")), @r#"
    h1: Right care, right person: when should the police attend a mental health call?
    summary: Background and sources
    h2: Background and sources
    h3: What the policy says
    a: section 135(1) warrant
    a: National partnership agreement
    a: Read the story: Police and mental health calls: what a change of policy means in practice
    legend: Which of these is closest to your view of the policy on when the police attend mental health calls?
    h2: Which of these is closest to your view of the policy on when the police attend mental health calls?
    label: I agree with the policy
    label: I support it in principle, provided health and social care are resourced for the work it adds
    label: Without the police there, practitioners are at greater risk
    button: Send your answer
    h2: Do you agree?
    p: 3 of 10
    button: Undo the last one
    a: Approved mental health professionals
    button [agree]: Agree 1
    button [disagree]: Disagree 2
    button [unsure]: Unsure 3
    button [skip]: Skip this one S
    a: Report this statement
    button: Turn the keys off
    h2: Add a statement for others to answer
    label: Add a statement for others to answer
    button: Add this statement
    h2: What readers say
    a: Go to the comments
    a: See the results
    a: Tell me by e-mail when the results are final
    a: What is stored about me, and how to delete it
    h2: Words used here
    h2: Figures from elsewhere
    a: An analysis behind the policy, as reported in January 2025
    "#);
}

#[test]
fn a_thread_in_order() {
    let document = page("comment-reply");
    insta::assert_snapshot!(outline(&document), @r"
    h2: That could not be saved yet
    a: Give the name you want to be quoted with, or choose another way.
    a: Right care, right person: when should the police attend a mental health call?
    h1: Comment 1 and the replies around it
    a: All comments
    h2: Comments
    a: On the answer “I support it in principle, provided health and social care are resourced for the work it adds”
    a: 2 January 2025 · Comment #1
    a: Reply (comment 1)
    a: Report (comment 1)
    a: 2 January 2025 · Comment #2
    h2: Reply
    label: Your reply
    legend: May the organiser quote you?
    label: No, do not quote me
    label: Yes, without a name
    label: Yes, with my first name and place
    label: Yes, with my name
    label: Your name (optional)
    label: Your place (needed only to be quoted with first name and place)
    button: Send your reply
    a: Go back
    a: 2 January 2025 · Comment #3
    a: in reply to #2
    a: Change (comment 3)
    a: Erase (comment 3)
    a: 2 January 2025 · Comment #4
    a: Erase (comment 4)
    a: Next page
    h2: The rules, and what was declined
    ");
    assert_eq!(texts(&document, "#errors a"), ["Give the name you want to be quoted with, or choose another way."]);
    assert_eq!(all(&document, "#errors a")[0].value().attr("href"), Some("#name"));
    assert_eq!(texts(&page("comments"), "article .none"), ["Erased by its author.", "Taken out by the desk."]);
    assert_eq!(
        texts(&document, "#c3 .acts a"),
        ["Change (comment 3)", "Erase (comment 3)"],
        "two deep is as deep as it goes"
    );
    assert!(
        texts(&page("comments-closed"), "form, .acts a")
            .iter()
            .all(|text| text.starts_with("Erase") || text.starts_with("Report"))
    );
}

#[test]
fn the_results_page_in_order() {
    let document = page("results");
    let outline = outline(&document);
    insta::assert_snapshot!(outline, @r"
    h1: Which of these is closest to your view of the policy on when the police attend mental health calls?
    p: Of 1,760 who answered, 810 (46%) chose “I support it in principle, provided health and social care are resourced for the work it adds”, more than any other answer.
    summary: The same as a table
    a: Download this chart (SVG)
    a: As a picture (PNG)
    a: Twice as large (PNG)
    a: As a card to share (PNG, 1200 × 630)
    p: Asked alongside “Police and mental health calls: what a change of policy means in practice”, 1,760 readers chose to answer between 2 January 2025 and 6 January 2025. They were not selected at random and do not stand for all readers or the public, so no margin of error applies. Results are not weighted. These readers are synthetic, except for visitors who tried this out.
    summary: A sentence to quote
    button: Copy
    h2: What most readers in every group agree on
    h2: What divides the groups
    h2: What most readers agree on
    h2: What many are unsure of
    h2: Groups that voted alike
    a: 1
    a: 2
    a: 3
    summary: The map as a table
    a: Download this map (SVG)
    a: The map as a picture (PNG)
    h3: 1 Group 1
    h3: 2 Group 2
    h3: 3 Group 3
    h2: Answers by role
    summary: Statements by role
    h2: Every statement
    label: Search statements
    button: Search
    a: Number
    a: Votes
    a: Agree
    a: Disagree
    a: Unsure
    a: Divided
    a: Groups apart
    a: Report (statement 1)
    a: 3 reasons given for statement 2
    a: Report (statement 2)
    a: Report (statement 3)
    a: Report (statement 4)
    a: Report (statement 5)
    a: Report (statement 6)
    a: Report (statement 7)
    a: Report (statement 8)
    a: Report (statement 9)
    a: Report (statement 10)
    a: Report (statement 11)
    a: Report (statement 12)
    a: Report (statement 13)
    a: Report (statement 14)
    h2: What readers say
    a: Go to the comments
    h2: The rules, and what was declined
    h2: How this was worked out
    ");
}

#[test]
fn percentages_carry_base_and_dates() {
    let document = page("results");
    assert_eq!(texts(&document, "#live-top figcaption"), ["n = 1,760 · 2 January 2025 to 6 January 2025"]);
    assert_eq!(
        texts(&document, "#poll-table tbody tr"),
        [
            "I agree with the policy22913%",
            "I support it in principle, provided health and social care are resourced for the work it adds81046%",
            "Without the police there, practitioners are at greater risk72141%",
        ]
    );
    assert!(texts(&document, ".who")[0].contains("no margin of error applies"));
}

#[test]
fn of_an_import_nothing_is_claimed_that_only_holds_here() {
    let method = |name| texts(&page(name), "#method li").join(" ");
    let (here, import) = (method("results"), method("results-import"));
    for claim in ["Anyone could answer", "Nobody was selected", "browser"] {
        assert!(!import.contains(claim), "`{claim}` in {import}");
    }
    assert!(here.contains("Anyone could answer") && import.contains("We do not know who could answer"));
    let who = texts(&page("results-import"), ".who").join(" ");
    assert!(who.contains("How they were selected is not known here") && !who.contains("at random"), "{who}");
}

#[test]
fn small_bases_show_counts_and_middling_ones_a_caution() {
    let conversation = conversation(PLAIN);
    let mut found = results(&conversation, 3, PLAIN);
    for (line, n) in found.statements.iter_mut().zip([12, 60, 200]) {
        (line.totals.agree, line.totals.disagree, line.totals.unsure) = (n, 0, 0);
    }
    let page = ResultsPage {
        conversation: &conversation,
        results: &found,
        request: TableRequest::parse(None, None, None, None),
        addresses: &ADDRESSES,
        talk: None,
        moderation: None,
        place: None,
        ballot: None,
        early: None,
    };
    let document = Html::parse_document(&page.render().unwrap());
    let agree = texts(&document, "#live-table tbody tr td:nth-child(3)");
    assert_eq!(agree, ["12", "60100% *", "200100%"]);
    assert!(texts(&document, "#live-table .hint")[0].starts_with("* Fewer than 100"));
}

#[test]
fn a_poll_with_several_answers_says_so_on_page_picture_and_quote() {
    let mut conversation = conversation(PLAIN);
    conversation.instrument.poll.as_mut().unwrap().kind = PollKind::Multiple;
    let found = results(&conversation, 3, PLAIN);
    let page = ResultsPage {
        conversation: &conversation,
        results: &found,
        request: TableRequest::default(),
        addresses: &ADDRESSES,
        talk: None,
        moderation: None,
        place: None,
        ballot: None,
        early: None,
    };
    let document = Html::parse_document(&page.render().unwrap());
    let several = "Readers could choose several answers";
    assert!(texts(&document, ".poll-chart .hint")[0].starts_with(several));
    assert!(texts(&document, "#copy-text")[0].contains(several));
    let chart = Html::parse_document(&drawing(&conversation).poll(&found, None).unwrap());
    assert!(texts(&chart, "text").join(" ").contains(several));
}

#[test]
fn a_closed_conversation_says_so_first_links_its_results_once_and_still_lists_the_answers() {
    let closed = page("question-closed");
    let [statements, links] =
        ["main .statement", "main a[href='/c/right-care/results']"].map(|find| texts(&closed, find));
    assert_eq!(statements, ["This conversation is closed. Thank you to everybody who answered."]);
    assert_eq!(links, ["See the results"]);
    assert_eq!(texts(&closed, "main > *")[1], format!("{} {}", statements[0], links[0]), "right below the title");
    assert_eq!(texts(&closed, ".poll .offered li").len(), 3);
    assert!(all(&closed, "#answer").is_empty());
}

/// What only staff may see yet is marked as that, before anybody quotes it.
#[test]
fn results_that_readers_cannot_see_yet_are_marked() {
    let conversation = conversation(PLAIN);
    let found = results(&conversation, 3, PLAIN);
    let check = |opens, expected: &str| {
        let early = Some(Closed { opens });
        let request = TableRequest::default();
        let (results, addresses) = (&found, &ADDRESSES);
        let (conversation, talk, moderation) = (&conversation, None, None);
        let page = ResultsPage {
            conversation,
            results,
            request,
            addresses,
            talk,
            moderation,
            place: None,
            ballot: None,
            early,
        };
        let document = Html::parse_document(&page.render().unwrap());
        assert_eq!(texts(&document, ".banner")[0], expected);
        assert!(texts(&document, "#copy-text")[0].starts_with(expected));
        let chart = drawing(conversation).poll(&found, early).unwrap();
        let drawn = texts(&Html::parse_document(&chart), "text").join(" ");
        let (mark, base) = (drawn.find(expected).unwrap(), drawn.find("n = ").unwrap());
        assert!(mark < base, "above the bars: {drawn}");
    };
    check(
        Opens::AfterBallot,
        "Not public yet: staff see this now, and readers once they have answered the question. Everybody does once it is closed.",
    );
    check(
        Opens::AfterVotes(5),
        "Not public yet: staff see this now, and readers once they have voted on 5 statements. Everybody does once it is closed.",
    );
    check(Opens::AtClose(None), "Not public yet: only staff see this now. Readers will when the conversation closes.");
    check(
        Opens::AtClose(Some(1_736_157_600_000)),
        "Not public yet: only staff see this now. Readers will when the conversation closes, on 6 January 2025, 10:00 UTC.",
    );
    assert!(!page("results").html().contains("Not public yet"));
}

#[test]
fn the_table_is_searched_sorted_and_cut() {
    let conversation = conversation(PLAIN);
    let found = results(&conversation, 240, PLAIN);
    let rows = |query: Option<&str>, sort: Option<&str>, dir: Option<&str>, page: Option<&str>| {
        let request = TableRequest::parse(query, sort, dir, page);
        let page = ResultsPage {
            conversation: &conversation,
            results: &found,
            request,
            addresses: &ADDRESSES,
            talk: None,
            moderation: None,
            place: None,
            ballot: None,
            early: None,
        };
        let document = Html::parse_document(&page.render().unwrap());
        texts(&document, "#live-table tbody tr td:first-child")
    };
    assert_eq!(rows(None, None, None, None).len(), 100);
    assert_eq!(rows(None, None, None, Some("3")).first().unwrap(), "201");
    assert_eq!(rows(None, None, None, Some("99")).len(), 40, "a page too far shows the last");
    assert_eq!(rows(None, Some("number"), Some("down"), None).first().unwrap(), "240");
    assert_eq!(rows(Some("#17"), None, None, None), ["17"]);
    assert_eq!(rows(Some("UNIFORM"), None, None, None).first().unwrap(), "2");
    assert!(rows(Some("no such words"), None, None, None).is_empty());
    let by_agree = rows(None, Some("agree"), None, None);
    let n = |id: &String| found.statements.iter().find(|line| line.totals.id.to_string() == *id).unwrap().totals;
    assert!(n(&by_agree[0]).n() >= thresholds::LIST_MIN_N, "a handful of votes does not lead a list by share");
    let shares: Vec<u64> = by_agree.iter().take(20).map(|id| n(id).agree * 1000 / n(id).n()).collect();
    assert!(shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
}

#[test]
fn what_the_desk_declined_is_not_listed() {
    let conversation = conversation(PLAIN);
    let mut found: Results = results(&conversation, 3, PLAIN);
    found.statements[1].totals.state = canvass_domain::StatementState::Declined;
    let request = TableRequest::parse(None, None, None, None);
    let page = ResultsPage {
        conversation: &conversation,
        results: &found,
        request,
        addresses: &ADDRESSES,
        talk: None,
        moderation: None,
        place: None,
        ballot: None,
        early: None,
    };
    let document = Html::parse_document(&page.render().unwrap());
    assert_eq!(texts(&document, "#live-table tbody tr td:first-child"), ["1", "3"]);
}

#[test]
fn answers_by_attribute_say_their_base_and_what_is_kept_back() {
    let document = page("results");
    let rows = texts(&document, "#by-role tbody tr");
    let hidden = rows.iter().filter(|row| row.ends_with("not shown")).count();
    assert_eq!((rows.len(), hidden), (3, 1), "{rows:?}");
    assert_eq!(texts(&document, "#by-role tbody tr:first-child td"), ["820% *", "1333% *", "1948% *", "40"]);
    let narrow = texts(&document, "#by-role tbody tr:first-child .narrow");
    let short = "I support it in principle, provided health and…";
    assert_eq!(
        narrow.iter().map(|line| line.replace('\u{a0}', " ")).collect::<Vec<_>>(),
        [
            "n = 40",
            "I agree with the policy: 8 · 20% *",
            &format!("{short}: 13 · 33% *"),
            "Without the police there, practitioners are at…: 19 · 48% *",
        ]
    );
    assert_eq!(texts(&document, "#by-role thead th")[2], short, "columns have words, not letters");
    let notes = texts(&document, "#by-role > .hint").join(" ");
    assert!(notes.contains("fewer than 5 readers") && notes.contains("on 6 January 2025, at entry 48,190"), "{notes}");
    let statements = texts(&document, "#by-role-statements li:first-child .measure");
    assert!(statements[0].contains("agree") && !statements[0].contains('%'), "counts alone: {statements:?}");
}

#[test]
fn the_live_part_is_the_regions_of_the_page() {
    let (whole, part) = (page("results"), page("live-part"));
    let regions = |document: &Html| all(document, "[data-region]").iter().map(ElementRef::html).collect::<Vec<_>>();
    assert_eq!(regions(&whole).len(), 6);
    assert_eq!(regions(&whole), regions(&part));
    assert_eq!(all(&whole, "[data-stream='/api/v1/conversations/right-care/stream']").len(), 1);
    assert!(all(&page("results-import"), "[data-stream]").is_empty(), "closed results do not change");
}

#[test]
fn the_answer_part_is_the_section_of_the_page() {
    let section = |document: &Html| all(document, "#answer")[0].html();
    assert_eq!(section(&page("question")), section(&page("answer-part")));
}

#[test]
fn how_many_statements_are_left_is_never_said() {
    let document = Html::parse_document(&question(Reader { next: Next::Pause { more: 10 }, ..reader(PLAIN) }));
    assert_eq!(texts(&document, ".pause a.button"), ["10 more?"]);
    assert_eq!(all(&document, ".pause a[href='/c/right-care?more=1#answer']").len(), 1);
    assert_eq!(texts(&page("question"), ".progress"), ["3 of 10"]);
}

#[test]
fn the_poll_is_a_form_an_answer_or_a_form_again() {
    let answered = Reader { ballot: Ballot::one(OptionId(2)), ..reader(PLAIN) };
    let document = Html::parse_document(&question(answered.clone()));
    assert!(all(&document, "#poll form").is_empty());
    assert!(texts(&document, ".my-answer li")[0].starts_with("I support it in principle"));
    let document = Html::parse_document(&question(Reader { poll_form: PollForm::Reopened, ..answered }));
    let checked = all(&document, "#poll input[type=radio][checked]");
    assert_eq!(checked[0].value().attr("value"), Some("2"));
}

#[test]
fn several_answers_are_boxes() {
    let open = conversation(PLAIN);
    let mut instrument = open.instrument.clone();
    instrument.poll = instrument.poll.map(|poll| Poll { kind: PollKind::Multiple, ..poll });
    let conversation = Conversation { instrument, ..open };
    let page = ConversationPage {
        conversation: &conversation,
        turnout: TURNOUT,
        results: Ok(()),
        reader: reader(PLAIN),
        addresses: &ADDRESSES,
        talk: None,
        takes_notices: false,
        place: None,
        now_ms: 0,
    };
    let document = Html::parse_document(&page.render().unwrap());
    assert_eq!(all(&document, "#poll input[type=checkbox][name=option]").len(), 3);
}

#[test]
fn a_problem_is_told_on_top_and_beside_the_field_and_nothing_typed_is_lost() {
    let document = page("question-wrong");
    assert_eq!(texts(&document, ".errors a[href='#text']"), ["Shorten your statement by 10 characters."]);
    assert_eq!(texts(&document, "#add-problem"), ["Shorten your statement by 10 characters."]);
    assert_eq!(texts(&document, "#text"), ["Too long"]);
    let document = page("question-no-consent");
    assert_eq!(texts(&document, "#about option[selected]"), ["Police"]);
    assert_eq!(all(&document, ".errors a[href='#consent']").len(), 1);
    let empty = Reader { problem: Some(Problem::Ballot(InvalidBallot::Empty)), ..reader(PLAIN) };
    let document = Html::parse_document(&question(empty));
    assert_eq!(texts(&document, "#poll-problem"), ["Choose an answer."]);
}

#[test]
fn a_draft_cannot_be_answered_and_a_closed_one_has_no_forms() {
    let draft = page("question-draft");
    assert!(texts(&draft, ".banner").iter().any(|banner| banner.starts_with("This is a draft")));
    assert!(all(&draft, "main button:not([disabled]):not([type=button])").is_empty());
    assert!(all(&page("question-closed"), "main form").is_empty());
    assert_eq!(texts(&page("results-import"), ".facts li"), ["Closed: no more answers are taken"]);
    assert!(all(&page("results"), ".facts").is_empty());
}

#[test]
fn figures_from_elsewhere_say_what_is_not_stated() {
    let figure = texts(&page("question"), ".figures figure").join(" ");
    assert_eq!(figure.matches("not stated").count(), 3, "cases, period, and the status: {figure}");
}

#[test]
fn nothing_there_is_the_same_for_everything() {
    let page = || ErrorPage { trouble: Trouble::NotFound, id: None, typed: None }.render().unwrap();
    assert_eq!(page(), page());
    assert_eq!(Trouble::NotFound.status(), 404);
    for trouble in Trouble::ALL {
        let page = ErrorPage { trouble, id: Some("7f3a"), typed: None }.render().unwrap();
        let document = Html::parse_document(&page);
        assert!(texts(&document, "main")[0].contains("7f3a"), "{trouble:?}");
        assert!(!page.contains("trouble-"), "{trouble:?} has a text");
    }
}

#[test]
fn the_place_one_is_at_is_marked() {
    let pages: BTreeMap<_, _> = every_page(Ink { extra: "" }).into_iter().collect();
    let check = |page: &str, expected: &[&str]| {
        assert_eq!(texts(&Html::parse_document(&pages[page]), "nav [aria-current=page]"), expected, "{page}");
    };
    check("question", &["Question"]);
    check("results", &["Results"]);
    check("desk", &["All conversations"]);
    check("desk-queue", &["What waits"]);
    check("desk-people-remove", &["People"]);
    check("desk-audit", &["Audit log"]);
    check("desk-conversation", &["This conversation"]);
}

#[test]
fn the_desk_offers_what_the_role_may_do() {
    let conversation = conversation(PLAIN);
    let check = |role: Role, expected: [bool; 3]| {
        let staff = canvass_pages::Staff { role, ..samples::staff() };
        let draft = Conversation { state: State::Draft, ..conversation.clone() };
        let found = [&conversation, &draft].map(|conversation| {
            let erased = DeskItem {
                conversation: canvass_pages::ItemConversation::of(conversation),
                target: canvass_domain::Target::Statement(canvass_domain::StatementId(7)),
                state: canvass_domain::StatementState::Held,
                text: String::new(),
                seen: String::new(),
                shown_as: None,
                quote: None,
                change: None,
                reported_words: Vec::new(),
                answers: None,
                author: None,
                at_ms: 0,
                about: None,
                is_reply: false,
                may_be_mended: true,
                reports: canvass_pages::DeskReports::default(),
                is_staff: false,
            };
            let queue = DeskQueue { items: vec![erased], ..DeskQueue::default() };
            let page = DeskConversation {
                staff: &staff,
                conversation,
                turnout: TURNOUT,
                now_ms: 0,
                n_today: 0,
                results: Ok(canvass_counts::Totals::default()),
                map: canvass_pages::MapMaking::TooFew,
                queue,
                alarm: None,
                excluded: Vec::new(),
                wording: None,
                said: None,
                problem: None,
            };
            Html::parse_document(&page.render().unwrap())
        });
        let offers = |document: &Html, selector: &str| !all(document, selector).is_empty();
        let [open, draft] = found;
        let got = [
            offers(&draft, "a[href$='/open']"),
            offers(&open, "a[href$='/close']"),
            offers(&open, "form[action$='/accept']"),
        ];
        assert_eq!(got, expected, "{role:?}");
    };
    check(Role::Owner, [true, true, true]);
    check(Role::Editor, [true, true, false]);
    check(Role::Moderator, [false, false, true]);
    check(Role::Analyst, [false, false, false]);
}

#[test]
fn a_conversation_without_an_organiser_cannot_be_opened() {
    let open = conversation(PLAIN);
    let mut instrument = open.instrument.clone();
    instrument.organiser = None;
    let draft = Conversation { state: State::Draft, instrument, provenance: Provenance::Here, ..open };
    let page =
        canvass_pages::ConfirmPage { conversation: &draft, what: canvass_pages::Confirm::Open, token: "t", now_ms: 0 };
    let document = Html::parse_document(&page.render().unwrap());
    assert!(all(&document, "form").is_empty());
    assert!(texts(&document, ".warn")[0].contains("a named organiser"));
}

#[test]
fn ways_to_go_are_those_the_role_may_go() {
    let check = |role: Role, expected: &[&str]| {
        let staff = canvass_pages::Staff { role, ..samples::staff() };
        let page = canvass_pages::DeskHome {
            staff: &staff,
            waiting: [1, 2, 3, 0],
            waiting_after: [0, 0],
            is_told: None,
            conversations: Vec::new(),
        };
        let document = Html::parse_document(&page.render().unwrap());
        assert_eq!(texts(&document, "nav a"), expected, "{role:?}");
        assert_eq!(
            !all(&document, "dd a[href^='/desk/queue']").is_empty(),
            role.may(canvass_domain::Permission::Moderate)
        );
    };
    check(Role::Owner, &["All conversations", "What waits", "People", "Audit log"]);
    check(Role::Moderator, &["All conversations", "What waits"]);
    check(Role::Editor, &["All conversations"]);
    check(Role::Analyst, &["All conversations"]);
}

/// Thousands of reports are counted; only some notes are printed, and the page says that there are more.
#[test]
fn reports_are_counted_by_rule() {
    let queue = page("desk-queue");
    let reports = texts(&queue, ".queue .warn").remove(0);
    assert!(reports.starts_with("Reported by 2,400 readers"), "{reports}");
    assert_eq!(texts(&queue, ".queue .warn li")[0], "It insults, threatens or belittles people. · 2,399");
    assert_eq!(texts(&queue, ".queue .warn q")[2..], ["Rude", "Unfair"]);
    assert!(reports.ends_with("1,198 more readers wrote a note."), "{reports}");
}

#[test]
fn a_page_of_the_queue_leads_back_to_itself() {
    let check = |name: &str, path: &str| {
        let document = page(name);
        let attribute = |selector: &str, name: &str| {
            let found = all(&document, selector).into_iter().filter_map(|e| e.value().attr(name).map(str::to_owned));
            found.collect::<Vec<_>>()
        };
        let back = attribute(".queue input[name=back]", "value");
        assert!(!back.is_empty() && back.iter().all(|back| *back == format!("{path}?show=all&after=1.1.statement:3")));
        assert_eq!(
            attribute("#queue .pages a", "href"),
            ["", "&before=1.1.statement:7", "&after=1.1.comment:11", "&last=1"]
                .map(|place| format!("{path}?show=all{place}#queue")),
        );
    };
    check("desk-queue", "/desk/queue");
    check("desk-conversation", &format!("/desk/c/{}", conversation(PLAIN).slug));
}
