//! `canvass conversation create` and `update`.

use crate::exit::{Done, Failure};
use crate::outside::{now_ms, random_bytes, remark, say};
use crate::storage::{Storage, block_on, close, lock_strictly};
use canvass_app::wording::{self, Checked, Warning};
use canvass_app::{AckOrder, App, StaffId, conversation};
use canvass_domain::{Instrument, SeedStatement, StatementId};
use canvass_formats::conversation_file::{self, ConversationFile};
use canvass_formats::{FormatError, encoding};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Largest conversation file, in bytes.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// Make or change a conversation from a TOML file.
#[derive(Debug, Subcommand)]
pub(crate) enum Conversation {
    /// Make a draft; prints its slug
    Create(FromFile),
    /// Change wording and rules, and add statements; what people have answered already is locked
    Update(FromFile),
}

/// A conversation file and where to put it.
#[derive(Debug, Args)]
pub(crate) struct FromFile {
    #[command(flatten)]
    storage: Storage,
    /// The conversation, in TOML
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
}

impl Conversation {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        match self {
            Self::Create(from) => block_on(create(from)),
            Self::Update(from) => block_on(update(from)),
        }
    }
}

async fn create(from: FromFile) -> Done {
    let file = read(&from.file, conversation_file::parse)?;
    let store = from.storage.open().await?;
    let lock = lock_strictly(&store, "conversation create").await?;
    let now_ms = now_ms();
    let made = store.load(&file.slug, &conversation::draft(&file, now_ms), now_ms, &mut |_| {}).await?;
    store.note_act_on(made, StaffId::COMMAND_LINE.0, "create", now_ms).await?;
    close(store, lock).await;
    say(&file.slug);
    conversation::remarks(&file, now_ms).iter().for_each(remark);
    remark_on_wording(&file.instrument, &file.statements);
    Ok(())
}

async fn update(from: FromFile) -> Done {
    let file = read(&from.file, conversation_file::parse_known)?;
    let store = from.storage.open().await?;
    let lock = lock_strictly(&store, "conversation update").await?;
    let (app, writer) = App::start(store.clone(), lock, AckOrder::AfterCommit, random_bytes()?).await?;
    let entry = app.any(file.slug.as_str());
    let entry = entry.ok_or_else(|| Failure::refused(format!("there is no conversation `{}`", file.slug)))?;
    let version = app.revise(&entry, file.instrument.clone(), Some(StaffId::COMMAND_LINE), now_ms()).await?;
    let n_added = app.seed(&entry, &file.statements, Some(StaffId::COMMAND_LINE), now_ms()).await?;
    drop((app, entry));
    writer.await.map_err(|error| Failure::refused(format!("the writer broke: {error}")))??;
    store.close_whole().await;
    say(format_args!("{} version {version}", file.slug));
    if n_added > 0 {
        remark(format_args!("{n_added} new statements are up for votes."));
    }
    remark_on_wording(&file.instrument, &file.statements);
    Ok(())
}

/// Says what a reader may stumble over. Nothing hangs on it: the work is done.
fn remark_on_wording(instrument: &Instrument, statements: &[SeedStatement]) {
    let statements = (1..).map(StatementId).zip(statements.iter().map(SeedStatement::as_str));
    match wording::check(instrument, statements) {
        Checked::OtherLanguage => remark("The wording check reads English only; it has not read this."),
        Checked::Read(warnings) => {
            for Warning { place, text, explanation, suggestion, .. } in warnings {
                remark(format_args!("wording, {place}: `{text}`\n  {explanation}\n  {suggestion}"));
            }
        }
    }
}

/// How strictly a file is read.
type Parse = fn(&str) -> Result<ConversationFile, FormatError>;

fn read(path: &Path, parse: Parse) -> Result<ConversationFile, Failure> {
    let failed = |error: std::io::Error| Failure::bad_input(format!("`{}`: {error}", path.display()));
    if std::fs::metadata(path).map_err(failed)?.len() > MAX_FILE_BYTES {
        return Err(Failure::bad_input(format!("`{}` is larger than {MAX_FILE_BYTES} bytes", path.display())));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    let text = encoding::text(&format!("`{}`", path.display()), &bytes).map_err(Failure::bad_input)?;
    parse(&text).map_err(|error| Failure::bad_input(format!("`{}`: {error}", path.display())))
}
