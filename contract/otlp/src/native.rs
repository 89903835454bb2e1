//! Spans as a block of ClickHouse's Native format, for the `spans` table (infra/clickhouse).

use crate::{block::Block, span::SpanColumns};

impl SpanColumns {
    pub(crate) fn write_columns(&self, block: &mut Block) {
        block.texts("trace_id", &self.trace_id);
        block.strings("span_id", &self.span_id);
        block.texts("parent_span_id", &self.parent_span_id);
        block.texts("trace_state", &self.trace_state);
        block.texts("name", &self.name);
        block.texts("kind", &self.kind);
        block.texts("service", &self.service);
        block.words("start_time", "DateTime64(9, 'UTC')", &self.start_unix_ns);
        block.words("duration_ns", "UInt64", &self.duration_ns);
        block.texts("status", &self.status);
        block.strings("status_message", &self.status_message);
        block.texts("scope_name", &self.scope_name);
        block.texts("scope_version", &self.scope_version);
        block.texts("run_id", &self.run_id);
        block.texts("backend", &self.backend);
        block.texts("phase", &self.phase);
        block.numbers("trial_index", ("Nullable(UInt32)", 4), &self.trial_index);
        block.numbers("queue_index", ("Nullable(UInt16)", 2), &self.queue_index);
        block.numbers("ring_index", ("Nullable(UInt64)", 8), &self.ring_index);
        block.numbers("batch", ("Nullable(UInt32)", 4), &self.batch);
        block.numbers("doorbell_observed", ("Nullable(Bool)", 1), &self.doorbell_observed);
        block.texts("doorbell_method", &self.doorbell_method);
        block.texts("ioctl_request", &self.ioctl_request);
        block.texts("error_type", &self.error_type);
        block.maps("attributes", &self.attributes);
        block.texts("scope", &self.scope);
        block.texts("resource", &self.resource);
        block.strings("events", &self.events);
        block.strings("links", &self.links);
    }
}
