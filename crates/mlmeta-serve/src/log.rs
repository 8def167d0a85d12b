//! What is logged: a level, or directives.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// The directives that `text` stands for.
///
/// A level alone is that of the server's own lines; libraries below it stay at warnings. A bare word that is no level
/// is refused, although the library takes it for the name of a target.
///
/// # Errors
///
/// A text that says what is expected.
pub(crate) fn log_filter(text: &str) -> Result<String, String> {
    let expected =
        || "expected off, error, warn, info, debug or trace, or directives TARGET=LEVEL".to_owned();
    let level = text.parse::<LevelFilter>();
    if let (Ok(level), false) = (level, text.is_empty()) {
        let libraries = level.min(LevelFilter::WARN);
        return Ok(format!("{libraries},mlmeta_serve={level}"));
    }
    if text
        .split(',')
        .any(|part| part.is_empty() || !part.contains('=') && part.parse::<LevelFilter>().is_err())
    {
        return Err(expected());
    }
    EnvFilter::try_new(text).map_err(|error| format!("{error}; {}", expected()))?;
    Ok(text.to_owned())
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// Words, for people.
    Text,
    /// One object of JSON a line.
    Json,
}

/// From now on, write what `filter` lets through to standard error; with `access` also a line for every request.
pub fn start(filter: &str, access: bool, format: LogFormat) {
    let access = if access { format!(",{}=info", crate::access_log::TARGET) } else { String::new() };
    let filter = EnvFilter::new(format!("{filter}{access}"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_that_of_the_server() {
        assert_eq!(log_filter("debug").unwrap(), "warn,mlmeta_serve=debug");
        assert_eq!(log_filter("error").unwrap(), "error,mlmeta_serve=error");
        assert_eq!(log_filter("OFF").unwrap(), "off,mlmeta_serve=off");
        assert_eq!(log_filter("info,h2=debug").unwrap(), "info,h2=debug");
    }

    #[test]
    fn what_is_no_level_is_refused() {
        for text in ["", "loud", "warn,loud", "mlmeta_serve=loud", "warn,"] {
            assert!(log_filter(text).is_err(), "{text:?}");
        }
    }
}
