//! What a client may do wrong: each gets a 4xx that says what it was, and none changes a later answer.

use crate::common::{infer, request, send, server};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value as Json, json};

/// A request with one field of its input replaced.
fn with(field: &str, value: Json) -> String {
    let mut body = request("FP64", &json!([2, 2]), &json!([1, 2, 3, 4]));
    body["inputs"][0][field] = value;
    body.to_string()
}

/// A request with one member added or replaced.
fn member(name: &str, value: Json) -> String {
    let mut body = request("FP64", &json!([2, 2]), &json!([1, 2, 3, 4]));
    body[name] = value;
    body.to_string()
}

/// A request whose data is this text.
fn data(text: &str) -> String {
    with("data", json!("DATA")).replace("\"DATA\"", text)
}

/// A request whose shape is this text.
fn shape(text: &str) -> String {
    with("shape", json!("SHAPE")).replace("\"SHAPE\"", text)
}

type Case = (String, &'static str);

fn good() -> String {
    member("id", json!("good"))
}

fn deep() -> String {
    "[".repeat(100_000) + &"]".repeat(100_000)
}

fn bad_bodies() -> Vec<Case> {
    let (good, deep) = (good(), deep());
    let input = json!({"name": "X", "datatype": "FP64", "shape": [1, 2], "data": [1, 2]});
    let deep_objects = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    vec![
        (String::new(), "not a JSON object"),
        ("   ".to_owned(), "not a JSON object"),
        ("null".to_owned(), "not a JSON object"),
        ("[]".to_owned(), "not a JSON object"),
        ("\"X\"".to_owned(), "not a JSON object"),
        ("{".to_owned(), "EOF"),
        ("{}".to_owned(), "missing field `inputs`"),
        (good.clone() + "x", "trailing characters"),
        (good[..good.len() - 3].to_owned(), "EOF"),
        (good.replacen('{', "{\"inputs\":[],", 1), "duplicate field `inputs`"),
        (good.replace("\"X\"", "'X'"), "expected value"),
        (deep.clone(), "not a JSON object"),
        (deep_objects.clone(), "missing field `inputs`"),
        (format!("{{\"inputs\":{deep}}}"), "inputs[0][0]: invalid type: list, expected a string"),
        (
            format!("{{\"id\":{deep_objects},\"inputs\":[]}}"),
            "request: id: invalid type: object, expected a string",
        ),
        (member("id", json!(7)), "invalid type"),
        (member("inputs", json!({})), "invalid type"),
        (member("inputs", json!(null)), "invalid type"),
        (member("inputs", json!([])), "input \"X\" is missing"),
        (member("inputs", json!([1])), "invalid type"),
        (member("inputs", json!([input, input])), "given twice"),
        (member("outputs", json!("labels")), "invalid type"),
        (member("outputs", json!([{}])), "missing field `name`"),
        (member("outputs", json!([{"name": "lables"}])), "Did you mean \"labels\"?"),
        (member("outputs", json!([{"name": "labels"}, {"name": "labels"}])), "asked for twice"),
        (member("outputs", json!([{"name": "labels", "parameters": {"binary_data": true}}])), "binary"),
        (member("parameters", json!({"binary_data_output": true})), "binary"),
    ]
}

fn bad_inputs() -> Vec<Case> {
    vec![
        (with("name", json!("x")), "input \"x\" is unknown"),
        (with("name", json!("")), "input \"\" is unknown"),
        (with("name", json!("X".repeat(1_000_000))), "XXX...\" is unknown. Known: \"X\"."),
        (with("name", json!(null)), "invalid type: null"),
        (
            with("datatype", json!("FP16")),
            "datatype \"FP16\" given, expected FP64, FP32, INT64, INT32, UINT8",
        ),
        (with("datatype", json!("fp64")), "datatype"),
        (with("datatype", json!("BOOL")), "datatype"),
        (with("datatype", json!("BYTES")), "datatype"),
        (with("datatype", json!(1)), "invalid type"),
        (
            with("datatype", json!("INT64")).replace("[1,", "[1.5,"),
            "data: element 0: invalid type: number `1.5`, expected a whole number",
        ),
        (
            with("datatype", json!("UINT8")).replace("[1,", "[256,"),
            "data: element 0: invalid value: whole number `256`, expected a whole number from 0 to 255",
        ),
        (with("datatype", json!("FP32")).replace("[1,", "[1e39,"), "beyond FP32"),
    ]
}

fn bad_shapes() -> Vec<Case> {
    let many_lengths = format!("[{}2]", "1,".repeat(100_000));
    vec![
        (shape("[4]"), "shape [4] given, expected [-1, 2]"),
        (shape("[4,1]"), "shape"),
        (shape("[1,4]"), "shape"),
        (shape("[1,2,2]"), "shape"),
        (shape("[]"), "shape"),
        (shape("[3,2]"), "4 entries, the shape says 6"),
        (shape("[1,2]"), "more than the 2 entries"),
        (shape("[0,2]"), "more than the 0 entries"),
        (
            shape("[-1,2]"),
            "request: inputs[0].shape[0]: invalid value: whole number `-1`, expected a whole number from 0 on",
        ),
        (shape("[-2,-2]"), "invalid value"),
        (shape("[2.0,2]"), "invalid type: number"),
        (shape("[\"2\",2]"), "invalid type: string"),
        (shape("2"), "invalid type"),
        (shape("null"), "invalid type"),
        (shape("[4611686018427387904,2]"), "4 entries, the shape says"),
        (shape("[9223372036854775808,2]"), "more elements than memory"),
        (shape("[18446744073709551615,2]"), "more elements than memory"),
        (shape("[1180591620717411303424,2]"), "invalid type: number"),
        (shape("[2,4611686018427387904]"), "shape"),
        (shape("[1000000000000,2]"), "4 entries, the shape says"),
        (shape(&many_lengths), "a shape of 100001 dimensions"),
        (shape(&deep()), "request: inputs[0].shape[0]: invalid type: list"),
    ]
}

fn bad_data() -> Vec<Case> {
    let good = good();
    vec![
        (data("null"), "data is missing"),
        (data("[]"), "0 entries, the shape says 4"),
        (data("[1,2,3]"), "3 entries"),
        (data("[1,2,3,4,5]"), "more than the 4"),
        (data("[[1,2],[3]]"), "1 entries, the shape says 2"),
        (data("[[1,2,3],[4]]"), "more than the 2"),
        (data("[[1,2],[3,4],[5,6]]"), "more than the 2"),
        (data("[1,2,3,null]"), "input \"X\": data: element 3: invalid type: null, expected a number"),
        (data("[1,2,3,\"4\"]"), "data: element 3: invalid type: string \"4\", expected a number"),
        (data("[1,2,3,true]"), "invalid type: boolean"),
        (data("[1,2,3,{}]"), "invalid type: object"),
        (data("[1,2,3,[4]]"), "invalid type: list"),
        (data("[1,2,3,NaN]"), "NaN at line 1 column "),
        (data("[1,2,3,-Infinity]"), "-Infinity at line 1 column "),
        (data("[1,2,3,1e999]"), "data: element 3: number out of range"),
        (data("{\"b64\":\"AAAA\"}"), "invalid type: object"),
        (data("\"AAAA\""), "invalid type: string"),
        (data("5"), "invalid type: whole number"),
        (data(&deep()), "invalid type: list"),
        (
            data("[1e300,1e300,1,1]").replacen('{', "{\"outputs\":[{\"name\":\"distances\"}],", 1),
            "not a finite number",
        ),
        (good.replace(",\"data\":[1,2,3,4]", "").replace("\"data\":[1,2,3,4],", ""), "data is missing"),
    ]
}

#[tokio::test]
async fn bad_bodies_get_400_and_a_reason() {
    let server = server(&[]).await;
    let expected = infer(&server, good()).await;
    assert_eq!(expected.0, StatusCode::OK);
    let cases = [bad_bodies(), bad_inputs(), bad_shapes(), bad_data()].concat();
    for (body, reason) in cases {
        let shown: String = body.chars().take(200).collect();
        let (status, answer) = infer(&server, body).await;
        let message = answer["error"].as_str().unwrap_or_default();
        assert_eq!(status, StatusCode::BAD_REQUEST, "{shown}: {answer}");
        assert!(message.contains(reason), "{shown}: {message:?} does not say {reason:?}");
        assert!(message.len() < 400, "{shown}: a message of {} bytes", message.len());
    }
    let (status, _) = infer(&server, Body::from(b"{\"inputs\":[{\"name\":\"\xff\"}]}".to_vec())).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "invalid UTF-8");
    assert_eq!(infer(&server, good()).await, expected, "a later answer is the same");
}

#[tokio::test]
async fn bad_routes_methods_and_headers() {
    let server = server(&["--max-body-bytes", "200"]).await;
    let good = request("FP64", &json!([1, 2]), &json!([1, 2])).to_string();
    let path = "/v2/models/segments/infer";
    let json_type = ("content-type", "application/json");
    let large = "x".repeat(201);
    for (method, path, header, body, expected) in [
        ("POST", path, json_type, good.as_str(), StatusCode::OK),
        ("POST", path, ("content-type", "Application/JSON; charset=utf-8"), &good, StatusCode::OK),
        ("POST", path, ("accept", "*/*"), &good, StatusCode::OK),
        ("POST", path, json_type, &large, StatusCode::PAYLOAD_TOO_LARGE),
        ("POST", path, ("content-length", "99999999999"), &good, StatusCode::PAYLOAD_TOO_LARGE),
        ("POST", path, ("content-type", "text/csv"), &good, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("POST", path, ("content-type", ""), &good, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("POST", path, ("content-encoding", "gzip"), &good, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("POST", path, ("content-encoding", "identity"), &good, StatusCode::OK),
        ("POST", path, ("inference-header-content-length", "10"), &good, StatusCode::BAD_REQUEST),
        ("GET", path, json_type, "", StatusCode::METHOD_NOT_ALLOWED),
        ("DELETE", "/v2/models/segments", json_type, "", StatusCode::METHOD_NOT_ALLOWED),
        ("POST", "/v2/models/segment/infer", json_type, &good, StatusCode::NOT_FOUND),
        ("POST", "/v2/models/%ff/infer", json_type, &good, StatusCode::BAD_REQUEST),
        ("POST", "/v2/models/..%2fsegments/infer", json_type, &good, StatusCode::NOT_FOUND),
        ("GET", "/v2/models/other/ready", json_type, "", StatusCode::NOT_FOUND),
        ("GET", "/v2/models/segments/versions/2", json_type, "", StatusCode::NOT_FOUND),
        ("GET", "/", json_type, "", StatusCode::NOT_FOUND),
        ("GET", "/v1/models/segments", json_type, "", StatusCode::NOT_FOUND),
    ] {
        let request = Request::builder().method(method).uri(path).header(header.0, header.1);
        let (status, answer) = send(&server, request.body(Body::from(body.to_owned())).unwrap()).await;
        assert_eq!(status, expected, "{method} {path} {header:?}: {answer}");
        assert_eq!(status.is_success(), answer["error"].is_null(), "{method} {path}: {answer}");
    }
    let near = Request::get("/v2/models/segment").body(Body::empty()).unwrap();
    assert_eq!(send(&server, near).await.1["error"], "no model \"segment\". Did you mean \"segments\"?");
}
