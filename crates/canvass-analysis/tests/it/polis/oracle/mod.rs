//! The method once more, slow and plain: on a full matrix, statement by statement of its description, without a line
//! in common with the crate. Agree is 1, disagree -1, unsure 0, nothing no vote.

mod statistics;

pub use statistics::Rep;

use canvass_analysis::votes::Treatment;
use statistics::{consensus, priorities, product, repness, votes_of};

pub type Cells = Vec<Vec<Option<i8>>>;
type Point = (f64, f64);

/// Numbers under the names that Polis has for them.
pub struct Found {
    pub center: Vec<f64>,
    pub comps: [Vec<f64>; 2],
    pub comment_projection: Vec<Point>,
    pub comment_extremity: Vec<f64>,
    pub proj: Vec<Point>,
    pub in_conv: Vec<usize>,
    pub base: Vec<Base>,
    pub silhouettes: Vec<f64>,
    pub groups: Vec<GroupFound>,
    pub consensus_agree: Vec<usize>,
    pub consensus_disagree: Vec<usize>,
    pub gac_agree: Vec<f64>,
    pub gac_disagree: Vec<f64>,
    pub priorities: Vec<f64>,
}

#[derive(Clone, Debug)]
pub struct Base {
    pub id: usize,
    pub members: Vec<usize>,
    pub center: Point,
}

pub struct GroupFound {
    pub id: usize,
    pub bases: Vec<usize>,
    pub members: Vec<usize>,
    pub center: Point,
    /// Agrees, disagrees, seen, by column.
    pub votes: Vec<(u32, u32, u32)>,
    pub repness: Vec<Rep>,
}

pub fn run(raw: &Cells, treatments: &[Treatment]) -> Found {
    let out: Vec<bool> = treatments.iter().map(|t| *t != Treatment::Counted).collect();
    let rating: Cells = raw
        .iter()
        .map(|row| row.iter().zip(&out).map(|(cell, out)| if *out { Some(0) } else { *cell }).collect())
        .collect();
    let (center, comps) = pca(&rating);
    let n = center.len() as f64;
    let proj: Vec<Point> = rating.iter().map(|row| sparse_projection(row, &center, &comps)).collect();
    let comment_projection: Vec<Point> = (0..center.len())
        .map(|j| (n.sqrt() * (1.0 - center[j]) * comps[0][j], n.sqrt() * (1.0 - center[j]) * comps[1][j]))
        .collect();
    let comment_extremity: Vec<f64> = comment_projection.iter().map(|p| distance(*p, (0.0, 0.0))).collect();
    let in_conv = in_conv(raw);
    let base = base_clusters(&proj, &in_conv);
    let (silhouettes, clusters) = group_clusters(&base);
    let mut groups: Vec<GroupFound> = clusters
        .into_iter()
        .map(|cluster| {
            let mut members: Vec<usize> = cluster.members.iter().flat_map(|b| base[*b].members.clone()).collect();
            members.sort_unstable();
            let votes = votes_of(raw, &members);
            GroupFound {
                id: cluster.id,
                bases: cluster.members,
                members,
                center: cluster.center,
                votes,
                repness: vec![],
            }
        })
        .collect();
    let rated: Vec<Vec<(u32, u32, u32)>> = groups.iter().map(|group| votes_of(&rating, &group.members)).collect();
    for (place, group) in groups.iter_mut().enumerate() {
        group.repness = repness(&rated, place, &out);
    }
    let everybody: Vec<usize> = (0..raw.len()).collect();
    let whole = votes_of(&rating, &everybody);
    Found {
        consensus_agree: consensus(&whole, &out, |v| v.0),
        consensus_disagree: consensus(&whole, &out, |v| v.1),
        gac_agree: product(&groups, center.len(), |v| v.0),
        gac_disagree: product(&groups, center.len(), |v| v.1),
        priorities: priorities(&groups, &comment_extremity, treatments),
        center,
        comps,
        comment_projection,
        comment_extremity,
        proj,
        in_conv,
        base,
        silhouettes,
        groups,
    }
}

fn pca(rating: &Cells) -> (Vec<f64>, [Vec<f64>; 2]) {
    let n = rating[0].len();
    let mut center = vec![0.0; n];
    for (j, mean) in center.iter_mut().enumerate() {
        let column: Vec<f64> = rating.iter().filter_map(|row| row[j]).map(f64::from).collect();
        *mean = column.iter().sum::<f64>() / (column.len().max(1) as f64);
    }
    let mut x: Vec<Vec<f64>> =
        rating.iter().map(|row| (0..n).map(|j| row[j].map_or(center[j], f64::from) - center[j]).collect()).collect();
    let first = power_iteration(&x, n);
    for row in &mut x {
        let along: f64 = row.iter().zip(&first).map(|(a, b)| a * b).sum();
        row.iter_mut().zip(&first).for_each(|(a, b)| *a -= along * b);
    }
    let second = power_iteration(&x, n);
    (center, [first, second])
}

fn power_iteration(x: &[Vec<f64>], n: usize) -> Vec<f64> {
    let mut v = vec![1.0; n];
    for _ in 0..101 {
        let xv: Vec<f64> = x.iter().map(|row| row.iter().zip(&v).map(|(a, b)| a * b).sum()).collect();
        let mut product = vec![0.0; n];
        for (row, weight) in x.iter().zip(&xv) {
            product.iter_mut().zip(row).for_each(|(sum, a)| *sum += a * weight);
        }
        let length = product.iter().map(|a| a * a).sum::<f64>().sqrt();
        assert!(length > 0.0, "the oracle knows no conversations in which nothing varies");
        v = product.iter().map(|a| a / length).collect();
    }
    v
}

fn sparse_projection(row: &[Option<i8>], center: &[f64], comps: &[Vec<f64>; 2]) -> Point {
    let (mut p, mut n_votes) = ((0.0, 0.0), 0);
    for (j, cell) in row.iter().enumerate() {
        if let Some(vote) = cell {
            n_votes += 1;
            p.0 += (f64::from(*vote) - center[j]) * comps[0][j];
            p.1 += (f64::from(*vote) - center[j]) * comps[1][j];
        }
    }
    let scale = (center.len() as f64 / f64::from(n_votes.max(1))).sqrt();
    (scale * p.0, scale * p.1)
}

fn in_conv(raw: &Cells) -> Vec<usize> {
    let counts: Vec<usize> = raw.iter().map(|row| row.iter().flatten().count()).collect();
    let mut chosen: Vec<usize> = (0..raw.len()).filter(|i| counts[*i] >= raw[0].len().min(7)).collect();
    while chosen.len() < 15.min(raw.len()) {
        let rest = (0..raw.len()).filter(|i| !chosen.contains(i));
        let most = rest.fold(
            None,
            |best: Option<usize>, i| if best.is_none_or(|b| counts[i] > counts[b]) { Some(i) } else { best },
        );
        chosen.push(most.unwrap());
    }
    chosen.sort_unstable();
    chosen
}

fn distance(a: Point, b: Point) -> f64 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

/// Points by number and weight; clusters keep the number of the seed that they come from.
fn k_means(points: &[(Point, f64)], seeds: &[Point], most_iterations: usize) -> Vec<Base> {
    let mut clusters: Vec<Base> =
        seeds.iter().enumerate().map(|(id, center)| Base { id, members: vec![], center: *center }).collect();
    for _ in 0..most_iterations {
        let before: Vec<Point> = clusters.iter().map(|cluster| cluster.center).collect();
        clusters.iter_mut().for_each(|cluster| cluster.members.clear());
        for (number, (point, _)) in points.iter().enumerate() {
            let mut nearest = 0;
            for c in 0..clusters.len() {
                if distance(*point, clusters[c].center) <= distance(*point, clusters[nearest].center) {
                    nearest = c;
                }
            }
            clusters[nearest].members.push(number);
        }
        clusters.retain(|cluster| !cluster.members.is_empty());
        for cluster in &mut clusters {
            let weight: f64 = cluster.members.iter().map(|m| points[*m].1).sum();
            let x: f64 = cluster.members.iter().map(|m| points[*m].1 * points[*m].0.0).sum();
            let y: f64 = cluster.members.iter().map(|m| points[*m].1 * points[*m].0.1).sum();
            cluster.center = (x / weight, y / weight);
        }
        let sorted = |mut list: Vec<Point>| {
            list.sort_by(|a, b| a.partial_cmp(b).unwrap());
            list
        };
        let after = sorted(clusters.iter().map(|cluster| cluster.center).collect());
        if sorted(before).into_iter().zip(after).all(|(a, b)| distance(a, b) < 0.01) {
            break;
        }
    }
    clusters
}

fn base_clusters(proj: &[Point], in_conv: &[usize]) -> Vec<Base> {
    let mut seeds: Vec<Point> = Vec::new();
    for row in in_conv {
        if seeds.len() < 100 && !seeds.contains(&proj[*row]) {
            seeds.push(proj[*row]);
        }
    }
    let points: Vec<(Point, f64)> = in_conv.iter().map(|row| (proj[*row], 1.0)).collect();
    let mut base = k_means(&points, &seeds, 100);
    for cluster in &mut base {
        cluster.members.iter_mut().for_each(|member| *member = in_conv[*member]);
    }
    base
}

fn group_clusters(base: &[Base]) -> (Vec<f64>, Vec<Base>) {
    let points: Vec<(Point, f64)> = base.iter().map(|b| (b.center, b.members.len() as f64)).collect();
    let (mut silhouettes, mut best) = (vec![], vec![]);
    for k in 2..=5.min(2 + base.len() / 12) {
        let seeds: Vec<Point> = base.iter().take(k).map(|b| b.center).collect();
        let clusters = k_means(&points, &seeds, 20);
        silhouettes.push(silhouette(&points, &clusters));
        let here = silhouettes[silhouettes.len() - 1];
        if silhouettes.iter().all(|other| here >= *other) {
            best = clusters;
        }
    }
    (silhouettes, best)
}

fn silhouette(points: &[(Point, f64)], clusters: &[Base]) -> f64 {
    let mut values = vec![];
    for own in clusters {
        for i in &own.members {
            let mean = |members: &[usize], n: usize| {
                members.iter().map(|j| distance(points[*i].0, points[*j].0)).sum::<f64>() / n as f64
            };
            if own.members.len() == 1 {
                values.push(0.0);
                continue;
            }
            let a = mean(&own.members, own.members.len() - 1);
            let others = clusters.iter().filter(|cluster| cluster.id != own.id);
            let b = others.map(|cluster| mean(&cluster.members, cluster.members.len())).fold(f64::INFINITY, f64::min);
            values.push((b - a) / a.max(b));
        }
    }
    values.iter().sum::<f64>() / values.len() as f64
}
