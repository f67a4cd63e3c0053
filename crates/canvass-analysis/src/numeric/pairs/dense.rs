//! Counts pairs of votes as bits, 64 people at once: the cheaper way for people with many votes.

use super::rows::CountedRows;
use super::sums::PairSums;
use fearless_simd::Simd;

/// Words of bits counted at once.
const LANES: usize = 8;

/// Votes of some people as bits: for each column who agrees, then who disagrees, then who answered.
pub(super) struct BitPlanes {
    n_words: usize,
    bits: Vec<u64>,
}

impl BitPlanes {
    pub(super) fn of(rows: &CountedRows<'_>, block: &[usize], n_columns: usize) -> Self {
        // Whole vectors: bits of people who are not there are 0 and count nowhere.
        let n_words = block.len().div_ceil(64).next_multiple_of(LANES);
        let mut bits = vec![0; 3 * n_words * n_columns];
        // 64 people at a time beside each other: what belongs together stands far apart in the end, and a write to each
        // of those places for every vote would miss the cache every time. So it is one for every 64 people.
        let mut together = vec![[0_u64; 3]; n_columns];
        for (word, people) in block.chunks(64).enumerate() {
            together.fill([0; 3]);
            for (person, row) in people.iter().enumerate() {
                for (column, code) in rows.votes(*row) {
                    if let Some([agree, disagree, answered]) = together.get_mut(column) {
                        *agree |= u64::from(code == 2) << person;
                        *disagree |= u64::from(code == 0) << person;
                        *answered |= 1 << person;
                    }
                }
            }
            for (planes, words) in bits.chunks_exact_mut(3 * n_words).zip(&together) {
                planes.iter_mut().skip(word).step_by(n_words).zip(words).for_each(|(to, from)| *to = *from);
            }
        }
        Self { n_words, bits }
    }

    fn of_column(&self, column: usize) -> [&[u64]; 3] {
        let plane = |number: usize| {
            let start = (3 * column + number) * self.n_words;
            self.bits.get(start..start + self.n_words).unwrap_or_default()
        };
        [plane(0), plane(1), plane(2)]
    }
}

/// Adds what one column has in common with each before it.
#[inline(always)]
pub(super) fn count_with<S: Simd>(_: S, planes: &BitPlanes, column: usize, sums: &mut [PairSums]) {
    let own = planes.of_column(column);
    for (earlier, sums) in sums.iter_mut().enumerate() {
        sums.add(in_common(planes.of_column(earlier), own));
    }
}

/// `a`, `d` and `o` are who agrees, disagrees and answered of the earlier column, `b`, `e` and `p` of the later one.
#[inline(always)]
fn in_common([a, d, o]: [&[u64]; 3], [b, e, p]: [&[u64]; 3]) -> PairSums {
    let ones = |word: u64| u64::from(word.count_ones());
    let mut n = [0_u64; 7];
    // The seven counts that the four sums need: a product is 1 where both answers are alike and not unsure, and -1
    // where they are opposed; an answer counts where the other column was answered too.
    for (((((a, d), o), b), e), p) in a.iter().zip(d).zip(o).zip(b).zip(e).zip(p) {
        n[0] += ones(a & b | d & e);
        n[1] += ones(a & e | d & b);
        n[2] += ones(a & p);
        n[3] += ones(d & p);
        n[4] += ones(o & b);
        n[5] += ones(o & e);
        n[6] += ones(o & p);
    }
    // At most as many as rows in a block.
    let [alike, apart, agree, disagree, other_agree, other_disagree, both] = n.map(|ones| ones as i32);
    PairSums { product: alike - apart, first: agree - disagree, second: other_agree - other_disagree, both }
}
