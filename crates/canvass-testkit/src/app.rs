//! An app in process: its router is called without a socket.

use crate::browser::Browser;
use crate::database::TestDatabase;
use crate::reply::Reply;
use crate::topic::Topic;
use axum::Router;
use canvass_app::desk::people;
use canvass_app::edition::{Publishing, edition_id};
use canvass_app::{AckOrder, App, StaffId, Store};
use canvass_domain::{EmailAddress, Millis, Role, Target, Transcript, Viewer};
use canvass_formats::conversation_file;
use canvass_results::Results;
use canvass_store::{EditionDoing, NewEdition};
use canvass_web::{Clock, Limits, Mail, PublicUrl, Server, Settings, loopback};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tokio::task::AbortHandle;

/// An app in process, on a database of its own.
#[derive(Debug)]
pub struct TestApp {
    app: Arc<App>,
    server: Server,
    router: Router,
    writer: AbortHandle,
    // Dropped last.
    folder: Option<TempDir>,
}

/// What tests tell the server unless they are about settings: plain http on localhost, the limits as they come.
///
/// # Panics
/// Never: the address is good.
#[must_use]
pub fn settings() -> Settings {
    let public_url = PublicUrl::parse("http://localhost:8400").expect("a good address");
    Settings {
        public_url,
        trusted_proxies: Vec::new(),
        metrics_from: loopback(),
        mail: Mail::On,
        limits: Limits::default(),
    }
}

/// Now, as servers in tests see it unless they are given another clock.
#[must_use]
pub fn now_ms() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

impl TestApp {
    /// Starts on a fresh database.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(database: &TestDatabase) -> Self {
        Self::with(database, settings()).await
    }

    /// Starts with another clock.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn by_clock(database: &TestDatabase, clock: Clock) -> Self {
        Self::build(database, settings(), clock).await
    }

    /// Starts with other settings.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn with(database: &TestDatabase, settings: Settings) -> Self {
        Self::build(database, settings, now_ms).await
    }

    async fn build(database: &TestDatabase, settings: Settings, clock: Clock) -> Self {
        let (place, folder) = database.make().await;
        let store = Store::open(place).await.expect("a store");
        let lock = store.lock("a test").await.expect("the lock of a fresh database");
        let (app, writer) = App::start(store, lock, AckOrder::AfterCommit, fresh_bytes()).await.expect("an app");
        // Most tests are about something else than when comments appear.
        app.set_comment_batch(0);
        let app = Arc::new(app);
        let server = Server::with_clock(Arc::clone(&app), settings, clock);
        Self { app, router: canvass_web::router(server.clone()), server, writer: writer.abort_handle(), folder }
    }

    /// The app behind it.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The server, as the binary holds it.
    #[must_use]
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// The folder of the data, on SQLite.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(TempDir::path)
    }

    /// Somebody who has never been here.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// Adds a conversation as a draft.
    ///
    /// # Panics
    /// When its file is wrong or its slug taken.
    pub async fn draft(&self, topic: &Topic) {
        let file = conversation_file::parse(&topic.toml()).expect("a good conversation file");
        self.load(&topic.slug, &canvass_app::conversation::draft(&file, now_ms())).await;
    }

    /// Adds a conversation and opens it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self, topic: &Topic) {
        self.draft(topic).await;
        self.app.open(&self.entry(&topic.slug), None, now_ms()).await.expect("opening");
    }

    /// Closes a conversation.
    ///
    /// # Panics
    /// When it is not open.
    pub async fn close(&self, slug: &str) {
        self.app.close(&self.entry(slug), None, now_ms()).await.expect("closing");
    }

    /// Drafts a take of a closed conversation and publishes it as it is.
    ///
    /// # Panics
    /// When it is not closed, or its draft would refuse to be published.
    pub async fn publish_take(&self, slug: &str) -> String {
        let (entry, by) = (self.entry(slug), StaffId::COMMAND_LINE);
        let url = self.server_url();
        let number = self.app.draft_edition(&entry, url, by, now_ms()).await.expect("a draft");
        let shelf = self.app.shelf(&entry).await.expect("the shelf");
        let hash = shelf.draft().expect("the draft").hash.clone();
        let why = if number > 1 { "Anew." } else { "" };
        let publishing = Publishing { why: why.to_owned(), ..Publishing::default() };
        self.app.publish_take(&entry, &publishing, &hash, by, now_ms()).await.expect("a take that may be published");
        edition_id(&entry.conversation().slug, number)
    }

    /// Ends the writer, as when it can no longer vouch for the log: no answers are taken from then on.
    pub async fn end_writer(&self) {
        self.writer.abort();
        while self.app.is_taking() {
            tokio::task::yield_now().await;
        }
    }

    /// Makes what a draft keeps beside its document unreadable, as a fault of ours would.
    ///
    /// # Panics
    /// When there is no draft.
    pub async fn spoil_draft(&self, slug: &str) {
        let (store, id) = (self.app.store(), self.entry(slug).id());
        let row = store.editions(id).await.expect("editions").pop().expect("a draft");
        let new = NewEdition { row: &row, votes: "no votes", record: "no record", quotes: &[] };
        let doing = EditionDoing { by: StaffId::COMMAND_LINE.0, at_ms: now_ms() };
        assert!(store.put_draft(id, &new, doing).await.expect("a database"), "it is a draft");
    }

    /// The address that takes name.
    #[must_use]
    pub const fn server_url(&self) -> &'static str {
        "http://localhost:8400"
    }

    /// Adds a whole conversation, and waits for its opinion map.
    ///
    /// # Panics
    /// When its slug is taken.
    pub async fn load(&self, slug: &str, transcript: &Transcript) {
        let slug = canvass_domain::Slug::parse(slug).expect("a slug");
        self.app.create(&slug, transcript, now_ms()).await.expect("a new conversation");
        self.app.maps_settled().await;
    }

    /// Results as of the latest answers: waits for opinion maps that are being made.
    ///
    /// # Panics
    /// When there is no such conversation, or staff may not see its results.
    pub async fn results(&self, slug: &str) -> Arc<Results> {
        self.app.maps_settled().await;
        Arc::clone(self.entry(slug).results().open(Viewer::Staff).expect("results that staff may see"))
    }

    /// Sends a form of the desk about a text, `/desk/c/{slug}/texts/{target}/{verb}`, as somebody does who has just
    /// read the text; `fields` come first.
    ///
    /// # Panics
    /// When it is no such address.
    pub async fn decide(&self, staff: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut parts = path.split('/').skip(3);
        let (slug, target) = (parts.next().expect("a slug"), parts.nth(1).expect("a target"));
        let target = Target::from_word(target).expect("a target");
        let is_there = self.entry(slug).read().has_text(target);
        let read = if is_there { self.as_read(slug, target).await } else { Default::default() };
        let token = staff.get("/desk").await.token().unwrap_or_default();
        let mut all = vec![("token", token.as_str())];
        all.extend_from_slice(fields);
        let unsaid = read.iter().filter(|(name, _)| !fields.iter().any(|(said, _)| said == name));
        all.extend(unsaid.map(|(name, value)| (*name, value.as_str())));
        staff.post_form(path, &all).await
    }

    /// The fields by which a decision at the desk says what was read: where a text stands and what it says now.
    ///
    /// # Panics
    /// When there is no such text.
    pub async fn as_read(&self, slug: &str, target: Target) -> [(&'static str, String); 2] {
        let looked = self.app().looked(&self.entry(slug), target).await.expect("a text");
        let seen = looked.seen.map(|seen| seen.as_str().to_owned()).unwrap_or_default();
        [("from", looked.from.word().to_owned()), ("seen", seen)]
    }

    /// A conversation in memory.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn entry(&self, slug: &str) -> Arc<canvass_app::live::Entry> {
        self.app.any(slug).unwrap_or_else(|| panic!("no conversation `{slug}`"))
    }

    /// A fresh sign-in token for somebody with a role.
    ///
    /// # Panics
    /// When it cannot be stored.
    pub async fn invite(&self, role: Role) -> String {
        let email = format!("{}@example.org", role.word());
        let email = EmailAddress::parse(&email).expect("an address");
        let doing = people::Doing { by: StaffId::COMMAND_LINE, at_ms: now_ms() };
        let invited = people::add(self.app.store(), &email, role, fresh_bytes(), doing).await;
        invited.expect("a sign-in link").token
    }

    /// A browser in which somebody with a role is signed in.
    ///
    /// # Panics
    /// When signing in does not work.
    pub async fn sign_in(&self, role: Role) -> Browser {
        let token = self.invite(role).await;
        let mut browser = self.browser();
        browser.post_form(&format!("/desk/sign-in/{token}"), &[]).await.must_be(303);
        browser
    }
}

/// Bytes that no other call gives: tests need different secrets, not unguessable ones.
fn fresh_bytes() -> [u8; 32] {
    static N_GIVEN: AtomicU64 = AtomicU64::new(1);
    let n = N_GIVEN.fetch_add(1, Ordering::Relaxed);
    canvass_app::identity::hash(&[b"a test's secret", &n.to_be_bytes(), &std::process::id().to_be_bytes()]).0
}
