//! Log records against prost's types.

use super::{any_value, any_value_pairs, check, encodings_agree, mutation, outer_of, scope};
use crate::{DecodeError, Encoding, LogColumns, decode_logs, outer::Rows};
use opentelemetry_proto::tonic::{
    collector::logs::v1::ExportLogsServiceRequest,
    logs::v1::{LogRecord, ResourceLogs, ScopeLogs},
    resource::v1::Resource,
};
use proptest::{collection::vec, option, prelude::*};
use prost::Message;

/// What the decoder should yield, from prost's types.
fn columns_of(request: &ExportLogsServiceRequest) -> Result<LogColumns, DecodeError> {
    let mut columns = LogColumns::default();
    for batch in &request.resource_logs {
        columns.resource(&outer_of(batch.resource.as_ref(), None, &batch.schema_url));
        for scoped in &batch.scope_logs {
            columns.scope(&outer_of(None, scoped.scope.as_ref(), &scoped.schema_url));
            scoped.log_records.iter().try_for_each(|record| columns.record(record))?;
        }
    }
    columns.rejected().check(columns.len())?;
    Ok(columns)
}

prop_compose! {
    fn record()(
        times in (prop_oneof![0..1_u64 << 63, any::<u64>(), Just(0)], 0..1_u64 << 63),
        texts in (any::<String>(), any::<String>()),
        numbers in (-1..30_i32, any::<u32>(), any::<u32>()),
        ids in (option::of(any::<[u8; 16]>()), option::of(any::<[u8; 8]>())),
        body in option::of(any_value()),
        attributes in any_value_pairs(),
    ) -> LogRecord {
        LogRecord {
            time_unix_nano: times.0,
            observed_time_unix_nano: times.1,
            severity_number: numbers.0,
            severity_text: texts.0,
            body,
            attributes,
            dropped_attributes_count: numbers.1,
            flags: numbers.2,
            trace_id: ids.0.map(|id| id.to_vec()).unwrap_or_default(),
            span_id: ids.1.map(|id| id.to_vec()).unwrap_or_default(),
            event_name: texts.1,
        }
    }
}

fn request() -> impl Strategy<Value = ExportLogsServiceRequest> {
    let scoped = (option::of(scope()), vec(record(), 0..3), any::<String>())
        .prop_map(|(scope, log_records, schema_url)| ScopeLogs { scope, log_records, schema_url });
    let resource = any_value_pairs().prop_map(|attributes| Resource { attributes, ..Resource::default() });
    let batch = (option::of(resource), vec(scoped, 0..3), any::<String>())
        .prop_map(|(resource, scope_logs, schema_url)| ResourceLogs { resource, scope_logs, schema_url });
    vec(batch, 0..3).prop_map(|resource_logs| ExportLogsServiceRequest { resource_logs })
}

fn agree(bytes: &[u8]) -> Result<(), TestCaseError> {
    let ours =
        decode_logs(bytes, Encoding::Protobuf).map(|columns| (columns.to_native(), columns.rejected()));
    let theirs = ExportLogsServiceRequest::decode(bytes)
        .map(|request| columns_of(&request).map(|columns| (columns.to_native(), columns.rejected())));
    check(ours, theirs)
}

proptest! {
    #[test]
    fn a_logs_request_decodes_as_prost_decodes_it(request in request()) {
        agree(&request.encode_to_vec())?;
    }

    #[test]
    fn mutated_logs_requests_never_panic_and_decode_as_prost_decodes_them(
        request in request(), mutation in mutation(),
    ) {
        for bytes in mutation.of(request.encode_to_vec()) {
            agree(&bytes)?;
        }
    }

    #[test]
    fn a_logs_request_in_json_decodes_as_in_protobuf(request in request()) {
        encodings_agree(&request.encode_to_vec(), &serde_json::to_vec(&request).unwrap(), |body, encoding| {
            decode_logs(body, encoding).map(|columns| (columns.to_native(), columns.rejected()))
        })?;
    }
}
