//! What follows from the log equals what a naive fold of it says, and is made anew when it was damaged.

use crate::support::{Fresh, Running, add, agree, ballot, caller, command, draft, keyed, on_both, person, skip, vote};
use canvass_domain::{
    ConversationId, Decision, Event, EventRow, Looked, Ruling, StatementId, StatementState, Target, Vote,
};
use canvass_store::{Act, Command, Mending, Refused, Store, VotesOnLeaving};
use std::collections::BTreeMap;

on_both!(
    tables_equal_a_naive_fold_after_a_random_run,
    grouping_makes_no_difference,
    damage_is_found_named_and_repaired,
    what_cannot_be_repaired_is_still_named,
    a_damaged_log_is_named,
    what_is_written_meanwhile_is_no_damage,
);

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap()
    }
}

fn random_act(dice: &mut Dice) -> Act {
    let (who, statement) = (dice.roll(9), 1 + dice.roll(5));
    match dice.roll(20) {
        0..8 => vote(who, statement, Vote::ALL[dice.roll(3) as usize]),
        8 | 9 => skip(who, statement),
        10 => Act::WithdrawAnswer(caller(who), StatementId(statement)),
        11..14 => ballot(who, 1 + u8::try_from(dice.roll(3)).unwrap()),
        14 => Act::Nothing,
        15 => add(who, "One more"),
        16 => {
            let states = [StatementState::Accepted, StatementState::Declined];
            let [from, to] = [states[dice.roll(2) as usize], states[dice.roll(2) as usize]];
            let target = Target::Statement(StatementId(statement));
            Act::Decide(Decision { looked: Looked { target, from, seen: None }, to, ruling: Ruling::default() })
        }
        17 => Act::WithdrawAll(person(1 + dice.roll(4))),
        18 => {
            let votes = [VotesOnLeaving::Keep, VotesOnLeaving::Withdraw][dice.roll(2) as usize];
            Act::Erase(person(1 + dice.roll(4)), votes)
        }
        _ => Act::Revise(Box::new(crate::support::instrument("Again"))),
    }
}

fn random_commands(id: ConversationId, seed: u64, n: usize) -> Vec<Command> {
    let mut dice = Dice(seed);
    let mut commands: Vec<Command> = Vec::new();
    for n in 0..n {
        let act = random_act(&mut dice);
        // Some come twice, under the same key.
        commands.push(keyed(id, u8::try_from(n % 251).unwrap(), 1, act));
        if dice.roll(10) == 0 {
            commands.push(commands[commands.len() - 1].clone());
        }
    }
    commands
}

async fn run(running: &Running, commands: Vec<Command>, group: usize) {
    for chunk in commands.chunks(group) {
        for outcome in running.together(chunk.to_vec()).await {
            // A decision that comes too late is refused: in groups of any size the same ones.
            assert!(matches!(outcome, Ok(_) | Err(Refused::Conflict(_))), "{outcome:?}");
        }
    }
}

/// Own reading of the log: votes and ballots that are left, by kind numbers as documented in the schema.
fn naive(events: &[Event]) -> (Vec<String>, Vec<String>) {
    let (mut votes, mut ballots) = (BTreeMap::new(), BTreeMap::new());
    for EventRow { seq, kind, participant, object, value, version, .. } in events.iter().map(Event::to_row) {
        let version = version.unwrap_or_default();
        match kind {
            1 => drop(ballots.insert(participant, format!("{} {version} {seq}", value.unwrap()))),
            2 => drop(ballots.remove(&participant)),
            3 => drop(votes.insert((participant, object), format!("{} {version} {seq}", value.unwrap()))),
            4 => drop(votes.remove(&(participant, object))),
            5 => drop(votes.insert((participant, object), format!("0 {version} {seq}"))),
            _ => {}
        }
    }
    let mut votes: Vec<String> =
        votes.into_iter().map(|((p, s), row)| format!("{} {} {row}", p.unwrap(), s.unwrap())).collect();
    let mut ballots: Vec<String> = ballots.into_iter().map(|(p, row)| format!("{} {row}", p.unwrap())).collect();
    votes.sort();
    ballots.sort();
    (votes, ballots)
}

async fn tables_equal_a_naive_fold_after_a_random_run(fresh: Fresh) {
    for seed in 0..4_u32 {
        let running = Running::on(&fresh).await;
        let id = running.load(&format!("run-{seed}"), &draft(5)).await;
        running.put(id, Act::Open).await.unwrap();
        let commands: Vec<Command> = random_commands(id, u64::from(seed), 200)
            .into_iter()
            .map(|command| Command { idempotency: None, ..command })
            .collect();
        run(&running, commands, 1 + 13 * seed as usize).await;
        let events = running.store.events(id).await.unwrap();
        let (votes, ballots) = naive(&events);
        let of = |table: &str| format!("{table} where conversation_id = {id}");
        assert_eq!(fresh.table("participant statement answer version seq", &of("votes")).await, votes);
        assert_eq!(fresh.table("participant options version seq", &of("ballots")).await, ballots);
        assert!(votes.len() > 10 && !ballots.is_empty(), "the run left something to compare");
        assert_eq!(running.store.check_derived(id).await.unwrap(), []);
        running.stop().await.close().await;
    }
}

/// The same commands one by one and in groups leave the same tables, keys and repetitions included.
async fn grouping_makes_no_difference(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    run(&running, random_commands(id, 99, 240), 1).await;
    running.stop().await.close().await;
    let one_by_one = fresh.dump().await;
    for group in [7, 64, 500] {
        let again = match fresh.database {
            canvass_store::Database::Folder(_) => Fresh::sqlite(),
            canvass_store::Database::Postgres(_) => Fresh::postgres().await.unwrap(),
        };
        let (running, same) = Running::with_open(&again).await;
        assert_eq!(same, id);
        run(&running, random_commands(id, 99, 240), group).await;
        running.stop().await.close().await;
        assert_eq!(again.dump().await, one_by_one, "in groups of {group}");
    }
}

/// Plants one kind of damage, and checks that it is found in that table and gone after rebuilding.
async fn check_damage(fresh: &Fresh, store: &Store, id: ConversationId, table: &str, sql: &str) {
    let before = fresh.dump().await;
    assert_eq!(fresh.exec(sql).await, 1, "one row damaged: {sql}");
    let found = store.check_derived(id).await.unwrap();
    assert_eq!(found.len(), 1, "{sql}: {found:?}");
    assert_eq!((found[0].table.as_str(), found[0].mending), (table, Mending::Rebuild), "{sql}");
    assert!(found[0].what.contains("the table says") && found[0].what.contains("the log says"), "{}", found[0].what);
    store.rebuild_derived(id).await.unwrap();
    assert_eq!(store.check_derived(id).await.unwrap(), [], "{sql}");
    assert_eq!(fresh.dump().await, before, "{sql}");
}

async fn damage_is_found_named_and_repaired(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let other = running.load("two", &draft(2)).await;
    running.put(other, Act::Open).await.unwrap();
    running.put(other, agree(1, 1)).await.unwrap();
    let acts = [agree(1, 1), skip(1, 2), agree(2, 1), ballot(1, 1), ballot(3, 3), Act::WithdrawAll(person(3))];
    for act in acts {
        running.put(id, act).await.unwrap();
    }
    let damage = [
        ("votes", "update votes set answer = 2 where conversation_id = 1 and participant = 1 and statement = 1"),
        ("votes", "update votes set seq = 3 where conversation_id = 1 and participant = 1 and statement = 2"),
        ("votes", "update votes set version = 4 where conversation_id = 1 and participant = 2"),
        ("votes", "delete from votes where conversation_id = 1 and participant = 2"),
        ("votes", "insert into votes values (1, 9, 1, 1, 1, 3)"),
        ("ballots", "update ballots set options = 6 where conversation_id = 1"),
        ("ballots", "delete from ballots where conversation_id = 1"),
        ("ballots", "insert into ballots values (1, 2, 4, 1, 11)"),
        ("statements", "update statements set state = 2 where conversation_id = 1 and number = 4"),
        ("conversations", "update conversations set state = 'closed' where id = 1"),
        ("conversations", "update conversations set version = 7 where id = 1"),
    ];
    for (table, sql) in damage {
        check_damage(&fresh, &running.store, id, table, sql).await;
    }
    assert_eq!(running.store.check_derived(other).await.unwrap(), [], "the other conversation was left alone");
}

async fn what_cannot_be_repaired_is_still_named(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    fresh.exec("delete from statements where number = 5").await;
    running.store.rebuild_derived(id).await.unwrap();
    let found = running.store.check_derived(id).await.unwrap();
    assert_eq!((found.len(), found[0].table.as_str()), (1, "statements"), "its words are gone: {found:?}");
    assert_eq!(found[0].mending, Mending::Nothing);
    fresh.exec("update statements set state = 9 where number = 4").await;
    let found = running.store.check_derived(id).await.unwrap();
    assert_eq!((found.len(), found[0].row.as_str()), (2, "statement 4"), "{found:?}");
    assert!(found[0].what.contains("unknown 9"), "{}", found[0].what);
    running.store.rebuild_derived(id).await.unwrap();
    assert_eq!(running.store.check_derived(id).await.unwrap().len(), 1, "the state is back, the row is not");
}

async fn a_damaged_log_is_named(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, agree(1, 1)).await.unwrap();
    fresh.exec("update events set kind = 77 where seq = 7").await;
    let error = running.store.events(id).await.unwrap_err().to_string();
    assert!(error.contains("event 7 of kind 77"), "{error}");
    assert!(running.store.rebuild_derived(id).await.is_err(), "nothing is rebuilt from a log that cannot be read");
    assert_eq!(fresh.table("participant", "votes").await, ["1"]);
    let command = command(id, skip(2, 1));
    assert!(running.ballot_box.put(command).await.is_ok(), "answering goes on beside it");
}

/// The check reads log and tables of one moment; read one after the other they would differ under load.
async fn what_is_written_meanwhile_is_no_damage(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let store = fresh.store().await;
    let mut n_written = 0;
    for n in 0..30 {
        let answers = (0..40).map(|who| command(id, vote(who, 1 + n % 5, Vote::ALL[(n % 3) as usize])));
        let (found, written) = tokio::join!(store.check_derived(id), running.together(answers.collect()));
        assert_eq!(found.unwrap(), []);
        n_written += written.into_iter().filter(Result::is_ok).count();
    }
    assert_eq!(n_written, 1200);
}
