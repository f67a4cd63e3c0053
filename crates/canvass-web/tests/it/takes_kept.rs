//! Bundles that were published stand: whatever changes here, what an earlier version signed must still be read.
//!
//! A file in `bundles/` is never written again. Where a change makes one of them fail, the change is at fault, or the
//! old form needs a reader of its own.

use canvass_app::edition::{Depth, Outcome, verify};

const PUBLIC: &[u8] = include_bytes!("bundles/edition-1-public.json");
const PRIVATE: &[u8] = include_bytes!("bundles/edition-1-private.json");
const KEY: &str = include_str!("bundles/edition-1.key");

#[test]
fn what_the_first_version_signed_still_holds() {
    for (bundle, depth, least) in [(PUBLIC, Depth::Public, 10), (PRIVATE, Depth::Private, 12)] {
        let report = verify(bundle, Some(KEY.trim()), depth).unwrap();
        assert_eq!(report.fault(), None, "{:#?}", report.checks);
        let n_recomputed = report.checks.iter().filter(|check| check.outcome == Outcome::Recomputed).count();
        assert!(n_recomputed >= least, "{:#?}", report.checks);
    }
}
