//! Options from the environment: an empty variable is as good as none, and an error names the variable.

use crate::config::Config;
use clap::error::{ContextKind, ContextValue, Error};
use clap::{Command, CommandFactory, FromArgMatches};
use std::ffi::OsString;

/// The options of this process's arguments and environment.
///
/// # Errors
///
/// The parser's own, help and version included.
pub fn options() -> Result<Config, Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Config::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// The variable that holds the value which `error` refuses, if the arguments do not.
#[must_use]
pub fn variable(error: &Error) -> Option<String> {
    let Some(ContextValue::String(refused)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    // As in `--port <PORT>`.
    let option = refused.split_whitespace().next()?;
    let command = Config::command();
    let argument =
        command.get_arguments().find(|argument| argument.get_long() == option.strip_prefix("--"))?;
    if std::env::args().any(|given| given.split('=').next() == Some(option)) {
        return None;
    }
    let name = argument.get_env()?;
    std::env::var_os(name).map(|_| name.to_string_lossy().into_owned())
}

/// The parser without those variables that are empty, as templates of containers leave them.
fn command() -> Command {
    Config::command().mut_args(|argument| {
        let value: Option<OsString> = argument.get_env().and_then(std::env::var_os);
        if value.is_some_and(|value| value.is_empty()) {
            argument.env(None::<&'static str>)
        } else {
            argument
        }
    })
}
