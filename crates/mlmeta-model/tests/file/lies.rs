//! Every lie of a file is refused, each by the check that is meant for it.

use crate::common::{chain, model, model_with_every_dtype, parts, read, sign};
use mlmeta_model::ModelFileError;

/// The name of an error's variant and its message.
fn verdict(bytes: &[u8]) -> (String, String) {
    match read(bytes) {
        Ok(_) => ("accepted".to_owned(), String::new()),
        Err(error) => {
            let debug = format!("{error:?}");
            let name = debug.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
            (name, error.to_string())
        }
    }
}

/// The verdict on the model's file after `from` was replaced by `to` in its header, with right checksums.
fn lie(from: &str, to: &str) -> (String, String) {
    let (header, data) = parts(&model().to_bytes());
    assert!(header.contains(from), "{from} is not in {header}");
    verdict(&sign(&header.replacen(from, to, 1), &data))
}

#[test]
fn lies_in_the_length_prefix() {
    let bytes = model().to_bytes();
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap());
    for given in [
        0,
        1,
        7,
        56,
        length - 64,
        length - 8,
        length - 1,
        length + 1,
        length + 8,
        length + 64,
        bytes.len() as u64,
        1 << 31,
        1 << 32,
        1 << 53,
        (1 << 63) - 1,
        1 << 63,
        u64::MAX,
    ] {
        let mut lie = bytes.clone();
        lie[..8].copy_from_slice(&given.to_le_bytes());
        assert!(read(&lie).is_err(), "a header length of {given} was accepted");
    }
    let with_length = |given: u64| {
        let mut lie = bytes.clone();
        lie[..8].copy_from_slice(&given.to_le_bytes());
        verdict(&lie).0
    };
    assert_eq!(with_length(u64::MAX), "HeaderBeyondFile");
    assert_eq!(with_length(length - 8), "HeaderAlignment");
    assert_eq!(verdict(b"\x80\x05\x95\x10\0\0\0\0\0\0\0\x8c").0, "LooksLikePickle");
    assert_eq!(with_length(0x80), "HeaderAlignment", "a header of 128 bytes starts as a pickle does");
    assert_eq!(verdict(&[]).0, "FileTooShort");
    assert_eq!(verdict(&bytes[..7]).0, "FileTooShort");
    let mut large = (2_u64 << 20).wrapping_sub(8).to_le_bytes().to_vec();
    large.resize(2 << 20, b' ');
    assert_eq!(verdict(&large).0, "HeaderTooLarge");
}

#[test]
fn truncation_anywhere_and_trailing_bytes() {
    for bytes in [model(), model_with_every_dtype(), chain()].map(|model| model.to_bytes()) {
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err(), "{length} of {} bytes were accepted", bytes.len());
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(verdict(&longer).0, "DataLength");
    }
}

#[test]
fn every_single_bit_flip_is_refused() {
    for bytes in [model(), model_with_every_dtype(), chain()].map(|model| model.to_bytes()) {
        let mut flipped = bytes.clone();
        for bit in 0..bytes.len() * 8 {
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&flipped).is_err(), "bit {bit} may flip");
            flipped[bit / 8] ^= 1 << (bit % 8);
        }
        assert!(read(&flipped).is_ok());
    }
}

#[test]
fn removed_inserted_and_repeated_bytes_are_refused() {
    let bytes = model().to_bytes();
    for at in 0..bytes.len() {
        let mut removed = bytes.clone();
        removed.remove(at);
        let mut repeated = bytes.clone();
        repeated.insert(at, bytes[at]);
        assert!(read(&removed).is_err() && read(&repeated).is_err(), "byte {at}");
    }
}

#[test]
fn lies_in_the_header() {
    let offsets = "\"data_offsets\":[0,48]";
    let shape = "\"shape\":[3,2]";
    for (from, to, expected) in [
        // The text.
        ("{\"__metadata__\":", " {\"__metadata__\":", "HeaderStart"),
        ("{\"__metadata__\":", "\u{feff}{\"__metadata__\":", "HeaderStart"),
        ("{\"__metadata__\":", "[{\"__metadata__\":", "HeaderStart"),
        ("{\"__metadata__\":", "{ \"__metadata__\":", "JsonNotCanonical"),
        ("\"shape\":[2]}}", "\"shape\":[2]}", "JsonNotCanonical"),
        ("\"shape\":[2]}}", "\"shape\":[2]}}\n", "HeaderPadding"),
        ("\"shape\":[2]}}", "\"shape\":[2]}}}", "HeaderPadding"),
        ("{\"__metadata__\":", "{\"__other__\":", "MissingKey"),
        // Keys.
        ("\"params.init\":", "\"cluster_centers_\":", "DuplicateKey"),
        ("\"dtype\":\"F64\",", "\"dtype\":\"F64\",\"dtype\":\"F64\",", "DuplicateKey"),
        ("\"mlmeta.provenance\":", "\"mlmeta\":", "DuplicateKey"),
        ("\"mlmeta.provenance\":", "\"mlmeta.origin\":", "UnknownKey"),
        ("\"mlmeta.provenance\":", "\"mlmeta.a\":\"\",\"mlmeta.provenance\":", "UnknownKey"),
        ("\"mlmeta.provenance\":\"", "\"mlmeta.provenance\":[],\"mlmeta.q\":\"", "UnknownKey"),
        ("\"dtype\":\"F64\",", "", "MissingKey"),
        (shape, "\"shape\":[3,2],\"strides\":[1]", "UnknownKey"),
        // Numbers.
        (offsets, "\"data_offsets\":[-0,48]", "JsonNotCanonical"),
        (offsets, "\"data_offsets\":[00,48]", "JsonNotCanonical"),
        (offsets, "\"data_offsets\":[0.0,48]", "JsonNumber"),
        (offsets, "\"data_offsets\":[0,1e999]", "JsonNumber"),
        (offsets, "\"data_offsets\":[0,9007199254740993]", "JsonNumber"),
        (offsets, "\"data_offsets\":[0,18446744073709551616]", "JsonNumber"),
        (offsets, "\"data_offsets\":[0,NaN]", "JsonSyntax"),
        (offsets, "\"data_offsets\":[0,null]", "WrongType"),
        (offsets, "\"data_offsets\":[true,48]", "WrongType"),
        (offsets, "\"data_offsets\":[\"0\",48]", "WrongType"),
        (offsets, "\"data_offsets\":[-48,0]", "WrongValue"),
        // Offsets.
        (offsets, "\"data_offsets\":[0,40]", "TensorOffsets"),
        (offsets, "\"data_offsets\":[8,56]", "TensorOffsets"),
        (offsets, "\"data_offsets\":[48,0]", "TensorOffsets"),
        (offsets, "\"data_offsets\":[48,96]", "TensorOffsets"),
        (offsets, "\"data_offsets\":[0,48,96]", "TensorOffsets"),
        (offsets, "\"data_offsets\":[]", "TensorOffsets"),
        (
            "[160,168],\"dtype\":\"I32\",\"shape\":[2]",
            "[160,172],\"dtype\":\"I32\",\"shape\":[3]",
            "DataLength",
        ),
        (
            "[160,168],\"dtype\":\"I32\",\"shape\":[2]",
            "[160,164],\"dtype\":\"I32\",\"shape\":[1]",
            "DataLength",
        ),
        // Element types.
        ("\"dtype\":\"F64\"", "\"dtype\":\"f64\"", "TensorDataType"),
        ("\"dtype\":\"F64\"", "\"dtype\":\"F16\"", "TensorDataType"),
        ("\"dtype\":\"F64\"", "\"dtype\":\"O\"", "TensorDataType"),
        ("\"dtype\":\"F64\"", "\"dtype\":\"F32\"", "TensorOffsets"),
        ("\"dtype\":\"F64\"", "\"dtype\":1", "WrongType"),
        // Shapes.
        (shape, "\"shape\":[3,3]", "TensorOffsets"),
        (shape, "\"shape\":[-3,-2]", "WrongValue"),
        (shape, "\"shape\":[[3],2]", "WrongType"),
        (shape, "\"shape\":6", "WrongType"),
        (shape, "\"shape\":[4294967296,4294967296]", "TensorShape"),
        (shape, "\"shape\":[0,9007199254740992,9007199254740992]", "TensorShape"),
        (shape, "\"shape\":[3,2,1,1,1]", "TensorShape"),
        // Names.
        ("\"params.init\":", "\"params/init\":", "TensorName"),
        ("\"params.init\":", "\"../init\":", "JsonNotCanonical"),
        ("\"sample.labels\":", "\"sample.labels\\u0000\":", "TensorName"),
        ("\"sample.labels\":", "\"é\":", "TensorName"),
        // Order in the data.
        (
            "\"params.init\":{\"data_offsets\":[48,96]",
            "\"params.init\":{\"data_offsets\":[96,144]",
            "TensorOffsets",
        ),
        // Checksum.
        ("\"mlmeta.sha256\":\"", "\"mlmeta.sha256\":\"0", "FileChecksum"),
    ] {
        let (variant, message) = lie(from, to);
        assert_eq!(variant, expected, "{from} -> {to}: {message}");
        assert!(!message.is_empty());
    }
    let long = format!("\"sample.{}\":", "x".repeat(122));
    assert_eq!(lie("\"sample.labels\":", &long).0, "TensorName");
    let deep = format!("\"shape\":{}", "[".repeat(20_000));
    assert_eq!(lie(shape, &deep).0, "JsonDepth");
}

#[test]
fn more_padding_than_needed_and_a_hole_before_the_last_tensor() {
    let (header, mut data) = parts(&model().to_bytes());
    let padded = header.clone() + &" ".repeat(64);
    assert_eq!(verdict(&sign(&padded, &data)).0, "HeaderPadding");
    data.splice(160..160, [0; 8]);
    let moved = header.replace("\"data_offsets\":[160,168]", "\"data_offsets\":[168,176]");
    assert_eq!(verdict(&sign(&moved, &data)).0, "TensorOffsets");
}

#[test]
fn lies_in_the_document() {
    let sample = r#"\"sample\":{\"inputs\":{\"X\":\"sample.X\"}"#;
    for (from, to, expected) in [
        (r#"\"format\":1"#, r#"\"format\":2"#, "OtherFormat"),
        (r#"\"format\":1"#, r#"\"format\":0"#, "OtherFormat"),
        (r#"\"format\":1"#, r#"\"format\":-1"#, "OtherFormat"),
        (r#"\"format\":1"#, r#"\"format\":null"#, "WrongType"),
        (r#"\"format\":1,"#, "", "MissingKey"),
        (r#"\"format\":1"#, r#"\"format\":1,\"format\":1"#, "DuplicateKey"),
        (r#"\"format\":1"#, r#"\"format\":1,\"hook\":\"os.system\""#, "UnknownKey"),
        (r#"\"kind\":\"cluster.KMeans\""#, r#"\"kind\":\"KMeans\""#, "WrongValue"),
        (r#"\"kind\":\"cluster.KMeans\""#, r#"\"kind\":\"../cluster.KMeans\""#, "WrongValue"),
        (r#"\"kind\":\"cluster.KMeans\""#, r#"\"kind\":\"a/b/cluster.KMeans\""#, "WrongValue"),
        (r#"\"kind\":\"cluster.KMeans\""#, r#"\"kind\":7"#, "WrongType"),
        (r#"\"spec_version\":1"#, r#"\"spec_version\":0"#, "WrongValue"),
        (r#"\"state_version\":1"#, r#"\"state_version\":-3"#, "WrongValue"),
        (r#"\"n_features\":2"#, r#"\"n_features\":0"#, "WrongValue"),
        (r#"\"n_features\":2"#, r#"\"n_features\":3"#, "WrongLength"),
        (r#"\"länge\","#, "", "WrongLength"),
        (r#"[\"länge\""#, r"[null", "WrongType"),
        (r#"\"classes\":null"#, r#"\"classes\":[]"#, "WrongLength"),
        (r#"\"classes\":null"#, r#"\"classes\":[1]"#, "WrongLength"),
        (r#"\"n_iter_\":7"#, r#"\"n_iter_\":[7,null]"#, "WrongValue"),
        (r#"\"classes\":null"#, r#"\"classes\":[1,true]"#, "WrongType"),
        (r#"\"classes\":null"#, r#"\"classes\":[1,1]"#, "Repeated"),
        (r#"\"classes\":null"#, r#"\"classes\":[null,null]"#, "WrongType"),
        (r#"\"classes\":null"#, r#"\"classes\":[0.5]"#, "JsonNumber"),
        (r#"{\"tensor\":\"params.init\"}"#, r#"{\"tensor\":\"params.other\"}"#, "UnknownTensor"),
        (r#"{\"tensor\":\"params.init\"}"#, r#"{\"pickle\":\"params.init\"}"#, "UnknownKey"),
        (r#"{\"tensor\":\"params.init\"}"#, r"{}", "WrongLength"),
        (r#"{\"tensor\":\"params.init\"}"#, r#"{\"tensor\":\"cluster_centers_\"}"#, "WrongValue"),
        (r#"{\"tensor\":\"params.init\"}"#, "null", "UnnamedTensor"),
        (r#"{\"map\":[[1,\"one\"]]}"#, r#"{\"map\":[[[1],\"one\"]]}"#, "WrongValue"),
        (r#"{\"map\":[[1,\"one\"]]}"#, r#"{\"map\":[[{\"real\":\"nan\"},\"one\"]]}"#, "WrongValue"),
        (r#"{\"map\":[[1,\"one\"]]}"#, r#"{\"map\":[[1,\"one\"],[true,2]]}"#, "Repeated"),
        (r#"{\"map\":[[1,\"one\"]]}"#, r#"{\"map\":[[0,1],[{\"real\":\"-0x0.0p+0\"},2]]}"#, "Repeated"),
        (r#"\"ranges.X.min\""#, "null", "WrongValue"),
        (r#"\"ranges.X.min\""#, r#"\"ranges.X.low\""#, "UnknownTensor"),
        (r#"\"ranges.X.min\""#, r#"\"cluster_centers_\""#, "WrongValue"),
        (r#"\"ranges.X.min\""#, r#"\"ranges.X.max\""#, "UnnamedTensor"),
        (r#"\"ranges.X.min\""#, r#"[{\"real\":\"0x0.0p+0\"},{\"real\":\"0x0.0p+0\"}]"#, "WrongType"),
        (
            r#"\"max\":\"ranges.X.max\",\"min\":\"ranges.X.min\""#,
            r#"\"max\":\"ranges.X.min\",\"min\":\"ranges.X.max\""#,
            "EmptyRange",
        ),
        (
            r#"\"max\":\"ranges.X.max\",\"min\":\"ranges.X.min\""#,
            r#"\"max\":null,\"min\":null"#,
            "UnnamedTensor",
        ),
        (
            r#"\"max\":null,\"min\":null"#,
            r#"\"max\":\"ranges.X.max\",\"min\":\"ranges.X.min\""#,
            "WrongValue",
        ),
        (r#"\"steps\":[]"#, r#"\"steps\":null"#, "WrongType"),
        (r#"\"kind\":\"cluster.KMeans\""#, r#"\"kind\":\"chain\""#, "WrongValue"),
        (r#"{\"tensor\":\"params.init\"}"#, r#"{\"real\":\"1.5\"}"#, "WrongValue"),
        (r#"{\"tensor\":\"params.init\"}"#, r#"{\"map\":[[1]]}"#, "WrongLength"),
        (sample, r#"\"sample\":{\"inputs\":{\"X\":\"sample.Y\"}"#, "UnknownTensor"),
        (sample, r#"\"sample\":{\"inputs\":{\"X\":\"params.init\"}"#, "WrongValue"),
        (sample, r#"\"sample\":{\"inputs\":{\"Y\":\"sample.X\"}"#, "UnknownKey"),
        (sample, r#"\"sample\":{\"inputs\":{\"X\":\"sample.labels\"}"#, "WrongValue"),
        (r#"\"shape\":[-1,2]"#, r#"\"shape\":[-1,3]"#, "WrongValue"),
        (r#"\"shape\":[-1,2]"#, r#"\"shape\":[]"#, "WrongValue"),
        (r#"\"shape\":[-1,2]"#, r#"\"shape\":[-2,2]"#, "WrongValue"),
        (r#"\"dtype\":\"int32\""#, r#"\"dtype\":\"int8\""#, "WrongValue"),
        (r#"\"on_request\":false"#, r#"\"on_request\":0"#, "WrongType"),
        (r#"\"name\":\"distances\""#, r#"\"name\":\"labels\""#, "Repeated"),
        (r#"\"n_features\":2"#, r#"\"n_features\":2 "#, "JsonNotCanonical"),
        (r#"\"created\":\"2026-11-23T17:00:00Z\""#, r#"\"created\":\"yesterday\""#, "WrongValue"),
        (r#"\"n_iter_\":7"#, r#"\"n_iter_\":\"seven\""#, "WrongValue"),
    ] {
        let (variant, message) = lie(from, to);
        assert_eq!(variant, expected, "{from} -> {to}: {message}");
    }
    let deep = format!(r#"\"classes\":{}"#, "[".repeat(20_000));
    assert_eq!(lie(r#"\"classes\":null"#, &deep).0, "JsonDepth");
}

#[test]
fn lies_in_a_chain() {
    let (header, data) = parts(&chain().to_bytes());
    let step = r#"\"kind\":\"preprocessing.Normalizer\""#;
    for (from, to, expected) in [
        (r#"\"kind\":\"chain\""#, r#"\"kind\":\"cluster.KMeans\""#, "WrongValue"),
        (step, r#"\"kind\":\"chain\""#, "WrongValue"),
        (r#"\"state_version\":1}"#, r#"\"state_version\":1,\"steps\":[]}"#, "UnknownKey"),
        (r#"\"name\":\"länge\""#, r#"\"name\":\"scale\""#, "Repeated"),
        (r#"\"name\":\"länge\""#, r#"\"name\":\"\""#, "WrongValue"),
        (r#"\"name\":\"länge\""#, r#"\"name\":\"a__b\""#, "WrongValue"),
        (r#"\"name\":\"länge\""#, r#"\"name\":null"#, "WrongType"),
        (
            r#"\"n_features\":2,\"params\":{},\"sample\""#,
            r#"\"n_features\":2,\"params\":{\"memory\":null},\"sample\""#,
            "UnknownKey",
        ),
        (r#"\"spec_version\":1,\"state_sha256\""#, r#"\"spec_version\":2,\"state_sha256\""#, "WrongValue"),
        (r#"\"state_version\":1,\"steps\""#, r#"\"state_version\":2,\"steps\""#, "WrongValue"),
        (r#"\"name\":\"scale\",\"params\""#, r#"\"name\":\"scale\",\"on\":2,\"params\""#, "UnknownKey"),
        (r#"\"n_features\":2,\"name\":\"scale\""#, r#"\"n_features\":3,\"name\":\"scale\""#, "WrongValue"),
        (r#"\"classes\":[-1,4],\"feature_names\""#, r#"\"classes\":null,\"feature_names\""#, "WrongValue"),
        (r#"\"classes\":[-1,4],\"kind\""#, r#"\"classes\":[4,-1],\"kind\""#, "WrongValue"),
        (r#"{\"tensor\":\"steps.2.params.weights\"}"#, r#"{\"tensor\":\"params.weights\"}"#, "WrongValue"),
        (r#"{\"tensor\":\"steps.2.params.weights\"}"#, r#"{\"tensor\":\"steps.0.mean_\"}"#, "WrongValue"),
        (r#"{\"tensor\":\"steps.2.params.weights\"}"#, "null", "UnnamedTensor"),
        (r#""steps.2.params.weights":"#, r#""steps.2.weights":"#, "UnknownTensor"),
        (r#""steps.0.n_samples_seen_":"#, r#""steps.10.n_samples_seen_":"#, "NoSuchStep"),
        (r#""steps.0.n_samples_seen_":"#, r#""steps.00.n_samples_seen_":"#, "NoSuchStep"),
        (r#""steps.0.mean_":"#, r#""steps.0.":"#, "NoSuchStep"),
        (r#""steps.0.mean_":"#, r#""scaled.mean_":"#, "NoSuchStep"),
    ] {
        assert!(header.contains(from), "{from} is not in {header}");
        let (variant, message) = verdict(&sign(&header.replacen(from, to, 1), &data));
        assert_eq!(variant, expected, "{from} -> {to}: {message}");
    }
}

#[test]
fn lies_in_the_data() {
    let (header, data) = parts(&model().to_bytes());
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut lie = data.clone();
        lie[8..16].copy_from_slice(&value.to_le_bytes());
        let (variant, message) = verdict(&sign(&header, &lie));
        assert_eq!(variant, "NotFinite");
        assert!(message.contains("cluster_centers_") && message.contains("element 1"), "{message}");
    }
    let (header, mut data) = parts(&model_with_every_dtype().to_bytes());
    let boolean = data.len() - 5;
    data[boolean] = 2;
    assert_eq!(verdict(&sign(&header, &data)).0, "NotABoolean");
}

#[test]
fn a_right_file_checksum_does_not_hide_a_wrong_state_checksum() {
    let bytes = model().to_bytes();
    let (header, mut data) = parts(&bytes);
    let state = model().state_sha256().to_owned();
    data[0] ^= 1;
    let signed = sign(&header, &data);
    let (other, _) = parts(&signed);
    let start = other.find("state_sha256").unwrap();
    let honest = header.find("state_sha256").unwrap();
    assert_ne!(other[start..], header[honest..], "the data changed the state");
    // Put the old state's digits back and sign the file alone.
    let mut forged = signed.clone();
    let digits = 8 + start + 17;
    forged[digits..digits + 64].copy_from_slice(state.as_bytes());
    let message = verdict(&forged).1;
    let expected = message.rsplit(' ').next().unwrap().to_owned();
    let file = 8 + other.find("\"mlmeta.sha256\":\"").unwrap() + 17;
    forged[file..file + 64].copy_from_slice(expected.as_bytes());
    assert!(matches!(read(&forged), Err(ModelFileError::StateChecksum { .. })), "{:?}", verdict(&forged));
}
