//! Comments and reports: their rows, written with the log and read page by page.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::tables::authors::{forget_author, write_author};
use crate::tables::editions::withdraw_quotes_of;
use canvass_domain::{
    About, Attribution, CommentCard, CommentId, CommentRevision, CommentState, CommentText, CommentWords,
    ConversationId, Millis, ParticipantId, Place, QuoteConsent, Reported, Ruling, Target,
};

/// Most rows read at once.
const MAX_PAGE: usize = 500;

/// What changes a comment's words after it was posted.
#[derive(Clone, Debug)]
pub enum CommentChange {
    /// Its author changed it.
    Edited(CommentText, Millis),
    /// Its author asks for a change of what readers see; it waits for the desk.
    Waiting(CommentText, Millis),
    /// The desk agrees to the change that waits.
    Agreed,
    /// The desk does not agree to it.
    Declined(Ruling, Millis),
    /// Its author took the words away.
    Erased(Millis),
    /// Its author no longer lets it be quoted.
    NotQuoted(Millis),
}

/// What changes the reports of a text.
#[derive(Clone, Debug)]
pub enum ReportChange {
    /// Somebody reported it.
    Made(Reported),
    /// The desk has dealt with what was reported.
    Closed(Target, Millis),
}

/// One open report, without its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReport {
    /// Which text.
    pub target: Target,
    /// Who.
    pub reporter: ParticipantId,
    /// The rule it is said to break.
    pub rule: String,
    /// Whether there are more words for the desk.
    pub has_note: bool,
}

impl ReportChange {
    /// Which text it is about.
    #[must_use]
    pub const fn target(&self) -> Target {
        match self {
            Self::Made(Reported { target, .. }) | Self::Closed(target, _) => *target,
        }
    }
}

type CardRow = (
    i64,
    Option<i64>,
    i64,
    Option<i64>,
    i64,
    String,
    i64,
    Option<String>,
    i64,
    Option<i64>,
    i64,
    Option<i64>,
    Option<i64>,
);

/// A comment's words; and the change of it that waits or was declined: its words, the ruling, when it was declined.
type WordsRow = (
    i64,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
);

/// Comments with the change of each, narrowed down by the rest.
macro_rules! words_of {
    ($rest:literal) => {
        concat!(
            "select c.number, c.text, c.quote, c.name, c.place, c.reason,
                    w.at_ms, w.text, w.rule, w.reason, w.declined_ms
             from comments c left join comment_changes w
             on w.conversation_id = c.conversation_id and w.number = c.number
             where c.conversation_id = $1 ",
            $rest
        )
    };
}

impl Store {
    /// Every comment of a conversation without its words, ascending by number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn comment_cards(&self, conversation: ConversationId) -> Result<Vec<CommentCard>, StoreError> {
        read_cards(&mut self.connection().await?, conversation).await
    }

    /// The words of some comments, in no order; at most 500 at once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn comment_words(
        &self,
        conversation: ConversationId,
        comments: &[CommentId],
    ) -> Result<Vec<(CommentId, CommentWords)>, StoreError> {
        let mut conn = self.connection().await?;
        let numbers: Vec<i64> = comments.iter().take(MAX_PAGE).map(|id| i64::from(id.0)).collect();
        let found: Result<Vec<WordsRow>, sqlx::Error> = match &mut conn {
            Conn::Sqlite(c) => {
                let json = format!("{numbers:?}");
                sqlx::query_as(words_of!("and c.number in (select value from json_each($2))"))
                    .bind(conversation.0)
                    .bind(json)
                    .fetch_all(&mut **c)
                    .await
            }
            Conn::Postgres(c) => {
                sqlx::query_as(words_of!("and c.number = any($2)"))
                    .bind(conversation.0)
                    .bind(numbers)
                    .fetch_all(&mut **c)
                    .await
            }
        };
        found.doing("reading comments")?.into_iter().map(words).collect()
    }

    /// Which texts are reported by whom, as far as the desk has not dealt with it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open_reports(&self, conversation: ConversationId) -> Result<Vec<OpenReport>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select target, reporter, rule, cast(case when note is null then 0 else 1 end as bigint)
                   from reports where conversation_id = $1 and closed_ms is null";
        let found = rows!(conn, (String, i64, String, i64), sql, conversation.0).doing("reading reports")?;
        let report = |(target, reporter, rule, has_note): (String, i64, String, i64)| {
            let (target, reporter) = (Target::from_word(&target)?, ParticipantId(u32::try_from(reporter).ok()?));
            Some(OpenReport { target, reporter, rule, has_note: has_note != 0 })
        };
        Ok(found.into_iter().filter_map(report).collect())
    }

    /// Comments in one state for whose words `fits` holds; the newest first, those numbered lower than the place where it
    /// goes on, at most 500. Databases fold letters in ways of their own, so words are looked at here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_comments(
        &self,
        conversation: ConversationId,
        (state, before): (CommentState, Option<CommentId>),
        most: usize,
        fits: impl Fn(&str) -> bool + Send,
    ) -> Result<Vec<CommentId>, StoreError> {
        let mut conn = self.connection().await?;
        let (most, page) = (most.min(MAX_PAGE), i64::try_from(MAX_PAGE).unwrap_or_default());
        let mut before = before.map_or(i64::MAX, |id| i64::from(id.0));
        let mut fitting = Vec::new();
        loop {
            let sql = "select number, text from comments where conversation_id = $1 and state = $2 and number < $3
                       and text is not null order by number desc limit $4";
            let found = rows!(conn, (i64, String), sql, conversation.0, state.code(), before, page);
            let found = found.doing("looking for comments")?;
            let Some((last, _)) = found.last() else { return Ok(fitting) };
            before = *last;
            let ids = found.iter().filter(|(_, text)| fits(text)).filter_map(|(id, _)| u32::try_from(*id).ok());
            fitting.extend(ids.map(CommentId).take(most.saturating_sub(fitting.len())));
            if fitting.len() >= most || found.len() < MAX_PAGE {
                return Ok(fitting);
            }
        }
    }

    /// The words for which some texts are reported, each once, in no order; at most 500 at once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn reported_words(
        &self,
        conversation: ConversationId,
        targets: &[Target],
    ) -> Result<Vec<(Target, String)>, StoreError> {
        let mut conn = self.connection().await?;
        let targets: Vec<String> = targets.iter().take(MAX_PAGE).map(ToString::to_string).collect();
        let found: Result<Vec<(String, String)>, sqlx::Error> = match &mut conn {
            Conn::Sqlite(c) => {
                sqlx::query_as(
                    "select distinct target, text from reports where conversation_id = $1 and closed_ms is null
                     and text is not null and target in (select value from json_each($2))",
                )
                .bind(conversation.0)
                .bind(serde_json::to_string(&targets).unwrap_or_default())
                .fetch_all(&mut **c)
                .await
            }
            Conn::Postgres(c) => {
                sqlx::query_as(
                    "select distinct target, text from reports where conversation_id = $1 and closed_ms is null
                     and text is not null and target = any($2)",
                )
                .bind(conversation.0)
                .bind(targets)
                .fetch_all(&mut **c)
                .await
            }
        };
        let found = found.doing("reading what was reported")?;
        Ok(found.into_iter().filter_map(|(target, text)| Some((Target::from_word(&target)?, text))).collect())
    }

    /// What some readers wrote to the desk about texts, in no order; at most 500 at once, each found by its key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn report_notes(
        &self,
        conversation: ConversationId,
        of: &[(Target, ParticipantId)],
    ) -> Result<Vec<(Target, String)>, StoreError> {
        let mut conn = self.connection().await?;
        let of = of.iter().take(MAX_PAGE).map(|(target, reporter)| (target.to_string(), i64::from(reporter.0)));
        let found: Result<Vec<(String, String)>, sqlx::Error> = match &mut conn {
            Conn::Sqlite(c) => {
                let pairs: Vec<String> = of.map(|(target, reporter)| format!("[\"{target}\",{reporter}]")).collect();
                sqlx::query_as(
                    "select r.target, r.note from json_each($2) j join reports r
                     on r.conversation_id = $1 and r.target = json_extract(j.value, '$[0]')
                     and r.reporter = json_extract(j.value, '$[1]')
                     where r.closed_ms is null and r.note is not null",
                )
                .bind(conversation.0)
                .bind(format!("[{}]", pairs.join(",")))
                .fetch_all(&mut **c)
                .await
            }
            Conn::Postgres(c) => {
                let (targets, reporters): (Vec<String>, Vec<i64>) = of.unzip();
                sqlx::query_as(
                    "select r.target, r.note from unnest($2::text[], $3::bigint[]) j (target, reporter) join reports r
                     on r.conversation_id = $1 and r.target = j.target and r.reporter = j.reporter
                     where r.closed_ms is null and r.note is not null",
                )
                .bind(conversation.0)
                .bind(targets)
                .bind(reporters)
                .fetch_all(&mut **c)
                .await
            }
        };
        let found = found.doing("reading what readers reported")?;
        Ok(found.into_iter().filter_map(|(target, note)| Some((Target::from_word(&target)?, note))).collect())
    }
}

/// Every comment with its words, ascending by number.
pub(crate) async fn read_comments(
    conn: &mut Conn,
    conversation: ConversationId,
) -> Result<Vec<(CommentCard, CommentWords)>, StoreError> {
    let cards = read_cards(conn, conversation).await?;
    let found = rows!(conn, WordsRow, words_of!("order by c.number"), conversation.0).doing("reading comments")?;
    cards.into_iter().zip(found).map(|(card, row)| Ok((card, words(row)?.1))).collect()
}

/// What the desk has not dealt with yet, in the order in which it was reported.
pub(crate) async fn read_reports(conn: &mut Conn, conversation: ConversationId) -> Result<Vec<Reported>, StoreError> {
    let found = rows!(
        conn,
        (String, i64, String, Option<String>, i64),
        "select target, reporter, rule, note, at_ms from reports
         where conversation_id = $1 and closed_ms is null order by at_ms, target, reporter",
        conversation.0
    )
    .doing("reading reports")?;
    let report = |(target, reporter, rule, note, at_ms): (String, i64, String, Option<String>, i64)| {
        let damaged = || StoreError::Damaged(format!("a report of `{target}` by `{reporter}` cannot be read"));
        let reporter = u32::try_from(reporter).map(ParticipantId).map_err(|_| damaged())?;
        Ok(Reported { target: Target::from_word(&target).ok_or_else(damaged)?, reporter, rule, note, at_ms })
    };
    found.into_iter().map(report).collect()
}

async fn read_cards(conn: &mut Conn, conversation: ConversationId) -> Result<Vec<CommentCard>, StoreError> {
    let found = rows!(
        conn,
        CardRow,
        "select c.number, a.participant, c.root, c.parent, c.depth, c.about, c.state, c.rule, c.posted_ms, c.edited_ms,
                cast(case when c.text is null then 1 else 0 end as bigint), w.at_ms, c.staff_id
         from comments c left join authors a
           on a.conversation_id = c.conversation_id and a.kind = 'comment' and a.number = c.number
         left join comment_changes w
           on w.conversation_id = c.conversation_id and w.number = c.number and w.declined_ms is null
         where c.conversation_id = $1 order by c.number",
        conversation.0
    )
    .doing("reading comments")?;
    found.into_iter().map(card).collect()
}

/// Writes a comment's row.
pub(crate) async fn write_comment(
    conn: &mut Conn,
    conversation: ConversationId,
    card: &CommentCard,
    words: &CommentWords,
) -> Result<(), StoreError> {
    exec!(
        conn,
        "insert into comments (conversation_id, number, root, parent, depth, about, text, quote, name, place,
                               state, rule, reason, posted_ms, edited_ms, staff_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        conversation.0,
        i64::from(card.id.0),
        i64::from(card.place.root.0),
        card.place.parent.map(|parent| i64::from(parent.0)),
        i64::from(card.place.depth),
        card.about.to_string(),
        words.text.as_deref(),
        words.attribution.quote.word(),
        words.attribution.name.as_deref(),
        words.attribution.place.as_deref(),
        card.state.code(),
        card.rule.as_deref(),
        words.reason.as_deref(),
        card.posted_ms,
        card.edited_ms,
        card.staff
    )
    .doing("keeping a comment")?;
    // What has no words any more has no author either.
    let author = card.author.filter(|_| words.text.is_some());
    write_author(conn, conversation, Target::Comment(card.id), author).await
}

pub(crate) async fn write_change(
    conn: &mut Conn,
    conversation: ConversationId,
    comment: CommentId,
    change: &CommentChange,
) -> Result<(), StoreError> {
    let number = i64::from(comment.0);
    match change {
        CommentChange::Edited(text, at_ms) => {
            // What waited is overtaken by what is there now.
            drop_change(conn, conversation, number).await?;
            exec!(
                conn,
                "update comments set text = $1, edited_ms = $2
                 where conversation_id = $3 and number = $4 and text is not null",
                text.as_str(),
                *at_ms,
                conversation.0,
                number
            )
        }
        CommentChange::Waiting(text, at_ms) => exec!(
            conn,
            "insert into comment_changes (conversation_id, number, text, at_ms)
             select $1, $2, $3, $4 from comments where conversation_id = $1 and number = $2 and text is not null
             on conflict (conversation_id, number) do update
             set text = excluded.text, at_ms = excluded.at_ms, rule = null, reason = null, declined_ms = null",
            conversation.0,
            number,
            text.as_str(),
            *at_ms
        ),
        CommentChange::Agreed => return agree(conn, conversation, number).await,
        CommentChange::Declined(Ruling { rule, reason }, at_ms) => exec!(
            conn,
            "update comment_changes set text = null, rule = $1, reason = $2, declined_ms = $3
             where conversation_id = $4 and number = $5",
            rule.as_deref(),
            reason.as_deref(),
            *at_ms,
            conversation.0,
            number
        ),
        CommentChange::Erased(at_ms) => return blank(conn, conversation, comment, *at_ms).await,
        CommentChange::NotQuoted(at_ms) => {
            withdraw_quotes_of(conn, conversation, comment, *at_ms).await?;
            exec!(
                conn,
                "update comments set quote = 'no' where conversation_id = $1 and number = $2",
                conversation.0,
                number
            )
        }
    }
    .doing("changing a comment")
    .map(|_| ())
}

/// The change that waits becomes what readers see.
async fn agree(conn: &mut Conn, conversation: ConversationId, number: i64) -> Result<(), StoreError> {
    exec!(
        conn,
        "update comments
         set text = (select w.text from comment_changes w
                     where w.conversation_id = comments.conversation_id and w.number = comments.number),
             edited_ms = (select w.at_ms from comment_changes w
                          where w.conversation_id = comments.conversation_id and w.number = comments.number)
         where conversation_id = $1 and number = $2 and text is not null",
        conversation.0,
        number
    )
    .doing("changing a comment")?;
    drop_change(conn, conversation, number).await
}

/// A comment's words, its change and the words it was reported for are gone.
async fn blank(
    conn: &mut Conn,
    conversation: ConversationId,
    comment: CommentId,
    at_ms: Millis,
) -> Result<(), StoreError> {
    let number = i64::from(comment.0);
    withdraw_quotes_of(conn, conversation, comment, at_ms).await?;
    forget_author(conn, conversation, Target::Comment(comment)).await?;
    exec!(
        conn,
        "update comments set text = null, quote = 'no', name = null, place = null, staff_id = null
         where conversation_id = $1 and number = $2",
        conversation.0,
        number
    )
    .doing("erasing a comment")?;
    let target = Target::Comment(comment).to_string();
    exec!(conn, "update reports set text = null where conversation_id = $1 and target = $2", conversation.0, target)
        .doing("erasing what was reported")?;
    drop_change(conn, conversation, number).await
}

/// Nothing waits of a comment any more.
pub(crate) async fn drop_change(conn: &mut Conn, conversation: ConversationId, number: i64) -> Result<(), StoreError> {
    exec!(conn, "delete from comment_changes where conversation_id = $1 and number = $2", conversation.0, number)
        .doing("dropping the change of a comment")
        .map(|_| ())
}

/// What waits of somebody's comments is gone, and the words for which texts of theirs were reported.
pub(crate) async fn blank_changes_by(
    conn: &mut Conn,
    conversation: ConversationId,
    author: ParticipantId,
) -> Result<(), StoreError> {
    let author = i64::from(author.0);
    exec!(
        conn,
        "delete from comment_changes where conversation_id = $1 and number in (
           select number from authors where conversation_id = $1 and kind = 'comment' and participant = $2)",
        conversation.0,
        author
    )
    .doing("erasing changes of comments")?;
    exec!(
        conn,
        "update reports set text = null where conversation_id = $1 and target in (
           select kind || ':' || number from authors where conversation_id = $1 and participant = $2)",
        conversation.0,
        author
    )
    .doing("erasing what was reported")
    .map(|_| ())
}

/// A report with the words as they stand, of one table of texts.
macro_rules! made_of {
    ($table:literal) => {
        concat!(
            "insert into reports (conversation_id, target, reporter, rule, note, at_ms, text)
             values ($1, $2, $3, $4, $5, $6, (select text from ",
            $table,
            " where conversation_id = $1 and number = $7))
             on conflict (conversation_id, target, reporter) do update
             set rule = excluded.rule, note = excluded.note, at_ms = excluded.at_ms, closed_ms = null,
                 text = excluded.text"
        )
    };
}

/// Who reports the same text again says it anew.
pub(crate) async fn write_report(
    conn: &mut Conn,
    conversation: ConversationId,
    change: &ReportChange,
) -> Result<(), StoreError> {
    match change {
        ReportChange::Made(Reported { target, reporter, rule, note, at_ms }) => {
            let (sql, number) = match target {
                Target::Comment(id) => (made_of!("comments"), id.0),
                Target::Statement(id) => (made_of!("statements"), id.0),
            };
            exec!(
                conn,
                sql,
                conversation.0,
                target.to_string(),
                i64::from(reporter.0),
                rule.as_str(),
                note.as_deref(),
                *at_ms,
                i64::from(number)
            )
        }
        ReportChange::Closed(target, at_ms) => exec!(
            conn,
            "update reports set closed_ms = $1 where conversation_id = $2 and target = $3 and closed_ms is null",
            *at_ms,
            conversation.0,
            target.to_string()
        ),
    }
    .doing("keeping a report")
    .map(|_| ())
}

fn card(row: CardRow) -> Result<CommentCard, StoreError> {
    let (number, author, root, parent, depth, about, state, rule, posted_ms, edited_ms, is_erased, change_ms, staff) =
        row;
    let damaged = |what: &str| StoreError::Damaged(format!("comment {number}: {what}"));
    let small = |n: i64| u32::try_from(n).map_err(|_| damaged("a number is out of bounds"));
    let id = |n: i64| small(n).map(CommentId);
    let place = Place {
        root: id(root)?,
        parent: parent.map(id).transpose()?,
        depth: u8::try_from(depth).map_err(|_| damaged("its depth is out of bounds"))?,
    };
    Ok(CommentCard {
        id: id(number)?,
        author: author.map(small).transpose()?.map(ParticipantId),
        place,
        about: About::from_word(&about).ok_or_else(|| damaged("what it is about is unknown"))?,
        state: CommentState::from_code(state).ok_or_else(|| damaged("its state is unknown"))?,
        rule,
        posted_ms,
        edited_ms,
        is_erased: is_erased != 0,
        change_ms,
        staff,
    })
}

fn words(row: WordsRow) -> Result<(CommentId, CommentWords), StoreError> {
    let (number, text, quote, name, place, reason, asked_ms, changed, rule, why, declined_ms) = row;
    let damaged = |what: &str| StoreError::Damaged(format!("comment {number}: {what}"));
    let id = CommentId(u32::try_from(number).map_err(|_| damaged("its number is out of bounds"))?);
    let quote = QuoteConsent::from_word(&quote).ok_or_else(|| damaged("its consent to quoting is unknown"))?;
    let change = asked_ms
        .map(|_| CommentRevision { text: changed, declined: declined_ms.map(|_| Ruling { rule, reason: why }) });
    Ok((id, CommentWords { text, attribution: Attribution { quote, name, place }, reason, change }))
}
