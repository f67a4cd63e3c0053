//! `/desk/audit`: what staff did, newest first, for owners.

use super::watch::ground_text;
use super::{DeskNav, Staff, role_text};
use crate::PageError;
use crate::moment::Moment;
use crate::shell::Shell;
use crate::words::Words;
use askama::Template;
use canvass_domain::{ExclusionGround, Millis, Role, Target};
use canvass_words::Locale;

/// A page of the audit log.
#[derive(Clone, Debug)]
pub struct DeskAudit<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// Newest first.
    pub lines: Vec<AuditLine>,
    /// Every conversation, by slug and headline, to choose from.
    pub conversations: Vec<(String, String)>,
    /// The slug of the one that was chosen.
    pub of: Option<String>,
    /// Whether the newest line is among them.
    pub is_newest: bool,
    /// Where older lines begin.
    pub older: Option<i64>,
}

/// One line of the log, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at_ms: Millis,
    /// The address of who did it; nothing where it was done on the command line.
    pub who: Option<String>,
    /// What they did.
    pub act: String,
    /// Slug of the conversation it was about.
    pub conversation: Option<String>,
    /// What it was done to.
    pub object: Option<String>,
    /// More of it.
    pub detail: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/audit.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    lines: Vec<LineView<'a>>,
    choices: Vec<(&'a str, &'a str, bool)>,
    csv: String,
    newest: Option<String>,
    older: Option<String>,
}

struct LineView<'a> {
    at: Option<Moment>,
    who: String,
    act: String,
    conversation: Option<&'a str>,
    what: String,
}

impl DeskAudit<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let of = self.of.as_ref().map(|slug| format!("conversation={slug}"));
        let address = |path: &str, before: Option<String>| {
            let fields: Vec<String> = of.iter().cloned().chain(before).collect();
            if fields.is_empty() { path.to_owned() } else { format!("{path}?{}", fields.join("&")) }
        };
        let choices = self.conversations.iter();
        let choices = choices.map(|(slug, title)| (slug.as_str(), title.as_str(), self.of.as_ref() == Some(slug)));
        let view = View {
            t,
            shell: super::shell_of_desk(t, self.staff, DeskNav::Audit, &t.text("audit-title")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            lines: self.lines.iter().map(|line| line.view(t)).collect(),
            choices: choices.collect(),
            csv: address("/desk/audit.csv", None),
            newest: (!self.is_newest).then(|| address("/desk/audit", None)),
            older: self.older.map(|number| address("/desk/audit", Some(format!("before={number}")))),
        };
        crate::html::finished(&view)
    }
}

impl AuditLine {
    fn view(&self, t: Words) -> LineView<'_> {
        let object = self.object.as_deref().map(|object| object_text(t, object));
        LineView {
            at: t.moment(self.at_ms),
            who: self.who.clone().unwrap_or_else(|| t.text("audit-command-line")),
            act: act_text(t, &self.act),
            conversation: self.conversation.as_deref(),
            what: object
                .into_iter()
                .chain(self.detail.as_deref().map(|detail| detail_text(t, detail)))
                .collect::<Vec<_>>()
                .join(" · "),
        }
    }
}

/// An act in words. One that a newer Canvass wrote has none here.
fn act_text(t: Words, act: &str) -> String {
    let key = match act {
        "decide" => "act-decide",
        "open" => "act-open",
        "close" => "act-close",
        "make_public" => "act-make-public",
        "delete" => "act-delete",
        "office_hours" => "act-office-hours",
        "leave_marked" => "act-leave-marked",
        "lift_exclusion" => "act-lift-exclusion",
        "create" => "act-create",
        "import" => "act-import",
        "revise" => "act-revise",
        "add_statement" => "act-add-statement",
        "reword" => "act-reword",
        "mark_meta" => "act-mark-meta",
        "unmark_meta" => "act-unmark-meta",
        "close_reports" => "act-close-reports",
        "ban" => "act-ban",
        "reinstate" => "act-reinstate",
        "add_person" => "act-add-person",
        "change_role" => "act-change-role",
        "remove_person" => "act-remove-person",
        "make_sign_in_link" => "act-make-sign-in-link",
        "set_mail" => "act-set-mail",
        "draft_edition" => "act-draft-edition",
        "write_edition" => "act-write-edition",
        "publish_edition" => "act-publish-edition",
        "discard_edition" => "act-discard-edition",
        "withdraw_edition" => "act-withdraw-edition",
        "decide_change" => "act-decide-change",
        "take_private_bundle" => "act-take-private-bundle",
        "clarify" => "act-clarify",
        "settle_unclear" => "act-settle-unclear",
        "ask_response" => "act-ask-response",
        "keep_response" => "act-keep-response",
        "bring_in_comments" => "act-bring-in-comments",
        "sign_in" => "act-sign-in",
        "sign_out" => "act-sign-out",
        _ => "act-other",
    };
    t.text(key)
}

fn object_text(t: Words, object: &str) -> String {
    match Target::from_word(object) {
        Some(Target::Statement(id)) => return t.say("desk-statement", &id.to_string()),
        Some(Target::Comment(id)) => return t.say("desk-comment", &id.to_string()),
        None => {}
    }
    match object.split_once(':') {
        Some(("participant", id)) => t.say("desk-excluded-reader", id),
        Some(("exclusion", n)) => t.say("audit-exclusion", n),
        Some(("mark" | "came", _)) => ExclusionGround::from_text(object).map_or(String::new(), |g| ground_text(t, &g)),
        Some(("version", n)) => t.say("audit-version", n),
        Some(("edition", n)) => t.say("audit-edition", n),
        Some(("response", n)) => t.say("audit-response", n),
        Some(("unclear", n)) => t.say("audit-unclear", n),
        _ => object.to_owned(),
    }
}

/// A role, a state or a choice in words; the short name of a rule of the desk's own stands as it is.
fn detail_text(t: Words, detail: &str) -> String {
    if let Some(role) = Role::from_word(detail) {
        return role_text(t, role);
    }
    if let Some(until_ms) = detail.strip_prefix("until:").and_then(|until_ms| until_ms.parse().ok()) {
        let until = t.moment(until_ms).filter(|_| until_ms > 0);
        return until
            .map_or_else(|| t.text("audit-office-off"), |until| t.say("audit-office-until", until.words.as_str()));
    }
    if let Some(n) = detail.strip_prefix("readers:").and_then(|n| n.parse().ok()) {
        return t.count("audit-readers", n);
    }
    match detail {
        "held" => t.text("mine-held"),
        "accepted" => t.text("mine-accepted"),
        "declined" => t.text("mine-declined"),
        "on" => t.text("audit-mail-on"),
        "off" => t.text("audit-mail-off"),
        _ => detail.to_owned(),
    }
}
