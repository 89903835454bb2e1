//! The columns of the `metrics` table (infra/clickhouse), filled point by point.

use crate::{
    block::Block,
    column::{Arrays, Dictionary, Maps, Numbers, Strings},
    error::{DecodeError, Rejected, time_fault},
    limits::ITEMS_MAX,
    metric_message::MetricHead,
    metric_point::{Point, exemplars_text},
    outer_columns::OuterColumns,
    value::push_map,
};

/// Data points by column, ready to be written as a ClickHouse block with [`PointColumns::to_native`].
#[derive(Default, Debug)]
pub struct PointColumns {
    pub(crate) rows: usize,
    pub(crate) rejected: Rejected,
    pub(crate) outer: OuterColumns,
    kind: Dictionary,
    name: Dictionary,
    description: Dictionary,
    unit: Dictionary,
    metadata: Dictionary,
    temporality: Vec<u64>,
    monotonic: Vec<u64>,
    attributes: Maps,
    start_unix_ns: Vec<u64>,
    time_unix_ns: Vec<u64>,
    flags: Vec<u64>,
    /// Doubles are kept as their bits.
    value: Vec<u64>,
    value_int: Numbers,
    count: Vec<u64>,
    /// Sum, min and max.
    totals: [Numbers; 3],
    bucket_counts: Arrays,
    explicit_bounds: Arrays,
    scale: Vec<u64>,
    zero_count: Vec<u64>,
    zero_threshold: Vec<u64>,
    /// Of positive and negative buckets.
    offsets: [Vec<u64>; 2],
    counts: [Arrays; 2],
    quantiles: Arrays,
    quantile_values: Arrays,
    exemplars: Strings,
}

/// What the points of a metric share, looked up once.
#[derive(Clone, Copy)]
pub(crate) struct MetricIndexes {
    kind: u32,
    name: u32,
    description: u32,
    unit: u32,
    metadata: u32,
    temporality: i32,
    monotonic: bool,
}

impl MetricIndexes {
    pub(crate) fn new(head: &MetricHead<'_>, columns: &mut PointColumns) -> Self {
        Self {
            kind: columns.kind.index(head.kind.text().as_bytes()),
            name: columns.name.index(head.name.as_bytes()),
            description: columns.description.index(head.description.as_bytes()),
            unit: columns.unit.index(head.unit.as_bytes()),
            metadata: columns.metadata.index(head.metadata.as_bytes()),
            temporality: head.temporality,
            monotonic: head.monotonic,
        }
    }
}

impl PointColumns {
    pub(crate) fn point(&mut self, point: &Point, metric: MetricIndexes) -> Result<(), DecodeError> {
        let exemplars = exemplars_text(&point.exemplars)?;
        let fault = time_fault("timeUnixNano", point.time_unix_ns)
            .or(time_fault("startTimeUnixNano", point.start_unix_ns));
        if let Some(reason) = fault {
            self.rejected.add(reason);
            return Ok(());
        }
        if self.rows == ITEMS_MAX {
            return Err(DecodeError::TooMany);
        }
        self.rows += 1;
        self.outer.end_row();
        self.push_metric(metric);
        push_map(&point.attributes, &mut self.attributes);
        self.start_unix_ns.push(point.start_unix_ns);
        self.time_unix_ns.push(point.time_unix_ns);
        self.flags.push(point.flags.into());
        self.push_values(point);
        self.exemplars.push(exemplars.as_bytes());
        Ok(())
    }

    fn push_metric(&mut self, metric: MetricIndexes) {
        self.kind.push_index(metric.kind);
        self.name.push_index(metric.name);
        self.description.push_index(metric.description);
        self.unit.push_index(metric.unit);
        self.metadata.push_index(metric.metadata);
        self.temporality.push(metric.temporality.cast_unsigned().into());
        self.monotonic.push(metric.monotonic.into());
    }

    fn push_values(&mut self, point: &Point) {
        let bits = |doubles: &[f64]| doubles.iter().map(|double| double.to_bits()).collect::<Vec<_>>();
        self.value.push(point.value.to_bits());
        self.value_int.push(point.value_int.map(i64::cast_unsigned));
        self.count.push(point.count);
        for (column, total) in self.totals.iter_mut().zip([point.sum, point.min, point.max]) {
            column.push(total.map(f64::to_bits));
        }
        self.bucket_counts.push(point.bucket_counts.iter().copied());
        self.explicit_bounds.push(bits(&point.explicit_bounds));
        self.scale.push(point.scale.cast_unsigned().into());
        self.zero_count.push(point.zero_count);
        self.zero_threshold.push(point.zero_threshold.to_bits());
        for (side, buckets) in [&point.positive, &point.negative].into_iter().enumerate() {
            self.offsets[side].push(buckets.offset.cast_unsigned().into());
            self.counts[side].push(buckets.bucket_counts.iter().copied());
        }
        self.quantiles.push(bits(&point.quantiles));
        self.quantile_values.push(bits(&point.quantile_values));
    }

    fn write_columns(&self, block: &mut Block) {
        self.outer.write(block);
        block.texts("kind", &self.kind);
        block.texts("name", &self.name);
        block.texts("description", &self.description);
        block.texts("unit", &self.unit);
        block.texts("metadata", &self.metadata);
        block.narrow("temporality", ("Int32", 4), &self.temporality);
        block.narrow("monotonic", ("Bool", 1), &self.monotonic);
        block.maps("attributes", &self.attributes);
        block.words("start_time", "DateTime64(9, 'UTC')", &self.start_unix_ns);
        block.words("time", "DateTime64(9, 'UTC')", &self.time_unix_ns);
        block.narrow("flags", ("UInt32", 4), &self.flags);
        self.write_values(block);
        block.strings("exemplars", &self.exemplars);
    }

    fn write_values(&self, block: &mut Block) {
        block.words("value", "Float64", &self.value);
        block.numbers("value_int", ("Nullable(Int64)", 8), &self.value_int);
        block.words("count", "UInt64", &self.count);
        for (name, column) in ["sum", "min", "max"].into_iter().zip(&self.totals) {
            block.numbers(name, ("Nullable(Float64)", 8), column);
        }
        block.arrays("bucket_counts", "Array(UInt64)", &self.bucket_counts);
        block.arrays("explicit_bounds", "Array(Float64)", &self.explicit_bounds);
        block.narrow("scale", ("Int32", 4), &self.scale);
        block.words("zero_count", "UInt64", &self.zero_count);
        block.words("zero_threshold", "Float64", &self.zero_threshold);
        for (side, name) in ["positive", "negative"].into_iter().enumerate() {
            block.narrow(&format!("{name}_offset"), ("Int32", 4), &self.offsets[side]);
            block.arrays(&format!("{name}_counts"), "Array(UInt64)", &self.counts[side]);
        }
        block.arrays("quantiles", "Array(Float64)", &self.quantiles);
        block.arrays("quantile_values", "Array(Float64)", &self.quantile_values);
    }
}

columns!(PointColumns, "data points");
