//! Node binding of the OTLP decoder: request bytes in, ClickHouse Native blocks out. Converts, and nothing else.

use napi::{
    Env, Error, Result, Status, Task,
    bindgen_prelude::{AsyncTask, Buffer},
};
use napi_derive::napi;
use ringside_otlp::{SpanColumns, decode_json, decode_protobuf};
use std::panic::catch_unwind;

/// Spans of a request, as the `spans` table takes them.
#[napi(object)]
pub struct DecodedTraces {
    /// How many spans the request has.
    pub spans: u32,
    /// Blocks in ClickHouse's Native format; empty without spans.
    pub blocks: Buffer,
}

/// A request on its way through the thread pool.
pub struct DecodeTask {
    body: Buffer,
    json: bool,
}

impl Task for DecodeTask {
    type Output = (u32, Vec<u8>);
    type JsValue = DecodedTraces;

    fn compute(&mut self) -> Result<Self::Output> {
        let (body, json): (&[u8], bool) = (&self.body, self.json);
        // A panic on a thread of the pool would end the process.
        catch_unwind(|| decode(body, json)).unwrap_or_else(|_| {
            Err(Error::new(
                Status::GenericFailure,
                "the OTLP decoder panicked: please report the request as a bug",
            ))
        })
    }

    fn resolve(&mut self, _env: Env, (spans, blocks): Self::Output) -> Result<Self::JsValue> {
        Ok(DecodedTraces { spans, blocks: blocks.into() })
    }
}

fn decode(body: &[u8], json: bool) -> Result<(u32, Vec<u8>)> {
    let decoded = if json { decode_json(body) } else { decode_protobuf(body) };
    let columns: SpanColumns = decoded.map_err(|error| Error::new(Status::InvalidArg, error.to_string()))?;
    let spans = u32::try_from(columns.len())
        .map_err(|_| Error::new(Status::InvalidArg, "the request has more than 4294967295 spans"))?;
    Ok((spans, columns.to_native()))
}

/// Decodes an OTLP `ExportTraceServiceRequest` on the thread pool. The body must not be changed meanwhile. Rejects with
/// code `InvalidArg` if the body is not one: the sender's fault, and sending it again cannot help.
///
/// # Errors
/// If `contentType` is neither of the two.
#[napi(ts_return_type = "Promise<DecodedTraces>")]
pub fn decode_traces(
    body: Buffer,
    #[napi(ts_arg_type = "'protobuf' | 'json'")] content_type: String,
) -> Result<AsyncTask<DecodeTask>> {
    let json = match content_type.as_str() {
        "protobuf" => false,
        "json" => true,
        other => {
            let message = format!("content type is '{other}', expected 'protobuf' or 'json'");
            return Err(Error::new(Status::GenericFailure, message));
        }
    };
    Ok(AsyncTask::new(DecodeTask { body, json }))
}
