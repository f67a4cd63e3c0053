//! Groups that voted alike on the results page, and the reader's own place among them.

use crate::samples::{self, ADDRESSES, Ink, SIZES, conversation, drawing, grouped, place, results};
use canvass_counts::{Totals, thresholds};
use canvass_domain::{
    Answer, Closed, Conversation, Opens, ParticipantId, Provenance, State, StatementId, StatementState, Vote,
};
use canvass_pages::{MyPlace, ResultsPage, TableRequest};
use canvass_results::{GroupId, GroupVotes, OpinionMap, Results, Turnout, partings};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const PLAIN: Ink<'static> = Ink { extra: "" };

fn words(element: ElementRef<'_>) -> String {
    let text = element.text().collect::<String>().replace('\u{a0}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(document: &Html, selector: &str) -> Vec<String> {
    document.select(&Selector::parse(selector).unwrap()).map(words).collect()
}

fn attributes(document: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let found = document.select(&selector);
    found.filter_map(|element| element.value().attr(name).map(str::to_owned)).collect()
}

fn page_of(conversation: &Conversation, results: &Results, place: Option<&MyPlace>, sort: Option<&str>) -> Html {
    let page = ResultsPage {
        conversation,
        results,
        request: TableRequest::parse(None, sort, None, None),
        addresses: &ADDRESSES,
        talk: None,
        moderation: None,
        place,
        ballot: None,
        early: None,
    };
    Html::parse_document(&page.render().unwrap())
}

fn sample(n_statements: u32, sizes: [u64; 3]) -> (Conversation, Results) {
    let conversation = conversation(PLAIN);
    let results = grouped(results(&conversation, n_statements, PLAIN), sizes);
    (conversation, results)
}

/// The same with another map.
fn with_map(results: &Results, change: impl FnOnce(&mut OpinionMap)) -> Results {
    let mut map = results.map.as_deref().unwrap().clone();
    change(&mut map);
    results.clone().with_map(Some(Arc::new(map)))
}

#[test]
fn the_groups_in_words() {
    let (conversation, results) = sample(14, SIZES);
    let document = page_of(&conversation, &results, None, None);
    insta::assert_snapshot!(texts(&document, "#groups > p:not(.hint)").join("\n"), @r"
    The method sorts these 1,119 people into 3 groups; it does so with votes given at random too. Their sizes: group 1 with 520 (46%), group 2 with 388 (35%), group 3 with 211 (19%). 641 more who answered are not placed: a place takes answers to 7 statements.
    The groups differ most clearly on “Rural teams cannot reach people in time without the police”: 444 of 520 agree (85%) in group 1, 340 of 388 disagree (88%) in group 2, 161 of 211 disagree (76%) in group 3.
    Most people in every group agree with “Approved mental health professionals carry the risk when the police decline a call”: 340 of 405 (84%) in group 1, 274 of 302 (91%) in group 2, 128 of 165 (78%) in group 3.
    All 14 statements have at least 5 answers in each group and could be compared across groups.
    Groups describe how these people voted and stand for nobody else.
    520 people, 46% of those on the map
    388 people, 35% of those on the map
    211 people, 19% of those on the map
    ");
    assert_eq!(
        texts(&document, "#alike h2, #divides h2"),
        ["What most readers in every group agree on", "What divides the groups"]
    );
    assert_eq!(texts(&document, "#divides li:first-child .measure span").len(), 3, "one line a group");
    assert!(texts(&document, "#method li").iter().any(|line| line.contains("Polis") && line.contains("48,100")));
}

#[test]
fn few_people_are_counted_and_middling_numbers_carry_caution() {
    let (conversation, results) = sample(6, [14, 9, 6]);
    let document = page_of(&conversation, &results, None, None);
    let said = texts(&document, "#groups").join(" ");
    assert!(said.contains("group 1 with 14, group 2 with 9, group 3 with 6."), "{said}");
    let numbers = texts(&document, "#groups .measure, #groups > p:first-of-type, #groups tbody td.num").join(" ");
    assert!(!numbers.contains('%'), "counts alone under 30: {numbers}");
    let (conversation, results) = sample(6, [50, 40, 9]);
    let document = page_of(&conversation, &results, None, None);
    let lead = texts(&document, "#groups > p").remove(0);
    assert!(lead.contains("group 1 with 50 (51% *)"), "{lead}");
    assert!(texts(&document, "#groups > .hint").iter().any(|note| note.starts_with("* Fewer than 100")));
}

#[test]
fn where_no_statement_can_be_compared_everybody_is_asked_together() {
    let (conversation, results) = sample(6, SIZES);
    let thin = with_map(&results, |map| {
        let few = GroupVotes { agree: 4, ..GroupVotes::default() };
        map.statements.iter_mut().for_each(|statement| statement.by_group[1] = few);
    });
    let document = page_of(&conversation, &thin, None, None);
    assert_eq!(texts(&document, "#groups > p")[1], "No statement has 5 answers in each group.");
    assert_eq!(texts(&document, "#alike h2, #divides h2"), ["What most readers agree on", "What divides readers"]);
    assert!(!texts(&document, "#method li").iter().any(|line| line.contains("two groups")));
}

#[test]
fn that_there_is_none_is_said_of_those_that_could_be_compared() {
    let (conversation, results) = sample(6, SIZES);
    let say = |n_thin: usize| {
        let even = GroupVotes { agree: 50, disagree: 50, unsure: 0 };
        let few = GroupVotes { agree: 4, ..GroupVotes::default() };
        let alike = with_map(&results, |map| {
            map.statements.iter_mut().for_each(|statement| statement.by_group.fill(even));
            map.statements.iter_mut().take(n_thin).for_each(|statement| statement.by_group[0] = few);
        });
        let document = page_of(&conversation, &alike, None, None);
        (texts(&document, "#divides .none").join(" "), texts(&document, "#live-lists > .hint").join(" "))
    };
    let (none, rule) = say(0);
    assert!(none.starts_with("On no statement are two groups 25 percentage points apart"), "{none}");
    assert!(rule.starts_with("All 6 statements have at least 5 answers in each group"), "{rule}");
    let (none, rule) = say(2);
    assert!(none.starts_with("On none of the 4 statements that could be compared are two groups"), "{none}");
    let why = "4 of 6 statements could be compared across groups; the others have fewer than 5 answers in some group.";
    assert!(rule.starts_with(why), "{rule}");
}

#[test]
fn where_nobody_stands_apart_nothing_is_said_of_groups() {
    let (conversation, results) = sample(6, SIZES);
    let alone = with_map(&results, |map| {
        map.groups.truncate(1);
        map.people.retain(|placed| placed.group == map.groups[0].id);
        map.statements.iter_mut().for_each(|statement| statement.by_group.truncate(1));
    });
    let document = page_of(&conversation, &alone, None, None);
    let said = texts(&document, "#groups > p").join(" ");
    assert!(said.starts_with("The 520 people on the map do not sort into clear groups."), "{said}");
    assert!(!said.contains("at random") && !said.contains("Listed where"), "{said}");
    assert_eq!(texts(&document, "#alike h2, #divides h2"), ["What most readers agree on", "What divides readers"]);
    let title = texts(&document, "#groups svg desc").remove(0);
    assert!(title.contains("who do not sort into clear groups"), "{title}");
}

#[test]
fn why_somebody_has_no_place_is_not_said_where_places_were_filled_up() {
    let (conversation, results) = sample(8, [8, 7, 0]);
    let lead = texts(&page_of(&conversation, &results, None, None), "#groups > p").remove(0);
    assert!(lead.contains("more who answered are not placed.") && !lead.contains("a place takes"), "{lead}");
}

#[test]
fn how_statements_were_shown_is_told_with_the_share_that_is_even() {
    let (conversation, results) = sample(6, SIZES);
    for (provenance, said) in
        [(Provenance::Here, "shown one at a time"), (Provenance::Synthetic, "Visitors get statements")]
    {
        let conversation = Conversation { provenance, ..conversation.clone() };
        let lines = texts(&page_of(&conversation, &results, None, None), "#method li");
        let line = lines.iter().find(|line| line.contains(said)).unwrap();
        assert_eq!((thresholds::EVEN_SHOWING_PCT, line.contains("a fifth of the chance is")), (20, true));
        assert!(!line.contains("uniformly"), "{line}");
    }
}

#[test]
fn each_group_says_what_it_chose_and_what_sets_it_apart() {
    let (conversation, results) = sample(14, SIZES);
    let document = page_of(&conversation, &results, None, None);
    assert_eq!(texts(&document, "#groups h3"), ["1 Group 1", "2 Group 2", "3 Group 3"]);
    assert_eq!(attributes(&document, "#groups h3", "id"), ["group-1", "group-2", "group-3"]);
    let chose = texts(&document, "#group-1 ~ .share").remove(0);
    assert_eq!(chose, "I agree with the policy 130 of 468 (28%)");
    let apart = texts(&document, "#group-1 ~ ol:first-of-type li:first-child, #group-1 ~ ol li").remove(0);
    assert!(apart.contains("1 375 of 463 agree (81%) everybody else: 58 of 533 (11%)"), "{apart}");
}

#[test]
fn the_map_has_numbers_that_lead_to_groups_and_a_table_beside_it() {
    let (conversation, results) = sample(14, SIZES);
    let document = page_of(&conversation, &results, None, None);
    assert_eq!(attributes(&document, "#groups svg.map a.spot", "href"), ["#group-1", "#group-2", "#group-3"]);
    let spoken = attributes(&document, "#groups svg.map a.spot", "data-said");
    assert!(spoken[1].starts_with("Group 2: 388 people, 35% of those on the map. They agree: “"), "{spoken:?}");
    let rows = texts(&document, "#groups-table tbody tr");
    assert_eq!(rows.len(), 3);
    assert!(
        rows[2].starts_with("321119%")
            && rows[2].contains("I agree with the policy: ")
            && rows[2].contains("everybody else: "),
        "{}",
        rows[2]
    );
    let hrefs = attributes(&document, "#groups .download a", "href");
    assert_eq!(hrefs, ["/c/right-care/charts/map.svg", "/c/right-care/charts/map.png"]);
    assert!(texts(&document, "#groups figure .hint").join(" ").contains("Each mark is one person"));
    let crowd = page_of(&conversation, &sample(14, [3_000, 1_500, 900]).1, None, None);
    let explained = texts(&crowd, "#groups figure .hint").join(" ");
    assert!(
        explained.contains("Each mark stands for the people in one small square") && explained.contains(" or more.")
    );
}

#[test]
fn what_is_missing_is_said_until_nothing_is() {
    let missing = |n_voters: u64, n_statements: u32, state: State| {
        let conversation = Conversation { state, ..conversation(PLAIN) };
        let all = results(&conversation, n_statements, PLAIN);
        let totals = Totals { n_voters, ..all.totals.clone() };
        let document = page_of(&conversation, &Results { totals, ..all }, None, None);
        assert!(texts(&document, "#groups svg").is_empty());
        texts(&document, "#groups .none").join(" ")
    };
    assert_eq!(
        missing(6, 3, State::Open),
        "There are too few answers yet to look for groups that vote alike: 6 people answered 3 statements. Still \
         missing: 9 more people who answer statements and 2 more statements with answers."
    );
    assert!(missing(14, 9, State::Open).ends_with("Still missing: 1 more person who answers statements."));
    assert!(missing(90, 4, State::Open).ends_with("Still missing: 1 more statement with an answer."));
    assert!(missing(15, 5, State::Open).ends_with("They appear here shortly."));
    assert!(missing(3, 9, State::Closed).contains("that takes 15 people who answered statements and 5 statements"));
    let nobody = Results::new(&conversation(PLAIN), Totals::default(), &BTreeMap::new());
    assert!(texts(&page_of(&conversation(PLAIN), &nobody, None, None), "#groups").is_empty());
}

#[test]
fn my_place_is_ringed_and_explained() {
    let (conversation, results) = sample(14, SIZES);
    let mine = place(&conversation, &results, 700, &[Vote::Agree; 9]);
    let document = page_of(&conversation, &results, Some(&mine), None);
    assert_eq!(
        texts(&document, ".place p"),
        [
            "You vote most like group 3: on average, 67% of its people gave your answers.",
            "This is partly because you",
            "On the map you stand among group 2 (388 people)."
        ],
        "whose place is among others is told both"
    );
    let because = texts(&document, ".place li");
    assert_eq!(because[0], "agree, as do 146 of 165 (88%) in the group: “A uniform at the door makes a crisis worse.”");
    assert_eq!(texts(&document, "svg.map .me"), ["you"]);
    let contrary = place(&conversation, &results, 700, &[Vote::Unsure; 9]);
    let document = page_of(&conversation, &results, Some(&contrary), None);
    let said = texts(&document, ".place p");
    assert!(
        said[0].starts_with("You vote about as much like group 1 as group 2 and group 3: on average, "),
        "{said:?}"
    );
    assert_eq!(said[1], "On the map you stand among group 2 (388 people).");
    assert!(texts(&document, "svg.map .me") == ["you"] && texts(&document, ".place li").is_empty());
}

/// The group answers in halves; nobody's answer is that of most of it but for the reader's own.
#[test]
fn because_names_only_what_most_others_of_the_group_answered() {
    let (conversation, results) = sample(14, [9, 90, 90]);
    let results = with_map(&results, |map| {
        for statement in &mut map.statements {
            statement.by_group[0] = GroupVotes { agree: 5, disagree: 4, unsure: 0 };
            statement.by_group[1] = GroupVotes { agree: 0, disagree: 80, unsure: 0 };
            statement.by_group[2] = GroupVotes { agree: 0, disagree: 80, unsure: 0 };
        }
    });
    let said = |who| {
        let mine = place(&conversation, &results, who, &[Vote::Agree; 9]);
        let document = page_of(&conversation, &results, Some(&mine), None);
        (texts(&document, ".place p")[0].clone(), texts(&document, ".place li").len())
    };
    let (own, n_reasons) = said(1);
    assert_eq!(n_reasons, 0, "four of eight others are not most");
    assert!(own.contains("group 1: on average, 50%") && own.ends_with("taken together do."), "{own}");
    let (other, n_reasons) = said(9_999);
    assert!(n_reasons > 0 && other.contains("group 1: on average, 56%"), "{other}");
}

#[test]
fn the_mark_of_caution_is_explained_where_it_stands_and_nowhere_else() {
    let (conversation, results) = sample(14, [400, 400, 90]);
    let mine = place(&conversation, &results, 5, &[Vote::Agree; 9]);
    let document = page_of(&conversation, &results, Some(&mine), None);
    assert!(texts(&document, ".place li").join(" ").contains("% *"));
    assert!(texts(&document, ".place .hint")[0].starts_with("* Fewer than 100"));
    let (conversation, results) = sample(14, SIZES);
    let document = page_of(&conversation, &results, None, None);
    let said = texts(&document, "#groups").join(" ");
    assert!(!said.contains('*'), "{said}");
}

#[test]
fn without_a_place_the_page_says_what_it_takes() {
    let (open, results) = sample(14, SIZES);
    let closed = Conversation { state: State::Closed, ..open.clone() };
    let said = |conversation: &Conversation, n: usize| {
        let place = place(conversation, &results, 9_999, &[Vote::Agree; 9][..n]);
        let document = page_of(conversation, &results, Some(&place), None);
        assert!(texts(&document, "svg.map .me").is_empty());
        texts(&document, ".place").join(" ")
    };
    assert_eq!(said(&open, 4), "Answer 3 more statements to find your place on the map.");
    let later = said(&open, 8);
    assert!(later.starts_with("You vote ") && later.ends_with("It appears at the next update."), "{later}");
    assert_eq!(said(&closed, 4), "You answered 4 statements here. A place on the map takes 7.");
    // With six declined and two skipped there are not enough left to ask for.
    let mut few = results.clone();
    few.statements.iter_mut().take(6).for_each(|line| line.totals.state = StatementState::Declined);
    let skipped = [13, 14].map(|id| (StatementId(id), Answer::Skipped));
    let answers: Vec<_> = (7..13).map(|id| (StatementId(id), Answer::Voted(Vote::Agree))).chain(skipped).collect();
    let place = MyPlace::of(&open, &few, ParticipantId(9_999), &answers).unwrap();
    let said = texts(&page_of(&open, &few, Some(&place), None), ".place").join(" ");
    assert_eq!(said, "You answered 6 statements here. A place on the map takes 7.");
    let without = samples::results(&open, 14, PLAIN);
    assert!(MyPlace::of(&open, &without, ParticipantId(1), &[]).is_none(), "no groups, nothing to say");
}

#[test]
fn files_show_nobodys_place_as_theirs() {
    let (conversation, results) = sample(14, SIZES);
    let svg = drawing(&conversation).map(&results, None);
    assert!(svg.contains("520 people") && svg.contains("Groups that voted alike: Right care"));
    assert!(!svg.contains("class=\"me\"") && !svg.contains("<a "));
    let said =
        svg.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<Vec<_>>().join(" ");
    assert!(said.contains("are synthetic") && said.contains("at random too"), "{said}");
    let closed =
        drawing(&conversation).map_closed(Turnout { n_participants: 41 }, Closed { opens: Opens::AfterBallot });
    assert!(closed.contains("41 readers have answered") && !closed.contains("520"));
}

#[test]
fn a_declined_statement_is_named_nowhere() {
    let (conversation, mut results) = sample(14, SIZES);
    for line in results.statements.iter_mut().filter(|line| line.totals.id == StatementId(1)) {
        line.totals.state = StatementState::Declined;
        line.text = Some("Declined words".to_owned());
    }
    results.totals.statements[0].state = StatementState::Declined;
    let map = results.map.clone();
    let results = Results { segments: Arc::default(), ..results.with_map(map) };
    let mine = place(&conversation, &results, 700, &[Vote::Agree; 9]);
    let page = page_of(&conversation, &results, Some(&mine), None).html() + &drawing(&conversation).map(&results, None);
    assert!(!page.contains("Declined words"));
}

#[test]
fn statements_are_sorted_by_how_far_groups_part() {
    let (conversation, results) = sample(14, SIZES);
    let document = page_of(&conversation, &results, None, Some("groups"));
    let numbers: Vec<u32> =
        texts(&document, "#live-table td:first-child").iter().map(|number| number.parse().unwrap()).collect();
    let map = results.map.as_deref().unwrap();
    let partings = partings(map);
    let gaps: Vec<_> = numbers.iter().map(|id| partings[&StatementId(*id)]).collect();
    assert_eq!(gaps.len(), 14);
    assert!(gaps.windows(2).all(|pair| pair[0].lower_end >= pair[1].lower_end), "{numbers:?}");
    assert_eq!(texts(&document, "#live-table tr:nth-child(1) .by-group").len(), 3);
    let without = page_of(&conversation, &samples::results(&conversation, 14, PLAIN), None, Some("groups"));
    assert!(texts(&without, "#sort-groups").is_empty() && texts(&without, ".by-group").is_empty());
}

/// Ids have gaps, and letters go with them; what people read does not.
#[test]
fn groups_are_called_by_their_place_and_not_by_their_id() {
    let (conversation, results) = sample(14, SIZES);
    let gaps = with_map(&results, |map| {
        let apart = |id: GroupId| GroupId(3 * id.0 + 1);
        map.groups.iter_mut().for_each(|group| group.id = apart(group.id));
        map.people.iter_mut().for_each(|placed| placed.group = apart(placed.group));
    });
    let place = |results: &Results| place(&conversation, results, 700, &[Vote::Agree; 9]);
    let page = |results: &Results| page_of(&conversation, results, Some(&place(results)), None).html();
    assert_eq!(page(&gaps), page(&results));
    assert_eq!(drawing(&conversation).map(&gaps, None), drawing(&conversation).map(&results, None));
    let summary = |results: &Results| {
        canvass_pages::Report {
            conversation: &conversation,
            results,
            polis_groups: None,
            published: None,
            by_time: &[],
        }
        .summary()
    };
    assert_eq!(summary(&gaps), summary(&results));
    assert!(summary(&gaps).contains("Group 3: ") && !summary(&gaps).contains("Group C"));
}

/// Neither a letter nor a colour is an answer's and a group's.
#[test]
fn answers_and_groups_share_no_letter_and_no_colour() {
    let (conversation, results) = sample(14, SIZES);
    let document = page_of(&conversation, &results, None, None);
    let classes = |selector: &str| attributes(&document, selector, "class").into_iter().collect::<BTreeSet<_>>();
    let of_answers = classes("#live-top svg rect, #groups .share svg rect");
    let of_groups = classes("svg.map .marks path, svg.map .spot path:nth-of-type(2), svg.sign path");
    assert_eq!(of_answers.iter().map(String::as_str).collect::<Vec<_>>(), ["c-bar", "c-bar-lead"]);
    assert_eq!(
        of_groups.iter().map(String::as_str).collect::<Vec<_>>(),
        ["c-group-1", "c-group-2", "c-group-2-deep", "c-group-3"]
    );
    let alone = |text: &String| text.len() == 1 && text.chars().all(|c| c.is_ascii_uppercase());
    assert_eq!(texts(&document, "text, b, th, td, h3, abbr").into_iter().filter(alone).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn groups_made_in_haste_say_so() {
    let (conversation, results) = sample(14, SIZES);
    let hasty = with_map(&results, |map| map.is_provisional = true);
    let said = |results| texts(&page_of(&conversation, results, None, None), "#groups").join(" ");
    assert!(said(&hasty).contains("Provisional groups") && !said(&results).contains("Provisional"));
}
