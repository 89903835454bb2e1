//! Data points of every kind as one: what the columns of the `metrics` table ask for.

use crate::{
    error::{DecodeError, check_id_length},
    hex::hex_or_nothing,
    json_list::JsonList,
    value::json_texts,
};
use opentelemetry_proto::tonic::{
    common::v1::KeyValue,
    metrics::v1::{
        Exemplar, ExponentialHistogramDataPoint, HistogramDataPoint, NumberDataPoint, SummaryDataPoint,
        exemplar::Value as ExemplarValue, exponential_histogram_data_point::Buckets,
        number_data_point::Value,
    },
};
use serde_json::{Value as Json, json};

/// A data point; what its kind does not have is at its default.
#[derive(Default)]
pub(crate) struct Point {
    pub(crate) attributes: Vec<KeyValue>,
    pub(crate) start_unix_ns: u64,
    pub(crate) time_unix_ns: u64,
    pub(crate) flags: u32,
    /// Of a gauge or sum, whole numbers included; 0 where none was recorded.
    pub(crate) value: f64,
    /// The value of a whole number, which a double may not hold.
    pub(crate) value_int: Option<i64>,
    pub(crate) count: u64,
    pub(crate) sum: Option<f64>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) bucket_counts: Vec<u64>,
    pub(crate) explicit_bounds: Vec<f64>,
    pub(crate) scale: i32,
    pub(crate) zero_count: u64,
    pub(crate) zero_threshold: f64,
    pub(crate) positive: Buckets,
    pub(crate) negative: Buckets,
    pub(crate) quantiles: Vec<f64>,
    pub(crate) quantile_values: Vec<f64>,
    pub(crate) exemplars: Vec<Exemplar>,
}

/// The point of a gauge or sum.
pub(crate) fn number_point(point: NumberDataPoint) -> Point {
    let (value, value_int) = match point.value {
        Some(Value::AsDouble(value)) => (value, None),
        #[expect(clippy::cast_precision_loss, reason = "value_int has it exactly")]
        Some(Value::AsInt(value)) => (value as f64, Some(value)),
        None => (0.0, None),
    };
    Point {
        attributes: point.attributes,
        start_unix_ns: point.start_time_unix_nano,
        time_unix_ns: point.time_unix_nano,
        flags: point.flags,
        value,
        value_int,
        exemplars: point.exemplars,
        ..Point::default()
    }
}

impl From<HistogramDataPoint> for Point {
    fn from(point: HistogramDataPoint) -> Self {
        Self {
            attributes: point.attributes,
            start_unix_ns: point.start_time_unix_nano,
            time_unix_ns: point.time_unix_nano,
            flags: point.flags,
            count: point.count,
            sum: point.sum,
            min: point.min,
            max: point.max,
            bucket_counts: point.bucket_counts,
            explicit_bounds: point.explicit_bounds,
            exemplars: point.exemplars,
            ..Self::default()
        }
    }
}

impl From<ExponentialHistogramDataPoint> for Point {
    fn from(point: ExponentialHistogramDataPoint) -> Self {
        Self {
            attributes: point.attributes,
            start_unix_ns: point.start_time_unix_nano,
            time_unix_ns: point.time_unix_nano,
            flags: point.flags,
            count: point.count,
            sum: point.sum,
            min: point.min,
            max: point.max,
            scale: point.scale,
            zero_count: point.zero_count,
            zero_threshold: point.zero_threshold,
            positive: point.positive.unwrap_or_default(),
            negative: point.negative.unwrap_or_default(),
            exemplars: point.exemplars,
            ..Self::default()
        }
    }
}

impl From<SummaryDataPoint> for Point {
    fn from(point: SummaryDataPoint) -> Self {
        Self {
            attributes: point.attributes,
            start_unix_ns: point.start_time_unix_nano,
            time_unix_ns: point.time_unix_nano,
            flags: point.flags,
            count: point.count,
            sum: Some(point.sum),
            quantiles: point.quantile_values.iter().map(|at| at.quantile).collect(),
            quantile_values: point.quantile_values.iter().map(|at| at.value).collect(),
            ..Self::default()
        }
    }
}

/// Exemplars as a JSON array, "" without any.
pub(crate) fn exemplars_text(exemplars: &[Exemplar]) -> Result<String, DecodeError> {
    let mut list = JsonList::default();
    for exemplar in exemplars {
        check_id_length("exemplars.traceId", &exemplar.trace_id, 16)?;
        check_id_length("exemplars.spanId", &exemplar.span_id, 8)?;
        let value = match exemplar.value {
            Some(ExemplarValue::AsInt(value)) => Json::from(value),
            // As text where JSON has no number for it.
            Some(ExemplarValue::AsDouble(value)) if !value.is_finite() => Json::from(format!("{value}")),
            Some(ExemplarValue::AsDouble(value)) => Json::from(value),
            None => Json::from(0),
        };
        list.push(&json!({
            "time": exemplar.time_unix_nano,
            "value": value,
            "span_id": hex_or_nothing(&exemplar.span_id),
            "trace_id": hex_or_nothing(&exemplar.trace_id),
            "attributes": json_texts(&exemplar.filtered_attributes),
        }));
    }
    Ok(list.text())
}
