//! One queue over all conversations: counts, places that hold while others decide, and thousands of reports.

use canvass_domain::{CommentId, Role, StatementId, StatementState, Target};
use canvass_testkit::{TestApp, TestDatabase, Topic, databases};

/// Two open conversations with held statements and comments, by readers of their own.
async fn busy(database: &TestDatabase, n_each: usize) -> TestApp {
    let app = TestApp::start(database).await;
    for slug in ["bridge", "tunnel"] {
        let mut topic = Topic::new(slug);
        topic.keys = "comments = \"hold\"".to_owned();
        app.open(&topic).await;
    }
    for n in 0..n_each {
        for slug in ["bridge", "tunnel"] {
            let mut reader = app.browser();
            let text = format!("Paint number {n} of the {slug}.");
            reader.submit(slug, "statements", &[("text", &text)]).await.must_be(303);
            let text = format!("Remark {n} on the {slug}");
            reader.submit(slug, "comments", &[("text", &text), ("quote", "no")]).await.must_be(303);
        }
    }
    app
}

#[tokio::test]
async fn the_desk_counts_what_waits_everywhere_and_lists_it_in_one_queue() {
    for database in databases() {
        let app = busy(&database, 2).await;
        let mut moderator = app.sign_in(Role::Moderator).await;
        let home = moderator.get("/desk").await.must_be(200);
        assert_eq!(home.words(".figures-row dd a"), ["4 Statements waiting", "4 Comments waiting"]);
        assert_eq!(home.attributes("td a", "href"), ["/desk/c/tunnel#queue", "/desk/c/bridge#queue"]);
        let queue = moderator.get("/desk/queue").await.must_be(200);
        let words = queue.words(".queue .words");
        assert_eq!(words.len(), 8);
        assert_eq!([&words[0], &words[1]], ["Paint number 0 of the bridge.", "Remark 0 on the bridge"], "oldest first");
        let only = moderator.get("/desk/queue?show=comments").await.words(".queue .words");
        assert_eq!(only.len(), 4);
        let back = ("back", "/desk/queue?show=statements");
        let done =
            app.decide(&mut moderator, "/desk/c/tunnel/texts/statement:7/accept", &[("from", "held"), back]).await;
        assert_eq!(done.must_be(303).header("location"), "/desk/queue?show=statements&said=accepted#queue");
        assert_eq!(app.entry("tunnel").read().ledger.statement(StatementId(7)), Some(StatementState::Accepted));
        assert_eq!(app.entry("bridge").read().ledger.statement(StatementId(7)), Some(StatementState::Held));
        assert_eq!(moderator.get("/desk").await.words(".figures-row dd a")[0], "3 Statements waiting");
        let mut editor = app.sign_in(Role::Editor).await;
        editor.get("/desk/queue").await.must_be(403);
        assert!(editor.get("/desk").await.must_be(200).words("dd a").is_empty());
    }
}

#[tokio::test]
async fn two_moderators_at_the_same_queue_are_safe() {
    for database in databases() {
        let app = busy(&database, 1).await;
        let [mut one, mut two] = [app.sign_in(Role::Moderator).await, app.sign_in(Role::Owner).await];
        let back = ("back", "/desk/queue?show=all");
        let accept = "/desk/c/tunnel/texts/comment:1/accept";
        let decline = "/desk/c/tunnel/texts/comment:1/decline";
        app.decide(&mut one, accept, &[("from", "held"), back]).await.must_be(303);
        let late = app.decide(&mut two, decline, &[("from", "held"), ("rule", "unclear"), back]).await.must_be(409);
        assert!(late.text().contains("Somebody has decided on it already"), "{}", late.text());
        assert_eq!(late.words(".queue .words").len(), 3, "the queue of everything, as it stands");
        let wrong = app.decide(&mut two, "/desk/c/bridge/texts/comment:1/decline", &[("from", "held"), back]).await;
        assert_eq!(wrong.must_be(422).words(".queue .problem").len(), 1, "at one of two texts of that number");
    }
}

/// While somebody turns the pages, others decide: no text is passed over.
#[tokio::test]
async fn pages_hold_their_place_while_others_decide() {
    let app = busy(&TestDatabase::Sqlite, 30).await;
    let mut moderator = app.sign_in(Role::Moderator).await;
    let first = moderator.get("/desk/queue").await.must_be(200);
    assert_eq!(first.words(".queue .words").len(), 50);
    let next = first.attributes("#queue .pages a", "href").remove(0);
    let second = moderator.get(&next).await.must_be(200).words(".queue .words");
    for form in &first.attributes(".queue form[action$='/accept']", "action")[..20] {
        app.decide(&mut moderator, form, &[]).await.must_be(303);
    }
    assert_eq!(moderator.get(&next).await.words(".queue .words"), second, "the second page is what it was");
    let last = moderator.get("/desk/queue?last=1").await.must_be(200);
    assert_eq!(last.words(".queue .words").len(), 50);
    let before = last.attributes("#queue .pages a", "href");
    let before = moderator.get(&before[1]).await.must_be(200).words(".queue .words");
    assert_eq!(before.len(), 50, "of 100 left");
    // All of the last page goes: whoever comes back to it sees what is left.
    let place = "/desk/queue?after=9999999999999.2.comment:9999";
    assert_eq!(moderator.get(place).await.must_be(200).words(".queue .words").len(), 50);
}

/// Thousands report one text: one line in the queue, counted by rule, with a few of their notes.
#[tokio::test]
async fn thousands_of_reports_are_one_line_and_each_reader_counts_once() {
    const N: usize = 2_000;
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut topic = Topic::new("bridge");
        topic.keys = "comments = \"show\"".to_owned();
        app.open(&topic).await;
        app.browser().submit("bridge", "comments", &[("text", "Harsh words"), ("quote", "no")]).await.must_be(303);
        let (app, entry) = (&app, app.entry("bridge"));
        let target = Target::Comment(CommentId(1));
        let readers: Vec<_> = (0..N)
            .map(|n| {
                let secret = app.app().server_secret();
                let seed = canvass_app::identity::hash(&[b"a reader", &n.to_be_bytes()]).0;
                app.app().reader(std::sync::Arc::clone(&entry), secret.accept(&secret.issue(seed)).unwrap())
            })
            .collect();
        // Twice each: said again, it replaces what was said.
        for rule in ["unclear", "abusive"] {
            let reports = readers.iter().enumerate().map(|(n, reader)| {
                let rule = if n % 4 == 0 { "unclear" } else { rule };
                let note = if n % 2 == 0 { format!("Note of {n}") } else { String::new() };
                async move { report(app, reader, target, rule, &note).await }
            });
            futures_util::future::join_all(reports).await;
        }
        let mut moderator = app.sign_in(Role::Moderator).await;
        for path in ["/desk/queue", "/desk/c/bridge?show=reported"] {
            let page = moderator.get(path).await.must_be(200);
            assert_eq!(page.words("[data-item]").len(), 1, "{path}");
            let reported = page.words("[data-item] .warn").remove(0);
            assert!(reported.starts_with("Reported by 2,000 readers"), "{reported}");
            let rules = page.words("[data-item] .warn li");
            assert!(rules.len() == 2 && rules[0].ends_with("· 1,500") && rules[1].ends_with("· 500"), "{rules:?}");
            assert_eq!(page.words("[data-item] .warn q").len(), 5);
            assert!(reported.ends_with("995 more readers wrote a note."), "{reported}");
            assert!(page.body.len() < 20_000, "{} bytes", page.body.len());
        }
        app.decide(&mut moderator, "/desk/c/bridge/texts/comment:1/leave", &[]).await.must_be(303);
        assert!(moderator.get("/desk/queue").await.words("[data-item]").is_empty());
    }
}

async fn report(app: &TestApp, reader: &canvass_app::participant::Reader, target: Target, rule: &str, note: &str) {
    app.app().report(reader, target, rule, note, canvass_testkit::now_ms(), None).await.unwrap();
}
