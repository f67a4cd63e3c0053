//! Making and changing a conversation in forms: every key by hand, by file and back; what is locked; two at once;
//! previews; who may.

use canvass_app::{AuditRange, AuditRow};
use canvass_domain::{Instrument, Manuscript, Role, SeedStatement, State};
use canvass_formats::conversation_file::{self, ConversationFile, manuscript, parse};
use canvass_testkit::{Browser, ElementRef, Reply, Selector, TestApp, TestDatabase, Topic, databases, now_ms};

const SLUG: &str = "bridge";
const EDIT: &str = "/desk/c/bridge/edit";
const WHOLE: &str = include_str!("../../../canvass-formats/tests/corpus/conversation.toml");

/// A page's form, as a browser would send it.
#[derive(Clone, Debug)]
struct Form(Vec<(String, String)>);

impl Form {
    fn on(page: &Reply) -> Self {
        let html = page.html();
        let fields = Selector::parse("form.edit :is(input, textarea, select)[name]").unwrap();
        let chosen = Selector::parse("option[selected]").unwrap();
        let value = |field: ElementRef<'_>| match field.value().name() {
            // A line break right after the tag is not part of the text.
            "textarea" => field.text().collect::<String>(),
            "select" => field.select(&chosen).next().unwrap().value().attr("value").unwrap().to_owned(),
            _ => field.value().attr("value").unwrap_or_default().to_owned(),
        };
        let pair = |field: ElementRef<'_>| (field.value().attr("name").unwrap().to_owned(), value(field));
        Self(html.select(&fields).map(pair).collect())
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(found, _)| found != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("(no such field)", |(_, value)| value)
    }

    fn typed(&self) -> Manuscript {
        let mut typed = Manuscript::default();
        self.0.iter().for_each(|(name, value)| {
            typed.set(name, value);
        });
        typed
    }

    async fn press(&self, staff: &mut Browser, path: &str, act: &str) -> Reply {
        let mut pairs: Vec<(&str, &str)> = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.push(("act", act));
        staff.post_form(path, &pairs).await
    }
}

fn typed(file: &ConversationFile) -> Manuscript {
    manuscript(&file.slug, &file.instrument, file.statements.iter().map(SeedStatement::as_written))
}

async fn paste(staff: &mut Browser, toml: &str) -> Reply {
    let token = staff.get("/desk/new/file").await.must_be(200).token().unwrap();
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n\
         --x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n\
         --x\r\ncontent-disposition: form-data; name=\"toml\"\r\n\r\n{toml}\r\n--x--\r\n"
    );
    staff.post_body("/desk/new/file", "multipart/form-data; boundary=x", body).await
}

fn whole() -> String {
    format!("{WHOLE}\n[[rule]]\nkey = \"own-rule\"\ntext = \"What we do not take.\"\n")
}

/// What was done to conversations, newest first.
async fn acts(app: &TestApp) -> Vec<AuditRow> {
    let log = app.app().store().audit(AuditRange::default(), 20).await.unwrap();
    log.into_iter().filter(|row| row.conversation.is_some()).collect()
}

#[tokio::test]
async fn from_a_file_to_the_form_to_what_is_stored_to_a_file_nothing_is_lost() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut editor = app.sign_in(Role::Editor).await;
        let file = parse(&whole()).unwrap();
        let filled = Form::on(&paste(&mut editor, &whole()).await.must_be(200));
        assert_eq!(filled.typed(), typed(&file), "the form says what the file says");
        filled.press(&mut editor, "/desk/new", "save").await.must_be(303);
        let slug = file.slug.as_str();
        let edited = Form::on(&editor.get(&format!("/desk/c/{slug}/edit")).await.must_be(200));
        assert_eq!(edited.clone().with("slug", slug).typed(), typed(&file), "and what is stored says it too");
        let download = editor.get(&format!("/desk/c/{slug}/conversation.toml")).await.must_be(200);
        assert_eq!(parse(download.text()).unwrap(), file);
        assert!(download.header("content-disposition").contains(&format!("{slug}.toml")));
        let unchanged = edited.press(&mut editor, &format!("/desk/c/{slug}/edit"), "save").await.must_be(303);
        assert_eq!(unchanged.header("location"), format!("/desk/c/{slug}?said=unchanged"));
        let log = acts(&app).await;
        let acts: Vec<_> =
            log.iter().map(|row| (row.staff.as_deref(), row.act.as_str(), row.conversation.as_deref())).collect();
        assert_eq!(acts, [(Some("editor@example.org"), "create", Some(slug))]);
    }
}

#[tokio::test]
async fn a_conversation_is_made_row_by_row_without_a_script() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut editor = app.sign_in(Role::Editor).await;
        let new = Form::on(&editor.get("/desk/new").await.must_be(200));
        let begun = new
            .with("title", "Should the night bus run?")
            .with("background", "\n  First line kept.\r\n")
            .with("poll.question", "Should it?")
            .with("poll.option[1].text", "No")
            .with("poll.option[2].text", "Yes")
            .with("statement", "One.\r\nTwo.");
        let page = begun.press(&mut editor, "/desk/new", "add poll.option").await.must_be(200);
        let more = Form::on(&page);
        assert_eq!(page.attributes("[autofocus]", "name"), ["poll.option[3].text"]);
        assert_eq!(
            more.typed(),
            begun.clone().with("poll.option[3].text", "").with("poll.option[3].condition", "").typed()
        );
        let page = more
            .clone()
            .with("poll.option[3].text", "Perhaps")
            .press(&mut editor, "/desk/new", "raise poll.option 2")
            .await;
        let raised = Form::on(&page.must_be(200));
        assert_eq!(
            [1, 2, 3].map(|n| raised.get(&format!("poll.option[{n}].text")).to_owned()),
            ["Yes", "No", "Perhaps"]
        );
        let removed = Form::on(&raised.press(&mut editor, "/desk/new", "remove poll.option 3").await.must_be(200));
        assert_eq!(removed.get("poll.option[3].text"), "(no such field)");
        assert_eq!(removed.get("background"), "\n  First line kept.\n");
        let checked = removed.press(&mut editor, "/desk/new", "check").await.must_be(200);
        assert!(checked.text().contains("Nothing is wrong with it. It is not saved yet."));
        assert!(app.app().any("should-the-night-bus-run").is_none(), "nothing but saving saves");
        let made = removed.press(&mut editor, "/desk/new", "save").await.must_be(303);
        assert_eq!(made.header("location"), "/desk/c/should-the-night-bus-run?said=made");
        let entry = app.entry("should-the-night-bus-run");
        assert_eq!(entry.conversation().state, State::Draft);
        assert_eq!(entry.read().statements.len(), 2);
        app.browser().get("/c/should-the-night-bus-run").await.must_be(404);
        let again = removed.press(&mut editor, "/desk/new", "save").await.must_be(422);
        assert!(again.words("#slug-problem")[0].contains("is taken by another conversation"));
        assert_eq!(Form::on(&again).typed(), removed.typed());
    }
}

#[tokio::test]
async fn what_is_wrong_is_shown_at_its_field_and_everything_typed_stays() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut editor = app.sign_in(Role::Editor).await;
        let new = Form::on(&editor.get("/desk/new").await.must_be(200));
        let wrong = new
            .with("organiser.name", "<b>N</b>")
            .with("poll.option[1].text", "Only one")
            .with("term[1].word", "callout")
            .with("closes_at", "soon");
        for act in ["save", "check"] {
            let page = wrong.press(&mut editor, "/desk/new", act).await.must_be(422);
            let ids = ["title", "organiser-contact", "poll-question", "poll-option", "term-1-text", "closes_at"];
            for id in ids {
                assert_eq!(page.words(&format!("#{id}-problem")).len(), 1, "{id}");
                assert!(page.attributes("#errors a", "href").contains(&format!("#{id}")), "{id}");
            }
            let kept = Form::on(&page);
            assert_eq!(kept.get("organiser.name"), "<b>N</b>");
            assert_eq!((kept.get("term[1].word"), kept.get("closes_at")), ("callout", "soon"));
        }
        let refused = paste(&mut editor, "title = \"T\"\nmystery = 1").await.must_be(422);
        assert!(refused.words("#toml-problem")[0].contains("line 2"), "{:?}", refused.words("#toml-problem"));
        assert_eq!(refused.words("#toml"), ["title = \"T\"\nmystery = 1"].map(|text| text.replace('\n', " ")));
        let huge = "x".repeat(5 << 20);
        // What was typed beside a file that is too large comes back; the file is still where it was.
        let part = |name: &str, text: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        };
        let token = editor.get("/desk/new").await.token().unwrap();
        let typed = [part("token", &token), part("toml", "title = \"Typed beside it\""), part("file", &huge)].concat();
        let refused = editor.post_body("/desk/new/file", "multipart/form-data; boundary=x", typed).await.must_be(413);
        assert!(refused.text().contains("Typed beside it"), "nothing typed is lost");
        assert!(!refused.text().contains("xxxxxxxx"));
        wrong.clone().with("background", &huge).press(&mut editor, "/desk/new", "check").await.must_be(413);
        let many = (0..4_100).fold(wrong.clone(), |mut form, n| {
            form.0.push((format!("extra-{n}"), String::new()));
            form
        });
        many.press(&mut editor, "/desk/new", "check").await.must_be(413);
        wrong.with("token", "forged").press(&mut editor, "/desk/new", "save").await.must_be(403);
    }
}

#[tokio::test]
async fn a_draft_changes_in_place_with_its_statements() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.draft(&Topic::new(SLUG).statements(3)).await;
        let mut editor = app.sign_in(Role::Editor).await;
        let page = editor.get(EDIT).await.must_be(200);
        assert!(page.words("#save")[0].contains("saving changes it in place"));
        let form = Form::on(&page);
        assert_eq!(form.get("slug"), "(no such field)", "a name in addresses stays");
        assert_eq!(form.get("statement"), "Statement 1 of bridge.\nStatement 2 of bridge.\nStatement 3 of bridge.");
        let changed = form.with("title", "Another title").with("statement", "Statement 3 of bridge.\nA mended one.");
        let saved = changed.press(&mut editor, EDIT, "save").await.must_be(303);
        assert_eq!(saved.header("location"), "/desk/c/bridge?said=saved");
        let stored = Form::on(&editor.get(EDIT).await);
        assert_eq!(
            (stored.get("title"), stored.get("statement")),
            ("Another title", "A mended one.\nStatement 3 of bridge.")
        );
        assert_eq!(app.entry(SLUG).conversation().version, 1);
        let acts = acts(&app).await;
        let acts: Vec<_> = acts.iter().rev().map(|row| row.act.as_str()).collect();
        assert_eq!(acts, ["revise", "reword", "decide"]);
    }
}

#[tokio::test]
async fn after_the_first_answer_what_was_asked_is_locked_and_the_rest_is_a_new_version() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        app.browser().submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
        let mut editor = app.sign_in(Role::Editor).await;
        let page = editor.get(EDIT).await.must_be(200);
        let form = Form::on(&page);
        for locked in ["slug", "language", "gate", "poll.question", "poll.option[1].text", "attribute[1].key"] {
            assert_eq!(form.get(locked), "(no such field)", "{locked}");
        }
        assert!(page.words("#part-poll")[0].contains("Readers have answered this, so it stays as it is."));
        assert!(page.words("#part-poll")[0].contains("For it"));
        assert!(page.words("#part-statements")[0].contains("Statement 1 of bridge."));
        assert!(
            page.words("#save")[0].contains("1 reader has answered, up to version 1. Saving a change makes version 2")
        );
        let changed = form
            .with("background", "More to know.")
            .with("statement", "A new one.\nStatement 1 of bridge.")
            .with("poll.option[1].text", "Slipped in")
            .with("gate", "sealed");
        let saved = changed.press(&mut editor, EDIT, "save").await.must_be(303);
        assert_eq!(saved.header("location"), "/desk/c/bridge?said=version");
        let entry = app.entry(SLUG);
        let conversation = entry.conversation();
        assert_eq!((conversation.version, conversation.instrument.background.as_str()), (2, "More to know."));
        assert_eq!(conversation.instrument.poll.as_ref().unwrap().options[0].text, "For it", "whatever a form says");
        assert_eq!(entry.read().statements.len(), 7, "one is new, the other is there already");
        let without = Form::on(&editor.get(EDIT).await).with("organiser.name", "").with("organiser.contact", "");
        let without = without.with("organiser.privacy_url", "").press(&mut editor, EDIT, "save").await.must_be(422);
        assert_eq!(without.words("#organiser-name-problem").len(), 1, "an open one needs somebody behind it");
    }
}

/// What a file may say and no form can, such as a line break inside an answer, must not keep the rest from being
/// changed.
/// Opens a conversation that an earlier version took, and gives its instrument.
async fn open_as_before(app: &TestApp, topic: &Topic) -> Instrument {
    assert!(parse(&topic.toml()).is_err(), "today it is refused");
    let file = conversation_file::parse_known(&topic.toml()).unwrap();
    app.load(&topic.slug, &canvass_app::conversation::draft(&file, now_ms())).await;
    app.app().open(&app.entry(&topic.slug), None, now_ms()).await.unwrap();
    file.instrument
}

#[tokio::test]
async fn what_was_asked_stays_to_the_letter_also_where_a_form_cannot_say_it() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut topic = Topic::new(SLUG);
        topic.options[1] = "Against\nit ".to_owned();
        topic.sections =
            "[[attribute]]\nkey = \"place\"\nquestion = \" Where? \"\noptions = [\"A\\nB\", \"C\"]\n".to_owned();
        open_as_before(&app, &topic).await;
        app.browser().submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
        let before = app.entry(SLUG).conversation().instrument.clone();
        let mut editor = app.sign_in(Role::Editor).await;
        let form = Form::on(&editor.get(EDIT).await).with("background", "More to know.");
        let saved = form.press(&mut editor, EDIT, "save").await.must_be(303);
        assert_eq!(saved.header("location"), "/desk/c/bridge?said=version");
        let after = app.entry(SLUG).conversation().instrument.clone();
        assert!(after.asks_the_same_as(&before) && after.background == "More to know.");
    }
}

#[tokio::test]
async fn a_closed_conversation_takes_corrections_but_no_statements() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        app.close(SLUG).await;
        let mut editor = app.sign_in(Role::Editor).await;
        let page = editor.get(EDIT).await.must_be(200);
        let form = Form::on(&page);
        assert_eq!((form.get("statement"), form.get("closes_at")), ("(no such field)", "(no such field)"));
        assert!(page.words("#part-statements")[0].contains("Statement 1 of bridge."));
        let forged = form.with("statement", "Too late.").with("background", "Corrected.");
        forged.press(&mut editor, EDIT, "save").await.must_be(303);
        let entry = app.entry(SLUG);
        assert_eq!(entry.conversation().instrument.background, "Corrected.");
        assert_eq!(entry.read().statements.len(), 6);
    }
}

#[tokio::test]
async fn of_two_editors_the_second_is_told_and_keeps_what_they_typed() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.draft(&Topic::new(SLUG)).await;
        let (mut ada, mut ben) = (app.sign_in(Role::Editor).await, app.sign_in(Role::Owner).await);
        let by_ada = Form::on(&ada.get(EDIT).await).with("title", "Ada’s title");
        let by_ben = Form::on(&ben.get(EDIT).await).with("background", "Ben’s background");
        by_ada.press(&mut ada, EDIT, "save").await.must_be(303);
        for act in ["check", "save"] {
            let told = by_ben.press(&mut ben, EDIT, act).await.must_be(409);
            assert!(told.words("#overtaken")[0].contains("so yours is not saved"));
            assert!(told.words("#overtaken")[0].contains("Ada’s title"), "what is stored now");
            assert_eq!(Form::on(&told).get("background"), "Ben’s background");
        }
        assert_eq!(app.entry(SLUG).conversation().instrument.title, "Ada’s title");
        let told = by_ben.press(&mut ben, EDIT, "save").await.must_be(409);
        Form::on(&told).with("title", "Ada’s title").press(&mut ben, EDIT, "save").await.must_be(303);
        let instrument = &app.entry(SLUG).conversation().instrument;
        assert_eq!((instrument.title.as_str(), instrument.background.as_str()), ("Ada’s title", "Ben’s background"));
    }
}

#[tokio::test]
async fn of_two_at_the_same_moment_one_saves() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.draft(&Topic::new(SLUG)).await;
        let mut ada = app.sign_in(Role::Editor).await;
        let mut ben = ada.clone();
        let form = Form::on(&ada.get(EDIT).await);
        let (first, second) = (form.clone().with("title", "First"), form.with("title", "Second"));
        let (first, second) = tokio::join!(first.press(&mut ada, EDIT, "save"), second.press(&mut ben, EDIT, "save"));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        let new = Form::on(&ada.get("/desk/new").await).with("title", "Twice");
        let (one, two) =
            tokio::join!(new.press(&mut ada, "/desk/new", "save"), new.press(&mut ben, "/desk/new", "save"));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
    }
}

#[tokio::test]
async fn the_first_answer_locks_a_form_that_is_open_already() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let mut editor = app.sign_in(Role::Editor).await;
        let form = Form::on(&editor.get(EDIT).await).with("poll.option[1].text", "For it, on Sundays");
        app.browser().submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
        let told = form.press(&mut editor, EDIT, "save").await.must_be(409);
        assert!(told.words("#part-poll")[0].contains("You typed: For it, on Sundays"));
        assert_eq!(app.entry(SLUG).conversation().instrument.poll.as_ref().unwrap().options[0].text, "For it");
    }
}

#[tokio::test]
async fn a_preview_shows_what_is_typed_and_stores_nothing() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.draft(&Topic::new(SLUG)).await;
        let mut editor = app.sign_in(Role::Editor).await;
        let stored = editor.get("/desk/c/bridge/preview").await.must_be(200);
        assert!(stored.words(".banner")[0].contains("This is a preview"));
        assert_eq!(stored.words("h1"), ["A question about bridge"]);
        let form =
            Form::on(&editor.get(EDIT).await).with("title", "Typed, not saved").with("statement", "First of all.");
        let typed = form.press(&mut editor, "/desk/c/bridge/preview", "preview").await.must_be(200);
        assert_eq!(typed.words("h1"), ["Typed, not saved"]);
        assert_eq!(typed.words("p.statement"), ["First of all."]);
        let half = form.with("title", "").with("closes_at", "soon");
        let half = half.press(&mut editor, "/desk/c/bridge/preview", "preview").await;
        assert!(half.must_be(200).words(".banner").join(" ").contains("2 things are still to be mended"));
        let new = Form::on(&editor.get("/desk/new").await).with("title", "Not there yet");
        let new = new.press(&mut editor, "/desk/new/preview", "preview").await.must_be(200);
        assert_eq!(new.words("h1"), ["Not there yet"]);
        assert_eq!(app.app().live().all().len(), 1);
        assert_eq!(app.entry(SLUG).conversation().instrument.title, "A question about bridge");
        assert_eq!(acts(&app).await, []);
        assert_eq!(app.entry(SLUG).read().ledger.n_participants(), 0);
        app.browser().get("/desk/c/bridge/preview").await.must_be(303);
    }
}

#[tokio::test]
async fn who_may_edit_is_shown_the_way_and_who_may_not_is_not() {
    for database in databases() {
        for (role, may) in [(Role::Owner, true), (Role::Editor, true), (Role::Moderator, false), (Role::Analyst, false)]
        {
            let app = TestApp::start(&database).await;
            app.open(&Topic::new(SLUG)).await;
            let mut staff = app.sign_in(role).await;
            let status = |allowed: u16| if may { allowed } else { 403 };
            for path in ["/desk/new", "/desk/new/file", EDIT, "/desk/c/bridge/preview"] {
                staff.get(path).await.must_be(status(200));
            }
            staff.get("/desk/c/bridge/conversation.toml").await.must_be(200);
            let leads = staff.get("/desk/c/bridge").await.attributes("main a", "href").contains(&EDIT.to_owned());
            let begins = staff.get("/desk").await.attributes("main a", "href").contains(&"/desk/new".to_owned());
            assert_eq!((leads, begins), (may, may), "{role:?}");
        }
    }
}

#[tokio::test]
async fn a_conversation_of_the_largest_size_fits_the_form() {
    for database in databases().into_iter().take(1) {
        let app = TestApp::start(&database).await;
        let statements: String = (0..2_000).map(|n| format!("{n} {}\n", "é".repeat(200))).collect();
        let terms: String = (0..200).map(|n| format!("[[term]]\nword = \"w{n}\"\ntext = \"t\"\n")).collect();
        let figures = (0..200).map(|n| format!("[[figure]]\nkey = \"k{n}\"\nvalue = \"1\"\nsource = \"s\"\n"));
        let toml = format!("title = \"T\"\nslug = \"large\"\n{terms}{}", figures.collect::<String>());
        let mut editor = app.sign_in(Role::Editor).await;
        let form = Form::on(&paste(&mut editor, &toml).await.must_be(200)).with("statement", &statements);
        form.press(&mut editor, "/desk/new", "save").await.must_be(303);
        let entry = app.entry("large");
        assert_eq!(entry.read().statements.len(), 2_000);
        assert_eq!(entry.conversation().instrument.figures.len(), 200);
        let page = editor.get("/desk/c/large/edit").await.must_be(200);
        assert_eq!(Form::on(&page).get("term[200].word"), "w199");
    }
}

/// Choices that look alike were taken once, and people have answered: whatever else is asked can still be changed.
#[tokio::test]
async fn what_an_earlier_version_took_keeps_nobody_from_changing_the_rest() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut topic = Topic::new("bridge");
    topic.options = ["Yes.", "Yes!", "No"].map(str::to_owned).to_vec();
    let asked = open_as_before(&app, &topic).await;
    let entry = app.entry("bridge");
    app.browser().submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    let later = Instrument { background: "Why we ask, in other words.".to_owned(), ..asked };
    app.app().revise(&entry, later.clone(), None, now_ms()).await.unwrap();
    let worse = Instrument { title: "A title\u{7}".to_owned(), ..later };
    assert!(app.app().revise(&entry, worse, None, now_ms()).await.is_err(), "what is wrong anew is refused");
}
