//! Frames between the server and its worker: a length, a JSON document, and the raw bytes of its arrays.
//!
//! A frame is an unsigned 32-bit little-endian length, as many bytes of JSON (an object with a `type`), then the
//! little-endian row-major bytes of every array that the document lists with `bytes`, in that order. Text travels
//! in the document itself, as the list `data` of its array. The first frame is the model's: `bytes`, and the bytes of its
//! file.

use mlmeta_model::FieldType;
use mlmeta_predict::{Array, Values};
use serde::{Deserialize, Serialize};
use std::io;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Largest JSON document, and largest array, that is taken from a worker.
const MAX_BYTES: usize = 1 << 30;

/// An array of a frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ArrayHeader {
    /// The input or output.
    pub(crate) name: String,
    /// The element type as the model file spells it: `float64`, ..., `string`.
    pub(crate) dtype: String,
    /// The length of each dimension.
    pub(crate) shape: Vec<usize>,
    /// How many raw bytes follow; absent for text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) bytes: Option<usize>,
    /// The elements of text, row-major.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Vec<Arc<str>>>,
}

/// What the server asks.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "predict")]
pub(crate) struct Question {
    /// Sent back with the answer.
    pub(crate) id: u64,
    /// The arrays whose bytes follow.
    pub(crate) inputs: Vec<ArrayHeader>,
    /// The wanted outputs.
    pub(crate) outputs: Vec<String>,
}

/// The model that the worker is to load.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "model")]
pub(crate) struct ModelHeader {
    /// The length of its file, whose bytes follow.
    bytes: usize,
}

/// What the worker says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Reply {
    /// The model is loaded.
    Ready {
        /// The version of this protocol.
        protocol: u64,
        /// The outputs that the model has.
        outputs: Vec<String>,
    },
    /// The outputs of a question.
    Answer {
        /// The question.
        id: u64,
        /// The arrays whose bytes follow.
        outputs: Vec<ArrayHeader>,
    },
    /// There is no answer to a question, or the model cannot be loaded.
    Error {
        /// The question; absent while loading.
        id: Option<u64>,
        /// 400 if the question is at fault, else 500.
        status: u16,
        /// Why.
        message: String,
    },
}

/// Write the `bytes` of a model file.
pub(crate) async fn write_model(writer: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<()> {
    let document = serde_json::to_vec(&ModelHeader { bytes: bytes.len() })?;
    let length = u32::try_from(document.len()).map_err(|_| invalid("a document beyond 4 GiB"))?;
    writer.write_all(&[&length.to_le_bytes(), &document[..]].concat()).await?;
    writer.write_all(bytes).await?;
    writer.flush().await
}

/// Write `question` with the bytes of `inputs`.
pub(crate) async fn write(
    writer: &mut (impl AsyncWrite + Unpin),
    id: u64,
    inputs: &[Array],
    outputs: &[String],
) -> io::Result<()> {
    let mut raw = Vec::new();
    let inputs = inputs.iter().map(|array| header(array, &mut raw)).collect();
    let document = serde_json::to_vec(&Question { id, inputs, outputs: outputs.to_vec() })?;
    let length = u32::try_from(document.len()).map_err(|_| invalid("a document beyond 4 GiB"))?;
    let mut frame = Vec::with_capacity(4 + document.len() + raw.len());
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(&document);
    frame.extend_from_slice(&raw);
    writer.write_all(&frame).await?;
    writer.flush().await
}

/// Read a reply and the arrays of an answer.
pub(crate) async fn read(reader: &mut (impl AsyncRead + Unpin)) -> io::Result<(Reply, Vec<Array>)> {
    let length = reader.read_u32_le().await? as usize;
    let document = exactly(reader, length).await?;
    let reply: Reply = serde_json::from_slice(&document)?;
    let mut arrays = Vec::new();
    if let Reply::Answer { outputs, .. } = &reply {
        for header in outputs {
            arrays.push(array(reader, header).await?);
        }
    }
    Ok((reply, arrays))
}

/// The description of `array`; its bytes go to the end of `raw`.
fn header(array: &Array, raw: &mut Vec<u8>) -> ArrayHeader {
    let start = raw.len();
    let mut data = None;
    match &array.values {
        Values::Float64(values) => raw.extend(values.iter().flat_map(|value| value.to_le_bytes())),
        Values::Float32(values) => raw.extend(values.iter().flat_map(|value| value.to_le_bytes())),
        Values::Int64(values) => raw.extend(values.iter().flat_map(|value| value.to_le_bytes())),
        Values::Int32(values) => raw.extend(values.iter().flat_map(|value| value.to_le_bytes())),
        Values::UInt8(values) => raw.extend_from_slice(values),
        Values::Bool(values) => raw.extend(values.iter().map(|value| u8::from(*value))),
        Values::Text(values) => data = Some(values.clone()),
    }
    ArrayHeader {
        name: array.name.to_string(),
        dtype: array.values.type_name().to_owned(),
        shape: array.shape.clone(),
        bytes: data.is_none().then_some(raw.len() - start),
        data,
    }
}

/// The array that `header` describes, its bytes taken from `reader`.
async fn array(reader: &mut (impl AsyncRead + Unpin), header: &ArrayHeader) -> io::Result<Array> {
    let elements = header.shape.iter().try_fold(1_usize, |product, length| product.checked_mul(*length));
    let dtype = [
        FieldType::Float64,
        FieldType::Float32,
        FieldType::Int64,
        FieldType::Int32,
        FieldType::UInt8,
        FieldType::Bool,
        FieldType::Text,
    ]
    .into_iter()
    .find(|dtype| dtype.name() == header.dtype)
    .ok_or_else(|| invalid("an unknown dtype"))?;
    if let (FieldType::Text, Some(data)) = (dtype, &header.data) {
        if elements != Some(data.len()) {
            return Err(invalid("text that disagrees with its shape"));
        }
        return Ok(Array::new(header.name.clone(), header.shape.clone(), Values::Text(data.clone())));
    }
    let expected = elements.and_then(|elements| elements.checked_mul(dtype.stored_as().size()));
    if header.bytes.is_none() || header.bytes != expected {
        return Err(invalid("bytes that disagree with dtype and shape"));
    }
    let raw = exactly(reader, expected.unwrap_or(0)).await?;
    let (eights, fours) = (raw.as_chunks::<8>().0.iter(), raw.as_chunks::<4>().0.iter());
    let values = match dtype {
        FieldType::Float64 => Values::Float64(eights.map(|bytes| f64::from_le_bytes(*bytes)).collect()),
        FieldType::Float32 => Values::Float32(fours.map(|bytes| f32::from_le_bytes(*bytes)).collect()),
        FieldType::Int64 => Values::Int64(eights.map(|bytes| i64::from_le_bytes(*bytes)).collect()),
        FieldType::Int32 => Values::Int32(fours.map(|bytes| i32::from_le_bytes(*bytes)).collect()),
        FieldType::UInt8 => Values::UInt8(raw),
        FieldType::Bool => Values::Bool(raw.iter().map(|byte| *byte != 0).collect()),
        FieldType::Text => return Err(invalid("text as raw bytes")),
    };
    Ok(Array::new(header.name.clone(), header.shape.clone(), values))
}

/// Read `length` bytes; memory grows with what arrives, not with what is announced.
async fn exactly(reader: &mut (impl AsyncRead + Unpin), length: usize) -> io::Result<Vec<u8>> {
    if length > MAX_BYTES {
        return Err(invalid("a part beyond 1 GiB"));
    }
    let mut bytes = Vec::new();
    reader.take(length as u64).read_to_end(&mut bytes).await?;
    if bytes.len() < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the worker sent {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().build().unwrap()
    }

    fn reply(document: &str, raw: &[u8]) -> io::Result<(Reply, Vec<Array>)> {
        let mut frame = (document.len() as u32).to_le_bytes().to_vec();
        frame.extend(document.as_bytes());
        frame.extend(raw);
        runtime().block_on(read(&mut frame.as_slice()))
    }

    #[test]
    fn a_question_lies_on_the_wire_as_documented() {
        let inputs = [
            Array::new("X", vec![1, 2], Values::Float32(vec![1.0, -2.0])),
            Array::new("city", vec![1], Values::Text(vec!["Köln".into()])),
        ];
        let mut frame = Vec::new();
        runtime().block_on(write(&mut frame, 7, &inputs, &["labels".to_owned()])).unwrap();
        let document = r#"{"type":"predict","id":7,"inputs":[{"name":"X","dtype":"float32","shape":[1,2],"bytes":8},{"name":"city","dtype":"string","shape":[1],"data":["Köln"]}],"outputs":["labels"]}"#;
        assert_eq!(frame[..4], (document.len() as u32).to_le_bytes());
        assert_eq!(&frame[4..4 + document.len()], document.as_bytes());
        assert_eq!(frame[4 + document.len()..], [0, 0, 128, 63, 0, 0, 0, 192]);
    }

    #[test]
    fn a_model_lies_on_the_wire_as_documented() {
        let mut frame = Vec::new();
        runtime().block_on(write_model(&mut frame, b"file")).unwrap();
        assert_eq!(frame, b"\x1a\0\0\0{\"type\":\"model\",\"bytes\":4}file");
    }

    #[test]
    fn an_answer_is_read() {
        let document = r#"{"type":"answer","id":7,"outputs":[{"name":"p","dtype":"float64","shape":[1,1],"bytes":8},{"name":"labels","dtype":"string","shape":[1],"data":["yes"]}]}"#;
        let (_, arrays) = reply(document, &0.25_f64.to_le_bytes()).unwrap();
        assert_eq!(arrays[0], Array::new("p", vec![1, 1], Values::Float64(vec![0.25])));
        assert_eq!(arrays[1], Array::new("labels", vec![1], Values::Text(vec!["yes".into()])));
    }

    #[test]
    fn replies_that_lie_are_errors() {
        let with = |array: &str| format!(r#"{{"type":"answer","id":7,"outputs":[{array}]}}"#);
        for (array, raw) in [
            (r#"{"name":"p","dtype":"float64","shape":[1],"bytes":8}"#, 7),
            (r#"{"name":"p","dtype":"float64","shape":[1],"bytes":4}"#, 8),
            (r#"{"name":"p","dtype":"float64","shape":[1]}"#, 8),
            (r#"{"name":"p","dtype":"complex","shape":[1],"bytes":8}"#, 8),
            (r#"{"name":"p","dtype":"float64","shape":[1152921504606846976,16],"bytes":8}"#, 8),
            (r#"{"name":"p","dtype":"uint8","shape":[4294967296],"bytes":4294967296}"#, 8),
            (r#"{"name":"p","dtype":"string","shape":[2],"data":["a"]}"#, 0),
            (r#"{"name":"p","dtype":"string","shape":[1],"bytes":8}"#, 8),
        ] {
            assert!(reply(&with(array), &vec![0; raw]).is_err(), "{array}");
        }
        for document in ["{}", "[]", "", r#"{"type":"hello"}"#, r#"{"type":"answer","id":-1,"outputs":[]}"#] {
            assert!(reply(document, &[]).is_err(), "{document}");
        }
    }
}
