//! A float64 as text: exactly the hexadecimal spelling of Python's `float.hex`.

/// The spelling of `value`; the sign and payload of a NaN are not kept.
pub(crate) fn to_hexadecimal(value: f64) -> String {
    let sign = if value.is_sign_negative() && !value.is_nan() { "-" } else { "" };
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    let bits = value.to_bits();
    let mantissa = bits & ((1 << 52) - 1);
    let exponent = ((bits >> 52) & 0x7ff) as i64;
    match (exponent, mantissa) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{mantissa:013x}p-1022"),
        _ => format!("{sign}0x1.{mantissa:013x}p{:+}", exponent - 1023),
    }
}

/// The value that `text` spells, or nothing if it is not the spelling that [`to_hexadecimal`] writes.
pub(crate) fn from_hexadecimal(text: &str) -> Option<f64> {
    let value = match text {
        "nan" => f64::NAN,
        "inf" => f64::INFINITY,
        "-inf" => f64::NEG_INFINITY,
        "0x0.0p+0" => 0.0,
        "-0x0.0p+0" => -0.0,
        _ => finite(text)?,
    };
    (to_hexadecimal(value) == text).then_some(value)
}

/// The bits of a finite number that is not zero; the caller compares the spelling.
fn finite(text: &str) -> Option<f64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = digits.split_once('p')?;
    let (leading, fraction) = mantissa.strip_prefix("0x")?.split_once('.')?;
    let fraction = u64::from_str_radix(fraction, 16).ok().filter(|bits| *bits < 1 << 52)?;
    let exponent: i64 = exponent.parse().ok()?;
    let biased = match leading {
        "1" if (-1022..=1023).contains(&exponent) => (exponent + 1023) as u64,
        "0" if exponent == -1022 => 0,
        _ => return None,
    };
    Some(f64::from_bits(u64::from(negative) << 63 | biased << 52 | fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_those_of_python() {
        for (value, text) in [
            (3.0, "0x1.8000000000000p+1"),
            (-0.1, "-0x1.999999999999ap-4"),
            (0.0, "0x0.0p+0"),
            (-0.0, "-0x0.0p+0"),
            (f64::MAX, "0x1.fffffffffffffp+1023"),
            (f64::MIN_POSITIVE, "0x1.0000000000000p-1022"),
            (5e-324, "0x0.0000000000001p-1022"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(to_hexadecimal(value), text);
            assert_eq!(from_hexadecimal(text).map(f64::to_bits), Some(value.to_bits()));
        }
        assert!(from_hexadecimal("nan").is_some_and(f64::is_nan));
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "1.5",
            "0x1.8p+1",
            "0x1.8000000000000p1",
            "0X1.8000000000000p+1",
            "0x1.8000000000000P+1",
            "+inf",
            "NaN",
            "-nan",
            "0x1.800000000000Ap+1",
            "0x1.8000000000000p+1024",
            "0x0.0000000000000p-1022",
            "0x2.0000000000000p+1",
            "0x1.8000000000000p+01",
            "0x1.8000000000000p-1023",
            "--0x1.8000000000000p+1",
            "0x1.+800000000000p+1",
            "0x1.8000000000000p+1 ",
            "-0x0.0p-0",
        ] {
            assert!(from_hexadecimal(text).is_none(), "{text:?} was accepted");
        }
    }
}
