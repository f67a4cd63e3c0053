//! What a field may hold, put into the description in one place and out of the same lists and bounds that requests are
//! held against: words there are, patterns, lengths and ranges.

use super::conversations;
use canvass_domain::{
    Gate, MAX_COMMENT_CHARS, MAX_OPTIONS, MAX_STATEMENT_CHARS, Provenance, QuoteConsent, Slug, State, Vote,
};
use serde_json::Value;
use utoipa::Modify;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{Object, OneOf, Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi, RefOr};

const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// Numbers as they are written in words such as `statement:17`: what a 32-bit number holds, and no sign.
const ABOUT: &str = "^(conversation|option:[0-9]{1,2}|statement:[0-9]{1,9})$";
const TARGET: &str = "^(statement|comment):[0-9]{1,9}$";
/// What a header of printable characters may hold; white space round it is none of the value (RFC 9110, 5.5).
const KEY: &str = r"^[\t -~]*[!-~][\t -~]*$";
/// At least one character that can be seen: no white space, no control, none of those that stand for nothing.
const VISIBLE: &str = "[^\\s\\u0000-\\u001f\\u007f-\\u00a0\\u00ad\\u0300-\\u036f\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff]";
/// What Unicode keeps free for ever, and what stands for bytes that were no text.
const NO_CHARACTERS: &str = "\\ufdd0-\\ufdef\\ufffd-\\uffff";
/// What no statement holds: control characters but line breaks and tabs, and [`NO_CHARACTERS`].
const REFUSED: &str = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\ufdd0-\\ufdef\\ufffd-\\uffff";
/// White space, which goes at the edges of a line.
const EDGE: &str = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*";
/// Longest name or place beside a quote.
const MAX_NAME_CHARS: usize = 80;
const MAX_ID: usize = u32::MAX as usize;

/// Narrows every field.
pub(super) struct Constraints;

impl Modify for Constraints {
    fn modify(&self, openapi: &mut OpenApi) {
        for operation in operations(openapi) {
            operation.parameters.iter_mut().flatten().for_each(narrow_parameter);
        }
        let Some(components) = &mut openapi.components else { return };
        for (name, schema) in &mut components.schemas {
            narrow(name, schema);
        }
        if let Some(RefOr::T(Schema::Object(comment))) = components.schemas.get("CommentBody") {
            let by_consent = by_consent(comment);
            components.schemas.insert("CommentBody".to_owned(), RefOr::T(Schema::OneOf(by_consent)));
        }
    }
}

fn operations(openapi: &mut OpenApi) -> impl Iterator<Item = &mut Operation> {
    openapi.paths.paths.values_mut().flat_map(|item| {
        [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete].into_iter().flatten()
    })
}

fn narrow_parameter(parameter: &mut RefOr<Parameter>) {
    let RefOr::T(parameter) = parameter else { return };
    let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema else { return };
    match (&parameter.parameter_in, parameter.name.as_str()) {
        (ParameterIn::Path, "slug") => slug(schema),
        (ParameterIn::Path, "id") => whole(schema, 0, MAX_ID),
        (ParameterIn::Query, "after") => whole(schema, 0, i64::MAX as usize),
        (ParameterIn::Query, "limit") => whole(schema, 1, conversations::PAGE),
        (ParameterIn::Query, "page") => whole(schema, 1, MAX_ID),
        (ParameterIn::Query, "order") => words(schema, ["newest", "oldest"]),
        (ParameterIn::Query, "about") => pattern(schema, ABOUT),
        (ParameterIn::Header, "Idempotency-Key") => pattern(schema, KEY),
        _ => {}
    }
}

/// A comment that may be quoted with a name has one, and a place where that is to stand beside it.
fn by_consent(comment: &Object) -> OneOf {
    let needed = |consents: &[QuoteConsent], needed: &[&str]| {
        let mut comment = comment.clone();
        let words = consents.iter().map(|consent| Value::from(consent.word())).collect();
        if let Some(RefOr::T(Schema::Object(quote))) = comment.properties.get_mut("quote") {
            quote.enum_values = Some(words);
        }
        for name in needed {
            if let Some(RefOr::T(Schema::Object(property))) = comment.properties.get_mut(*name) {
                property.schema_type = SchemaType::Type(Type::String);
                line(property, 1, MAX_NAME_CHARS);
            }
            comment.required.push((*name).to_owned());
        }
        RefOr::T(Schema::Object(comment))
    };
    let variants = [
        needed(&[QuoteConsent::Anonymous, QuoteConsent::No], &[]),
        needed(&[QuoteConsent::Name], &["name"]),
        needed(&[QuoteConsent::FirstNameAndPlace], &["name", "place"]),
    ];
    let mut one_of = OneOf::new();
    one_of.description.clone_from(&comment.description);
    one_of.items = variants.into();
    one_of
}

/// One schema and its properties, and those of its parts.
fn narrow(name: &str, schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            for (property, schema) in &mut object.properties {
                match schema {
                    RefOr::T(Schema::Object(object)) => narrow_property(name, property, object),
                    RefOr::T(Schema::Array(array)) if (name, property.as_str()) == ("BallotBody", "options") => {
                        (array.min_items, array.max_items) = (Some(1), Some(MAX_OPTIONS));
                        if let utoipa::openapi::schema::ArrayItems::RefOrSchema(items) = &mut array.items
                            && let RefOr::T(Schema::Object(items)) = &mut **items
                        {
                            whole(items, 1, MAX_OPTIONS);
                        }
                    }
                    _ => {}
                }
            }
        }
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().for_each(|part| narrow(name, part)),
        _ => {}
    }
}

fn narrow_property(schema: &str, property: &str, object: &mut Object) {
    match (schema, property) {
        ("VoteBody", "vote") => words(object, Vote::ALL.map(Vote::word)),
        ("StatementBody", "text") => text(object, 1, MAX_STATEMENT_CHARS, REFUSED),
        ("CommentBody" | "CommentChange", "text") => text(object, 1, MAX_COMMENT_CHARS, NO_CHARACTERS),
        ("CommentBody" | "CommentJson", "quote") => words(object, QuoteConsent::ALL.map(QuoteConsent::word)),
        ("CommentBody", "name" | "place") => line(object, 0, MAX_NAME_CHARS),
        ("CommentBody" | "CommentJson", "about") => pattern(object, ABOUT),
        ("ReportBody", "target") => pattern(object, TARGET),
        ("ReportBody", "rule") => text(object, 1, 80, ""),
        ("ReportBody", "note") => text(object, 0, 600, ""),
        ("ConversationJson", "slug") => slug(object),
        ("ConversationJson", "state") => words(object, [State::Open, State::Closed].map(State::word)),
        ("ConversationJson", "gate") => words(object, Gate::ALL.map(Gate::word)),
        ("ConversationJson", "provenance") => {
            words(object, [Provenance::Here, Provenance::Imported, Provenance::Synthetic].map(Provenance::word));
        }
        ("PollJson", "kind") => words(object, ["single", "multiple"]),
        ("AddedStatement" | "PostedComment", "state") => words(object, ["held", "accepted"]),
        ("Joined", "token") => pattern(object, "^[0-9a-f]{64}\\.[0-9]{1,16}\\.[0-9a-f]{32}$"),
        ("Problem", "type") => pattern(object, "^/problems/[a-z-]+$"),
        ("Problem", "status") => whole(object, 400, 599),
        (_, "id" | "parent") => whole(object, 0, MAX_ID),
        _ => {}
    }
}

fn slug(object: &mut Object) {
    pattern(object, SLUG);
    (object.min_length, object.max_length) = (Some(1), Some(Slug::MAX_CHARS));
}

/// Text of so many characters, with one at least that can be seen where any is needed, and none of the refused.
fn text(object: &mut Object, min: usize, max: usize, refused: &str) {
    if min > 0 {
        let others = if refused.is_empty() { String::new() } else { format!("[^{refused}]*") };
        let (start, end) = if refused.is_empty() { ("", "") } else { ("^", "$") };
        pattern(object, &format!("{start}{others}{VISIBLE}{others}{end}"));
    }
    (object.min_length, object.max_length) = (Some(min), Some(max));
}

/// Text on one line, without control characters; white space round it goes.
fn line(object: &mut Object, min: usize, max: usize) {
    let refused = format!("\\t\\n\\r{REFUSED}");
    let words = format!("[^{refused}]*{VISIBLE}[^{refused}]*");
    let words = if min > 0 { words } else { format!("({words})?") };
    pattern(object, &format!("^{EDGE}{words}{EDGE}$"));
    (object.min_length, object.max_length) = (Some(min), Some(max));
}

fn pattern(object: &mut Object, pattern: &str) {
    object.pattern = Some(pattern.to_owned());
}

/// Only these words, and null where that is allowed.
fn words<const N: usize>(object: &mut Object, words: [&str; N]) {
    let null = is_nullable(object).then_some(Value::Null);
    object.enum_values = Some(words.into_iter().map(Value::from).chain(null).collect());
}

fn is_nullable(object: &Object) -> bool {
    matches!(&object.schema_type, SchemaType::Array(types) if types.contains(&Type::Null))
}

/// A whole number within bounds; the 32 bits that a format speaks of have a sign.
fn whole(object: &mut Object, min: usize, max: usize) {
    object.format = None;
    (object.minimum, object.maximum) = (Some(min.into()), Some(max.into()));
}
