//! The same bytes with any number of threads, in every run, on every machine.

use super::{Conversation, spec};
use canvass_analysis::methods::Analysis;
use canvass_analysis::methods::polis::analyse_at;
use canvass_analysis::numeric::Width;
use canvass_analysis::planted::Preset;
use canvass_analysis::votes::{Side, Tally};

/// Everything in an analysis as 64-bit words, numbers by their bits.
fn words(found: &Analysis) -> Vec<u64> {
    let mut words = Vec::new();
    let mut reals = |list: &[f64]| words.extend(list.iter().map(|x| x.to_bits()));
    let flat = |places: &[[f64; 2]]| places.iter().flatten().copied().collect::<Vec<_>>();
    found.components.iter().for_each(|component| reals(component));
    for list in [&found.centre, &found.extremity, &found.informed_agree, &found.informed_disagree, &found.priorities] {
        reals(list);
    }
    [&found.statement_places, &found.places].into_iter().for_each(|places| reals(&flat(places)));
    found.silhouettes.iter().for_each(|(k, silhouette)| reals(&[*k as f64, *silhouette]));
    found.base_clusters.iter().for_each(|base| reals(&base.place));
    found.groups.iter().for_each(|group| reals(&group.place));
    for one in found.groups.iter().flat_map(|group| &group.representative) {
        reals(&[one.p_success, one.p_test, one.repness, one.repness_test]);
    }
    for common in found.consensus.agree.iter().chain(&found.consensus.disagree) {
        reals(&[common.p_success, common.p_test, f64::from(common.column), f64::from(common.n_success)]);
    }
    let mut whole = |list: &[u32]| words.extend(list.iter().map(|number| u64::from(*number)));
    let tally = |tally: &Tally| [tally.agree, tally.disagree, tally.unsure];
    whole(&found.in_conversation);
    whole(&found.group_of.iter().map(|group| group.map_or(99, u32::from)).collect::<Vec<_>>());
    found.tallies.iter().for_each(|one| whole(&tally(one)));
    for base in &found.base_clusters {
        whole(&[base.id]);
        whole(&base.members);
    }
    for group in &found.groups {
        whole(&[u32::from(group.id), group.n_members]);
        whole(&group.base_clusters);
        group.tallies.iter().for_each(|one| whole(&tally(one)));
        for one in &group.representative {
            let side = u32::from(one.side == Side::Agree);
            whole(&[one.column, side, one.n_success, one.n_trials, one.best_agree.map_or(0, |n| n + 1)]);
        }
    }
    words
}

/// 64-bit FNV-1a.
fn fingerprint(words: &[u64]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn with_threads(n_threads: usize, conversation: &Conversation) -> Vec<u64> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
    pool.install(|| words(&conversation.analyse()))
}

#[test]
fn threads_and_repetitions_change_no_bit() {
    let many = Conversation::planted(
        canvass_analysis::planted::PlantedSpec { n_participants: 20_000, ..Preset::Planted3.spec() },
        1,
    );
    for conversation in [many, Conversation::planted(Preset::Planted5.spec(), 1).moderated()] {
        let one = with_threads(1, &conversation);
        for n_threads in [1, 2, 2, 3] {
            assert!(with_threads(n_threads, &conversation) == one, "{n_threads} threads");
        }
    }
}

#[test]
fn the_width_of_instructions_changes_no_bit() {
    for conversation in
        [Conversation::planted(Preset::Planted8.spec(), 1), Conversation::planted(spec(400, 90, 40.0), 2)]
    {
        let [widest, narrowest] = [Width::Widest, Width::Narrowest].map(|width| {
            let found = analyse_at(width, &conversation.matrix(), &conversation.treatments);
            words(&found.unwrap())
        });
        assert!(widest == narrowest);
    }
}

/// A change here is a change of published results: the method gets another version, or the change is a fault.
#[test]
fn results_are_pinned() {
    let of = |preset: Preset| Conversation::planted(preset.spec(), 1);
    let cases = [
        ("planted-3", of(Preset::Planted3)),
        ("planted-3 moderated", of(Preset::Planted3).moderated()),
        ("sparse", of(Preset::Sparse)),
        ("small", Conversation::planted(spec(60, 25, 12.0), 1)),
    ];
    let got = cases.map(|(name, conversation)| (name, fingerprint(&words(&conversation.analyse()))));
    let pinned = [
        ("planted-3", 0x6171_3aac_c7d2_87d1),
        ("planted-3 moderated", 0x03d9_b067_3890_97b3),
        ("sparse", 0x7d1e_c0be_c2b9_8ecb),
        ("small", 0x119f_f63e_1438_f4a6),
    ];
    assert_eq!(got, pinned, "{got:#018x?}");
}
