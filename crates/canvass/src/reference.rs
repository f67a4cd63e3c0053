//! The reference of commands and settings in docs/OPERATING.md, made from the command line's own definitions. For the
//! test that keeps the two equal; nothing of it is in the binary.

use crate::Canvass;
use clap::{Arg, Command, CommandFactory};
use std::fmt::Write;

const BEGIN: &str = "<!-- made from the command line's definitions; renew with CANVASS_BLESS=1 -->\n";
const END: &str = "<!-- end of what is made -->\n";

fn reference() -> String {
    let mut canvass = Canvass::command();
    canvass.build();
    let mut text = String::new();
    section(&mut text, "any command", "", canvass.get_arguments().filter(|arg| arg.is_global_set()));
    let serve = canvass.find_subcommand("serve").unwrap();
    section(&mut text, "any command on a database", "", serve.get_arguments().filter(|arg| says_where(arg)));
    leaves(&mut text, "canvass", &canvass);
    text
}

fn leaves(text: &mut String, name: &str, command: &Command) {
    let inner: Vec<&Command> = command.get_subcommands().filter(|inner| inner.get_name() != "help").collect();
    for inner in &inner {
        leaves(text, &format!("{name} {}", inner.get_name()), inner);
    }
    if inner.is_empty() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        section(
            text,
            &format!("`{name}`"),
            &about,
            command.get_arguments().filter(|arg| !arg.is_global_set() && !says_where(arg)),
        );
    }
}

fn section<'a>(text: &mut String, name: &str, about: &str, args: impl Iterator<Item = &'a Arg>) {
    let about = if about.is_empty() { String::new() } else { format!(": {}", first_lower(about)) };
    let _ = writeln!(text, "\n**{name}**{about}\n\n| option | variable | default | what |\n|---|---|---|---|");
    for arg in args.filter(|arg| !arg.is_hide_set() && arg.get_id() != "help" && arg.get_id() != "version") {
        let variable = arg.get_env().map(|name| format!("`{}`", name.display())).unwrap_or_default();
        let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let default = if arg.get_action().takes_values() { defaults.join(", ") } else { String::new() };
        let what = arg.get_help().map(|help| help.to_string().replace('|', "\\|")).unwrap_or_default();
        let _ = writeln!(text, "| `{}` | {variable} | {default} | {what} |", usage(arg));
    }
}

/// Where the data is: told once, not with every command.
fn says_where(arg: &Arg) -> bool {
    arg.get_env().is_some_and(|name| name == "CANVASS_DATA" || name == "CANVASS_DATABASE")
}

fn usage(arg: &Arg) -> String {
    let values: Vec<&str> = arg.get_value_names().unwrap_or_default().iter().map(clap::builder::Str::as_str).collect();
    let values = if arg.get_action().takes_values() { values.join(" ") } else { String::new() };
    match arg.get_long() {
        Some(long) => format!("--{long} {values}").trim_end().to_owned(),
        None => values,
    }
}

fn first_lower(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[test]
fn operating_has_the_reference() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/OPERATING.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    let made = format!("{}\n", reference());
    if std::env::var("CANVASS_BLESS").is_ok_and(|value| value == "1") {
        std::fs::write(&path, format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
        return;
    }
    assert!(found == made, "docs/OPERATING.md is stale: run this test with CANVASS_BLESS=1 and look at the difference");
}

/// What changes something is in the audit log; `tests/it/people.rs` runs each of the first and reads its line.
#[test]
fn every_command_is_noted_or_changes_nothing() {
    let noted = [
        "conversation create",
        "conversation update",
        "user add",
        "user role",
        "user remove",
        "import polis",
        "import tidy",
    ];
    // The last three change nothing that was said or decided: they copy it, bring it back, or derive it anew.
    let silent = [
        "demo",
        "serve",
        "user list",
        "audit",
        "export",
        "analyse",
        "simulate",
        "backup",
        "restore",
        "doctor",
        "verify",
    ];
    let mut text = String::new();
    let mut canvass = Canvass::command();
    canvass.build();
    leaves(&mut text, "canvass", &canvass);
    let names = text.lines().filter_map(|line| line.strip_prefix("**`canvass ")?.split_once('`').map(|(name, _)| name));
    let strange: Vec<&str> = names.filter(|name| !noted.contains(name) && !silent.contains(name)).collect();
    assert!(strange.is_empty(), "does it change anything? Then it needs a line in the audit log: {strange:?}");
}
