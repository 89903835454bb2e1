//! Node binding of the OTLP decoder: request bytes in, ClickHouse Native blocks out. Converts, and nothing else.

use napi::{
    Env, Error, Result, Status, Task,
    bindgen_prelude::{AsyncTask, Buffer},
};
use napi_derive::napi;
use ringside_otlp::{DecodeError, Encoding, Rejected, decode_logs, decode_metrics, decode_traces};
use std::panic::catch_unwind;

/// Items of a request (spans, data points or log records), as their table takes them.
#[napi(object)]
pub struct Decoded {
    /// How many items the blocks have.
    pub items: u32,
    /// Blocks in ClickHouse's Native format; empty without items.
    pub blocks: Buffer,
    /// Items of the request that are not in the blocks because they cannot be stored.
    pub rejected: u32,
    /// What is wrong with the first of those; "" if there are none.
    pub reason: String,
}

/// A request on its way through the thread pool.
pub struct DecodeTask {
    body: Buffer,
    encoding: Encoding,
    decode: Decode,
}

type Decode = fn(&[u8], Encoding) -> std::result::Result<Items, DecodeError>;

/// What all signals are decoded to.
pub struct Items {
    items: usize,
    blocks: Vec<u8>,
    rejected: Rejected,
}

impl Task for DecodeTask {
    type Output = Items;
    type JsValue = Decoded;

    fn compute(&mut self) -> Result<Self::Output> {
        let (body, encoding, decode): (&[u8], _, _) = (&self.body, self.encoding, self.decode);
        // A panic on a thread of the pool would end the process.
        catch_unwind(|| decode(body, encoding))
            .map_err(|_| {
                let message = "the OTLP decoder panicked: please report the request as a bug";
                Error::new(Status::GenericFailure, message)
            })?
            .map_err(|error| Error::new(Status::InvalidArg, error.to_string()))
    }

    fn resolve(
        &mut self,
        _env: Env,
        Items { items, blocks, rejected }: Self::Output,
    ) -> Result<Self::JsValue> {
        // No request is large enough for more.
        let count = |items: u64| u32::try_from(items).unwrap_or(u32::MAX);
        Ok(Decoded {
            items: count(items as u64),
            blocks: blocks.into(),
            rejected: count(rejected.items),
            reason: rejected.reason.map(|reason| reason.to_string()).unwrap_or_default(),
        })
    }
}

/// Decodes an OTLP export request on the thread pool: of spans for `traces`, data points for `metrics`, log records for
/// `logs`. The body must not be changed meanwhile. Rejects with code `InvalidArg` if the body is not one: the sender's
/// fault, and sending it again cannot help.
///
/// # Errors
/// If `signal` or `encoding` is none of the names.
#[napi(ts_return_type = "Promise<Decoded>")]
pub fn decode(
    body: Buffer,
    #[napi(ts_arg_type = "'traces' | 'metrics' | 'logs'")] signal: String,
    #[napi(ts_arg_type = "'protobuf' | 'json'")] encoding: String,
) -> Result<AsyncTask<DecodeTask>> {
    let encoding = match encoding.as_str() {
        "protobuf" => Encoding::Protobuf,
        "json" => Encoding::Json,
        other => return Err(unknown("encoding", other, "'protobuf' or 'json'")),
    };
    let decode: Decode = match signal.as_str() {
        "traces" => |body, encoding| {
            let columns = decode_traces(body, encoding)?;
            Ok(Items { items: columns.len(), blocks: columns.to_native(), rejected: columns.rejected() })
        },
        "metrics" => |body, encoding| {
            let columns = decode_metrics(body, encoding)?;
            Ok(Items { items: columns.len(), blocks: columns.to_native(), rejected: columns.rejected() })
        },
        "logs" => |body, encoding| {
            let columns = decode_logs(body, encoding)?;
            Ok(Items { items: columns.len(), blocks: columns.to_native(), rejected: columns.rejected() })
        },
        other => return Err(unknown("signal", other, "'traces', 'metrics' or 'logs'")),
    };
    Ok(AsyncTask::new(DecodeTask { body, encoding, decode }))
}

fn unknown(what: &str, found: &str, expected: &str) -> Error {
    Error::new(Status::GenericFailure, format!("{what} is '{found}', expected {expected}"))
}
