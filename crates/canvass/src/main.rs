//! The `canvass` binary: reads the command line, runs one command, and says by its exit code how it went.

mod command;
mod exit;
mod outside;
mod running;
mod storage;

use clap::{Parser, Subcommand};
use std::io::IsTerminal;
use std::process::ExitCode;

/// Ask a community, collect votes and statements, and publish results that hold up.
///
/// Exit codes: 0 done, 2 usage, 3 bad input, 4 storage, 5 refused.
#[derive(Debug, Parser)]
#[command(name = "canvass", version, arg_required_else_help = true)]
struct Canvass {
    #[command(subcommand)]
    command: Command,
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
    /// Add staff
    #[command(subcommand)]
    User(command::user::User),
    /// Bring in a conversation from elsewhere
    #[command(subcommand)]
    Import(command::import::Import),
    /// Write a synthetic conversation with known truth
    Simulate(command::simulate::Simulate),
    /// Check the database against its own log
    Doctor(command::doctor::Doctor),
}

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("CANVASS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let done = match Canvass::parse().command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Conversation(conversation) => conversation.run(),
        Command::User(user) => user.run(),
        Command::Import(import) => import.run(),
        Command::Simulate(simulate) => simulate.run(),
        Command::Doctor(doctor) => doctor.run(),
    };
    exit::report(done)
}
