//! A `Metric` message, walked by hand down to its points. Source: opentelemetry-proto 1.9, `metrics/v1/metrics.proto`.

use crate::{
    error::DecodeError,
    limits::ITEM_BYTES_MAX,
    outer::limit,
    value::key_value,
    wire::{Fields, low_u32},
};
use serde_json::{Map, Value as Json};

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
pub(crate) struct MetricMessage<'a> {
    name: &'a str,
    description: &'a str,
    unit: &'a str,
    metadata: Map<String, Json>,
    pub(crate) kind: Option<Kind>,
    /// Messages of this kind, which together are one: the same field twice means the two merged.
    data: Vec<&'a [u8]>,
}

impl<'a> MetricMessage<'a> {
    pub(crate) fn read(message: &'a [u8]) -> Result<Self, DecodeError> {
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

    pub(crate) fn head(&self) -> Result<MetricHead<'a>, DecodeError> {
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

    pub(crate) fn points(
        &self,
        mut each: impl FnMut(&'a [u8]) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
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
