//! Documents that can go stale: the results schema and the OpenAPI description, checked in and held to the code.

mod schema;

use canvass_domain::Gate;
use canvass_testkit::{TestApp, TestDatabase, Topic};
use canvass_web::routes::table;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Set to `1` to write what the code says instead of comparing.
const BLESS: &str = "CANVASS_BLESS";

#[track_caller]
fn is_checked_in(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var(BLESS).is_ok_and(|value| value == "1") {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/{name} is stale: run this test with {BLESS}=1 and look at the difference");
}

fn openapi() -> Value {
    serde_json::from_str(canvass_web::api::openapi_document()).unwrap()
}

#[test]
fn the_schema_of_results_is_checked_in() {
    is_checked_in("results.schema.json", &format!("{:#}\n", canvass_results::json_schema()));
}

#[test]
fn the_openapi_description_is_checked_in() {
    is_checked_in("openapi.json", canvass_web::api::openapi_document());
    assert!(openapi()["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[test]
fn every_route_of_the_api_is_described_and_nothing_else() {
    let is_described =
        |path: &str| (path.starts_with("/api/") || path == "/healthz") && !path.ends_with("openapi.json");
    let routes = table().into_iter().filter(|route| is_described(route.path));
    let routes: BTreeSet<(String, String)> =
        routes.map(|route| (route.path.to_owned(), route.method.as_str().to_lowercase())).collect();
    let document = openapi();
    let paths = document["paths"].as_object().unwrap().iter();
    let described: BTreeSet<(String, String)> = paths
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(|method| (path.clone(), method.clone())))
        .collect();
    assert_eq!(routes, described);
}

#[test]
fn every_operation_names_the_problems_it_can_answer_with() {
    let document = openapi();
    let mut n_writes = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let is_write = method != "get" && !operation["security"].is_null();
            let mut expected = vec!["429"];
            expected.extend(path.contains("{slug}").then_some("404"));
            expected.extend(if operation["requestBody"].is_null() { vec![] } else { vec!["400", "408", "413", "415"] });
            expected.extend(if is_write { vec!["400", "401", "403", "409", "425", "503"] } else { vec![] });
            for status in expected {
                let content = &operation["responses"][status]["content"]["application/problem+json"];
                assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem", "{method} {path} {status}");
            }
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let n_keys = parameters.filter(|one| one["name"] == "Idempotency-Key" && one["in"] == "header").count();
            assert_eq!(n_keys, usize::from(is_write), "{method} {path}");
            n_writes += usize::from(is_write);
        }
    }
    assert_eq!(n_writes, 8, "ballot, vote, its withdrawal, statement, comment, its change and erasure, report");
}

#[tokio::test]
async fn the_server_hands_out_the_same_description() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let served = app.browser().get("/api/v1/openapi.json").await.must_be(200);
    assert_eq!(served.text(), canvass_web::api::openapi_document());
}

#[tokio::test]
async fn results_are_as_their_schema_says() {
    let app = crate::demo::app().await;
    app.open(&Topic::new("empty").gate(Gate::Always.word())).await;
    app.open(&Topic::new("no-poll").without_poll()).await;
    let schema = canvass_results::json_schema();
    for slug in [crate::demo::SLUG, "empty", "no-poll"] {
        let path = format!("/api/v1/conversations/{slug}/results");
        let document = app.browser().get(&path).await.must_be(200).json();
        assert_eq!(schema::violations(&schema, &document), [] as [String; 0], "{slug}");
        assert_eq!(document["poll"].is_null(), slug == "no-poll");
        assert_eq!(document["map"].is_null(), slug != crate::demo::SLUG);
    }
}
