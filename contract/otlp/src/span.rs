//! The columns of the `spans` table (infra/clickhouse), filled span by span.

use crate::{
    column::{Dictionary, Maps, Numbers, Strings},
    error::Rejected,
};

/// Spans by column, ready to be written as a ClickHouse block with [`SpanColumns::to_native`].
#[derive(Default, Debug)]
pub struct SpanColumns {
    pub(crate) rows: usize,
    pub(crate) rejected: Rejected,
    pub(crate) trace_id: Dictionary,
    pub(crate) span_id: Strings,
    pub(crate) parent_span_id: Dictionary,
    pub(crate) trace_state: Dictionary,
    pub(crate) name: Dictionary,
    pub(crate) kind: Dictionary,
    pub(crate) service: Dictionary,
    pub(crate) start_unix_ns: Vec<u64>,
    pub(crate) duration_ns: Vec<u64>,
    pub(crate) status: Dictionary,
    pub(crate) status_message: Strings,
    pub(crate) scope_name: Dictionary,
    pub(crate) scope_version: Dictionary,
    pub(crate) run_id: Dictionary,
    pub(crate) backend: Dictionary,
    pub(crate) phase: Dictionary,
    pub(crate) trial_index: Numbers,
    pub(crate) queue_index: Numbers,
    pub(crate) ring_index: Numbers,
    pub(crate) batch: Numbers,
    pub(crate) doorbell_observed: Numbers,
    pub(crate) doorbell_method: Dictionary,
    pub(crate) ioctl_request: Dictionary,
    pub(crate) error_type: Dictionary,
    pub(crate) attributes: Maps,
    pub(crate) scope: Dictionary,
    pub(crate) resource: Dictionary,
    pub(crate) events: Strings,
    pub(crate) links: Strings,
}

columns!(SpanColumns, "spans");
