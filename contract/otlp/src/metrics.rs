//! OTLP metric requests into [`PointColumns`]: one row a data point.
//!
//! A metric is walked by hand down to its points, so that a metric of a million points takes no more memory than its
//! rows; a point goes through prost. Source: opentelemetry-proto 1.9, `metrics/v1/metrics.proto`.

use crate::{
    error::DecodeError,
    metric_message::{Kind, MetricHead, MetricMessage},
    metric_point::{Point, number_point},
    outer::{Outer, Rows, walk},
    point_columns::{MetricIndexes, PointColumns},
};
use opentelemetry_proto::tonic::metrics::v1::{
    ExponentialHistogramDataPoint, HistogramDataPoint, NumberDataPoint, SummaryDataPoint,
};
use prost::Message;

/// Decodes an `ExportMetricsServiceRequest` in protobuf.
///
/// # Errors
/// [`DecodeError`] if the body is not one: nothing of it is kept then.
pub(crate) fn decode(body: &[u8]) -> Result<PointColumns, DecodeError> {
    let mut columns = PointColumns::default();
    walk(body, &mut columns)?;
    columns.rejected.check(columns.rows)?;
    Ok(columns)
}

impl<'a> Rows<'a> for PointColumns {
    // A metric may have any number of points: each of them is limited instead.
    const ITEM_BYTES_MAX: usize = usize::MAX;

    fn resource(&mut self, resource: &Outer<'a>) {
        self.outer.enter_resource(resource);
    }

    fn scope(&mut self, scope: &Outer<'a>) {
        self.outer.enter_scope(scope);
    }

    fn item(&mut self, message: &'a [u8]) -> Result<(), DecodeError> {
        let metric = MetricMessage::read(message)?;
        let Some(kind) = metric.kind else { return Ok(()) };
        let indexes = MetricIndexes::new(&MetricHead { kind, ..metric.head()? }, self);
        metric.points(|message| {
            let point = match kind {
                Kind::Gauge | Kind::Sum => number_point(NumberDataPoint::decode(message)?),
                Kind::Histogram => Point::from(HistogramDataPoint::decode(message)?),
                Kind::ExponentialHistogram => Point::from(ExponentialHistogramDataPoint::decode(message)?),
                Kind::Summary => Point::from(SummaryDataPoint::decode(message)?),
            };
            self.point(&point, indexes)
        })
    }
}
