//! A draft goes stale with everything that happens to what it tells of, also where every count came out the same; and with
//! nothing else.

use canvass_app::StaffId;
use canvass_app::edition::{NotSaved, Publishing, read_elsewhere};
use canvass_app::live::Entry;
use canvass_domain::{
    CommentId, Instrument, Looked, ParticipantId, Role, Ruling, StatementId, StatementState, StatementText, Target,
};
use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, databases};
use std::sync::Arc;

const DESK: StaffId = StaffId::COMMAND_LINE;
const URL: &str = "http://localhost:8400";
const SLUG: &str = "bridge";

/// A closed conversation with twelve readers, all with the same number of answers.
struct Case {
    app: TestApp,
    entry: Arc<Entry>,
    readers: Vec<Browser>,
}

impl Case {
    async fn new(database: &TestDatabase) -> Self {
        let app = TestApp::start(database).await;
        let mut topic = Topic::new(SLUG);
        topic.keys = "comments = \"show\"".to_owned();
        topic.new_statements = "show";
        app.open(&topic).await;
        let mut readers: Vec<Browser> = (0..12).map(|_| app.browser()).collect();
        for (n, reader) in readers.iter_mut().enumerate() {
            reader.submit(SLUG, "ballot", &[("option", ["1", "2"][n % 2])]).await.must_be(303);
            reader.submit(SLUG, "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
            reader.submit(SLUG, "about-me", &[("role", "Nurse"), ("consent", "yes")]).await.must_be(303);
            let words = format!("Comment {n} says what there is to say of it.");
            reader.submit(SLUG, "comments", &[("text", words.as_str()), ("quote", "anonymous")]).await.must_be(303);
        }
        readers[0].submit(SLUG, "statements", &[("text", "The bridge is too narow.")]).await.must_be(303);
        app.close(SLUG).await;
        let entry = app.entry(SLUG);
        Self { app, entry, readers }
    }

    fn now(&self) -> i64 {
        canvass_testkit::now_ms()
    }

    async fn draft(&self) {
        self.app.app().draft_edition(&self.entry, URL, DESK, self.now()).await.unwrap();
    }

    async fn is_stale(&self) -> bool {
        let shelf = self.app.app().shelf(&self.entry).await.unwrap();
        self.app.app().is_stale(&self.entry, shelf.draft().unwrap()).await.unwrap()
    }

    async fn publish(&self) -> Result<u32, NotSaved> {
        let shelf = self.app.app().shelf(&self.entry).await.unwrap();
        let publishing = Publishing { why: "Anew.".to_owned(), ..Publishing::default() };
        self.app.app().publish_take(&self.entry, &publishing, &shelf.draft().unwrap().hash, DESK, self.now()).await
    }

    async fn exclude(&self, who: u32) {
        let ruling = Ruling { rule: Some("abusive".to_owned()), reason: None };
        self.app.app().ban(&self.entry, ParticipantId(who), ruling, DESK, self.now()).await.unwrap();
    }

    async fn reinstate(&self, who: u32) {
        self.app.app().reinstate(&self.entry, ParticipantId(who), DESK, self.now()).await.unwrap();
    }

    async fn decline(&self, target: Target) {
        let ruling = Ruling { rule: Some("unclear".to_owned()), reason: None };
        let shown = Looked { target, from: StatementState::Accepted, seen: None };
        self.app.app().decline(&self.entry, shown, ruling, DESK, self.now()).await.unwrap();
    }

    async fn accept(&self, target: Target) {
        let app = self.app.app();
        let looked = Looked { target, from: StatementState::Declined, seen: None };
        app.accept(&self.entry, looked, DESK, self.now()).await.unwrap();
    }

    async fn reader(&mut self, n: usize, path: &str, fields: &[(&str, &str)]) {
        self.readers[n].submit(SLUG, path, fields).await.must_be(303);
    }
}

/// The sequence by which a stale take could be signed: the counts are those that were frozen, of other people.
#[tokio::test]
async fn a_take_of_other_people_behind_the_same_numbers_is_stale() {
    for database in databases() {
        let case = Case::new(&database).await;
        case.exclude(3).await;
        case.draft().await;
        assert!(!case.is_stale().await);
        case.reinstate(3).await;
        case.exclude(5).await;
        assert!(case.is_stale().await);
        assert!(matches!(case.publish().await, Err(NotSaved::Stale)));
        let mut desk = case.app.sign_in(Role::Editor).await;
        let page = desk.get(&format!("/desk/c/{SLUG}/take/publish")).await.must_be(200);
        assert!(page.text().contains("Answers or texts have changed since you froze the results."));
        let was = page.attributes("[name=was]", "value").remove(0);
        let fields = [("token", page.token().unwrap()), ("was", was)];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        desk.post_form(&format!("/desk/c/{SLUG}/take/publish"), &fields).await.must_be(409);
        desk.get(&format!("/take/{SLUG}-1")).await.must_be(404);
        case.draft().await;
        assert_eq!(case.publish().await.unwrap(), 1, "frozen again it can be published");
    }
}

/// Something that makes a draft stale.
#[derive(Clone, Copy, Debug)]
enum Happens {
    ExcludedAndReinstated,
    Erased,
    ErasedWithAnswers,
    Withdrew,
    CommentDeclinedAnotherAccepted,
    StatementDeclinedAndAccepted,
    CommentDeleted,
    TypoCorrected,
    DetailsForgotten,
    QuotingStopped,
    BroughtIn,
    Reworded,
}

const ALL: [Happens; 12] = [
    Happens::ExcludedAndReinstated,
    Happens::Erased,
    Happens::ErasedWithAnswers,
    Happens::Withdrew,
    Happens::CommentDeclinedAnotherAccepted,
    Happens::StatementDeclinedAndAccepted,
    Happens::CommentDeleted,
    Happens::TypoCorrected,
    Happens::DetailsForgotten,
    Happens::QuotingStopped,
    Happens::BroughtIn,
    Happens::Reworded,
];

async fn let_happen(case: &mut Case, what: Happens) {
    match what {
        Happens::ExcludedAndReinstated => {
            case.exclude(3).await;
            case.reinstate(3).await;
        }
        Happens::Erased => case.reader(4, "mine/erase", &[("votes", "keep")]).await,
        Happens::ErasedWithAnswers => case.reader(4, "mine/erase", &[("votes", "withdraw")]).await,
        Happens::Withdrew => case.reader(4, "mine/withdraw", &[]).await,
        // One was declined before the draft, and changes places with another.
        Happens::CommentDeclinedAnotherAccepted => {
            case.accept(Target::Comment(CommentId(12))).await;
            case.decline(Target::Comment(CommentId(2))).await;
        }
        Happens::StatementDeclinedAndAccepted => {
            case.decline(Target::Statement(StatementId(2))).await;
            case.accept(Target::Statement(StatementId(2))).await;
        }
        Happens::CommentDeleted => case.reader(4, "comments/5/erase", &[]).await,
        Happens::TypoCorrected => {
            let text = StatementText::parse("The bridge is too narrow.").unwrap();
            case.app.app().reword(&case.entry, (StatementId(7), None), text, DESK, case.now()).await.unwrap();
        }
        Happens::DetailsForgotten => case.reader(4, "mine/forget-about-me", &[]).await,
        Happens::QuotingStopped => case.reader(4, "comments/5/stop-quoting", &[]).await,
        Happens::BroughtIn => {
            let csv =
                "text,source,date,url\nNobody came until the morning.,The Paper,2024-11-05,https://paper.example/1\n";
            let rows = read_elsewhere(csv.as_bytes()).unwrap();
            case.app.app().bring_in(&case.entry, &rows, DESK, case.now()).await.unwrap();
        }
        Happens::Reworded => {
            let was = case.entry.conversation().instrument.clone();
            let now = Instrument { background: "Why we ask, in other words.".to_owned(), ..was };
            case.app.app().revise(&case.entry, now, Some(DESK), case.now()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn everything_that_a_take_tells_of_makes_it_stale() {
    for what in ALL {
        let mut case = Case::new(&TestDatabase::Sqlite).await;
        case.decline(Target::Comment(CommentId(12))).await;
        case.draft().await;
        assert!(!case.is_stale().await, "{what:?} has not happened yet");
        let_happen(&mut case, what).await;
        assert!(case.is_stale().await, "{what:?}");
        assert!(matches!(case.publish().await, Err(NotSaved::Stale)), "{what:?}");
        case.draft().await;
        assert!(!case.is_stale().await, "{what:?}: frozen again");
    }
}

/// What happens beside it: looking, asking for a response, what the desk notes of itself.
#[tokio::test]
async fn nothing_else_makes_a_take_stale() {
    let case = Case::new(&TestDatabase::Sqlite).await;
    case.draft().await;
    let mut desk = case.app.sign_in(Role::Editor).await;
    for page in ["/take", "/take/preview", "/take/publish", "/after", ""] {
        desk.get(&format!("/desk/c/{SLUG}{page}")).await.must_be(200);
    }
    case.app.app().ask_response(&case.entry, "The council", case.now() + 1, DESK, case.now()).await.unwrap();
    case.app.app().note_private_bundle(&case.entry, DESK, case.now()).await.unwrap();
    case.app.browser().get(&format!("/c/{SLUG}/results")).await.must_be(200);
    assert!(!case.is_stale().await);
    assert_eq!(case.publish().await.unwrap(), 1);
    let published = case.app.app().shelf(&case.entry).await.unwrap().newest().unwrap().clone();
    assert_eq!(published.edition.texts_mac, "", "nobody can try deleted words on a published edition");
}

/// Results that are held are older on purpose, and stay good until enough have left.
#[tokio::test]
async fn held_results_keep_their_own_rule() {
    let mut case = Case::new(&TestDatabase::Sqlite).await;
    case.draft().await;
    case.publish().await.unwrap();
    case.reader(4, "mine/erase", &[("votes", "withdraw")]).await;
    case.draft().await;
    assert!(!case.is_stale().await);
    for n in 5..8 {
        case.reader(n, "mine/withdraw", &[]).await;
        assert!(!case.is_stale().await, "{n}");
    }
    case.reader(8, "mine/withdraw", &[]).await;
    assert!(case.is_stale().await, "five have left");
}
