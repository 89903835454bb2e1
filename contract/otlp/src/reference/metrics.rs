//! Data points against prost's types.

use super::{any_value_pairs, check, encodings_agree, mutation, outer_of, scope, value_of};
use crate::{
    DecodeError, Encoding, PointColumns, decode_metrics,
    metric_message::{Kind, MetricHead},
    metric_point::{Point, number_point},
    outer::Rows,
    point_columns::MetricIndexes,
};
use opentelemetry_proto::tonic::{
    collector::metrics::v1::ExportMetricsServiceRequest,
    metrics::v1::{
        Exemplar, ExponentialHistogram, ExponentialHistogramDataPoint, Gauge, Histogram, HistogramDataPoint,
        Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, Sum, Summary, SummaryDataPoint, exemplar,
        exponential_histogram_data_point::Buckets, metric::Data, number_data_point,
        summary_data_point::ValueAtQuantile,
    },
    resource::v1::Resource,
};
use proptest::{collection::vec, option, prelude::*};
use prost::Message;
use serde_json::{Map, Value as Json};

/// What the decoder should yield, from prost's types.
fn columns_of(request: &ExportMetricsServiceRequest) -> Result<PointColumns, DecodeError> {
    let mut columns = PointColumns::default();
    for batch in &request.resource_metrics {
        columns.resource(&outer_of(batch.resource.as_ref(), None, &batch.schema_url));
        for scoped in &batch.scope_metrics {
            columns.scope(&outer_of(None, scoped.scope.as_ref(), &scoped.schema_url));
            scoped.metrics.iter().try_for_each(|metric| metric_columns(metric, &mut columns))?;
        }
    }
    columns.rejected.check(columns.rows)?;
    Ok(columns)
}

fn metric_columns(metric: &Metric, columns: &mut PointColumns) -> Result<(), DecodeError> {
    let Some(data) = metric.data.clone() else { return Ok(()) };
    let (kind, temporality, monotonic, points) = match data {
        Data::Gauge(Gauge { data_points }) => (Kind::Gauge, 0, false, points(data_points, number_point)),
        Data::Sum(sum) => {
            (Kind::Sum, sum.aggregation_temporality, sum.is_monotonic, points(sum.data_points, number_point))
        }
        Data::Histogram(data) => {
            (Kind::Histogram, data.aggregation_temporality, false, points(data.data_points, Point::from))
        }
        Data::ExponentialHistogram(data) => {
            let points = points(data.data_points, Point::from);
            (Kind::ExponentialHistogram, data.aggregation_temporality, false, points)
        }
        Data::Summary(Summary { data_points }) => (Kind::Summary, 0, false, points(data_points, Point::from)),
    };
    let metadata: Map<_, _> = metric
        .metadata
        .iter()
        .map(|pair| (pair.key.clone(), Json::String(value_of(pair).text().into_owned())))
        .collect();
    let metadata = if metadata.is_empty() { String::new() } else { Json::Object(metadata).to_string() };
    let Metric { name, description, unit, .. } = metric;
    let indexes = MetricIndexes::new(
        &MetricHead { kind, name, description, unit, metadata, temporality, monotonic },
        columns,
    );
    points.iter().try_for_each(|point| columns.point(point, indexes))
}

fn points<T>(points: Vec<T>, point: impl Fn(T) -> Point) -> Vec<Point> {
    points.into_iter().map(point).collect()
}

/// But for -0, which the wire format takes for the default that need not be sent.
fn double() -> impl Strategy<Value = f64> {
    any::<f64>().prop_map(|value| value + 0.0)
}

fn time() -> impl Strategy<Value = u64> {
    prop_oneof![9 => 0..1_u64 << 63, 1 => any::<u64>()]
}

prop_compose! {
    fn exemplar()(
        filtered_attributes in any_value_pairs(),
        time_unix_nano in any::<u64>(),
        ids in (option::of(any::<[u8; 16]>()), option::of(any::<[u8; 8]>())),
        value in option::of(prop_oneof![
            double().prop_map(exemplar::Value::AsDouble),
            any::<i64>().prop_map(exemplar::Value::AsInt),
        ]),
    ) -> Exemplar {
        Exemplar {
            filtered_attributes,
            time_unix_nano,
            trace_id: ids.0.map(|id| id.to_vec()).unwrap_or_default(),
            span_id: ids.1.map(|id| id.to_vec()).unwrap_or_default(),
            value,
        }
    }
}

prop_compose! {
    fn number()(
        attributes in any_value_pairs(),
        times in (time(), time()),
        flags in any::<u32>(),
        exemplars in vec(exemplar(), 0..2),
        value in option::of(prop_oneof![
            double().prop_map(number_data_point::Value::AsDouble),
            any::<i64>().prop_map(number_data_point::Value::AsInt),
        ]),
    ) -> NumberDataPoint {
        NumberDataPoint {
            attributes, start_time_unix_nano: times.0, time_unix_nano: times.1, flags, exemplars, value,
        }
    }
}

/// Sum, min and max.
fn totals() -> impl Strategy<Value = [Option<f64>; 3]> {
    [option::of(double()), option::of(double()), option::of(double())]
}

prop_compose! {
    fn histogram()(
        attributes in any_value_pairs(),
        numbers in (time(), time(), any::<u64>(), any::<u32>()),
        totals in totals(),
        bucket_counts in vec(any::<u64>(), 0..5),
        explicit_bounds in vec(double(), 0..5),
        exemplars in vec(exemplar(), 0..2),
    ) -> HistogramDataPoint {
        HistogramDataPoint {
            attributes,
            start_time_unix_nano: numbers.0,
            time_unix_nano: numbers.1,
            count: numbers.2,
            flags: numbers.3,
            sum: totals[0],
            min: totals[1],
            max: totals[2],
            bucket_counts,
            explicit_bounds,
            exemplars,
        }
    }
}

fn buckets() -> impl Strategy<Value = Option<Buckets>> {
    let buckets = (any::<i32>(), vec(any::<u64>(), 0..5));
    option::of(buckets.prop_map(|(offset, bucket_counts)| Buckets { offset, bucket_counts }))
}

prop_compose! {
    fn exponential()(
        attributes in any_value_pairs(),
        numbers in (time(), time(), any::<u64>(), any::<u32>(), any::<i32>(), any::<u64>(), double()),
        totals in totals(),
        buckets in (buckets(), buckets()),
        exemplars in vec(exemplar(), 0..2),
    ) -> ExponentialHistogramDataPoint {
        ExponentialHistogramDataPoint {
            attributes,
            start_time_unix_nano: numbers.0,
            time_unix_nano: numbers.1,
            count: numbers.2,
            flags: numbers.3,
            scale: numbers.4,
            zero_count: numbers.5,
            zero_threshold: numbers.6,
            sum: totals[0],
            min: totals[1],
            max: totals[2],
            positive: buckets.0,
            negative: buckets.1,
            exemplars,
        }
    }
}

prop_compose! {
    fn summary()(
        attributes in any_value_pairs(),
        numbers in (time(), time(), any::<u64>(), any::<u32>(), double()),
        quantiles in vec((double(), double()), 0..4),
    ) -> SummaryDataPoint {
        SummaryDataPoint {
            attributes,
            start_time_unix_nano: numbers.0,
            time_unix_nano: numbers.1,
            count: numbers.2,
            flags: numbers.3,
            sum: numbers.4,
            quantile_values: quantiles.into_iter().map(|(quantile, value)| ValueAtQuantile { quantile, value }).collect(),
        }
    }
}

fn data() -> impl Strategy<Value = Data> {
    let kept = (-1..4_i32, any::<bool>());
    prop_oneof![
        vec(number(), 0..3).prop_map(|data_points| Data::Gauge(Gauge { data_points })),
        (vec(number(), 0..3), kept).prop_map(|(data_points, (aggregation_temporality, is_monotonic))| {
            Data::Sum(Sum { data_points, aggregation_temporality, is_monotonic })
        }),
        (vec(histogram(), 0..3), -1..4_i32).prop_map(|(data_points, aggregation_temporality)| {
            Data::Histogram(Histogram { data_points, aggregation_temporality })
        }),
        (vec(exponential(), 0..3), -1..4_i32).prop_map(|(data_points, aggregation_temporality)| {
            Data::ExponentialHistogram(ExponentialHistogram { data_points, aggregation_temporality })
        }),
        vec(summary(), 0..3).prop_map(|data_points| Data::Summary(Summary { data_points })),
    ]
}

fn request() -> impl Strategy<Value = ExportMetricsServiceRequest> {
    let texts = (any::<String>(), any::<String>(), any::<String>());
    let metric =
        (texts, any_value_pairs(), option::weighted(0.9, data())).prop_map(|(texts, metadata, data)| {
            Metric { name: texts.0, description: texts.1, unit: texts.2, metadata, data }
        });
    let scoped = (option::of(scope()), vec(metric, 0..3), any::<String>())
        .prop_map(|(scope, metrics, schema_url)| ScopeMetrics { scope, metrics, schema_url });
    let resource = any_value_pairs().prop_map(|attributes| Resource { attributes, ..Resource::default() });
    let batch = (option::of(resource), vec(scoped, 0..3), any::<String>()).prop_map(
        |(resource, scope_metrics, schema_url)| ResourceMetrics { resource, scope_metrics, schema_url },
    );
    vec(batch, 0..3).prop_map(|resource_metrics| ExportMetricsServiceRequest { resource_metrics })
}

fn agree(bytes: &[u8]) -> Result<(), TestCaseError> {
    let ours =
        decode_metrics(bytes, Encoding::Protobuf).map(|columns| (columns.to_native(), columns.rejected()));
    let theirs = ExportMetricsServiceRequest::decode(bytes)
        .map(|request| columns_of(&request).map(|columns| (columns.to_native(), columns.rejected())));
    check(ours, theirs)
}

proptest! {
    #[test]
    fn a_metrics_request_decodes_as_prost_decodes_it(request in request()) {
        agree(&request.encode_to_vec())?;
    }

    #[test]
    fn mutated_metrics_requests_never_panic_and_decode_as_prost_decodes_them(
        request in request(), mutation in mutation(),
    ) {
        for bytes in mutation.of(request.encode_to_vec()) {
            agree(&bytes)?;
        }
    }

    #[test]
    fn a_metrics_request_in_json_decodes_as_in_protobuf(request in request()) {
        encodings_agree(&request.encode_to_vec(), &serde_json::to_vec(&request).unwrap(), |body, encoding| {
            decode_metrics(body, encoding).map(|columns| (columns.to_native(), columns.rejected()))
        })?;
    }
}
