//! A full disk: answers are refused in so many words, reading goes on, nothing acknowledged is lost, and once there
//! is room again answers are taken by the same process.

use crate::http::{Wire, With};
use crate::process::{Place, Server, open_conversation};
use canvass_app::Database;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const SLUG: &str = "full";
const N_STATEMENTS: u32 = 20;
/// Far more answers than fit into what is left.
const MAX_ANSWERS: usize = 50_000;

/// Somebody who answers, and becomes somebody new when there is nothing left to answer.
struct Client {
    wire: Wire,
    token: String,
    next: u32,
    n_acknowledged: u64,
}

impl Client {
    fn of(server: &Server) -> Self {
        let mut client = Self { wire: server.wire(), token: String::new(), next: 0, n_acknowledged: 0 };
        client.become_new();
        client
    }

    fn become_new(&mut self) {
        let with = With { json: Some("{}"), ..With::default() };
        let joined = self.wire.ask("POST", &format!("/api/v1/conversations/{SLUG}/participants"), with).unwrap();
        self.token = joined.json()["token"].as_str().unwrap().to_owned();
        self.next = 1;
    }

    fn answer(&mut self) -> crate::http::Reply {
        if self.next > N_STATEMENTS {
            self.become_new();
        }
        let path = format!("/api/v1/conversations/{SLUG}/statements/{}/vote", self.next);
        let with = With { token: Some(&self.token), json: Some("{\"vote\": \"unsure\"}"), ..With::default() };
        let reply = self.wire.ask("PUT", &path, with).unwrap();
        if reply.status == 204 {
            self.n_acknowledged += 1;
            self.next += 1;
        }
        reply
    }

    /// Answers until one is refused.
    fn answer_until_full(&mut self) -> crate::http::Reply {
        (0..MAX_ANSWERS).map(|_| self.answer()).find(|reply| reply.status != 204).unwrap()
    }

    fn n_counted(&mut self) -> u64 {
        let results = self.wire.get(&format!("/api/v1/conversations/{SLUG}/results")).unwrap();
        results.json()["counts"]["votes"].as_u64().unwrap()
    }

    /// The form without a script, with long words: what is left of a page holds a few short ones yet.
    fn post_forms_until_full(&mut self) -> crate::http::Reply {
        let posted = (0..9).map(|n| self.post_form(n)).find(|page| page.status != 303);
        posted.unwrap_or_else(|| panic!("no room for nine long statements"))
    }

    fn post_form(&mut self, n: usize) -> crate::http::Reply {
        let cookie = Some(self.token.as_str());
        let path = format!("/c/{SLUG}/mine/erase");
        let page = self.wire.ask("GET", &path, With { cookie, ..With::default() }).unwrap().text();
        let (_, rest) = page.split_once("name=\"token\" value=\"").unwrap();
        let (token, _) = rest.split_once('"').unwrap();
        let form = format!("token={token}&text=Words+{n}+that+took+a+while.{}", "%F0%9F%8C%89".repeat(240));
        let with = With { cookie, form: Some(&form), ..With::default() };
        self.wire.ask("POST", &format!("/c/{SLUG}/statements"), with).unwrap()
    }
}

fn check_full(place: &Place, more: &[&str], mut fill: impl FnMut(), mut make_room: impl FnMut()) {
    place.create(&open_conversation(SLUG, N_STATEMENTS)).out();
    let server = place.serve(more);
    let mut client = Client::of(&server);
    for _ in 0..2 {
        for _ in 0..50 {
            assert_eq!(client.answer().status, 204);
        }
        fill();
        let refused = client.answer_until_full();
        let problem: serde_json::Value = serde_json::from_slice(&refused.body).unwrap();
        assert_eq!((refused.status, problem["type"].as_str()), (503, Some("/problems/storage-full")), "{problem}");
        assert!(refused.head.contains("retry-after: 30"), "{}", refused.head);
        let page = client.post_forms_until_full();
        assert_eq!(page.status, 503, "{}", page.text());
        let said = page.text();
        assert!(page.head.contains("retry-after: 30") && said.contains("Nothing was saved"), "{said}");
        assert!(said.contains("readonly>\nWords ") && said.contains("that took a while.\u{1f309}"), "{said}");
        assert_eq!(client.n_counted(), client.n_acknowledged, "reading goes on, and what was refused counts nowhere");
        assert_eq!(client.wire.get(&format!("/c/{SLUG}")).unwrap().status, 200);
        let health = client.wire.get("/healthz").unwrap();
        let problem: serde_json::Value = serde_json::from_slice(&health.body).unwrap();
        assert_eq!((health.status, problem["type"].as_str()), (503, Some("/problems/storage-full")));
        make_room();
        assert_eq!(client.answer().status, 204, "the same answer, taken by the same process");
        assert_eq!(client.wire.get("/healthz").unwrap().status, 200);
    }
    assert!(server.stop().success());
    place.run(&["doctor", "--check"]).check_agrees();
    let again = place.serve(&[]);
    let n_acknowledged = client.n_acknowledged;
    assert_eq!(Client::of(&again).n_counted(), n_acknowledged, "nothing acknowledged is lost");
}

/// SQLite's own bound on pages stands in for the disk.
#[cfg(feature = "faults")]
#[test]
fn a_database_that_gets_no_more_pages() {
    let place = Place::sqlite();
    let file = place.folder().join("full");
    let name = file.display().to_string();
    check_full(&place, &["--full-while", &name], || fs::write(&file, "").unwrap(), || fs::remove_file(&file).unwrap());
}

/// A file system of a few megabytes, mounted for the test.
struct Small(PathBuf);

impl Small {
    fn mount(folder: &Path) -> Option<Self> {
        fs::create_dir(folder).unwrap();
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", "size=3m", "none"]).arg(folder);
        let is_mounted = command.output().is_ok_and(|done| done.status.success());
        is_mounted.then(|| Self(folder.to_owned()))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Lazily: a server that a failing test left behind may still be at it.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_real_disk_that_is_full() {
    let place = Place::sqlite();
    let Database::Folder(folder) = &place.database else { return };
    let Some(small) = Small::mount(folder) else {
        println!("nothing can be mounted here; a full disk was tested by SQLite's bound on pages only");
        return;
    };
    let ballast = small.0.join("ballast");
    let fill = || {
        let mut file = fs::File::create(&ballast).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
    };
    check_full(&place, &[], fill, || fs::remove_file(&ballast).unwrap());
    // Nothing more can be written at all: starting says so.
    fs::write(&ballast, "").unwrap();
    let mut file = fs::File::create(&ballast).unwrap();
    while file.write_all(&[0; 512]).is_ok() {}
    let refused = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    refused.check_refused(4, &["there is no room left on the disk of the data"]);
}
