//! Statements about the readers: left out of groups and lists as Polis does, and agreement with Polis's own groups on
//! recorded conversations.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests: a missing value fails, and what was found is told"
)]

use canvass_domain::{
    Event, Fact, Instrument, ParticipantId, Provenance, Seq, Slug, Statement, StatementId, StatementState, Subject,
    Transcript, Vote,
};
use canvass_formats::polis::{Source, Sources, read};
use canvass_results::analysed::{Analysed, analyse};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const AGES: [&str; 2] = ["I am between 20 and 25 years old", "I am older than 25"];

fn of(transcript: &Transcript) -> Analysed {
    analyse(&Slug::parse("one").unwrap(), transcript).unwrap()
}

/// Twenty-four people; the first two statements are about their age and part them cleanly, the others are about the
/// topic and part them otherwise.
fn imported(is_meta: &str) -> Transcript {
    let mut comments =
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,comment-body\n".to_owned();
    for id in 0..12_usize {
        let text = AGES.get(id).map_or_else(|| format!("Statement {id} about policing"), |age| (*age).to_owned());
        let flag = if id < AGES.len() { is_meta } else { "0" };
        comments.push_str(&format!("16900000000{id:02},{id},0,0,0,1,{flag},1,{text}\n"));
    }
    let mut votes = "timestamp,comment-id,voter-id,vote\n".to_owned();
    for person in 1..=24_usize {
        for id in 0..12_usize {
            let is_young = person % 2 == 0;
            let agrees = match id {
                0 => is_young,
                1 => !is_young,
                // Half of them lean one way on the topic, with some noise.
                id => (person <= 12) == (id % 2 == 0) || (person * 7 + id * 5) % 11 == 0,
            };
            votes.push_str(&format!("1690001000{person:03},{id},{person},{}\n", if agrees { 1 } else { -1 }));
        }
    }
    let source = |file, text: &'static [u8]| Source::new(file, text, text.len() as u64);
    let [comments, votes] = [comments, votes].map(|text| text.leak().as_bytes());
    let sources = Sources {
        name: "policing".to_owned(),
        comments: source("comments.csv", comments),
        votes: Some(source("votes.csv", votes)),
        participants: None,
        summary: None,
    };
    read(sources, &mut |_| ()).unwrap().transcript
}

/// Every statement that some list, group or sentence of results names.
fn named(analysed: &Analysed) -> BTreeSet<u32> {
    let document = analysed.results.to_json().unwrap();
    let lists = ["shared", "divisive", "unsure"].into_iter().flat_map(|list| document[list].as_array().unwrap());
    let told = document["representative"].as_object().unwrap().values().flat_map(|list| list.as_array().unwrap());
    lists.chain(told).map(|found| u32::try_from(found["statement"].as_u64().unwrap()).unwrap()).collect()
}

#[test]
fn a_question_of_age_opens_no_list_and_forms_no_group() {
    let plain = of(&imported("0"));
    assert!([0, 1].iter().all(|age| named(&plain).contains(age)), "unmarked they are what parts people most");
    for flag in ["1", "true", "TRUE", "t"] {
        let marked = of(&imported(flag));
        assert!([0, 1].iter().all(|age| !named(&marked).contains(age)), "{flag}");
        assert!(!named(&marked).is_empty(), "the others are still listed");
        let document = marked.results.to_json().unwrap();
        let lines = document["statements"].as_array().unwrap();
        for line in lines {
            let is_meta = line["id"].as_u64().unwrap() < 2;
            assert_eq!((&line["meta"], line["by_group"].as_array().unwrap().is_empty()), (&is_meta.into(), is_meta));
            assert_eq!(line["agree"].as_u64().unwrap() + line["disagree"].as_u64().unwrap(), 24, "counts stay");
        }
        assert_eq!(document["counts"]["statements_meta"], 2);
        assert_eq!(document["counts"]["votes"], 288);
        let by_topic: BTreeSet<bool> = marked
            .results
            .map
            .as_ref()
            .unwrap()
            .people
            .iter()
            .filter(|placed| placed.group == marked.results.map.as_ref().unwrap().people[0].group)
            .map(|placed| placed.participant.0 <= 12)
            .collect();
        assert_eq!(by_topic.len(), 1, "groups part by the topic");
    }
}

#[test]
fn votes_on_them_count_for_being_placed_and_their_column_stays() {
    let (plain, marked) = (of(&imported("0")), of(&imported("1")));
    let of_map = |analysed: &Analysed| {
        let (material, analysis) = analysed.mapped.clone().unwrap();
        (material.columns.len(), analysis.in_conversation.len(), analysis.priorities.clone(), analysis.extremity)
    };
    let ((n, placed, _, _), (n_marked, placed_marked, priorities, extremity)) = (of_map(&plain), of_map(&marked));
    assert_eq!((n, placed), (n_marked, placed_marked));
    assert_eq!((&priorities[..2], &extremity[..2]), (&[49.0, 49.0][..], &[0.0, 0.0][..]), "as Polis has it");
    // Whoever voted on five of the topic and two about themselves has voted on seven.
    let keeps = |event: &Event| match event.fact {
        Fact::VoteCast { participant: ParticipantId(24), statement, .. } => statement.0 < 7,
        _ => true,
    };
    let mut few = imported("1");
    few.events.retain(keeps);
    (1..).zip(&mut few.events).for_each(|(seq, event)| event.seq = Seq(seq));
    let map = of(&few).results.map.unwrap();
    assert!(map.placed(ParticipantId(24)).is_some());
}

#[test]
fn a_mark_set_or_lifted_later_comes_to_the_same() {
    let (plain, marked) = (imported("0"), imported("1"));
    let with = |transcript: &Transcript, subject| {
        let mut events = transcript.events.clone();
        for id in [0, 1] {
            let fact = Fact::StatementMarked { statement: StatementId(id), subject };
            events.push(Event { seq: Seq(events.len() as u64 + 1), at_ms: 0, fact });
        }
        of(&Transcript { events, ..transcript.clone() })
    };
    let hash = |analysed: &Analysed| analysed.results.to_json().unwrap()["results_hash"].clone();
    assert_eq!(hash(&with(&plain, Subject::Readers)), hash(&of(&marked)));
    assert_eq!(hash(&with(&marked, Subject::Topic)), hash(&of(&plain)));
    assert_ne!(hash(&of(&plain)), hash(&of(&marked)));
}

#[expect(clippy::disallowed_methods, reason = "where the recordings lie is told by the environment")]
fn recordings() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("CANVASS_SHARED").map_or(beside, PathBuf::from).join("data/polis-results");
    if folder.is_dir() {
        return Some(folder);
    }
    let is_required = std::env::var_os("CANVASS_REQUIRE_DATA").is_some_and(|value| value == "1");
    assert!(!is_required, "the recordings are missing: {}", folder.display());
    println!("the recordings are not here; nothing was tested: {}", folder.display());
    None
}

/// A recorded conversation as a log, its marks honoured or not, and the group that Polis put each person in.
struct Recording {
    transcript: Transcript,
    groups: BTreeMap<u32, u64>,
    meta: BTreeSet<u32>,
    /// How far each statement moves people, as Polis has it.
    extremity: BTreeMap<u32, f64>,
}

fn number(row: &Value, names: [&str; 2]) -> u32 {
    let value = names.iter().find_map(|name| row[*name].as_u64()).unwrap();
    u32::try_from(value).unwrap()
}

impl Recording {
    fn read(folder: &Path, name: &str, honours: bool) -> Self {
        let parse = |file: &str| -> Value {
            serde_json::from_slice(&std::fs::read(folder.join(name).join(file)).unwrap()).unwrap()
        };
        let (theirs, votes) = (parse("math-pca2.json"), parse("votes.json"));
        let ids = |value: &Value| -> BTreeSet<u32> {
            value.as_array().unwrap().iter().map(|id| u32::try_from(id.as_u64().unwrap()).unwrap()).collect()
        };
        let (tids, out, meta) = (ids(&theirs["tids"]), ids(&theirs["mod-out"]), ids(&theirs["meta-tids"]));
        let state = |id: &u32| {
            let is_declined = out.contains(id) && !meta.contains(id);
            if is_declined { StatementState::Declined } else { StatementState::Accepted }
        };
        let added = |id: &u32| Fact::StatementAdded {
            statement: StatementId(*id),
            origin: canvass_domain::Origin::Organiser,
            state: state(id),
        };
        let marked = |id: &u32| Fact::StatementMarked { statement: StatementId(*id), subject: Subject::Readers };
        let cast = |row: &Value| Fact::VoteCast {
            participant: ParticipantId(number(row, ["pid", "participant_id"])),
            statement: StatementId(number(row, ["tid", "statement_id"])),
            // Recorded after a flip: 1 agrees.
            vote: match row["vote"].as_i64().unwrap() {
                1 => Vote::Agree,
                -1 => Vote::Disagree,
                _ => Vote::Unsure,
            },
            version: 1,
        };
        let marks = meta.iter().filter(|_| honours).map(marked);
        let facts = tids.iter().map(added).chain(marks).chain(votes.as_array().unwrap().iter().map(cast));
        let transcript = Transcript {
            provenance: Provenance::Imported,
            note: None,
            instrument: Instrument::default(),
            arrivals: Vec::new(),
            statements: Vec::<Statement>::new(),
            comments: Vec::new(),
            reports: Vec::new(),
            declared: Vec::new(),
            taken_back: Vec::new(),
            events: (1..).map(Seq).zip(facts).map(|(seq, fact)| Event { seq, at_ms: 0, fact }).collect(),
            showings: Vec::new(),
            earlier: Vec::new(),
        };
        let order = theirs["tids"].as_array().unwrap().iter().map(|id| u32::try_from(id.as_u64().unwrap()).unwrap());
        let extremity = theirs["pca"]["comment-extremity"].as_array().unwrap().iter().map(|x| x.as_f64().unwrap());
        Self { transcript, groups: groups(&theirs), meta, extremity: order.zip(extremity).collect() }
    }

    /// The largest difference between how far a statement moves people here and at Polis.
    fn distance(&self) -> f64 {
        let analysed = of(&self.transcript);
        let (material, analysis) = analysed.mapped.as_ref().unwrap();
        let ours = material.columns.iter().zip(&analysis.extremity);
        ours.map(|(id, ours)| (ours - self.extremity[&id.0]).abs()).fold(0.0, f64::max)
    }

    /// Adjusted Rand index of our groups and theirs, over those who have both, with how many groups we find: as Polis
    /// has them, and as they are shown, none of fewer than five people.
    fn agreement(&self) -> [(f64, usize); 2] {
        let analysed = of(&self.transcript);
        let (material, analysis) = analysed.mapped.as_ref().unwrap();
        let map = analysed.results.map.as_ref().unwrap();
        let index = |group: &dyn Fn(ParticipantId) -> Option<u8>| {
            let pairs =
                self.groups.iter().filter_map(|(who, theirs)| Some((u64::from(group(ParticipantId(*who))?), *theirs)));
            adjusted_rand(&pairs.collect::<Vec<_>>())
        };
        let as_polis = |who| {
            let row = material.rows.binary_search(&who).ok()?;
            analysis.group_of.get(row).copied().flatten()
        };
        let shown = |who| map.placed(who).map(|placed| placed.group.0);
        [(index(&as_polis), analysis.groups.len()), (index(&shown), map.groups.len())]
    }
}

/// The group of everybody in one, out of base clusters and the groups that hold these.
fn groups(theirs: &Value) -> BTreeMap<u32, u64> {
    let base = &theirs["base-clusters"];
    let list = |value: &Value| value.as_array().unwrap().clone();
    let members: BTreeMap<u64, Value> =
        list(&base["id"]).iter().map(|id| id.as_u64().unwrap()).zip(list(&base["members"])).collect();
    let mut groups = BTreeMap::new();
    for group in list(&theirs["group-clusters"]) {
        for id in list(&group["members"]) {
            for who in list(&members[&id.as_u64().unwrap()]) {
                groups.insert(u32::try_from(who.as_u64().unwrap()).unwrap(), group["id"].as_u64().unwrap());
            }
        }
    }
    groups
}

fn adjusted_rand(pairs: &[(u64, u64)]) -> f64 {
    let (mut cells, mut left, mut right) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (a, b) in pairs {
        *cells.entry((a, b)).or_insert(0.0) += 1.0;
        *left.entry(a).or_insert(0.0) += 1.0;
        *right.entry(b).or_insert(0.0) += 1.0;
    }
    let pairs_of = |n: f64| n * (n - 1.0) / 2.0;
    let index: f64 = cells.values().map(|n| pairs_of(*n)).sum();
    let sum = |counts: &BTreeMap<&u64, f64>| counts.values().map(|n| pairs_of(*n)).sum::<f64>();
    let (left, right) = (sum(&left), sum(&right));
    let expected = left * right / pairs_of(pairs.len() as f64);
    (index - expected) / ((left + right) / 2.0 - expected)
}

/// What honouring marks changes on recordings of Polis, which honours them.
#[test]
fn with_marks_honoured_statements_move_people_as_far_as_at_polis() {
    let Some(folder) = recordings() else { return };
    for name in ["25ptpt-3gp-no-strict-with-meta", "50ptpt-3gp-strict-no-meta", "below-100-ptpts"] {
        let [without, with] = [false, true].map(|honours| Recording::read(&folder, name, honours));
        let (before, after, n_meta) = (without.agreement(), with.agreement(), with.meta.len());
        println!("{name}: {n_meta} meta, groups of Polis's own kind and as shown: {before:.3?} -> {after:.3?}");
        if n_meta == 0 {
            assert_eq!(before, after, "{name}: nothing to honour, nothing moves");
        } else {
            // Groups depend on the order in which people came, which is not ours; how far statements move people does not.
            // Theirs stops its iterations sooner, begun from those of the run before.
            assert!(with.distance() < 1e-4, "{name}: honoured, places are those of Polis: {}", with.distance());
            assert!(without.distance() > 0.1, "{name}: ignored, they are others: {}", without.distance());
        }
    }
}
