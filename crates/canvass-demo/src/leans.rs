//! How each group of the demo leans on each statement, set by hand so that the results read sensibly.
//!
//! A table of data and nothing else. Leans are in logits at the centre of the group: 2 is about nine in ten
//! agreeing of those who are sure, -2 about one in ten. The groups, from 0: those who put services first,
//! those who put safety first, those who support the policy.

/// Number of planted groups.
pub(super) const N_GROUPS: usize = 3;

/// How the groups lean on one statement of `reference.toml`.
pub(super) struct Lean {
    /// The first words of its text, so that the table cannot slip against the file.
    pub opening: &'static str,
    /// The mean feeling of each group.
    pub leans: [f64; N_GROUPS],
    /// Mean share of people who are unsure.
    pub unsure: f64,
}

/// A statement that a participant of the demo writes.
pub(super) struct Written {
    /// Its wording.
    pub text: &'static str,
    /// When its author comes, in hours since the opening.
    pub hour: f64,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What becomes of a participant's statement.
pub(super) enum Outcome {
    /// The desk accepts it and people vote on it.
    Accepted {
        /// Hour of the decision.
        hour: f64,
        /// The mean feeling of each group.
        leans: [f64; N_GROUPS],
        /// Mean share of people who are unsure.
        unsure: f64,
    },
    /// The desk declines it.
    Declined {
        /// Hour of the decision.
        hour: f64,
        /// The published rule.
        rule: &'static str,
        /// Why, in the desk's words.
        reason: &'static str,
    },
    /// It waits.
    Held,
}

impl Lean {
    const fn new(opening: &'static str, leans: [f64; N_GROUPS], unsure: f64) -> Self {
        Self { opening, leans, unsure }
    }
}

/// The organiser's statements, in the order of the file.
pub(super) const SEEDED: &[Lean] = &[
    Lean::new("For years the police have", [2.0, 1.5, 2.9], 0.06),
    Lean::new("The police are withdrawing from", [1.7, 3.1, -2.0], 0.10),
    Lean::new("The policy should go no", [2.1, 2.6, -1.3], 0.10),
    Lean::new("Out-of-hours mental health teams need", [2.7, 3.0, 0.9], 0.06),
    Lean::new("More hospital beds would do", [0.7, 0.9, -1.0], 0.20),
    Lean::new("Nobody should have to visit", [3.0, 3.5, 2.5], 0.03),
    Lean::new("A visit should be called", [0.8, 2.3, -0.6], 0.14),
    Lean::new("When the police decline to", [1.1, 3.2, -1.9], 0.09),
    Lean::new("If harm follows a declined", [1.6, 2.9, 0.1], 0.13),
    Lean::new("It is well understood among", [-2.0, -2.5, -1.2], 0.16),
    Lean::new("Carrying out a section 135(1)", [2.7, 3.3, 1.9], 0.07),
    Lean::new("A police officer should be", [-1.3, 2.2, -2.6], 0.10),
    Lean::new("A police uniform at the", [1.4, -1.5, 2.6], 0.12),
    Lean::new("The presence of a police", [0.4, 2.7, -1.2], 0.12),
    Lean::new("A person who has committed", [2.3, 0.9, 2.9], 0.08),
    Lean::new("Families are left to cope", [1.3, 2.8, -1.1], 0.14),
    Lean::new("Families should have one number", [3.1, 2.8, 2.8], 0.04),
    Lean::new("Police officers and mental health", [2.8, 2.8, 2.6], 0.04),
    Lean::new("No area should apply the", [2.5, 2.6, 0.2], 0.10),
    Lean::new("Services should publish what happens", [3.0, 3.2, 2.2], 0.06),
    Lean::new("Fewer people in my area", [-0.2, -1.2, 0.8], 0.68),
    Lean::new("In rural areas the police", [0.9, 2.4, -0.5], 0.24),
    Lean::new("The policy works as well", [-0.9, -1.5, 0.4], 0.58),
    Lean::new("Taking a person to hospital", [1.2, -1.4, 2.4], 0.11),
    Lean::new("Waiting for an ambulance is", [1.0, 1.6, -0.3], 0.30),
    Lean::new("The police should tell other", [3.4, 3.4, 2.7], 0.03),
    Lean::new("What the police know about", [-1.5, -2.4, -0.3], 0.26),
    Lean::new("People in crisis reach the", [0.8, -1.7, 2.5], 0.24),
    Lean::new("Hours that officers spend waiting", [1.1, -0.7, 2.9], 0.10),
    Lean::new("The threshold for a police", [-0.9, -2.3, 1.5], 0.20),
    Lean::new("A call about concern for", [2.1, 2.8, 1.1], 0.09),
    Lean::new("Practitioners sometimes call the police", [0.6, -0.9, 2.1], 0.15),
    Lean::new("I have put off a", [0.2, 1.4, -1.2], 0.52),
    Lean::new("My employer has told me", [-1.1, -1.9, 0.5], 0.28),
    Lean::new("A ward should look for", [1.1, -0.7, 2.1], 0.15),
    Lean::new("The main purpose of the", [0.3, 2.1, -2.0], 0.18),
    Lean::new("A mental health worker should", [1.0, 2.3, -1.4], 0.13),
    Lean::new("I could support the policy", [2.9, -0.9, 1.2], 0.10),
    Lean::new("The number of section 136", [0.2, -0.5, 0.7], 0.66),
    Lean::new("The number of mental health", [0.1, 0.6, -0.7], 0.56),
];

/// The participants' statements, in the order in which they come in. The conversation opens at 7 in the
/// morning, so hour 2 is 9 o'clock.
pub(super) const WRITTEN: &[Written] = &[
    Written {
        text: "Half of my night shift goes on waiting for transport that the police used to provide.",
        hour: 3.2,
        outcome: Outcome::Accepted { hour: 5.1, leans: [1.0, 1.4, -0.4], unsure: 0.34 },
    },
    Written {
        text: "Control rooms should have a mental health nurse on every shift.",
        hour: 4.4,
        outcome: Outcome::Accepted { hour: 5.2, leans: [2.8, 2.6, 2.5], unsure: 0.06 },
    },
    Written {
        text: "The sergeant at our station told me that he is glad he no longer has to come.",
        hour: 7.7,
        outcome: Outcome::Declined {
            hour: 9.9,
            rule: "names-somebody",
            reason: "It is about one person who could be recognised. A statement on how calls are answered would be welcome.",
        },
    },
    Written {
        text: "Children and teenagers should be left out of the policy until there are beds for them.",
        hour: 9.1,
        outcome: Outcome::Accepted { hour: 25.6, leans: [1.3, 2.3, -0.7], unsure: 0.16 },
    },
    Written {
        text: "An officer listening in by telephone would be enough for most of my visits.",
        hour: 26.3,
        outcome: Outcome::Accepted { hour: 27.9, leans: [0.4, -1.9, 1.6], unsure: 0.22 },
    },
    Written {
        text: "Lone-working alarms are no use where there is no signal.",
        hour: 29.6,
        outcome: Outcome::Accepted { hour: 31.0, leans: [2.2, 2.7, 1.7], unsure: 0.1 },
    },
    Written {
        text: "Community teams need more money and the police should come out more and managers should listen.",
        hour: 30.5,
        outcome: Outcome::Declined {
            hour: 32.4,
            rule: "unclear",
            reason: "It holds three ideas, so an answer to it would not be clear. Please send them one at a time.",
        },
    },
    Written {
        text: "Carers should be asked what would help before anybody decides who is sent.",
        hour: 33.8,
        outcome: Outcome::Accepted { hour: 35.1, leans: [2.6, 2.2, 2.3], unsure: 0.08 },
    },
    Written {
        text: "My area has a joint response car, and it works.",
        hour: 53.0,
        outcome: Outcome::Accepted { hour: 57.4, leans: [0.8, 0.4, 1.2], unsure: 0.6 },
    },
    Written {
        text: "Ambulance crews are in the same position and ought to be heard too.",
        hour: 82.5,
        outcome: Outcome::Held,
    },
    Written {
        text: "Each area should publish how many warrants are waiting for an officer.",
        hour: 101.4,
        outcome: Outcome::Held,
    },
    Written {
        text: "Two staff on every visit should be the rule everywhere, as it now is at our trust.",
        hour: 107.2,
        outcome: Outcome::Held,
    },
];
