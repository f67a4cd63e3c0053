//! As much HTTP/1.1 as the tests need, on a plain socket: what goes over the wire is in plain sight.

use serde_json::Value;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Nothing here takes that long unless something is stuck.
const PATIENCE: Duration = Duration::from_secs(20);

/// One kept-alive connection.
pub(crate) struct Wire {
    stream: BufReader<TcpStream>,
}

pub(crate) struct Reply {
    pub status: u16,
    /// Its head, in lower case.
    pub head: String,
    pub body: Vec<u8>,
}

/// What may stand in a request beside its line.
#[derive(Clone, Copy, Default)]
pub(crate) struct With<'a> {
    pub token: Option<&'a str>,
    pub cookie: Option<&'a str>,
    pub idempotency_key: Option<&'a str>,
    pub json: Option<&'a str>,
    pub form: Option<&'a str>,
    /// What a proxy says of where the request comes from.
    pub forwarded: Option<&'a str>,
}

impl Wire {
    pub(crate) fn to(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Asks and waits for the whole reply. An error means that nobody knows what became of it.
    pub(crate) fn ask(&mut self, method: &str, path: &str, with: With<'_>) -> io::Result<Reply> {
        self.send(method, path, with)?;
        self.reply()
    }

    /// Sends a whole request.
    pub(crate) fn send(&mut self, method: &str, path: &str, with: With<'_>) -> io::Result<()> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
        request.extend(with.idempotency_key.map(|key| format!("idempotency-key: {key}\r\n")));
        request.extend(with.token.map(|token| format!("authorization: Bearer {token}\r\n")));
        request.extend(with.cookie.map(|cookie| format!("cookie: canvass={cookie}\r\n")));
        request.extend(with.forwarded.map(|from| format!("x-forwarded-for: {from}\r\n")));
        let body = with.json.or(with.form).unwrap_or_default();
        if with.json.is_some() {
            request.push_str("content-type: application/json\r\n");
        }
        if with.form.is_some() {
            request.push_str("content-type: application/x-www-form-urlencoded\r\n");
        }
        request.push_str(&format!("content-length: {}\r\n\r\n{body}", body.len()));
        self.stream.get_mut().write_all(request.as_bytes())
    }

    pub(crate) fn get(&mut self, path: &str) -> io::Result<Reply> {
        self.ask("GET", path, With::default())
    }

    pub(crate) fn reply(&mut self) -> io::Result<Reply> {
        let mut headers = String::new();
        while !headers.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut headers)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        headers.make_ascii_lowercase();
        let status = headers.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or(io::ErrorKind::InvalidData)?;
        let length = headers.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)];
        assert!(!headers.contains("transfer-encoding: chunked"), "not read here: {headers}");
        self.stream.read_exact(&mut body)?;
        Ok(Reply { status, head: headers, body })
    }
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        assert!(self.status < 300, "{} {}", self.status, self.text());
        serde_json::from_slice(&self.body).unwrap()
    }
}
