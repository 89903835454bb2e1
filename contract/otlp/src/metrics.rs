//! OTLP metric requests into [`PointColumns`]: one row a data point.
//!
//! A metric is walked by hand down to its points, so that a metric of a million points takes no more memory than its
//! rows; a point goes through prost. Source: opentelemetry-proto 1.9, `metrics/v1/metrics.proto`.

use crate::{
    error::DecodeError,
    limits::ITEM_BYTES_MAX,
    metric_point::{Point, number_point},
    outer::{Outer, Rows, limit, walk},
    point_columns::{MetricIndexes, PointColumns},
    value::key_value,
    wire::{Fields, low_u32},
};
use opentelemetry_proto::tonic::metrics::v1::{
    ExponentialHistogramDataPoint, HistogramDataPoint, NumberDataPoint, SummaryDataPoint,
};
use prost::Message;
use serde_json::{Map, Value as Json};

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
        let indexes = self.metric(&MetricHead { kind, ..metric.head()? });
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

/// Which points a metric has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Gauge,
    Sum,
    Histogram,
    ExponentialHistogram,
    Summary,
}

impl Kind {
    fn of(field: u32) -> Option<Self> {
        match field {
            5 => Some(Self::Gauge),
            7 => Some(Self::Sum),
            9 => Some(Self::Histogram),
            10 => Some(Self::ExponentialHistogram),
            11 => Some(Self::Summary),
            _ => None,
        }
    }

    /// As the table has it.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Gauge => "gauge",
            Self::Sum => "sum",
            Self::Histogram => "histogram",
            Self::ExponentialHistogram => "exponential_histogram",
            Self::Summary => "summary",
        }
    }
}

/// What all points of a metric share.
pub(crate) struct MetricHead<'a> {
    pub(crate) kind: Kind,
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    pub(crate) unit: &'a str,
    /// JSON object of texts, "" without any.
    pub(crate) metadata: String,
    /// AggregationTemporality; 0 for kinds without one.
    pub(crate) temporality: i32,
    pub(crate) monotonic: bool,
}

/// The parts of a `Metric` message.
#[derive(Default)]
struct MetricMessage<'a> {
    name: &'a str,
    description: &'a str,
    unit: &'a str,
    metadata: Map<String, Json>,
    kind: Option<Kind>,
    /// Messages of this kind, which together are one: the same field twice means the two merged.
    data: Vec<&'a [u8]>,
}

impl<'a> MetricMessage<'a> {
    fn read(message: &'a [u8]) -> Result<Self, DecodeError> {
        let mut metric = Self::default();
        let mut metadata_bytes = 0;
        let mut fields = Fields::new(message);
        while let Some((field, payload)) = fields.next()? {
            match field {
                1 => metric.name = payload.text()?,
                2 => metric.description = payload.text()?,
                3 => metric.unit = payload.text()?,
                12 => {
                    let message = payload.bytes()?;
                    metadata_bytes += message.len();
                    limit("metric's metadata", metadata_bytes, ITEM_BYTES_MAX)?;
                    let (key, value) = key_value(message)?;
                    metric.metadata.insert(key.into_owned(), Json::String(value.text().into_owned()));
                }
                _ => {
                    let Some(kind) = Kind::of(field) else { continue };
                    if metric.kind.replace(kind) != Some(kind) {
                        metric.data.clear();
                    }
                    metric.data.push(payload.bytes()?);
                }
            }
        }
        Ok(metric)
    }

    fn head(&self) -> Result<MetricHead<'a>, DecodeError> {
        let (mut temporality, mut monotonic) = (0, false);
        let kind = self.kind.unwrap_or(Kind::Gauge);
        for data in &self.data {
            let mut fields = Fields::new(data);
            while let Some((field, payload)) = fields.next()? {
                match (kind, field) {
                    (Kind::Sum | Kind::Histogram | Kind::ExponentialHistogram, 2) => {
                        temporality = low_u32(payload.varint()?).cast_signed();
                    }
                    (Kind::Sum, 3) => monotonic = payload.varint()? != 0,
                    _ => {}
                }
            }
        }
        let metadata = if self.metadata.is_empty() {
            String::new()
        } else {
            Json::Object(self.metadata.clone()).to_string()
        };
        let Self { name, description, unit, .. } = *self;
        Ok(MetricHead { kind, name, description, unit, metadata, temporality, monotonic })
    }

    fn points(&self, mut each: impl FnMut(&'a [u8]) -> Result<(), DecodeError>) -> Result<(), DecodeError> {
        for data in &self.data {
            let mut fields = Fields::new(data);
            while let Some((field, payload)) = fields.next()? {
                if field == 1 {
                    let point = payload.bytes()?;
                    limit("data point", point.len(), ITEM_BYTES_MAX)?;
                    each(point)?;
                }
            }
        }
        Ok(())
    }
}

impl PointColumns {
    pub(crate) fn metric(&mut self, head: &MetricHead<'_>) -> MetricIndexes {
        MetricIndexes::new(head, self)
    }
}
