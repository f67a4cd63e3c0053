//! A fresh database for each test: SQLite always, PostgreSQL where the suite started a server.

use canvass_app::{Database, Store};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Names the PostgreSQL server that was started for the tests.
const POSTGRES_URL: &str = "CANVASS_TEST_POSTGRES";
/// Set to `1` where a run without PostgreSQL must fail.
const REQUIRE_POSTGRES: &str = "CANVASS_REQUIRE_POSTGRES";

/// A kind of database a test runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestDatabase {
    /// A temporary folder.
    Sqlite,
    /// A database of its own on the server at this address.
    Postgres(String),
}

/// Every kind of database there is to test on. Says so where PostgreSQL is missing, and fails where it must not be.
///
/// # Panics
/// Without PostgreSQL where it is required.
#[must_use]
#[expect(clippy::print_stderr, reason = "a test that runs on less than it could must say so")]
pub fn databases() -> Vec<TestDatabase> {
    let mut databases = vec![TestDatabase::Sqlite];
    match std::env::var(POSTGRES_URL) {
        Ok(url) => databases.push(TestDatabase::Postgres(url)),
        Err(_) if std::env::var(REQUIRE_POSTGRES).is_ok_and(|value| value == "1") => {
            panic!("{POSTGRES_URL} is not set, and {REQUIRE_POSTGRES}=1: run `cargo xtask test`")
        }
        Err(_) => eprintln!("{POSTGRES_URL} is not set: tested on SQLite only"),
    }
    databases
}

impl TestDatabase {
    /// Makes a fresh, empty database; the folder lives as long as what is returned.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn make(&self) -> (Database, Option<TempDir>) {
        match self {
            Self::Sqlite => {
                let folder = tempfile::Builder::new().prefix("canvass-test-").tempdir().expect("a temporary folder");
                (Database::Folder(folder.path().to_owned()), Some(folder))
            }
            Self::Postgres(server) => {
                static N_MADE: AtomicU32 = AtomicU32::new(0);
                let n = N_MADE.fetch_add(1, Ordering::Relaxed);
                let name = format!("test_{}_{n}", std::process::id());
                let address = Store::create_database(server, &name).await.expect("a database of the test's own");
                (Database::Postgres(address), None)
            }
        }
    }
}
