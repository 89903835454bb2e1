//! What the spans of a scope share, looked up once.

use crate::{
    outer::Outer,
    span::SpanColumns,
    typed::{OuterIndexes, Typed},
};

/// A resource as indexes into the dictionaries of the columns.
#[derive(Clone, Copy, Default)]
pub(crate) struct ResourceIndexes {
    typed: OuterIndexes,
    service: u32,
    resource: u32,
}

impl ResourceIndexes {
    pub(crate) fn new(resource: &Outer<'_>, columns: &mut SpanColumns) -> Self {
        let typed = inherited(resource);
        Self {
            typed: OuterIndexes::new(&typed, columns),
            service: columns.service.index(resource.service().as_bytes()),
            resource: columns.resource.index(resource.attributes_text().as_bytes()),
        }
    }
}

/// A scope and its resource as indexes, so that a span costs no comparison.
#[derive(Clone, Copy, Default)]
pub(crate) struct ScopeIndexes {
    resource: ResourceIndexes,
    scope_name: u32,
    scope_version: u32,
    scope: u32,
}

impl ScopeIndexes {
    pub(crate) fn new(resource: ResourceIndexes, scope: &Outer<'_>, columns: &mut SpanColumns) -> Self {
        let typed = inherited(scope);
        Self {
            resource: ResourceIndexes { typed: resource.typed.within(&typed, columns), ..resource },
            scope_name: columns.scope_name.index(scope.name.as_bytes()),
            scope_version: columns.scope_version.index(scope.version.as_bytes()),
            scope: columns.scope.index(scope.attributes_text().as_bytes()),
        }
    }

    /// Ends the row in the columns that scope and resource fill; `typed` is what the span says itself.
    #[inline]
    pub(crate) fn push(&self, typed: &Typed<'_>, columns: &mut SpanColumns) {
        typed.push(&self.resource.typed, columns);
        columns.service.push_index(self.resource.service);
        columns.scope_name.push_index(self.scope_name);
        columns.scope_version.push_index(self.scope_version);
        columns.scope.push_index(self.scope);
        columns.resource.push_index(self.resource.resource);
    }
}

fn inherited<'a>(outer: &'a Outer<'_>) -> Typed<'a> {
    let mut typed = Typed::default();
    for (key, value) in &outer.attributes {
        typed.inherit(key, value);
    }
    typed
}
