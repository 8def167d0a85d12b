//! The protocol's routes, answered without a network.

use crate::common::{get, infer, model, request, send, server, server_of_columns};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

#[tokio::test]
async fn the_server_describes_itself_and_its_model() {
    let server = server(&[]).await;
    let (status, answer) = get(&server, "/v2").await;
    assert_eq!((status, &answer["name"]), (StatusCode::OK, &json!("mlmeta")));
    let state_sha256 = model("cluster.KMeans").state_sha256().to_owned();
    let expected = json!({
        "name": "segments",
        "versions": ["1"],
        "platform": "mlmeta_native",
        "parameters": {
            "kind": "cluster.KMeans",
            "state_sha256": state_sha256,
            "created": "2026-11-23T17:00:00Z",
        },
        "inputs": [{"name": "X", "datatype": "FP64", "shape": [-1, 2]}],
        "outputs": [
            {"name": "labels", "datatype": "INT32", "shape": [-1]},
            {"name": "distances", "datatype": "FP64", "shape": [-1, 3], "parameters": {"on_request": true}},
        ],
    });
    assert_eq!(get(&server, "/v2/models/segments").await, (StatusCode::OK, expected.clone()));
    assert_eq!(get(&server, "/v2/models/segments/versions/1").await, (StatusCode::OK, expected));
    for path in [
        "/v2/health/live",
        "/v2/health/ready",
        "/v2/models/segments/ready",
        "/v2/models/segments/versions/1/ready",
    ] {
        assert_eq!(get(&server, path).await.0, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn columns_are_told_and_checked() {
    let server = server_of_columns().await;
    let (_, told) = get(&server, "/v2/models/segments").await;
    assert_eq!(told["inputs"][0]["parameters"], json!({"columns": ["age", "income"]}));
    let ask = async |inputs: serde_json::Value| {
        let (status, answer) = infer(&server, json!({"inputs": inputs}).to_string()).await;
        (status, answer["error"].as_str().unwrap_or_default().to_owned())
    };
    let rows = json!({"name": "X", "datatype": "FP64", "shape": [1, 2], "data": [1, 2]});
    let named = |columns: serde_json::Value| {
        let mut rows = rows.clone();
        rows["parameters"] = json!({"columns": columns});
        rows
    };
    let age = json!({"name": "age", "datatype": "FP64", "shape": [1], "data": [1]});
    assert_eq!(ask(json!([rows])).await.0, StatusCode::OK);
    assert_eq!(ask(json!([named(json!(["age", "income"]))])).await.0, StatusCode::OK);
    for (inputs, reason) in [
        (
            json!([named(json!(["income", "age"]))]),
            "the column \"income\" stands where \"age\" is expected; the order is [\"age\", \"income\"]",
        ),
        (json!([named(json!(["age"]))]), "1 columns are named, expected 2"),
        (json!([named(json!("age"))]), "inputs[0].parameters.columns: invalid type: string"),
        (
            json!([rows, age]),
            "input \"age\" is a column of \"X\"; give rows as \"X\", or columns by their names, not both",
        ),
        (
            json!([rows, {"name": "Y", "datatype": "FP64", "shape": [1], "data": [1]}]),
            "input \"Y\" is unknown",
        ),
    ] {
        let (status, message) = ask(inputs).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(message.contains(reason), "{message}");
    }
}

#[tokio::test]
async fn rows_are_labelled() {
    let server = server(&[]).await;
    let labels = |data| json!({"name": "labels", "datatype": "INT32", "shape": [3], "data": data});
    let expected = json!({"model_name": "segments", "model_version": "1", "outputs": [labels([0, 1, 2])]});
    for (datatype, data) in [
        ("FP64", json!([0.5, 0.0, 9.5, 1, 5, 9])),
        ("FP64", json!([[0.5, 0.0], [9.5, 1], [5, 9]])),
        ("FP32", json!([[0.5, 0.0], [9.5, 1], [5, 9]])),
        ("INT64", json!([[0, 0], [9, 1], [5, 9]])),
        ("INT32", json!([[0, -3], [9, 1], [5, 9]])),
        ("UINT8", json!([0, 0, 255, 1, 5, 9])),
    ] {
        let body = request(datatype, &json!([3, 2]), &data).to_string();
        assert_eq!(infer(&server, body).await, (StatusCode::OK, expected.clone()), "{datatype} {data}");
    }
}

#[tokio::test]
async fn outputs_come_as_asked_for() {
    let server = server(&[]).await;
    let mut body = request("FP64", &json!([1, 2]), &json!([3.0, 4.0]));
    body["id"] = json!("a request");
    body["outputs"] =
        json!([{"name": "distances"}, {"name": "labels", "parameters": {"binary_data": false}}]);
    let (status, answer) = infer(&server, body.to_string()).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["id"], "a request");
    let distances = json!([5.0, 65.0_f64.sqrt(), 20.0_f64.sqrt()]);
    let expected = json!([
        {"name": "distances", "datatype": "FP64", "shape": [1, 3], "data": distances},
        {"name": "labels", "datatype": "INT32", "shape": [1], "data": [2]},
    ]);
    assert_eq!(answer["outputs"], expected);
}

#[tokio::test]
async fn a_version_may_be_named() {
    let server = server(&[]).await;
    let body = request("FP64", &json!([1, 2]), &json!([3.0, 4.0])).to_string();
    let ask = |version: &str| {
        let path = format!("/v2/models/segments/versions/{version}/infer");
        send(&server, Request::post(path).body(Body::from(body.clone())).unwrap())
    };
    assert_eq!(ask("1").await.0, StatusCode::OK);
    assert_eq!(ask("2").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn large_batches_and_no_rows_are_answered() {
    let server = server(&[]).await;
    let rows = 50_000;
    let data: Vec<i64> = (0..rows).flat_map(|row| [row % 11, 0]).collect();
    let body = request("INT64", &json!([rows, 2]), &json!(data)).to_string();
    let (status, answer) = infer(&server, body).await;
    assert_eq!(status, StatusCode::OK);
    let expected: Vec<i64> = (0..rows).map(|row| i64::from(row % 11 > 5)).collect();
    assert_eq!(answer["outputs"][0]["data"], json!(expected));
    for data in [json!([])] {
        let (status, answer) = infer(&server, request("FP64", &json!([0, 2]), &data).to_string()).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(answer["outputs"][0]["data"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_requests_get_their_own_answers() {
    let server = server(&[]).await;
    let tasks: Vec<_> = (0..200)
        .map(|number| {
            let server = server.clone();
            tokio::spawn(async move {
                // Small and large ones: inline and on the threads for long work.
                let rows = if number % 10 == 0 { 20_000 } else { 1 + number % 7 };
                let column = [0, 10][number % 2];
                let data: Vec<usize> = (0..rows).flat_map(|_| [column, 0]).collect();
                let mut body = request("INT64", &json!([rows, 2]), &json!(data));
                body["id"] = json!(number.to_string());
                let (status, answer) = infer(&server, body.to_string()).await;
                assert_eq!(status, StatusCode::OK);
                assert_eq!(answer["id"], number.to_string());
                assert_eq!(answer["outputs"][0]["data"], json!(vec![number % 2; rows]));
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn too_many_requests_at_once_are_refused_at_once() {
    let server = server(&["--max-in-flight", "1"]).await;
    let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
    // A body that does not end until it is told to keeps its request in flight.
    let slow = Body::new(http_body_util::StreamBody::new(Pending(receiver)));
    let path = "/v2/models/segments/infer";
    let first = tokio::spawn({
        let server = server.clone();
        async move { send(&server, Request::post(path).body(slow).unwrap()).await }
    });
    tokio::task::yield_now().await;
    let (status, answer) = infer(&server, "{}").await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{answer}");
    drop(sender);
    assert_eq!(first.await.unwrap().0, StatusCode::BAD_REQUEST);
    assert_eq!(infer(&server, "{}").await.0, StatusCode::BAD_REQUEST, "the place is free again");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let server = server(&["--request-timeout", "0.05"]).await;
    let (_sender, receiver) = tokio::sync::oneshot::channel::<()>();
    let slow = Body::new(http_body_util::StreamBody::new(Pending(receiver)));
    let request = Request::post("/v2/models/segments/infer").body(slow).unwrap();
    assert_eq!(send(&server, request).await.0, StatusCode::REQUEST_TIMEOUT);
}

/// A stream of no frames that ends when its channel does.
struct Pending(tokio::sync::oneshot::Receiver<()>);

impl futures_core::Stream for Pending {
    type Item = Result<hyper::body::Frame<hyper::body::Bytes>, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::future::Future::poll(std::pin::Pin::new(&mut self.0), context).map(|_| None)
    }
}
