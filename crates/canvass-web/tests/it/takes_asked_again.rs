//! What was unclear in a take is asked again: the new conversation and the old take lead to each other.

use canvass_domain::Role;
use canvass_testkit::{TestApp, TestDatabase, Topic};

#[tokio::test]
async fn what_was_unclear_is_asked_again() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let mut reader = app.browser();
    reader.submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    app.close("bridge").await;
    let id = app.publish_take("bridge").await;
    app.open(&Topic::new("bridge-again")).await;
    let before = reader.get("/c/bridge-again").await.must_be(200);
    assert!(!before.text().contains("unclear in an earlier take"));
    reader.post_form(&format!("/take/{id}/unclear"), &[("passage", "the bridge")]).await.must_be(303);
    let mut desk = app.sign_in(Role::Editor).await;
    let token = desk.get("/desk/c/bridge/after").await.token().unwrap();
    let settle = |slug: &'static str| {
        let fields = [("token", token.as_str()), ("number", "1"), ("passage", "the bridge"), ("asked_again", slug)];
        fields.map(|(key, value)| (key, value.to_owned()))
    };
    for nowhere in ["bridge", "no-such"] {
        let fields = settle(nowhere);
        let fields = fields.each_ref().map(|(key, value)| (*key, value.as_str()));
        let refused = desk.post_form("/desk/c/bridge/after/settle", &fields).await;
        assert!(refused.status.is_client_error(), "{nowhere}: {}", refused.status);
    }
    let fields = settle("bridge-again");
    let fields = fields.each_ref().map(|(key, value)| (*key, value.as_str()));
    desk.post_form("/desk/c/bridge/after/settle", &fields).await.must_be(303);
    let take = reader.get(&format!("/take/{id}")).await.must_be(200);
    assert!(take.text().contains("href=\"/c/bridge-again\""), "the take leads to where it is asked again");
    let page = reader.get("/c/bridge-again").await.must_be(200);
    assert!(page.text().contains("Readers found “the bridge” unclear in an earlier take"), "{}", page.text());
    assert!(page.text().contains(&format!("href=\"/take/{id}\"")), "and that leads back");
}
