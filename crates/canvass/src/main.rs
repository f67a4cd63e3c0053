//! The `canvass` binary: reads the command line, runs one command, and says by its exit code how it went.

mod command;
mod exit;
mod folder;
mod fonts;
mod mail;
mod open_files;
mod outside;
#[cfg(test)]
mod reference;
mod running;
mod storage;

use clap::{Parser, Subcommand, ValueEnum};
use std::io::IsTerminal;
use std::process::ExitCode;

/// With the commit it was built from, where `build.rs` could see one.
const VERSION: &str = env!("CANVASS_VERSION");

/// Ask a community, collect votes and statements, and publish results that hold up.
///
/// Exit codes: 0 done, 2 usage, 3 bad input, 4 storage, 5 refused.
#[derive(Debug, Parser)]
#[command(name = "canvass", version = VERSION, arg_required_else_help = true)]
struct Canvass {
    /// How log lines are written to stderr; CANVASS_LOG says which, such as warn (the default) or info
    #[arg(long, value_name = "FORMAT", global = true, env = "CANVASS_LOG_FORMAT", value_enum, default_value = "text")]
    log_format: LogFormat,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// A line of words
    Text,
    /// A line of JSON
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start with a living sample conversation on the embedded database
    Demo(command::demo::Demo),
    /// Run the server on a data folder or database
    Serve(command::serve::Serve),
    /// Make or change a conversation from a TOML file
    #[command(subcommand)]
    Conversation(command::conversation::Conversation),
    /// Add staff, change roles, remove
    #[command(subcommand)]
    User(command::user::User),
    /// Print what staff did, as CSV, newest first
    Audit(command::audit::Audit),
    /// Bring in a conversation from elsewhere
    #[command(subcommand)]
    Import(command::import::Import),
    /// Write a conversation as files
    Export(command::export::Export),
    /// Results and opinion map of a folder, without a server
    Analyse(command::analyse::Analyse),
    /// Write a synthetic conversation with known truth
    Simulate(command::simulate::Simulate),
    Verify(canvass_verify::Verify),
    /// Write everything into one file, also beside a running server
    Backup(command::backup::Backup),
    /// Take a backup back, into an empty folder or database
    Restore(command::restore::Restore),
    /// Check the database against its own log
    Doctor(command::doctor::Doctor),
}

fn main() -> ExitCode {
    let canvass = Canvass::parse();
    log(canvass.log_format);
    let done = match canvass.command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Conversation(conversation) => conversation.run(),
        Command::User(user) => user.run(),
        Command::Audit(audit) => audit.run(),
        Command::Import(import) => import.run(),
        Command::Export(export) => export.run(),
        Command::Analyse(analyse) => analyse.run(),
        Command::Simulate(simulate) => simulate.run(),
        Command::Verify(verify) => command::verify::run(&verify),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Doctor(doctor) => doctor.run(),
    };
    exit::report(done)
}

/// Starts logging to stderr.
fn log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("CANVASS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // Colours are for eyes: a journal or a file gets none.
    let is_seen = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(is_seen).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}
