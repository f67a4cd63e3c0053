//! What the method finds of groups that were planted, and that it finds groups where none were.

use super::{Conversation, assert_near, open_sets::agreement};
use crate::planted::generate;
use canvass_analysis::planted::Preset;

struct Found {
    n_groups: usize,
    silhouette: f64,
    /// With the planted groups, over those in the conversation.
    agreement: f64,
}

fn find(preset: Preset) -> Found {
    let truth: Vec<Option<u8>> = generate(preset.spec(), 1).group.into_iter().map(Some).collect();
    let found = Conversation::planted(preset.spec(), 1).analyse();
    let silhouette = found.silhouettes.iter().map(|(_, silhouette)| *silhouette).fold(f64::MIN, f64::max);
    let found = Found { n_groups: found.groups.len(), silhouette, agreement: agreement(&found.group_of, &truth) };
    println!("{}: {} groups, {:.2}, {:.3}", preset.name(), found.n_groups, found.silhouette, found.agreement);
    found
}

/// The figures stand in docs/METHODS.md.
#[test]
fn planted_groups_are_found_in_part() {
    for (preset, n_groups, expected) in [
        (Preset::Planted2, 2, 0.771),
        (Preset::Planted3, 3, 0.614),
        (Preset::Planted5, 3, 0.488),
        (Preset::Planted8, 3, 0.305),
        (Preset::Planted60328, 2, 0.646),
        (Preset::Sparse, 3, 0.216),
        (Preset::Mnar, 3, 0.675),
    ] {
        let found = find(preset);
        assert_eq!(found.n_groups, n_groups, "{}", preset.name());
        assert_near(found.agreement, expected, 0.0006, preset.name());
    }
}

/// And the silhouette does not tell: some of these are as high as where groups were planted.
#[test]
fn groups_are_found_where_there_are_none() {
    let planted = find(Preset::Planted3).silhouette;
    let none = [Preset::NoneIndependent, Preset::NoneLine, Preset::NonePlane].map(find);
    assert!(none.iter().all(|found| found.n_groups >= 2 && found.agreement.abs() < 1e-12));
    assert!(none.iter().any(|found| found.silhouette > planted));
}
