//! The program `mlmeta-serve`: its line, its exit codes, its end.

use crate::common::{model, request};
use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mlmeta-serve"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn output(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

pub(crate) fn write(folder: &Path, name: &str, kind: &str) -> PathBuf {
    let path = folder.join(name);
    model(kind).write(&path).unwrap();
    path
}

/// A running server; it ends with the test.
pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub(crate) fn start(path: &Path, arguments: &[&str]) -> Self {
        let mut command = program();
        command.arg(path).args(["--port", "0", "--json"]).args(arguments);
        Self::of(command)
    }

    /// The same, started by a shell after `before`.
    pub(crate) fn after(before: &str, path: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{before}; exec \"$@\""), "sh", env!("CARGO_BIN_EXE_mlmeta-serve")]);
        command.arg(path).args(["--port", "0", "--json"]).args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: Json = serde_json::from_str(&line).unwrap();
        assert_eq!(line["kind"], "cluster.KMeans");
        let address = line["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
        Self { child, address }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    fn signal(&self, signal: &str) {
        let killed =
            Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }

    /// The server's status after SIGTERM, and how long it took to end.
    fn terminate(&mut self) -> (Option<i32>, Duration) {
        let asked = Instant::now();
        self.signal("TERM");
        (self.child.wait().unwrap().code(), asked.elapsed())
    }

    /// End the server and return what it logged.
    pub(crate) fn log(mut self) -> String {
        self.terminate();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn ask(stream: &mut TcpStream, body: &str) -> String {
    write!(
        stream,
        "POST /v2/models/segments/infer HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[test]
fn kinds_are_printed() {
    let output = output(&["--kinds"]);
    assert!(output.status.success());
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(printed.lines().collect::<Vec<_>>(), mlmeta_predict::kinds());
    assert!(printed.lines().any(|kind| kind == "cluster.KMeans"));
}

#[test]
fn a_model_is_served_until_sigterm() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(&write(folder.path(), "segments.mlm", "cluster.KMeans"), &[]);
    let mut stream = server.connect();
    let body = request("FP64", &json!([2, 2]), &json!([1, 0, 9, 0])).to_string();
    for _ in 0..20 {
        let answer = ask(&mut stream, &body);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"data\":[0,1]"), "{answer}");
    }
    // The idle connection does not hold the server up.
    let (code, took) = server.terminate();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn an_open_request_is_finished_and_a_hanging_one_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let mut server = Server::start(&path, &["--drain-timeout", "2"]);
    let body = request("FP64", &json!([2, 2]), &json!([1, 0, 9, 0])).to_string();
    let head = format!(
        "POST /v2/models/segments/infer HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    let (mut open, mut hanging) = (server.connect(), server.connect());
    for stream in [&mut open, &mut hanging] {
        stream.write_all(head.as_bytes()).unwrap();
        // The server says this when it has the head and wants the body: the request is open.
        let mut go_on = [0; b"HTTP/1.1 100 Continue\r\n\r\n".len()];
        stream.read_exact(&mut go_on).unwrap();
        assert!(go_on.starts_with(b"HTTP/1.1 100"));
        stream.write_all(&body.as_bytes()[..10]).unwrap();
    }
    let finish = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        open.write_all(&body.as_bytes()[10..]).unwrap();
        let mut answer = String::new();
        open.read_to_string(&mut answer).unwrap();
        answer
    });
    let (code, took) = server.terminate();
    assert_eq!(code, Some(0));
    assert!((Duration::from_millis(1900)..Duration::from_secs(9)).contains(&took), "{took:?}");
    let answer = finish.join().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"data\":[0,1]"), "{answer}");
    assert!(answer.contains("connection: close\r\n"), "{answer}");
}

#[test]
fn the_end_of_a_terminal_ends_the_server_unless_it_ignores_that() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let mut server = Server::start(&path, &[]);
    server.signal("HUP");
    assert_eq!(server.child.wait().unwrap().code(), Some(0));

    let mut server = Server::after("trap '' HUP", &path, &[]);
    server.signal("HUP");
    let body = request("FP64", &json!([1, 2]), &json!([1, 0])).to_string();
    assert!(ask(&mut server.connect(), &body).starts_with("HTTP/1.1 200"));
    assert_eq!(server.terminate().0, Some(0));
}

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
    ] {
        assert!(debug.contains(line), "{debug}");
    }
}

#[test]
fn errors_are_json_when_asked_for() {
    for (arguments, code, reason) in [
        (vec!["none.mlm", "--json"], 1, "none.mlm: No such file or directory (os error 2)"),
        (vec!["--json", "--log-level", "loud", "m.mlm"], 2, "expected off, error, warn"),
    ] {
        let output = output(&arguments);
        let line = String::from_utf8_lossy(&output.stderr).into_owned();
        let error: Json = serde_json::from_str(&line).unwrap();
        assert_eq!((output.status.code(), line.lines().count()), (Some(code), 1), "{line}");
        let message = error["error"].as_str().unwrap();
        assert!(message == reason || message.contains(reason) && code == 2, "{message}");
    }
}

#[test]
fn a_wrong_instruction_set_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let output = program().arg(path).env("MLMETA_SIMD", "mmx").output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("mmx"), "{message}");
}

#[test]
fn what_cannot_be_served_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let good = write(folder.path(), "good.mlm", "cluster.KMeans");
    let foreign = write(folder.path(), "foreign.mlm", "some-dist/cluster.Other");
    let mut bytes = std::fs::read(&good).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let damaged = folder.path().join("damaged.mlm");
    std::fs::write(&damaged, bytes).unwrap();
    let none = folder.path().join("none.mlm");
    let [good, foreign, damaged, none, folder] =
        [&good, &foreign, &damaged, &none, &folder.path().to_owned()]
            .map(|path| path.to_str().unwrap().to_owned());
    for (arguments, code, reason) in [
        (vec![damaged.as_str()], 1, "damaged.mlm: mlmeta.state_sha256: "),
        (vec![&none], 1, "none.mlm: No such file"),
        (vec![&folder], 1, "not a regular file"),
        (
            vec![&good, "--max-model-bytes", "100"],
            1,
            "bytes exceed the limit of 100 bytes; raise it with --max-model-bytes",
        ),
        (vec![&good, "--host", "192.0.2.1", "--port", "0"], 1, "cannot listen on 192.0.2.1:0"),
        (
            vec![&foreign],
            1,
            "some-dist/cluster.Other: no native predictor; run it by its Python provider with --allow-provider NAME",
        ),
        (vec![&foreign, "--allow-provider", "some"], 1, "needs --python PATH"),
        (
            vec![&foreign, "--allow-provider", "some", "--python", "/none/python"],
            1,
            "cannot start the worker /none/python",
        ),
        (
            vec![&foreign, "--allow-provider", "some", "--python", "false"],
            1,
            "its process ended with exit status: 1",
        ),
        (vec![], 2, "<MODEL>"),
        (vec![&good, "--prot", "0"], 2, "--port"),
        (vec![&good, "--port", "70000"], 2, "70000"),
        (vec![&good, "--threads", "0"], 2, "--threads"),
        (vec![&good, "--request-timeout", "0"], 2, "expected seconds"),
        (vec![&good, "--log-level", "loud"], 2, "expected off, error, warn, info, debug or trace"),
    ] {
        let output = output(&arguments);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {message}");
        assert!(message.contains(reason), "{arguments:?}: {message}");
        assert!(arguments.first().is_none_or(|path| message.matches(path).count() <= 1), "{message}");
        assert!(output.stdout.is_empty());
    }
}
