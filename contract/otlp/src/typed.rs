//! Attributes that have a column of their own; the names are those of `contract/src/span.ts`.

use crate::{column::Dictionary, span::SpanColumns, value::Value};
use std::borrow::Cow;

/// Values of the typed columns for one span, or what its scope and resource say for all of theirs.
/// An absent text is "": an attribute that is the empty string stays with the other attributes.
#[derive(Clone, Default, Debug)]
pub(crate) struct Typed<'a> {
    run_id: Cow<'a, str>,
    backend: Cow<'a, str>,
    phase: Cow<'a, str>,
    trial_index: Option<u64>,
    queue_index: Option<u64>,
    ring_index: Option<u64>,
    batch: Option<u64>,
    doorbell_observed: Option<u64>,
    doorbell_method: Cow<'a, str>,
    ioctl_request: Cow<'a, str>,
    error_type: Cow<'a, str>,
}

impl<'a> Typed<'a> {
    /// Takes the attribute if there is a column for it and the value fits; else returns false.
    #[inline]
    pub(crate) fn take(&mut self, key: &str, value: &Value<'a>) -> bool {
        match key {
            "virtio.queue.index" => number(&mut self.queue_index, value, u16::MAX.into()),
            "vhost.doorbell.method" => text(&mut self.doorbell_method, value),
            "vhost.doorbell.observed" => flag(&mut self.doorbell_observed, value),
            "vhost.doorbell.ring_index" => number(&mut self.ring_index, value, i64::MAX.cast_unsigned()),
            "vhost.doorbell.batch" => number(&mut self.batch, value, u32::MAX.into()),
            "vhost.ioctl.request" => text(&mut self.ioctl_request, value),
            "error.type" => text(&mut self.error_type, value),
            _ => self.inherit(key, value),
        }
    }

    /// As [`Typed::take`], of a scope or resource: the attributes that hold for every span below it.
    #[inline]
    pub(crate) fn inherit(&mut self, key: &str, value: &Value<'a>) -> bool {
        match key {
            "bench.run.id" => text(&mut self.run_id, value),
            "bench.phase" => text(&mut self.phase, value),
            "bench.trial.index" => number(&mut self.trial_index, value, u32::MAX.into()),
            "vhost.backend" => text(&mut self.backend, value),
            _ => false,
        }
    }

    /// Ends the row in every typed column; what the span itself does not say, `outer` does.
    #[inline]
    pub(crate) fn push(&self, outer: &OuterIndexes, columns: &mut SpanColumns) {
        push_text(&mut columns.run_id, &self.run_id, outer.run_id);
        push_text(&mut columns.backend, &self.backend, outer.backend);
        push_text(&mut columns.phase, &self.phase, outer.phase);
        columns.trial_index.push(self.trial_index.or(outer.trial_index));
        columns.queue_index.push(self.queue_index);
        columns.ring_index.push(self.ring_index);
        columns.batch.push(self.batch);
        columns.doorbell_observed.push(self.doorbell_observed);
        columns.doorbell_method.push(self.doorbell_method.as_bytes());
        columns.ioctl_request.push(self.ioctl_request.as_bytes());
        columns.error_type.push(self.error_type.as_bytes());
    }
}

#[inline]
fn push_text(column: &mut Dictionary, inner: &str, outer: u32) {
    if inner.is_empty() { column.push_index(outer) } else { column.push(inner.as_bytes()) }
}

/// What a scope and its resource say for all their spans, as indexes into the dictionaries of the columns.
#[derive(Clone, Copy, Default)]
pub(crate) struct OuterIndexes {
    run_id: u32,
    backend: u32,
    phase: u32,
    trial_index: Option<u64>,
}

impl OuterIndexes {
    pub(crate) fn new(typed: &Typed<'_>, columns: &mut SpanColumns) -> Self {
        Self {
            run_id: columns.run_id.index(typed.run_id.as_bytes()),
            backend: columns.backend.index(typed.backend.as_bytes()),
            phase: columns.phase.index(typed.phase.as_bytes()),
            trial_index: typed.trial_index,
        }
    }

    /// The same within a scope that says `typed`.
    pub(crate) fn within(self, typed: &Typed<'_>, columns: &mut SpanColumns) -> Self {
        let inner = |column: &mut Dictionary, text: &str, outer| match text {
            "" => outer,
            text => column.index(text.as_bytes()),
        };
        Self {
            run_id: inner(&mut columns.run_id, &typed.run_id, self.run_id),
            backend: inner(&mut columns.backend, &typed.backend, self.backend),
            phase: inner(&mut columns.phase, &typed.phase, self.phase),
            trial_index: typed.trial_index.or(self.trial_index),
        }
    }
}

#[inline]
fn text<'a>(column: &mut Cow<'a, str>, value: &Value<'a>) -> bool {
    match value {
        Value::Text(text) if !text.is_empty() => *column = text.clone(),
        _ => return false,
    }
    true
}

/// Integers, and texts of them: a batch of doorbells can say on its scope only texts.
#[inline]
fn number(column: &mut Option<u64>, value: &Value<'_>, max: u64) -> bool {
    let number = match value {
        Value::Int(value) => u64::try_from(*value).ok(),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    };
    match number {
        Some(number) if number <= max => *column = Some(number),
        _ => return false,
    }
    true
}

#[inline]
fn flag(column: &mut Option<u64>, value: &Value<'_>) -> bool {
    match value {
        Value::Bool(value) => *column = Some((*value).into()),
        _ => return false,
    }
    true
}
