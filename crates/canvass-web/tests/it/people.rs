//! People and roles at the desk: a link on the page that is shown once, roles that act at once, the last owner.

use canvass_domain::Role;
use canvass_testkit::{Browser, Reply, TestApp, databases};

async fn post(staff: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Reply {
    let token = staff.get("/desk").await.must_be(200).token().expect("the sign-out form's token");
    let mut all = vec![("token", token.as_str())];
    all.extend_from_slice(fields);
    staff.post_form(path, &all).await
}

/// Signs in by the link that a page shows.
async fn by_link(app: &TestApp, page: &Reply) -> Browser {
    let url = page.attributes("#sign-in-url", "value").remove(0);
    let path = url.strip_prefix("http://localhost:8400").expect("the server's own address");
    let mut browser = app.browser();
    browser.get(path).await.must_be(200);
    browser.post_form(path, &[]).await.must_be(303);
    browser
}

async fn id_of(owner: &mut Browser, email: &str) -> String {
    let page = owner.get("/desk/people").await.must_be(200);
    let people = page.words(".people li > p");
    let n = people.iter().position(|line| line.starts_with(email)).unwrap_or_else(|| panic!("{email} in {people:?}"));
    let path = page.attributes(".people a", "href").remove(n);
    path.split('/').nth(3).expect("a number").to_owned()
}

#[tokio::test]
async fn an_owner_adds_somebody_who_signs_in_by_the_link_without_mail() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut owner = app.sign_in(Role::Owner).await;
        let added = post(&mut owner, "/desk/people", &[("email", " Bo@Example.org "), ("role", "moderator")]).await;
        let added = added.must_be(200);
        assert_eq!(added.header("cache-control"), "no-store");
        assert_eq!(added.words("#link h2"), ["Sign-in link for bo@example.org (Moderator)"]);
        let mut moderator = by_link(&app, &added).await;
        moderator.get("/desk/queue").await.must_be(200);
        moderator.get("/desk/people").await.must_be(403);
        let again = owner.get("/desk/people").await.must_be(200);
        assert!(again.words("#link").is_empty(), "the link is shown once");
        let id = id_of(&mut owner, "bo@example.org").await;
        let link = post(&mut owner, &format!("/desk/people/{id}/link"), &[]).await.must_be(200);
        by_link(&app, &link).await.get("/desk/queue").await.must_be(200);
    }
}

#[tokio::test]
async fn what_is_no_address_is_said_and_not_lost() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut owner = app.sign_in(Role::Owner).await;
        let wrong =
            post(&mut owner, "/desk/people", &[("email", "bo example"), ("role", "analyst")]).await.must_be(422);
        assert_eq!(wrong.attributes("#email", "value"), ["bo example"]);
        assert_eq!(wrong.attributes("input[name=role][checked]", "value"), ["analyst"]);
        assert_eq!(wrong.words("#email-problem").len(), 1);
        post(&mut owner, "/desk/people", &[("email", "bo@example.org"), ("role", "king")]).await.must_be(400);
        assert_eq!(owner.get("/desk/people").await.words(".people li").len(), 1);
    }
}

#[tokio::test]
async fn a_new_role_acts_at_once_and_whoever_is_removed_is_signed_out() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut owner = app.sign_in(Role::Owner).await;
        let mut editor = app.sign_in(Role::Editor).await;
        editor.get("/desk/queue").await.must_be(403);
        let id = id_of(&mut owner, "editor@example.org").await;
        let changed = post(&mut owner, &format!("/desk/people/{id}/role"), &[("role", "moderator")]).await.must_be(303);
        assert_eq!(changed.header("location"), "/desk/people?said=role-changed");
        editor.get("/desk/queue").await.must_be(200);
        let asked = owner.get(&format!("/desk/people/{id}/remove")).await.must_be(200);
        assert_eq!(asked.words("h1"), ["Take editor@example.org off the staff?"]);
        post(&mut owner, &format!("/desk/people/{id}/remove"), &[]).await.must_be(303);
        assert_eq!(editor.get("/desk").await.must_be(303).header("location"), "/desk/sign-in");
        owner.get(&format!("/desk/people/{id}/remove")).await.must_be(404);
        let late = post(&mut owner, &format!("/desk/people/{id}/role"), &[("role", "owner")]).await.must_be(409);
        assert!(late.text().contains("What you see is how it stands now"), "{}", late.text());
    }
}

#[tokio::test]
async fn the_last_owner_can_neither_go_nor_step_down() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut owner = app.sign_in(Role::Owner).await;
        let mine = id_of(&mut owner, "owner@example.org").await;
        for (what, field) in [("remove", ("x", "y")), ("role", ("role", "editor"))] {
            let refused = post(&mut owner, &format!("/desk/people/{mine}/{what}"), &[field]).await.must_be(409);
            assert!(refused.words(".errors")[0].contains("last owner"), "{}", refused.text());
        }
        let again = post(&mut owner, "/desk/people", &[("email", "owner@example.org"), ("role", "analyst")]).await;
        assert!(again.must_be(409).words(".errors")[0].contains("last owner"));
        post(&mut owner, "/desk/people", &[("email", "second@example.org"), ("role", "owner")]).await.must_be(200);
        let stepped = post(&mut owner, &format!("/desk/people/{mine}/role"), &[("role", "analyst")]).await.must_be(303);
        assert_eq!(stepped.header("location"), "/desk", "where they may still go");
        owner.get("/desk/people").await.must_be(403);
    }
}

#[tokio::test]
async fn two_owners_who_remove_each_other_at_once_leave_one() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut one = app.sign_in(Role::Owner).await;
        let added = post(&mut one, "/desk/people", &[("email", "second@example.org"), ("role", "owner")]).await;
        let mut two = by_link(&app, &added).await;
        let ids = [id_of(&mut one, "owner@example.org").await, id_of(&mut one, "second@example.org").await];
        let [of_one, of_two] = ids.map(|id| format!("/desk/people/{id}/remove"));
        let tokens = [one.get("/desk").await.token().unwrap(), two.get("/desk").await.token().unwrap()];
        let [by_one, by_two] = [[("token", tokens[0].as_str())], [("token", tokens[1].as_str())]];
        let (gone, refused) = tokio::join!(one.post_form(&of_two, &by_one), two.post_form(&of_one, &by_two));
        let mut statuses = [gone.status.as_u16(), refused.status.as_u16()];
        statuses.sort_unstable();
        // The slower one is refused, or has lost the session before asking.
        assert!(statuses == [303, 409] || statuses == [303, 303], "{statuses:?}");
        let owners = app.app().store().staff().await.unwrap();
        assert_eq!(owners.len(), 1, "{owners:?}");
    }
}
