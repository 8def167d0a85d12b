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
    /// What it printed when it was ready.
    pub(crate) line: Json,
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
        Self { child, address, line }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    pub(crate) fn signal(&self, signal: &str) {
        let killed =
            Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }

    /// The server's status after SIGTERM, and how long it took to end.
    pub(crate) fn terminate(&mut self) -> (Option<i32>, Duration) {
        let asked = Instant::now();
        self.signal("TERM");
        (self.child.wait().unwrap().code(), asked.elapsed())
    }

    /// The server's status at its end, and how long that took from now.
    pub(crate) fn wait(&mut self) -> (Option<i32>, Duration) {
        let start = Instant::now();
        (self.child.wait().unwrap().code(), start.elapsed())
    }

    /// End the server if it has not ended, and return what it logged.
    pub(crate) fn log(mut self) -> String {
        if self.child.try_wait().unwrap().is_none() {
            self.terminate();
        }
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
    let json: Vec<String> =
        serde_json::from_slice(&program().args(["--kinds", "--json"]).output().unwrap().stdout).unwrap();
    assert_eq!(json, mlmeta_predict::kinds());
}

#[test]
fn the_line_says_which_file_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments-2026.mlm", "cluster.KMeans");
    let state_sha256 = model("cluster.KMeans").state_sha256().to_owned();
    let server = Server::start(&path, &["--name", "segments", "--log-level", "info"]);
    let line = &server.line;
    assert_eq!((&line["model"], &line["state_sha256"]), (&json!("segments"), &json!(state_sha256)));
    assert_eq!(line["created"], "2026-11-23T17:00:00Z");
    let body = request("FP64", &json!([1, 2]), &json!([1, 0])).to_string();
    assert!(ask(&mut server.connect(), &body).starts_with("HTTP/1.1 200"), "the name is that of the routes");
    let log = server.log();
    assert!(log.lines().next().unwrap().contains(&format!("state_sha256={state_sha256:?}")), "{log}");
}

#[test]
fn a_check_says_what_would_be_served_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let good = write(folder.path(), "good.mlm", "cluster.KMeans");
    let foreign = write(folder.path(), "foreign.mlm", "some-dist/cluster.Other");
    let check = |path: &Path| program().arg(path).args(["--check", "--json"]).output().unwrap();
    let line: Json = serde_json::from_slice(&check(&good).stdout).unwrap();
    assert_eq!(
        (&line["model"], &line["platform"], line.get("url")),
        (&json!("good"), &json!("mlmeta_native"), None)
    );
    let refused = check(&foreign);
    assert_eq!(refused.status.code(), Some(1));
    let error: Json = serde_json::from_slice(&refused.stderr).unwrap();
    assert!(error["error"].as_str().unwrap().contains("--allow-provider NAME"), "{error}");
}

#[test]
fn an_empty_variable_is_none_and_a_wrong_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "segments.mlm", "cluster.KMeans");
    let check = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = program();
        command.arg(&path).arg("--check").args(arguments).envs(variables.iter().copied());
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let empty = ["PORT", "HOST", "NAME", "THREADS", "ACCESS_LOG", "LOG", "ALLOW_PROVIDER", "DRAIN_TIMEOUT"];
    let empty: Vec<String> = empty.iter().map(|name| format!("MLMETA_SERVE_{name}")).collect();
    let empty: Vec<(&str, &str)> = empty.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(check(&empty, &[]), (Some(0), String::new()));
    let wrong = [("MLMETA_SERVE_PORT", "abc")];
    for arguments in [&[][..], &["--json"]] {
        let (code, said) = check(&wrong, arguments);
        assert_eq!(code, Some(2));
        assert!(
            said.contains("abc") && said.contains("the value is that of the variable MLMETA_SERVE_PORT"),
            "{said}"
        );
    }
    assert_eq!(check(&wrong, &["--port", "0"]).0, Some(0), "the option goes first");
    let (_, said) = check(&wrong, &["--port", "def"]);
    assert!(said.contains("def") && !said.contains("MLMETA_SERVE_PORT"), "{said}");
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
    let pickle = folder.path().join("model.pkl");
    std::fs::write(&pickle, b"\x80\x04\x95\x0a\0\0\0\0\0\0\0]\x94(K\x01K\x02e.").unwrap();
    let [good, foreign, damaged, none, pickle, folder] =
        [&good, &foreign, &damaged, &none, &pickle, &folder.path().to_owned()]
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
        (vec![&good, "--max-in-flight", "0"], 2, "--max-in-flight"),
        (vec![&good, "--max-body-bytes", "0"], 2, "--max-body-bytes"),
        (vec![&good, "--queue-size", "0"], 2, "--queue-size"),
        (vec![&good, "--name", "a/b"], 2, "without slashes"),
        (vec![&pickle], 1, "model.pkl -o"),
        (vec![&good, "--request-timeout", "0"], 2, "expected seconds"),
        (vec![&good, "--log-level", "loud"], 2, "expected off, error, warn, info, debug or trace"),
    ] {
        let output = output(&arguments);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {message}");
        assert!(message.contains(reason), "{arguments:?}: {message}");
        let most = if arguments.contains(&pickle.as_str()) { 2 } else { 1 };
        assert!(arguments.first().is_none_or(|path| message.matches(path).count() <= most), "{message}");
        assert!(output.stdout.is_empty());
    }
}
