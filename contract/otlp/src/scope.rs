//! What the spans of a scope share, looked up once.

use crate::{
    span::SpanColumns,
    typed::{OuterIndexes, Typed},
};
use serde_json::{Map, Value as Json};

/// What spans have from their scope and resource.
#[derive(Clone, Default)]
pub(crate) struct Outer<'a> {
    pub(crate) typed: Typed<'a>,
    pub(crate) service: String,
    pub(crate) resource: Map<String, Json>,
    pub(crate) scope: Map<String, Json>,
    pub(crate) scope_name: &'a str,
    pub(crate) scope_version: &'a str,
}

/// [`Outer`] as indexes into the dictionaries of the columns, so that a span costs no comparison.
pub(crate) struct ScopeIndexes {
    typed: OuterIndexes,
    service: u32,
    scope_name: u32,
    scope_version: u32,
    scope: u32,
    resource: u32,
}

impl ScopeIndexes {
    pub(crate) fn new(outer: &Outer<'_>, columns: &mut SpanColumns) -> Self {
        Self {
            typed: OuterIndexes::new(&outer.typed, columns),
            service: columns.service.index(outer.service.as_bytes()),
            scope_name: columns.scope_name.index(outer.scope_name.as_bytes()),
            scope_version: columns.scope_version.index(outer.scope_version.as_bytes()),
            scope: columns.scope.index(object_text(&outer.scope).as_bytes()),
            resource: columns.resource.index(object_text(&outer.resource).as_bytes()),
        }
    }

    /// Ends the row in the columns that scope and resource fill; `typed` is what the span says itself.
    #[inline]
    pub(crate) fn push(&self, typed: &Typed<'_>, columns: &mut SpanColumns) {
        typed.push(&self.typed, columns);
        columns.service.push_index(self.service);
        columns.scope_name.push_index(self.scope_name);
        columns.scope_version.push_index(self.scope_version);
        columns.scope.push_index(self.scope);
        columns.resource.push_index(self.resource);
    }
}

fn object_text(object: &Map<String, Json>) -> String {
    if object.is_empty() { String::new() } else { Json::Object(object.clone()).to_string() }
}
