//! The end of the program: what is finished, what is cut off, and what is said meanwhile.

use crate::common::request;
use crate::program::{Server, ask, write};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

fn body() -> String {
    request("FP64", &json!([2, 2]), &json!([1, 0, 9, 0])).to_string()
}

/// A connection with an open request: its head was read, of its body ten bytes were sent.
fn open_request(server: &Server) -> TcpStream {
    let mut stream = server.connect();
    let body = body();
    let length = body.len();
    let route = "/v2/models/segments/infer";
    write!(
        stream,
        "POST {route} HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\nexpect: 100-continue\r\n\r\n"
    )
    .unwrap();
    // The server says this when it has the head and wants the body: the request is open.
    let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
    stream.read_exact(&mut go_on).unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100"));
    stream.write_all(&body.as_bytes()[..10]).unwrap();
    stream
}

/// The answer to what [`open_request`] began.
fn finish(mut stream: TcpStream) -> String {
    stream.write_all(&body().as_bytes()[10..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The status line of the answer to GET `path` on a connection of its own.
fn get(server: &Server, path: &str) -> String {
    let mut stream = server.connect();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn an_open_request_is_finished_and_a_hanging_one_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let mut server = Server::start(&path, &["--drain-timeout", "2"]);
    let (open, _hanging) = (open_request(&server), open_request(&server));
    let finish = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(600));
        finish(open)
    });
    let (code, took) = server.terminate();
    assert_eq!(code, Some(0));
    assert!((Duration::from_millis(1900)..Duration::from_secs(9)).contains(&took), "{took:?}");
    let answer = finish.join().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"data\":[0,1]"), "{answer}");
    assert!(answer.contains("connection: close\r\n"), "{answer}");
    let log = server.log();
    assert!(log.contains("waiting for open requests") && log.contains("requests=2 connections=2"), "{log}");
    assert!(log.contains("cut off at the drain deadline"), "{log}");
}

#[test]
fn a_second_signal_ends_at_once_but_not_one_of_the_same_wish() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let mut server = Server::start(&path, &["--drain-timeout", "20"]);
    let open = open_request(&server);
    // `timeout` sends the same signal to its child and to its group.
    server.signal("TERM");
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(500));
    let answer = finish(open);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(server.wait().0, Some(0));

    let mut server = Server::start(&path, &["--drain-timeout", "20"]);
    let _open = open_request(&server);
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(500));
    server.signal("INT");
    let (code, took) = server.wait();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
    let log = server.log();
    assert!(log.contains("stopped at once by a second signal") && log.contains("SIGINT"), "{log}");
}

#[test]
fn a_load_balancer_gets_the_time_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let mut server = Server::start(&path, &["--shutdown-delay", "1.5"]);
    assert_eq!(get(&server, "/v2/health/ready"), "HTTP/1.1 200 OK");
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(200));
    for route in ["/v2/health/ready", "/v2/models/segments/ready"] {
        assert_eq!(get(&server, route), "HTTP/1.1 503 Service Unavailable", "on a new connection");
    }
    assert_eq!(get(&server, "/v2/health/live"), "HTTP/1.1 200 OK");
    let answer = ask(&mut server.connect(), &body());
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (code, took) = server.wait();
    assert_eq!(code, Some(0));
    assert!((Duration::from_millis(700)..Duration::from_secs(5)).contains(&took), "{took:?}");

    let mut server = Server::start(&path, &["--shutdown-delay", "20"]);
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    server.signal("TERM");
    assert!(server.wait().1 < Duration::from_secs(5));
}

#[test]
fn no_time_to_drain_cuts_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let mut server = Server::start(&path, &["--drain-timeout", "0"]);
    let _open = open_request(&server);
    let (code, took) = server.terminate();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn the_end_of_a_terminal_ends_the_server_unless_it_ignores_that() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let mut server = Server::start(&path, &[]);
    server.signal("HUP");
    assert_eq!(server.wait().0, Some(0));

    let mut server = Server::after("trap '' HUP", &path, &[]);
    server.signal("HUP");
    let body = request("FP64", &json!([1, 2]), &json!([1, 0])).to_string();
    assert!(ask(&mut server.connect(), &body).starts_with("HTTP/1.1 200"));
    assert_eq!(server.terminate().0, Some(0));
}
