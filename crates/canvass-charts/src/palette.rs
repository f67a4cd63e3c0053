//! The colours of every chart, in light and dark, each with the class a page's style sheet overrides.
//!
//! Stances are teal and burnt orange, never red against green; on paper they differ in lightness too, and every
//! chart adds a second sign, so that grey print reads. Answers to a poll are all of one colour, the one chosen most
//! stronger: their words label them. Groups take colours of Paul Tol's "bright" scheme, never that of the bars, so that
//! nobody takes a group for an answer; each has a shape and a number besides. Colours too pale for paper are darkened
//! and those too deep for the dark page lightened, until marks pass 3 : 1 against both.

use crate::Colour;

/// What a tone is used for, which decides the contrast it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Bars, segments, outlines: at least 3 : 1 against the paper.
    Mark,
    /// Words: at least 4.5 : 1 against the paper. Also what a number in the colour of the paper stands on.
    Text,
    /// What the others stand on.
    Paper,
}

/// One colour of the house, with the class that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    /// The class of every mark drawn in it; a style sheet sets `fill` for it.
    pub class: &'static str,
    /// Its value on light paper, also the fall-back written into the SVG.
    pub light: Colour,
    /// Its value on a dark page.
    pub dark: Colour,
    /// What it is used for.
    pub duty: Duty,
}

/// The page itself. A stand-alone chart has [`STAND_ALONE_PAPER`] instead.
pub const PAPER: Tone =
    Tone { class: "c-paper", light: Colour(0xff, 0xfd, 0xf9), dark: Colour(0x16, 0x18, 0x1a), duty: Duty::Paper };
/// What a chart stands on outside any page.
pub const STAND_ALONE_PAPER: Colour = Colour(0xff, 0xff, 0xff);
/// Words.
pub const INK: Tone = text("c-ink", Colour(0x1c, 0x1b, 0x19), Colour(0xec, 0xea, 0xe4));
/// Words that stand back: dates, caveat, source.
pub const MUTED: Tone = text("c-muted", Colour(0x5c, 0x59, 0x53), Colour(0xa9, 0xa6, 0x9f));
/// Rules, the outline of an empty bar, the hairline of a zero.
pub const TRACK: Tone = mark("c-track", Colour(0x8c, 0x89, 0x82), Colour(0x77, 0x75, 0x70));
/// Agree.
pub const AGREE: Tone = mark("c-agree", Colour(0x2a, 0x97, 0x8b), Colour(0x4f, 0xc0, 0xb2));
/// Disagree.
pub const DISAGREE: Tone = mark("c-disagree", Colour(0x9c, 0x3f, 0x0a), Colour(0xd9, 0x6f, 0x2f));
/// Unsure.
pub const UNSURE: Tone = mark("c-unsure", Colour(0x85, 0x83, 0x7e), Colour(0x8f, 0x8d, 0x88));
/// An answer to a poll.
pub const BAR: Tone = mark("c-bar", Colour(0x82, 0x94, 0x9a), Colour(0x71, 0x83, 0x87));
/// The answer chosen more than every other.
pub const BAR_LEAD: Tone = mark("c-bar-lead", Colour(0x2c, 0x47, 0x4c), Colour(0xc6, 0xd6, 0xd6));
/// Groups in order: blue, yellow, purple, green, red.
pub const GROUPS: [Tone; 5] = [
    text("c-group-1", Colour(0x44, 0x77, 0xaa), Colour(0x5b, 0x92, 0xc9)),
    mark("c-group-2", Colour(0xaa, 0x88, 0x00), Colour(0xcc, 0xbb, 0x44)),
    text("c-group-3", Colour(0xaa, 0x33, 0x77), Colour(0xcc, 0x66, 0xa3)),
    text("c-group-4", Colour(0x1f, 0x82, 0x30), Colour(0x3c, 0xa6, 0x4e)),
    text("c-group-5", Colour(0xc9, 0x3f, 0x55), Colour(0xee, 0x66, 0x77)),
];
/// What the number of the second group stands on, whose own colour is too pale for it.
pub const GROUP_2_DEEP: Tone = text("c-group-2-deep", Colour(0x8a, 0x6e, 0x00), Colour(0xd6, 0xc6, 0x55));

/// The tone of the group at this place, from 0; after the fifth the sequence starts again, which is why every
/// group also has its number.
#[must_use]
pub fn group_tone(place: usize) -> &'static Tone {
    GROUPS.get(place % GROUPS.len()).unwrap_or(&INK)
}

/// The same where the number of the group stands on it.
#[must_use]
pub fn group_ground(place: usize) -> &'static Tone {
    if place % GROUPS.len() == 1 { &GROUP_2_DEEP } else { group_tone(place) }
}

/// Every tone there is, for a style sheet to be compared with.
pub fn tones() -> impl Iterator<Item = &'static Tone> {
    let others = [&PAPER, &INK, &MUTED, &TRACK, &AGREE, &DISAGREE, &UNSURE, &BAR, &BAR_LEAD, &GROUP_2_DEEP];
    others.into_iter().chain(&GROUPS)
}

const fn mark(class: &'static str, light: Colour, dark: Colour) -> Tone {
    Tone { class, light, dark, duty: Duty::Mark }
}

const fn text(class: &'static str, light: Colour, dark: Colour) -> Tone {
    Tone { class, light, dark, duty: Duty::Text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contrast;
    use std::collections::BTreeSet;

    #[test]
    fn every_tone_stands_out_from_every_paper() {
        for tone in tones() {
            let needed = match tone.duty {
                Duty::Mark => 3.0,
                Duty::Text => 4.5,
                Duty::Paper => continue,
            };
            let pairs = [(tone.light, PAPER.light), (tone.light, STAND_ALONE_PAPER), (tone.dark, PAPER.dark)];
            for (colour, paper) in pairs {
                let found = contrast(colour, paper);
                assert!(found >= needed, "{} {colour} on {paper}: {found:.2}, needs {needed}", tone.class);
            }
        }
    }

    #[test]
    fn agree_and_disagree_part_in_grey_print() {
        let found = contrast(AGREE.light, DISAGREE.light);
        assert!(found >= 1.8, "{found:.2}");
    }

    #[test]
    fn classes_and_values_are_distinct() {
        let n = tones().count();
        assert_eq!(tones().map(|tone| tone.class).collect::<BTreeSet<_>>().len(), n);
        assert_eq!(tones().map(|tone| tone.light.to_string()).collect::<BTreeSet<_>>().len(), n);
        assert_eq!(tones().map(|tone| tone.dark.to_string()).collect::<BTreeSet<_>>().len(), n);
    }

    #[test]
    fn the_sequence_starts_again_after_the_fifth() {
        assert_eq!(group_tone(0), group_tone(5));
        assert_eq!(group_tone(13).class, "c-group-4");
    }

    #[test]
    fn a_number_in_the_colour_of_the_paper_reads_on_every_group() {
        for place in 0..GROUPS.len() {
            let tone = group_ground(place);
            assert_eq!(tone.duty, Duty::Text, "{}", tone.class);
            let found = contrast(STAND_ALONE_PAPER, tone.light);
            assert!(found >= 4.5, "{}: {found:.2}", tone.class);
        }
    }

    #[test]
    fn the_leading_answer_is_told_from_the_others_in_grey() {
        let parts = [contrast(BAR.light, BAR_LEAD.light), contrast(BAR.dark, BAR_LEAD.dark)];
        assert!(parts.iter().all(|found| *found >= 2.5), "{parts:?}");
    }
}
