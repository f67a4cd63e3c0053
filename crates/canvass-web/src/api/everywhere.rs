//! What holds for every operation of a kind, put into the description in one place: the problems that routing,
//! limits, bodies and credentials can answer with, and the key that makes a write idempotent.

use super::json::MAX_KEY_BYTES;
use utoipa::Modify;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Required, Response};

const PROBLEM: &str = "Problem";
const PROBLEM_JSON: &str = "application/problem+json";

/// Completes every operation.
pub(super) struct Everywhere;

/// Whether an operation changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Reads,
    Writes,
}

impl Modify for Everywhere {
    fn modify(&self, openapi: &mut OpenApi) {
        for (path, item) in &mut openapi.paths.paths {
            let reads = item.get.iter_mut().map(|operation| (operation, Effect::Reads));
            let writes = [&mut item.put, &mut item.post, &mut item.patch, &mut item.delete].into_iter().flatten();
            for (operation, effect) in reads.chain(writes.map(|operation| (operation, Effect::Writes))) {
                complete(path, operation, effect);
            }
        }
        openapi.components.get_or_insert_default().schemas.insert(PROBLEM.to_owned(), problem().into());
    }
}

fn complete(path: &str, operation: &mut Operation, effect: Effect) {
    let has_query = operation.parameters.iter().flatten().any(is_query);
    let needs_credential = operation.security.is_some();
    let takes_key = needs_credential && effect == Effect::Writes;
    if path.contains("{slug}") {
        add(operation, "404", "Nothing there");
    }
    if operation.request_body.is_some() {
        add(operation, "408", "The body did not arrive in time");
        add(operation, "413", "The body is too large");
        add(operation, "415", "The body is not application/json");
    }
    if operation.request_body.is_some() || has_query || takes_key {
        add(operation, "400", "The request cannot be read");
    }
    if takes_key {
        operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
        add(operation, "403", "Sent by a page of another site");
        add(operation, "425", "Nobody has answered with this token, and it was given out less than a second ago");
        add(
            operation,
            "503",
            "Too much is waiting to be written (`busy`), or the disk is full (`storage-full`): nothing is kept",
        );
    }
    if path != "/healthz" {
        add(operation, "500", "A fault of the server; `id` is what it was logged under");
    }
    let too_many = "Too many requests (`too-many-requests`), or from one network too many first answers \
                    (`too-many-first-answers`)";
    add(operation, "429", if takes_key { too_many } else { "Too many requests" });
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
        {
            describe(status, response);
        }
    }
}

fn is_query(parameter: &RefOr<Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if matches!(parameter.parameter_in, ParameterIn::Query))
}

/// What an operation says itself stands.
fn add(operation: &mut Operation, status: &str, description: &str) {
    operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(Response::new(description)));
}

fn describe(status: &str, response: &mut Response) {
    let schema = Ref::from_schema_name(PROBLEM);
    response.content.insert(PROBLEM_JSON.to_owned(), RefOr::T(Content::new(Some(schema))));
    if matches!(status, "429" | "503") {
        let schema = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).build();
        let header = HeaderBuilder::new().description(Some("Seconds")).schema(Some(schema)).build();
        response.headers.insert("Retry-After".to_owned(), RefOr::T(header));
    }
}

fn idempotency_key() -> Parameter {
    let says = "Chosen by the client for one write. The same key and body give the same answer, another body 409";
    let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
    let text = text.min_length(Some(1)).max_length(Some(MAX_KEY_BYTES)).build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(says))
        .schema(Some(text))
        .build()
}

fn problem() -> utoipa::openapi::schema::Object {
    let member = |kind| ObjectBuilder::new().schema_type(SchemaType::Type(kind));
    ObjectBuilder::new()
        .description(Some("A problem (RFC 9457). Some kinds carry members of their own."))
        .property("type", member(Type::String).description(Some("`/problems/{kind}`")))
        .property("title", member(Type::String))
        .property("status", member(Type::Integer))
        .property("detail", member(Type::String))
        .required("type")
        .required("title")
        .required("status")
        .build()
}
