//! The parts of the form in their order, and how each key is asked for. Every key of a manuscript stands here once.

/// One part of the form under a heading.
pub(super) struct Part {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) hint: &'static str,
    pub(super) items: &'static [Item],
}

/// What a part holds.
pub(super) enum Item {
    /// A key that stands once.
    Once(Field),
    /// Rows of keys that stand together.
    Rows(Rows),
}

/// How one key is asked for.
pub(super) struct Field {
    /// Its name in the manuscript; in rows, without the row.
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) control: Control,
}

/// Rows of fields.
pub(super) struct Rows {
    pub(super) group: &'static str,
    /// The name of one row, with its number.
    pub(super) row: &'static str,
    pub(super) add: &'static str,
    pub(super) remove: &'static str,
    /// Where the order of rows is the order in which readers see them.
    pub(super) raise: Option<&'static str>,
    pub(super) fields: &'static [Field],
}

/// What one types into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Control {
    Line,
    Address,
    Moment,
    Area(u8),
    /// Words, each with the key of its text.
    Choice(&'static [(&'static str, &'static str)]),
}

const fn field(name: &'static str, label: &'static str, hint: &'static str, control: Control) -> Field {
    Field { name, label, hint, control }
}

const fn once(name: &'static str, label: &'static str, hint: &'static str, control: Control) -> Item {
    Item::Once(field(name, label, hint, control))
}

const KINDS: &[(&str, &str)] = &[("single", "edit-kind-single"), ("multiple", "edit-kind-multiple")];
const DESIGNS: &[(&str, &str)] =
    &[("open", "edit-design-open"), ("list", "edit-design-list"), ("sampled", "edit-design-sampled")];
const GATES: &[(&str, &str)] = &[
    ("always", "gate-always"),
    ("after_vote", "gate-after-vote"),
    ("at_close", "gate-at-close-rule"),
    ("sealed", "gate-sealed"),
];
const ADMISSIONS: &[(&str, &str)] = &[("hold", "admission-hold"), ("show", "admission-show")];
const COMMENTS: &[(&str, &str)] =
    &[("off", "edit-comments-off"), ("hold", "admission-hold"), ("show", "admission-show")];

pub(super) const PARTS: &[Part] = &[
    Part {
        id: "part-story",
        title: "edit-part-story",
        hint: "",
        items: &[
            once("title", "edit-title", "edit-title-hint", Control::Line),
            once("slug", "edit-slug", "edit-slug-hint", Control::Line),
            once("language", "edit-language", "edit-language-hint", Control::Line),
            once("background", "edit-background", "edit-background-hint", Control::Area(10)),
            once("story_url", "edit-story-url", "edit-story-url-hint", Control::Address),
            once("story_title", "edit-story-title", "edit-optional", Control::Line),
        ],
    },
    Part {
        id: "part-organiser",
        title: "edit-part-organiser",
        hint: "edit-part-organiser-hint",
        items: &[
            once("organiser.name", "edit-organiser-name", "", Control::Line),
            once("organiser.contact", "edit-organiser-contact", "edit-organiser-contact-hint", Control::Line),
            once("organiser.privacy_url", "edit-organiser-privacy", "", Control::Address),
        ],
    },
    Part {
        id: "part-poll",
        title: "edit-part-poll",
        hint: "edit-part-poll-hint",
        items: &[
            once("poll.question", "edit-question", "", Control::Area(2)),
            once("poll.kind", "edit-kind", "edit-kind-hint", Control::Choice(KINDS)),
            Item::Rows(Rows {
                group: "poll.option",
                row: "edit-option",
                add: "edit-option-add",
                remove: "edit-option-remove",
                raise: Some("edit-option-raise"),
                fields: &[
                    field("text", "edit-option-text", "", Control::Line),
                    field("condition", "edit-option-condition", "edit-option-condition-hint", Control::Line),
                ],
            }),
            Item::Rows(Rows {
                group: "poll.addition",
                row: "edit-addition",
                add: "edit-addition-add",
                remove: "edit-addition-remove",
                raise: None,
                fields: &[
                    field("options", "edit-addition-options", "edit-addition-options-hint", Control::Line),
                    field("text", "edit-addition-text", "edit-addition-text-hint", Control::Line),
                ],
            }),
        ],
    },
    Part {
        id: "part-statements",
        title: "edit-part-statements",
        hint: "edit-part-statements-hint",
        items: &[
            once("statement", "edit-statements", "edit-statements-hint", Control::Area(8)),
            once("statement.meta", "edit-meta", "edit-meta-hint", Control::Area(3)),
            once("new_statements", "edit-new-statements", "", Control::Choice(ADMISSIONS)),
            once("comments", "edit-comments", "", Control::Choice(COMMENTS)),
        ],
    },
    Part {
        id: "part-rules",
        title: "edit-part-rules",
        hint: "edit-part-rules-hint",
        items: &[Item::Rows(Rows {
            group: "rule",
            row: "edit-rule",
            add: "edit-rule-add",
            remove: "edit-rule-remove",
            raise: None,
            fields: &[
                field("key", "edit-key", "edit-rule-key-hint", Control::Line),
                field("text", "edit-rule-text", "edit-rule-text-hint", Control::Area(2)),
            ],
        })],
    },
    Part {
        id: "part-terms",
        title: "edit-part-terms",
        hint: "edit-part-terms-hint",
        items: &[Item::Rows(Rows {
            group: "term",
            row: "edit-term",
            add: "edit-term-add",
            remove: "edit-term-remove",
            raise: None,
            fields: &[
                field("word", "edit-term-word", "", Control::Line),
                field("text", "edit-term-text", "", Control::Area(3)),
            ],
        })],
    },
    Part {
        id: "part-figures",
        title: "edit-part-figures",
        hint: "edit-part-figures-hint",
        items: &[Item::Rows(Rows {
            group: "figure",
            row: "edit-figure",
            add: "edit-figure-add",
            remove: "edit-figure-remove",
            raise: None,
            fields: &[
                field("key", "edit-key", "edit-figure-key-hint", Control::Line),
                field("value", "edit-figure-value", "edit-figure-value-hint", Control::Line),
                field("n", "edit-figure-n", "edit-optional", Control::Line),
                field("base", "edit-figure-base", "edit-optional", Control::Line),
                field("period", "edit-figure-period", "edit-optional", Control::Line),
                field("definition", "edit-figure-definition", "edit-optional", Control::Area(2)),
                field("source", "edit-figure-source", "", Control::Line),
                field("url", "edit-figure-url", "edit-optional", Control::Address),
                field("status", "edit-figure-status", "edit-figure-status-hint", Control::Line),
            ],
        })],
    },
    Part {
        id: "part-attributes",
        title: "edit-part-attributes",
        hint: "edit-part-attributes-hint",
        items: &[Item::Rows(Rows {
            group: "attribute",
            row: "edit-attribute",
            add: "edit-attribute-add",
            remove: "edit-attribute-remove",
            raise: None,
            fields: &[
                field("key", "edit-key", "edit-attribute-key-hint", Control::Line),
                field("question", "edit-question", "", Control::Line),
                field("options", "edit-attribute-options", "edit-attribute-options-hint", Control::Area(5)),
            ],
        })],
    },
    Part {
        id: "part-results",
        title: "edit-part-results",
        hint: "",
        items: &[
            once("gate", "edit-gate", "edit-gate-hint", Control::Choice(GATES)),
            once("design", "edit-design", "edit-design-hint", Control::Choice(DESIGNS)),
            once("time_zone", "edit-zone", "edit-zone-hint", Control::Line),
            once("opens_at", "edit-opens", "edit-opens-hint", Control::Moment),
            once("closes_at", "edit-closes", "edit-closes-hint", Control::Moment),
            once("limits.first_answers_per_address", "edit-first-answers", "edit-first-answers-hint", Control::Line),
            once(
                "limits.first_answers_per_hour",
                "edit-first-answers-hour",
                "edit-first-answers-hour-hint",
                Control::Line,
            ),
            once("marks", "edit-marks", "edit-marks-hint", Control::Area(3)),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{MANUSCRIPT_GROUPS, MANUSCRIPT_KEYS};
    use std::collections::BTreeSet;

    /// A key that a conversation file may have and that nobody could type would be lost on saving.
    #[test]
    fn every_key_of_a_manuscript_is_asked_for_once() {
        let items = || PARTS.iter().flat_map(|part| part.items);
        let asked: Vec<String> = items()
            .flat_map(|item| match item {
                Item::Once(field) => vec![field.name.to_owned()],
                Item::Rows(rows) => {
                    rows.fields.iter().map(|field| format!("{}.{}", rows.group, field.name)).collect::<Vec<_>>()
                }
            })
            .collect();
        let groups = MANUSCRIPT_GROUPS.iter();
        let in_groups =
            groups.flat_map(|group| group.keys.iter().map(move |key| format!("{}.{}", group.name, key.name)));
        let known: BTreeSet<String> = MANUSCRIPT_KEYS.iter().map(|key| key.name.to_owned()).chain(in_groups).collect();
        assert_eq!(asked.iter().cloned().collect::<BTreeSet<_>>(), known);
        assert_eq!(asked.len(), known.len(), "one is asked for twice");
    }
}
