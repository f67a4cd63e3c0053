//! Whose sentences a take is made of: what the program drafted is kept with the edition, so that anybody can count those
//! that still stand word for word.

use crate::{Edition, Prose, Sentences};
use canvass_text::{count_known, written_sentences};
use std::collections::BTreeSet;

/// How many sentences there are and how many of them are the program's; nothing where its draft was not kept.
pub fn sentences(edition: &Edition) -> Option<Sentences> {
    let known = by_program(edition)?;
    let (all, by_program) = count_known(texts(&edition.prose), &known);
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Some(Sentences { all: wide(all), by_program: wide(by_program) })
}

/// A text outlives the draft that it was written over when results are frozen again. Its sentences that the former draft
/// had stay the program's, though the new draft may have others in their place.
pub fn carry_over(former: &Edition, frozen: &mut Edition) {
    let Some(known) = by_program(former) else {
        // Nobody can say any more which sentences of the text a program wrote.
        frozen.drafted = None;
        return;
    };
    let anew: BTreeSet<String> = frozen.drafted.iter().flat_map(texts).flat_map(written_sentences).collect();
    let kept: BTreeSet<String> = texts(&frozen.prose).into_iter().flat_map(written_sentences).collect();
    frozen.drafted_before =
        kept.into_iter().filter(|sentence| known.contains(sentence) && !anew.contains(sentence)).collect();
}

fn by_program(edition: &Edition) -> Option<BTreeSet<String>> {
    let drafted = edition.drafted.as_ref()?;
    let drafted = texts(drafted).into_iter().flat_map(written_sentences);
    Some(drafted.chain(edition.drafted_before.iter().cloned()).collect())
}

fn texts(prose: &Prose) -> [&str; 3] {
    [&prose.headline, &prose.standfirst, &prose.body]
}
