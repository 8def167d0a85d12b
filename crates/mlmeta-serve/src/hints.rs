//! What a message adds about an unknown name: the nearest known one.

/// A sentence that names what was probably meant, or else what is known.
#[must_use]
pub fn hint<'a>(given: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    // A name sent by a client may be as long as a body; comparing costs the product of both lengths.
    let near = (given.len() <= 64)
        .then(|| {
            known
                .clone()
                .into_iter()
                .map(|name| (strsim::damerau_levenshtein(given, name), name))
                .filter(|(distance, name)| *distance <= 2 && *distance < name.chars().count())
                .min()
        })
        .flatten();
    if let Some((_, name)) = near {
        return format!("Did you mean {name:?}?");
    }
    let names: Vec<String> = known.into_iter().map(|name| format!("{name:?}")).collect();
    format!("Known: {}.", names.join(", "))
}

/// `text`, shortened if it is too long for a message.
#[must_use]
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain("...".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_named() {
        assert_eq!(hint("lables", ["labels", "distances"]), "Did you mean \"labels\"?");
        assert_eq!(hint("score", ["labels", "distances"]), "Known: \"labels\", \"distances\".");
        assert_eq!(hint("Y", ["X"]), "Known: \"X\".");
        assert_eq!(hint(&"x".repeat(10_000), ["X"]), "Known: \"X\".");
        assert_eq!(shortened(&"é".repeat(100)).chars().count(), 83);
    }
}
