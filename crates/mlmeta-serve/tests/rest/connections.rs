//! Connections that send nothing, and too many of them.

use crate::common::request;
use crate::program::{Server, ask, write};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn body() -> String {
    request("FP64", &json!([1, 2]), &json!([1, 0])).to_string()
}

/// How long it takes until the server closes `stream`.
fn closed_after(stream: &mut TcpStream) -> Duration {
    let start = Instant::now();
    let mut rest = Vec::new();
    // A reset ends a connection as well; only a timeout here does not.
    if let Err(error) = stream.read_to_end(&mut rest) {
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    }
    start.elapsed()
}

#[test]
fn silent_connections_are_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let server = Server::start(&path, &["--idle-timeout", "0.5"]);
    let beginnings: [&[u8]; 5] =
        [b"", b"P", b"POST /v2 HTTP/1.1\r\nhost", b"PRI * HT", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"];
    for beginning in beginnings {
        let mut stream = server.connect();
        stream.write_all(beginning).unwrap();
        let took = closed_after(&mut stream);
        let expected = Duration::from_millis(400)..Duration::from_secs(5);
        assert!(expected.contains(&took), "{:?}: {took:?}", String::from_utf8_lossy(beginning));
    }
    let mut stream = server.connect();
    for _ in 0..4 {
        std::thread::sleep(Duration::from_millis(250));
        assert!(ask(&mut stream, &body()).starts_with("HTTP/1.1 200"), "shorter pauses are no silence");
    }
    let took = closed_after(&mut stream);
    assert!((Duration::from_millis(400)..Duration::from_secs(5)).contains(&took), "{took:?}");
}

#[test]
fn more_connections_than_allowed_wait_and_that_is_said_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let server = Server::start(&path, &["--idle-timeout", "1", "--max-connections", "3"]);
    let silent: Vec<TcpStream> = (0..9).map(|_| server.connect()).collect();
    let start = Instant::now();
    assert!(ask(&mut server.connect(), &body()).starts_with("HTTP/1.1 200"));
    assert!(start.elapsed() >= Duration::from_millis(2500), "three rounds of three were waited for");
    drop(silent);
    let log = server.log();
    assert_eq!(log.matches("no connection is free").count(), 1, "{log}");
}

#[test]
fn connections_stay_below_the_limit_of_descriptors() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    for (limits, connections) in [("ulimit -Sn 100; ulimit -Hn 200", 136), ("ulimit -Sn 100", 300)] {
        let server = Server::after(limits, &path, &["--log-level", "info", "--max-connections", "300"]);
        let log = server.log();
        let serving = log.lines().next().unwrap_or_default();
        assert!(serving.ends_with(&format!("connections={connections}")), "{limits}: {log}");
    }
}
