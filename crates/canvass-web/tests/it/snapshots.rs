//! The main pages of the demo as words, for people to read when they change.

use canvass_testkit::Reply;

/// The words of the main part, one line for each block; addresses and tokens are not among them.
fn words(page: &Reply) -> String {
    let blocks = "main h1, main h2, main h3, main p, main li, main legend, main label, main button, main th, main td, \
                  main dt, main dd, main summary, main caption, main option";
    let html = page.html();
    let selector = canvass_testkit::Selector::parse(blocks).unwrap();
    let mut lines = Vec::new();
    for element in html.select(&selector) {
        let holds_blocks = element.select(&selector).next().is_some();
        let text = element.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        if !holds_blocks && !text.is_empty() {
            lines.push(format!("{}: {text}", element.value().name()));
        }
    }
    lines.join("\n")
}

#[tokio::test]
async fn the_question_before_and_after_answering() {
    let app = crate::demo::app().await;
    let mut reader = app.browser();
    let page = reader.get(&format!("/c/{}", crate::demo::SLUG)).await.must_be(200);
    let statement = page.words("p.statement").remove(0);
    // Which statement comes first is drawn by chance.
    insta::assert_snapshot!("question", words(&page).replace(&statement, "(a statement)"));
    reader.submit(crate::demo::SLUG, "ballot", &[("option", "2")]).await.must_be(303);
    let page = reader.get(&format!("/c/{}?said=answer-kept", crate::demo::SLUG)).await.must_be(200);
    let statement = page.words("p.statement").remove(0);
    insta::assert_snapshot!("question-answered", words(&page).replace(&statement, "(a statement)"));
}

#[tokio::test]
async fn results() {
    let app = crate::demo::app().await;
    let page = app.browser().get(&format!("/c/{}/results", crate::demo::SLUG)).await.must_be(200);
    insta::assert_snapshot!("results", words(&page));
}

#[tokio::test]
async fn mine() {
    let app = crate::demo::app().await;
    let mut reader = crate::demo::reader(&app).await;
    insta::assert_snapshot!("mine", words(&reader.get(&format!("/c/{}/mine", crate::demo::SLUG)).await.must_be(200)));
}
