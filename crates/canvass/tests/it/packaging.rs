//! The unit and the proxy example as they are checked in, tried where their programs are.

use crate::http::{Wire, With};
use crate::process::{Place, open_conversation};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const UNIT: &str = include_str!("../../../../packaging/canvass.service");
const NGINX: &str = include_str!("../../../../packaging/nginx.conf");
const PATIENCE: Duration = Duration::from_secs(10);

/// Replaces what only this machine can know; it must have been there.
fn filled(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "`{from}` is gone from the example");
        text.replace(from, to)
    })
}

#[test]
fn systemd_takes_the_unit() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("canvass.service");
    std::fs::write(&file, filled(UNIT, &[("/usr/local/bin/canvass", env!("CARGO_BIN_EXE_canvass"))])).unwrap();
    let verify = Command::new("systemd-analyze").arg("verify").arg(&file).output();
    let verified = match verify {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("no systemd-analyze here; the unit was not tried");
            return;
        }
        verified => verified.unwrap(),
    };
    let said = String::from_utf8_lossy(&verified.stderr);
    let ours: Vec<&str> = said.lines().filter(|line| line.contains("canvass")).collect();
    assert!(verified.status.success() && ours.is_empty(), "{said}");
}

/// nginx with our example, in a folder and on a port of its own.
struct Nginx {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    fn before(server: SocketAddr) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let example = filled(
            NGINX,
            &[
                ("127.0.0.1:8400", &server.to_string()),
                ("listen 443 ssl;", &format!("listen {free};")),
                ("ssl_certificate /", "# /"),
                ("ssl_certificate_key /", "# /"),
            ],
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, around(&example, folder.path())).unwrap();
        let by_path = Path::new("/usr/sbin/nginx");
        let mut command = Command::new(if by_path.is_file() { by_path } else { Path::new("nginx") });
        command.arg("-p").arg(folder.path()).arg("-c").arg(&file).stdin(Stdio::null());
        let child = match command.spawn() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                println!("no nginx here; the proxy example was not tried");
                return None;
            }
            child => child.unwrap(),
        };
        let nginx = Self { child, address: free, _folder: folder };
        let started = Instant::now();
        while TcpStream::connect(nginx.address).is_err() {
            assert!(started.elapsed() < PATIENCE, "nginx does not listen");
            std::thread::yield_now();
        }
        Some(nginx)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a whole configuration has around a site's.
fn around(example: &str, folder: &Path) -> String {
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {folder}/{kind};\n"))
        .concat();
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n\
         http {{\n{temporary}{example}\n}}\n"
    )
}

/// Waits for the next totals of a stream.
fn next_totals(stream: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(stream.read_line(&mut line).unwrap() > 0, "the stream ended");
        if let Some(data) = line.strip_prefix("data: ").filter(|data| data.contains("participants")) {
            return data.trim().to_owned();
        }
    }
}

#[test]
fn the_proxy_example_does_what_it_says() {
    let place = Place::sqlite();
    place.create(&open_conversation("proxied", 30)).out();
    let server = place.serve(&[
        "--trusted-proxy",
        "127.0.0.1/32",
        "--metrics-from",
        "127.0.0.1/32",
        "--requests-per-address",
        "40",
    ]);
    let Some(nginx) = Nginx::before(server.address()) else { return };
    let mut wire = Wire::to(nginx.address).unwrap();
    assert_eq!(wire.get("/c/proxied").unwrap().status, 200);
    assert_eq!(wire.get("/metrics").unwrap().status, 404);
    assert_eq!(server.wire().get("/metrics").unwrap().status, 200, "from the machine itself");

    let with = With { json: Some("{}"), ..With::default() };
    let joined = wire.ask("POST", "/api/v1/conversations/proxied/participants", with).unwrap();
    let token = joined.json()["token"].as_str().unwrap().to_owned();
    let stream = TcpStream::connect(nginx.address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = "GET /api/v1/conversations/proxied/stream HTTP/1.1\r\nhost: localhost\r\n\r\n";
    (&stream).write_all(request.as_bytes()).unwrap();
    let mut stream = BufReader::new(stream);
    assert!(next_totals(&mut stream).contains("\"votes\":0"));
    // A fresh token rests for a second.
    std::thread::sleep(Duration::from_millis(1_050));
    let vote = With { token: Some(&token), json: Some("{\"vote\": \"agree\"}"), ..With::default() };
    assert_eq!(wire.ask("PUT", "/api/v1/conversations/proxied/statements/1/vote", vote).unwrap().status, 204);
    assert!(next_totals(&mut stream).contains("\"votes\":1"), "told as it came, not when a buffer was full");

    let huge = "x".repeat(70_000);
    let refused =
        Wire::to(nginx.address).unwrap().ask("POST", "/c/proxied/votes", With { form: Some(&huge), ..With::default() });
    assert_eq!(refused.unwrap().status, 413);
    // Peers on this machine have no limit of their own; whoever comes through a trusted proxy does.
    let limited = (0..400).map(|_| wire.get("/healthz").unwrap().status).find(|status| *status != 200);
    assert_eq!(limited, Some(429));
}
