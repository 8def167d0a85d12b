//! What the log says, and in which form.

use crate::common::request;
use crate::program::{Server, ask, write};
use serde_json::{Value as Json, json};
use std::io::{Read, Write};

#[test]
fn the_log_tells_as_much_as_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let body = request("FP64", &json!([1, 2]), &json!([1, 0])).to_string();
    let logged = |level: &str| {
        let server = Server::start(&path, &["--log-level", level]);
        let mut stream = server.connect();
        ask(&mut stream, &body);
        write!(stream, "GET /v2/models/nobody HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        server.log()
    };
    assert_eq!(logged("warn"), "");
    let info = logged("info");
    let lines: Vec<&str> = info.lines().collect();
    let [serving, draining, stopped] = lines[..] else { panic!("{info}") };
    assert!(serving.contains("serving") && serving.contains("cluster.KMeans"), "{serving}");
    assert!(draining.contains("draining signal=\"SIGTERM\" connections=1"), "{draining}");
    assert!(stopped.ends_with("stopped"), "{stopped}");
    let debug = logged("debug");
    for line in [
        "method=POST route=\"/v2/models/{name}/infer\" status=200 microseconds=",
        "method=GET route=\"/v2/models/{name}\" status=404 microseconds=",
        "reason=\"no model \\\"nobody\\\". Known: \\\"segments\\\".\"",
        "client=\"127.0.0.1:",
    ] {
        assert!(debug.contains(line), "{debug}");
    }
}

#[test]
fn why_a_request_is_refused_is_said_and_cannot_fill_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let server = Server::start(&path, &[]);
    let mut stream = server.connect();
    let client = stream.local_addr().unwrap();
    for _ in 0..50 {
        assert!(
            ask(&mut stream, "{\"inputs\": [{\"name\": \"X\", \"data\": NaN}]}").starts_with("HTTP/1.1 400")
        );
    }
    let long = json!({"inputs": "x".repeat(100_000)}).to_string();
    assert!(ask(&mut stream, &long).starts_with("HTTP/1.1 400"));
    write!(stream, "POST /v2/models/segment/infer HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n").unwrap();
    assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
    let log = server.log();
    let lines: Vec<&str> = log.lines().collect();
    let [bad, unknown] = lines[..] else { panic!("{log}") };
    assert!(
        bad.contains("WARN")
            && bad.contains(&format!("status=400 client={client} reason=\"the body: NaN at line 1")),
        "{bad}"
    );
    assert!(
        unknown.contains("status=404") && unknown.contains("segments") && unknown.len() < 1000,
        "{unknown}"
    );
}

#[test]
fn every_request_is_logged_as_json_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let server = Server::start(&path, &["--access-log", "--log-format", "json", "--log-level", "off"]);
    let good = request("FP64", &json!([1, 2]), &json!([1, 0])).to_string();
    let mut stream = server.connect();
    for body in [good.as_str(), "{}"] {
        ask(&mut stream, body);
    }
    let log = server.log();
    let lines: Vec<Json> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [answered, refused] = &lines[..] else { panic!("{log}") };
    for line in [answered, refused] {
        assert_eq!((&line["level"], &line["message"]), (&json!("INFO"), &json!("request")), "{line}");
        assert_eq!(line["route"], "/v2/models/{name}/infer");
        assert!(
            line["microseconds"].is_u64() && line["client"].as_str().unwrap().starts_with("127.0.0.1:"),
            "{line}"
        );
    }
    assert_eq!((&answered["status"], &answered["bytes"]), (&json!(200), &json!(good.len())));
    assert!(answered.get("reason").is_none(), "{answered}");
    assert_eq!(refused["reason"], "the body is no inference request: missing field `inputs`");
}
