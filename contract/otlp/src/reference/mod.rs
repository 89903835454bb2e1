//! Tests: the decoders against prost's types, on valid, mutated and random bytes, in protobuf and JSON.

mod logs;
mod metrics;
mod traces;

use crate::{
    DecodeError, Encoding, Rejected, decode_logs, decode_metrics, decode_traces, outer::Outer, value::own,
};
use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, ArrayValue, InstrumentationScope, KeyValue, KeyValueList, any_value::Value},
    resource::v1::Resource,
};
use proptest::{collection::vec, option, prelude::*, sample::Index};

/// A block in the Native format, and what was left out of it.
type Decoded = (Vec<u8>, Rejected);

/// Where prost accepts bytes, the decoder must too and say the same, but for ids and times that OTLP forbids.
fn check(
    ours: Result<Decoded, DecodeError>,
    theirs: Result<Result<Decoded, DecodeError>, prost::DecodeError>,
) -> Result<(), TestCaseError> {
    match (theirs, ours) {
        (Err(_), _) | (Ok(Err(_)), Err(_)) => {}
        (Ok(Ok(theirs)), Ok(ours)) => prop_assert_eq!(theirs, ours),
        (Ok(theirs), ours) => prop_assert!(false, "reference {:?}, ours {:?}", theirs.err(), ours.err()),
    }
    Ok(())
}

/// The same request in both encodings must be the same rows.
fn encodings_agree(
    protobuf: &[u8],
    json: &[u8],
    decode: impl Fn(&[u8], Encoding) -> Result<Decoded, DecodeError>,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(decode(protobuf, Encoding::Protobuf), decode(json, Encoding::Json));
    Ok(())
}

/// Some bytes changed, and the end cut off.
#[derive(Debug)]
struct Mutation {
    edits: Vec<(Index, u8)>,
    cut: Index,
}

impl Mutation {
    /// The bytes changed, and then also cut.
    fn of(&self, mut bytes: Vec<u8>) -> Vec<Vec<u8>> {
        if bytes.is_empty() {
            return Vec::new();
        }
        for (at, byte) in &self.edits {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let cut = bytes[..self.cut.index(bytes.len())].to_vec();
        vec![bytes, cut]
    }
}

prop_compose! {
    fn mutation()(edits in vec((any::<Index>(), any::<u8>()), 1..5), cut in any::<Index>()) -> Mutation {
        Mutation { edits, cut }
    }
}

fn outer_of<'a>(
    resource: Option<&Resource>,
    scope: Option<&'a InstrumentationScope>,
    schema_url: &'a str,
) -> Outer<'a> {
    let mut outer = Outer { schema_url, ..Outer::default() };
    let mut attributes = resource.map(|resource| resource.attributes.as_slice()).unwrap_or_default();
    if let Some(scope) = scope {
        (outer.name, outer.version) = (&scope.name, &scope.version);
        outer.dropped_attributes = scope.dropped_attributes_count;
        attributes = &scope.attributes;
    }
    outer.attributes = attributes.iter().map(|pair| (pair.key.clone().into(), value_of(pair))).collect();
    outer
}

fn value_of(pair: &KeyValue) -> crate::value::Value<'static> {
    own(&pair.value.clone().unwrap_or_default())
}

fn scope() -> impl Strategy<Value = InstrumentationScope> {
    (any::<String>(), any::<String>(), any_value_pairs(), any::<u32>()).prop_map(
        |(name, version, attributes, dropped_attributes_count)| InstrumentationScope {
            name,
            version,
            attributes,
            dropped_attributes_count,
        },
    )
}

pub(super) fn any_value() -> impl Strategy<Value = AnyValue> {
    let scalar = prop_oneof![
        any::<String>().prop_map(Value::StringValue),
        "[0-9]{1,6}".prop_map(Value::StringValue),
        any::<bool>().prop_map(Value::BoolValue),
        any::<i64>().prop_map(Value::IntValue),
        (0..100_000_i64).prop_map(Value::IntValue),
        any::<f64>().prop_map(Value::DoubleValue),
        vec(any::<u8>(), 0..9).prop_map(Value::BytesValue),
    ];
    let value = option::weighted(0.9, scalar).prop_map(|value| AnyValue { value });
    value.prop_recursive(3, 12, 4, |inner| {
        let pair = (any::<String>(), inner.clone()).prop_map(|(key, value)| key_value(key, value));
        prop_oneof![
            vec(inner, 0..4).prop_map(|values| Value::ArrayValue(ArrayValue { values })),
            vec(pair, 0..4).prop_map(|values| Value::KvlistValue(KeyValueList { values })),
        ]
        .prop_map(|value| AnyValue { value: Some(value) })
    })
}

fn key_value(key: String, value: AnyValue) -> KeyValue {
    KeyValue { key, value: Some(value), key_strindex: 0 }
}

pub(super) fn any_value_pairs() -> impl Strategy<Value = Vec<KeyValue>> {
    let known = prop::sample::select(vec![
        "bench.run.id",
        "bench.trial.index",
        "bench.phase",
        "vhost.backend",
        "virtio.queue.index",
        "vhost.doorbell.method",
        "vhost.doorbell.observed",
        "vhost.doorbell.ring_index",
        "vhost.doorbell.batch",
        "vhost.ioctl.request",
        "error.type",
        "service.name",
    ]);
    let key = prop_oneof![known.prop_map(str::to_owned), any::<String>()];
    vec((key, any_value()).prop_map(|(key, value)| key_value(key, value)), 0..6)
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        for encoding in [Encoding::Protobuf, Encoding::Json] {
            let _ = decode_traces(&bytes, encoding);
            let _ = decode_metrics(&bytes, encoding);
            let _ = decode_logs(&bytes, encoding);
        }
    }
}
