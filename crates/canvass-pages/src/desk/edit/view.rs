//! The form as its template sees it: parts, fields with their values and problems, and what saving will do.

use super::fields::{
    Control, button, control, goes_when_locked, hint, hint_once_open, label, meaning, name_in, part_hint, part_title,
};
use super::{DeskEdit, EditMoment, EditedConversation, quoted};
use crate::desk::{Staff, role_text};
use crate::shell::Shell;
use crate::words::Words;
use askama::Template;
use canvass_domain::instrument::{self, Field, Item, Need, Part, RowOrder, Rows};
use canvass_domain::{HasAnswers, Lock, Stage, State, default_policy};
use canvass_words::{Arg, Locale};

/// Most settled statements listed.
const MAX_SETTLED: usize = 200;

#[derive(Template)]
#[template(path = "desk/edit.html")]
pub(super) struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    title: String,
    slug: Option<&'a str>,
    action: String,
    preview: String,
    made_from: &'a str,
    is_checked: bool,
    overtaken: Option<Vec<StoredText>>,
    errors: Vec<ErrorLink>,
    parts: Vec<PartView<'a>>,
    consequence: String,
    button: String,
}

/// One text as it is stored, where something else is typed.
struct StoredText {
    label: String,
    text: String,
}

struct ErrorLink {
    href: String,
    text: String,
}

struct PartView<'a> {
    id: String,
    title: String,
    hint: String,
    items: Vec<ItemView<'a>>,
    /// Statements that keep their wording, and how many more there are.
    settled: Vec<&'a str>,
    more: Option<String>,
    common_rules: Vec<String>,
}

enum ItemView<'a> {
    Once(FieldView<'a>),
    Rows(RowsView<'a>),
}

struct FieldView<'a> {
    name: String,
    id: String,
    label: String,
    hint: String,
    value: &'a str,
    problem: Option<String>,
    control: ControlView,
    /// Where it is locked: what stands there, line by line.
    locked: Option<Vec<String>>,
    /// Why it is locked, once for all fields in a row that are.
    reason: Option<String>,
    /// What was typed before it was locked.
    typed: Option<String>,
    has_focus: bool,
    describes: String,
}

enum ControlView {
    Line(&'static str),
    Area(u8),
    Choice(Vec<ChoiceView>),
}

struct ChoiceView {
    word: &'static str,
    text: String,
    is_chosen: bool,
}

struct RowsView<'a> {
    group: &'static str,
    id: String,
    rows: Vec<RowView<'a>>,
    problem: Option<String>,
    add: Option<String>,
    full: Option<String>,
    is_locked: bool,
    has_focus: bool,
}

struct RowView<'a> {
    number: usize,
    id: String,
    name: String,
    fields: Vec<FieldView<'a>>,
    remove: String,
    raise: Option<String>,
}

impl<'a> View<'a> {
    pub(super) fn of(page: &'a DeskEdit<'a>) -> Self {
        let t = Words::of(Locale::ENGLISH);
        let conversation = page.stored.map(|stored| stored.conversation);
        let slug = conversation.map(|conversation| conversation.slug.as_str());
        let title = match conversation {
            Some(conversation) => t.say("edit-heading", &conversation.instrument.title),
            None => t.text("edit-heading-new"),
        };
        let base = slug.map_or_else(|| "/desk/new".to_owned(), |slug| format!("/desk/c/{slug}"));
        let action = if slug.is_some() { format!("{base}/edit") } else { base.clone() };
        let form = Form { t, page };
        let parts: Vec<PartView<'_>> = instrument::form().map(|(part, items)| form.part(part, &items)).collect();
        let (consequence, button) = form.consequence();
        Self {
            t,
            shell: match conversation {
                Some(conversation) => crate::desk::shell(t, conversation, &title, &action),
                None => super::shell_of_new(t, &title),
            },
            staff: page.staff,
            role: role_text(t, page.staff.role),
            title,
            slug,
            action,
            preview: format!("{base}/preview"),
            made_from: page.stored.map_or("", |stored| stored.made_from),
            is_checked: page.moment == EditMoment::Checked && page.problems.is_empty(),
            overtaken: page
                .stored
                .filter(|_| page.moment == EditMoment::Overtaken)
                .map(|stored| form.differences(&stored)),
            errors: form.errors(&parts),
            parts,
            consequence,
            button,
        }
    }
}

/// What every field of the page looks at.
struct Form<'a> {
    t: Words,
    page: &'a DeskEdit<'a>,
}

impl<'a> Form<'a> {
    fn part(&self, part: Part, items: &[Item]) -> PartView<'a> {
        let t = self.t;
        let mut said = None;
        let is_shown = |item: &&Item| !goes_when_locked(item) || self.lock(**item).is_none();
        let items = items.iter().filter(is_shown).map(|item| match item {
            Item::Once(field) => ItemView::Once(self.once(field, &mut said)),
            Item::Rows(rows) => ItemView::Rows(self.rows(rows, &mut said)),
        });
        let items = items.collect();
        let settled = self.page.stored.map_or(&[][..], |stored| stored.settled);
        let settled = if part == Part::Statements { settled } else { &[] };
        let n_more = settled.len().saturating_sub(MAX_SETTLED);
        let has_own_rules = self.page.typed.n_rows("rule") > 0;
        let common = if part == Part::Rules && !has_own_rules { default_policy() } else { Vec::new() };
        PartView {
            id: format!("part-{}", part.word()),
            title: t.text(&part_title(part)),
            hint: self.text_where_there(&part_hint(part)).unwrap_or_default(),
            items,
            settled: settled.iter().take(MAX_SETTLED).map(String::as_str).collect(),
            more: (n_more > 0).then(|| t.count("edit-settled-more", u64::try_from(n_more).unwrap_or(u64::MAX))),
            common_rules: common.into_iter().map(|rule| rule.text).collect(),
        }
    }

    fn once(&self, field: &'static Field, said: &mut Option<Lock>) -> FieldView<'a> {
        self.field(field, field.name, field.name.to_owned(), self.lock(Item::Once(field)), said)
    }

    /// A field at a place of the manuscript, under the name that its texts go by.
    fn field(
        &self,
        field: &'static Field,
        name: &str,
        place: String,
        lock: Option<Lock>,
        said: &mut Option<Lock>,
    ) -> FieldView<'a> {
        let t = self.t;
        let reason = lock.filter(|lock| *said != Some(*lock)).map(|lock| t.text(reason_key(lock)));
        if lock.is_some() {
            *said = lock;
        }
        let value = match (lock, self.page.stored) {
            (Some(_), Some(stored)) => stored.manuscript.get(&place),
            _ => self.page.typed.get(&place),
        };
        let typed = self.page.typed.get(&place);
        let typed = Some(typed).filter(|typed| lock.is_some() && !typed.is_empty() && *typed != value);
        let hint = self.hint(field, name);
        let id = id_of(&place);
        let problem = self.problem(&place);
        let described = [(!hint.is_empty()).then_some("hint"), problem.is_some().then_some("problem")];
        let described: Vec<String> = described.into_iter().flatten().map(|what| format!("{id}-{what}")).collect();
        FieldView {
            label: t.text(&label(name)),
            hint,
            value,
            problem,
            control: self.control(control(field), name, value),
            locked: lock.map(|_| self.locked_text(control(field), name, value)),
            reason,
            typed: typed.map(|typed| t.say("edit-typed", typed)),
            has_focus: self.page.focus == Some(place.as_str()),
            describes: described.join(" "),
            id,
            name: place,
        }
    }

    fn hint(&self, field: &Field, name: &str) -> String {
        let is_open = self.page.stored.is_some_and(|stored| stored.conversation.state != State::Draft);
        if let Some(key) = hint_once_open(field).filter(|_| is_open) {
            return self.t.text(key);
        }
        let may_be_left_out = matches!(field.need, Need::Optional(_));
        let usual = may_be_left_out.then(|| self.t.text("edit-optional"));
        self.text_where_there(&hint(name)).or(usual).unwrap_or_default()
    }

    fn text_where_there(&self, key: &str) -> Option<String> {
        self.t.book().messages().has(key).then(|| self.t.text(key))
    }

    fn control(&self, control: Control, name: &str, value: &str) -> ControlView {
        match control {
            Control::Line => ControlView::Line("text"),
            Control::Address => ControlView::Line("url"),
            Control::Moment => {
                // A date field cannot show a time that says its own offset, and would lose it.
                let is_plain = value.is_empty() || value.len() <= "2026-01-07T09:00:00".len();
                ControlView::Line(if is_plain { "datetime-local" } else { "text" })
            }
            Control::Area(rows) => ControlView::Area(rows),
            Control::Choice(choice) => {
                let choice = choice.words().into_iter().map(|word| ChoiceView {
                    word,
                    text: self.t.text(&meaning(name, word)),
                    is_chosen: word == value,
                });
                ControlView::Choice(choice.collect())
            }
        }
    }

    fn locked_text(&self, control: Control, name: &str, value: &str) -> Vec<String> {
        let lines: Vec<String> = match control {
            Control::Choice(choice) => {
                let chosen = choice.words().into_iter().find(|word| *word == value);
                chosen.map(|word| self.t.text(&meaning(name, word))).into_iter().collect()
            }
            Control::Moment => vec![value.replace('T', " ")],
            Control::Line | Control::Address | Control::Area(_) => value.lines().map(str::to_owned).collect(),
        };
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if lines.is_empty() { vec![self.t.text("edit-nothing")] } else { lines }
    }

    fn rows(&self, rows: &'static Rows, said: &mut Option<Lock>) -> RowsView<'a> {
        let t = self.t;
        let lock = self.lock(Item::Rows(rows));
        let is_locked = lock.is_some();
        let n_typed = self.page.typed.n_rows(rows.name);
        let n_rows = match self.page.stored {
            Some(stored) if is_locked => n_typed.max(stored.manuscript.n_rows(rows.name)),
            _ => n_typed,
        };
        let max = rows.max_rows;
        let row = |row: usize| {
            let say = |key: &str| t.say(key, (row + 1).to_string().as_str());
            let fields = rows.fields.iter();
            RowView {
                number: row + 1,
                id: id_of(&format!("{}[{}]", rows.name, row + 1)),
                name: say(&label(rows.name)),
                fields: fields
                    .map(|field| self.field(field, &name_in(rows, field), rows.place(row, field), lock, said))
                    .filter(|field| !is_locked || !field.value.is_empty() || field.typed.is_some())
                    .collect(),
                remove: say(&button(rows, "remove")),
                raise: (rows.order == RowOrder::Shown && row > 0).then(|| say(&button(rows, "raise"))),
            }
        };
        RowsView {
            group: rows.name,
            id: id_of(rows.name),
            rows: (0..n_rows).map(row).collect(),
            problem: self.problem(rows.name),
            add: (!is_locked && n_rows < max).then(|| t.text(&button(rows, "add"))),
            full: (!is_locked && n_rows >= max).then(|| t.count("edit-full", u64::try_from(max).unwrap_or(u64::MAX))),
            is_locked,
            has_focus: self.page.focus == Some(rows.name),
        }
    }

    fn lock(&self, item: Item) -> Option<Lock> {
        let stored = self.page.stored?;
        let (state, provenance) = (stored.conversation.state, stored.conversation.provenance);
        item.lock(Stage { state, provenance, has_answers: stored.has_answers })
    }

    fn problem(&self, place: &str) -> Option<String> {
        self.page.problems.iter().find(|problem| problem.place == place).map(|problem| quoted(&problem.problem))
    }

    /// What is wrong, in the order of the page, each leading to where it was typed.
    fn errors(&self, parts: &[PartView<'_>]) -> Vec<ErrorLink> {
        let mut links = Vec::new();
        let mut note = |label: String, id: &str, problem: &Option<String>| {
            if let Some(problem) = problem {
                links.push(ErrorLink { href: format!("#{id}"), text: format!("{label}: {problem}") });
            }
        };
        for part in parts {
            for item in &part.items {
                match item {
                    ItemView::Once(field) => note(field.label.clone(), &field.id, &field.problem),
                    ItemView::Rows(rows) => {
                        note(part.title.clone(), &rows.id, &rows.problem);
                        for row in &rows.rows {
                            let label = |field: &FieldView<'_>| format!("{}, {}", row.name, field.label);
                            row.fields.iter().for_each(|field| note(label(field), &field.id, &field.problem));
                        }
                    }
                }
            }
        }
        // Nothing may be wrong and not said, wherever it stands.
        if links.is_empty() {
            let rest = self.page.problems.iter();
            links
                .extend(rest.map(|problem| ErrorLink { href: "#main".to_owned(), text: quoted(&problem.to_string()) }));
        }
        links
    }

    /// What is stored now where something else is typed. What is locked says so itself.
    fn differences(&self, stored: &EditedConversation<'_>) -> Vec<StoredText> {
        let typed = self.page.typed;
        let mut differences = Vec::new();
        let mut compare = |label: String, name: &str, place: &str, field: &'static Field| {
            if stored.manuscript.get(place) != typed.get(place) {
                let text = self.locked_text(control(field), name, stored.manuscript.get(place)).join("\n");
                differences.push(StoredText { label, text });
            }
        };
        for item in instrument::form().flat_map(|(_, items)| items).filter(|item| self.lock(*item).is_none()) {
            match item {
                Item::Once(field) => compare(self.t.text(&label(field.name)), field.name, field.name, field),
                Item::Rows(rows) => {
                    let n_rows = typed.n_rows(rows.name).max(stored.manuscript.n_rows(rows.name));
                    for row in 0..n_rows {
                        let row_name = self.t.say(&label(rows.name), (row + 1).to_string().as_str());
                        for field in rows.fields {
                            let name = name_in(rows, field);
                            let label = format!("{row_name}, {}", self.t.text(&label(&name)));
                            compare(label, &name, &rows.place(row, field), field);
                        }
                    }
                }
            }
        }
        differences
    }

    /// What saving will do, and what the button says.
    fn consequence(&self) -> (String, String) {
        let t = self.t;
        let Some(stored) = self.page.stored else {
            return (t.text("edit-makes-draft"), t.text("edit-save-new"));
        };
        let version = u64::from(stored.conversation.version);
        let named = |key: &str| {
            t.with(
                key,
                &[
                    ("n", Arg::Count(stored.n_participants)),
                    ("readers", Arg::Text(&t.number(stored.n_participants))),
                    ("version", Arg::Text(&version.to_string())),
                    ("next", Arg::Text(&(version + 1).to_string())),
                ],
            )
        };
        match (stored.has_answers, stored.conversation.state) {
            (HasAnswers::Some, _) => (named("edit-makes-version"), named("edit-save-version")),
            (HasAnswers::None, State::Draft) => (named("edit-changes-draft"), t.text("edit-save")),
            (HasAnswers::None, State::Open | State::Closed) => (named("edit-changes-open"), t.text("edit-save")),
        }
    }
}

const fn reason_key(lock: Lock) -> &'static str {
    match lock {
        Lock::Address => "edit-locked-address",
        Lock::Answered => "edit-locked-answered",
        Lock::Opened => "edit-locked-opened",
        Lock::Closed => "edit-locked-closed",
    }
}

/// A place as an element's id: `term[2].word` is `term-2-word`.
fn id_of(place: &str) -> String {
    place.replace("].", "-").replace(['[', '.'], "-").replace(']', "")
}
