//! The numbers that the method finds of statements, slow and plain.

use super::{Cells, GroupFound};
use canvass_analysis::votes::Treatment;

#[derive(Clone, Debug)]
pub struct Rep {
    pub tid: usize,
    pub repful_for_agree: bool,
    pub n_success: u32,
    pub n_trials: u32,
    pub p_success: f64,
    pub p_test: f64,
    pub repness: f64,
    pub repness_test: f64,
    pub n_agree: Option<u32>,
}

pub fn votes_of(cells: &Cells, members: &[usize]) -> Vec<(u32, u32, u32)> {
    (0..cells[0].len())
        .map(|j| {
            let column = || members.iter().filter_map(|i| cells[*i][j]);
            let count = |wanted: i8| column().filter(|vote| *vote == wanted).count() as u32;
            (count(1), count(-1), column().count() as u32)
        })
        .collect()
}

/// na, nd, ns; pa, pat, ra, rat and the same for disagreeing.
struct Stats {
    tid: usize,
    na: u32,
    nd: u32,
    ns: u32,
    pa: f64,
    pd: f64,
    pat: f64,
    pdt: f64,
    ra: f64,
    rd: f64,
    rat: f64,
    rdt: f64,
}

const Z90: f64 = 1.2816;

fn prop_test(successes: f64, n: f64) -> f64 {
    2.0 * (n + 1.0).sqrt() * ((successes + 1.0) / (n + 1.0) - 0.5)
}

fn two_prop_test(successes_in: f64, successes_out: f64, n_in: f64, n_out: f64) -> f64 {
    let (s1, s2, n1, n2) = (successes_in + 1.0, successes_out + 1.0, n_in + 1.0, n_out + 1.0);
    let p = (s1 + s2) / (n1 + n2);
    if p == 1.0 { 0.0 } else { (s1 / n1 - s2 / n2) / (p * (1.0 - p) * (1.0 / n1 + 1.0 / n2)).sqrt() }
}

fn stats(rated: &[Vec<(u32, u32, u32)>], group: usize, tid: usize) -> Stats {
    let (na, nd, ns) = rated[group][tid];
    let (mut na_o, mut nd_o, mut ns_o) = (0, 0, 0);
    for (other, votes) in rated.iter().enumerate() {
        if other != group {
            na_o += votes[tid].0;
            nd_o += votes[tid].1;
            ns_o += votes[tid].2;
        }
    }
    let [a, d, s, ao, do_, so] = [na, nd, ns, na_o, nd_o, ns_o].map(f64::from);
    let (pa, pd) = ((a + 1.0) / (s + 2.0), (d + 1.0) / (s + 2.0));
    Stats {
        tid,
        na,
        nd,
        ns,
        pa,
        pd,
        pat: prop_test(a, s),
        pdt: prop_test(d, s),
        ra: pa / ((1.0 + ao) / (2.0 + so)),
        rd: pd / ((1.0 + do_) / (2.0 + so)),
        rat: two_prop_test(a, ao, s, so),
        rdt: two_prop_test(d, do_, s, so),
    }
}

fn finalise(s: &Stats) -> Rep {
    let (tid, n_trials) = (s.tid, s.ns);
    if s.rat > s.rdt {
        Rep {
            tid,
            repful_for_agree: true,
            n_success: s.na,
            n_trials,
            p_success: s.pa,
            p_test: s.pat,
            repness: s.ra,
            repness_test: s.rat,
            n_agree: None,
        }
    } else {
        Rep {
            tid,
            repful_for_agree: false,
            n_success: s.nd,
            n_trials,
            p_success: s.pd,
            p_test: s.pdt,
            repness: s.rd,
            repness_test: s.rdt,
            n_agree: None,
        }
    }
}

pub fn repness(rated: &[Vec<(u32, u32, u32)>], group: usize, out: &[bool]) -> Vec<Rep> {
    let mut sufficient: Vec<Rep> = vec![];
    let (mut best, mut best_agree): (Option<Rep>, Option<Stats>) = (None, None);
    for tid in (0..out.len()).filter(|tid| !out[*tid]) {
        let s = stats(rated, group, tid);
        if (s.rat > Z90 && s.pat > Z90) || (s.rdt > Z90 && s.pdt > Z90) {
            sufficient.push(finalise(&s));
        } else if sufficient.is_empty() && best.as_ref().is_none_or(|b| s.rat.max(s.rdt) > b.repness_test) {
            best = Some(finalise(&s));
        }
        if s.na == 0 && s.nd == 0 {
            continue;
        }
        let better = match &best_agree {
            Some(b) if b.ra > 1.0 => s.ra * s.rat * s.pa * s.pat > b.ra * b.rat * b.pa * b.pat,
            Some(b) => s.pa * s.pat > b.pa * b.pat,
            None => s.pat > Z90 || (s.ra > 1.0 && s.pa > 0.5),
        };
        if better {
            best_agree = Some(s);
        }
    }
    let head = best_agree.map(|s| Rep { n_agree: Some(s.na), ..finalise(&s) });
    if sufficient.is_empty() {
        return head.or(best).into_iter().collect();
    }
    if let Some(head) = &head {
        sufficient.retain(|rep| rep.tid != head.tid);
    }
    let metric = |r: &Rep| r.repness * r.repness_test * r.p_success * r.p_test;
    sufficient.sort_by(|a, b| metric(b).partial_cmp(&metric(a)).unwrap());
    let all: Vec<Rep> = head.into_iter().chain(sufficient).take(5).collect();
    let (agrees, disagrees): (Vec<Rep>, Vec<Rep>) = all.into_iter().partition(|rep| rep.repful_for_agree);
    agrees.into_iter().chain(disagrees).collect()
}

pub fn consensus(whole: &[(u32, u32, u32)], out: &[bool], side: fn(&(u32, u32, u32)) -> u32) -> Vec<usize> {
    let mut list: Vec<(f64, usize)> = vec![];
    for (tid, votes) in whole.iter().enumerate() {
        let (n, ns) = (f64::from(side(votes)), f64::from(votes.2));
        let (p, test) = ((n + 1.0) / (ns + 2.0), prop_test(n, ns));
        if !out[tid] && p > 0.5 && test > Z90 {
            list.push((p * test, tid));
        }
    }
    list.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap());
    list.into_iter().take(5).map(|(_, tid)| tid).collect()
}

pub fn product(groups: &[GroupFound], n: usize, side: fn(&(u32, u32, u32)) -> u32) -> Vec<f64> {
    let factor = |votes: &(u32, u32, u32)| (f64::from(side(votes)) + 1.0) / (f64::from(votes.2) + 2.0);
    (0..n).map(|j| groups.iter().map(|group| factor(&group.votes[j])).product()).collect()
}

pub fn priorities(groups: &[GroupFound], extremity: &[f64], treatments: &[Treatment]) -> Vec<f64> {
    (0..extremity.len())
        .map(|j| {
            let sum =
                |side: fn(&(u32, u32, u32)) -> u32| f64::from(groups.iter().map(|g| side(&g.votes[j])).sum::<u32>());
            let (a, d, s) = (sum(|v| v.0), sum(|v| v.1), sum(|v| v.2));
            let p = s - a - d;
            let importance = (1.0 - (p + 1.0) / (s + 2.0)) * (extremity[j] + 1.0) * ((a + 1.0) / (s + 2.0));
            let scaled = importance * (1.0 + 8.0 * libm::pow(2.0, -s / 5.0));
            if treatments[j] == Treatment::Meta { 49.0 } else { scaled * scaled }
        })
        .collect()
}
