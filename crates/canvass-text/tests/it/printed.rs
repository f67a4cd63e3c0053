//! Figures that `docs/METHODS.md` prints: compared with it, or written into it.

use std::path::Path;
use std::sync::Mutex;

/// Set to `1` to write what was measured instead of comparing.
const BLESS: &str = "CANVASS_BLESS";

/// Several tests write into the one file.
static WRITING: Mutex<()> = Mutex::new(());

/// Compares what was measured with what stands between the markers of that name.
pub fn compare_or_bless(name: &str, measured: &str) {
    let (start, end) = (format!("<!-- {name}: measured -->\n"), format!("<!-- {name}: end -->"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/METHODS.md");
    let _writing = WRITING.lock();
    let text = std::fs::read_to_string(&path).unwrap();
    let from = text.find(&start).unwrap() + start.len();
    let to = text.find(&end).unwrap();
    if std::env::var(BLESS).is_ok_and(|value| value == "1") {
        std::fs::write(&path, format!("{}{measured}{}", &text[..from], &text[to..])).unwrap();
        return;
    }
    assert!(text[from..to] == *measured, "docs/METHODS.md is stale: run this test with {BLESS}=1\n{measured}");
}
