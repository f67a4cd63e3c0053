//! An opinion map made up by hand: three groups whose answers and places depend on nothing but the numbers given.

use canvass_counts::OptionTotals;
use canvass_domain::{OptionId, ParticipantId, Seq, StatementId, Vote};
use canvass_results::{Group, GroupId, GroupVotes, MapStatement, Method, OpinionMap, Placed, Representative};

const MIDDLES: [[f64; 2]; 3] = [[-1.6, 0.5], [1.3, 0.9], [0.4, -1.7]];
/// Per cent of a group that agree, by statement and group.
const AGREE: [[u64; 3]; 4] = [[90, 8, 20], [84, 91, 78], [15, 60, 93], [50, 30, 88]];

/// Noise between -1 and 1, tighter in the middle.
fn noise(seed: u64) -> f64 {
    let draw = |n: u64| {
        let mixed =
            (seed * 3 + n).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        f64::from((mixed >> 40) as u32) / f64::from(1 << 24)
    };
    draw(0) + draw(1) + draw(2) - 1.5
}

fn votes(id: u32, group: usize, n: u64) -> GroupVotes {
    let agree_pct = AGREE[id as usize % AGREE.len()][group];
    let unsure = n * u64::from(id % 5) / 40;
    let agree = (n - unsure) * agree_pct / 100;
    GroupVotes { agree, unsure, disagree: n - unsure - agree }
}

/// People from number 1 on, as many in each group as `sizes` says, and statements from 1 on.
pub fn opinion_map(n_statements: u32, sizes: [u64; 3]) -> OpinionMap {
    let mut people = Vec::new();
    for (group, size) in (0..).zip(sizes) {
        for _ in 0..size {
            let n = people.len() as u64;
            let [x, y] = MIDDLES[usize::from(group)];
            let place = [x + noise(2 * n), y + 0.8 * noise(2 * n + 1)];
            people.push(Placed { participant: ParticipantId(n as u32 + 1), place, group: GroupId(group) });
        }
    }
    let by_group =
        |id: u32| [0, 1, 2].map(|group| votes(id, group, sizes[group] - sizes[group] * u64::from(id % 3) / 9));
    let statements = (1..=n_statements).map(|id| MapStatement {
        id: StatementId(id),
        by_group: by_group(id).to_vec(),
        extremity: 1.0,
        informed_agree: 0.5,
        informed_disagree: 0.5,
        priority: 1.0,
    });
    let group = |(id, n): (u8, u64)| {
        let place = usize::from(id);
        let options =
            (1..).zip([n / 4, n / 3, n - n / 4 - n / 3 - n / 10]).map(|(id, n)| OptionTotals { id: OptionId(id), n });
        let telling = [[4, 1, 3], [1, 6, 5], [2, 3, 7]][place];
        let representative = telling.into_iter().filter(|id| *id <= n_statements).map(|id| {
            let votes = by_group(id)[place];
            let is_agree = votes.agree >= votes.disagree;
            Representative {
                statement: StatementId(id),
                direction: if is_agree { Vote::Agree } else { Vote::Disagree },
                n_success: votes.agree.max(votes.disagree),
                n_trials: votes.n(),
                p_success: 0.8,
                p_test: 2.0,
                repness: 2.0,
                repness_test: 2.0,
                best_agree: None,
            }
        });
        Group {
            id: GroupId(id),
            n,
            place: MIDDLES[place],
            options: options.collect(),
            n_ballots: n - n / 10,
            representative: representative.collect(),
        }
    };
    OpinionMap {
        method: Method::PRIMARY,
        seq: Seq(48_100),
        is_provisional: false,
        groups: (0..).zip(sizes).map(group).collect(),
        people,
        statements: statements.collect(),
    }
}
