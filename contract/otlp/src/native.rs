//! Spans as a block of ClickHouse's Native format, for the `spans` table (infra/clickhouse).
//!
//! A block is: how many columns, how many rows, then for each column its name, its type and its values.
//! Source: ClickHouse documentation, "Native format".

use crate::{
    column::{Dictionary, Maps, Numbers, Strings, put_u64},
    span::SpanColumns,
    wire::put_varint,
};

impl SpanColumns {
    /// One block with all spans; nothing if there are none.
    #[must_use]
    pub fn to_native(&self) -> Vec<u8> {
        if self.rows == 0 {
            return Vec::new();
        }
        let mut block = Block { out: Vec::with_capacity(self.rows * 128), columns: 0 };
        put_varint(&mut block.out, 0);
        put_varint(&mut block.out, self.rows as u64);
        self.write_columns(&mut block);
        // Fewer than 128, so the varint is the one byte that was kept for it.
        block.out[0] = block.columns;
        block.out
    }

    fn write_columns(&self, block: &mut Block) {
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

struct Block {
    out: Vec<u8>,
    columns: u8,
}

impl Block {
    fn head(&mut self, name: &str, data_type: &str) {
        self.columns += 1;
        for text in [name, data_type] {
            put_varint(&mut self.out, text.len() as u64);
            self.out.extend_from_slice(text.as_bytes());
        }
    }

    fn strings(&mut self, name: &str, values: &Strings) {
        self.head(name, "String");
        values.write(&mut self.out);
    }

    fn texts(&mut self, name: &str, values: &Dictionary) {
        self.head(name, "LowCardinality(String)");
        Dictionary::write_prefix(&mut self.out);
        values.write(&mut self.out);
    }

    fn words(&mut self, name: &str, data_type: &str, values: &[u64]) {
        self.head(name, data_type);
        values.iter().for_each(|value| put_u64(&mut self.out, *value));
    }

    fn numbers(&mut self, name: &str, (data_type, width): (&str, usize), values: &Numbers) {
        self.head(name, data_type);
        values.write(&mut self.out, width);
    }

    fn maps(&mut self, name: &str, values: &Maps) {
        self.head(name, "Map(LowCardinality(String), String)");
        values.write(&mut self.out);
    }
}
