//! Doorbells of a trial as OTLP requests, for JavaScript.

use napi::bindgen_prelude::Buffer;
use napi::{Env, Error, Result, Status, Task};
use napi_derive::napi;
use ringside_datapath::trial::{PhaseSpanIds, Trial};
use ringside_otlp::doorbell::BatchHeader;
use std::collections::HashMap;
use std::sync::Arc;

use crate::task::guarded;

/// What all doorbells of a trial share.
#[napi(object)]
pub struct DoorbellHeader {
    /// 32 hex digits.
    pub trace_id: String,
    /// Phase name to span id, 16 hex digits.
    pub phase_span_ids: HashMap<String, String>,
    /// OTLP resource attributes.
    pub resource: HashMap<String, String>,
    /// OTLP scope attributes.
    pub scope: HashMap<String, String>,
}

/// One OTLP request.
#[napi(object)]
pub struct DoorbellBatch {
    /// `ExportTraceServiceRequest`, protobuf.
    pub body: Buffer,
    /// Spans in it; 0, with an empty body, while the trial runs and nothing is ready.
    pub spans: u32,
}

fn hex<const N: usize>(what: &str, text: &str) -> Result<[u8; N]> {
    let digits = text.len() == 2 * N && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !digits {
        return Err(Error::new(
            Status::InvalidArg,
            format!("{what} is '{text}', expected {} hex digits", 2 * N),
        ));
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap_or_default();
    }
    Ok(bytes)
}

fn sorted(attributes: HashMap<String, String>) -> Vec<(String, String)> {
    let mut sorted: Vec<_> = attributes.into_iter().collect();
    sorted.sort();
    sorted
}

impl DoorbellHeader {
    fn convert(self) -> Result<(BatchHeader, PhaseSpanIds)> {
        let mut parents = PhaseSpanIds::new();
        for (phase, id) in sorted(self.phase_span_ids) {
            let id = hex("phaseSpanIds", &id)?;
            parents.push((phase, id));
        }
        let trace_id = hex("traceId", &self.trace_id)?;
        Ok((BatchHeader { trace_id, resource: sorted(self.resource), scope: sorted(self.scope) }, parents))
    }
}

/// Encodes the next batch on the thread pool.
pub struct EncodeTask {
    trial: Arc<Trial>,
    header: BatchHeader,
    parents: PhaseSpanIds,
    max: usize,
}

impl EncodeTask {
    pub(crate) fn new(trial: Arc<Trial>, header: DoorbellHeader, max: u32) -> Result<Self> {
        let (header, parents) = header.convert()?;
        Ok(Self { trial, header, parents, max: max as usize })
    }
}

impl Task for EncodeTask {
    type Output = Option<(Vec<u8>, usize)>;
    type JsValue = Option<DoorbellBatch>;

    fn compute(&mut self) -> Result<Self::Output> {
        guarded(|| {
            let mut body = Vec::new();
            let exported = self.trial.encode_doorbells(&self.header, &self.parents, self.max, &mut body);
            Ok(exported.map(|exported| (body, exported.doorbells + exported.outliers)))
        })
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> Result<Self::JsValue> {
        let batch = |(body, spans): (Vec<u8>, usize)| DoorbellBatch {
            body: body.into(),
            spans: u32::try_from(spans).unwrap_or(u32::MAX),
        };
        Ok(output.map(batch))
    }
}
