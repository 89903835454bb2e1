//! Columns that all log records or data points of a scope share, and their place in a block.

use crate::{block::Block, column::Dictionary, outer::Outer};

/// What resource and scope say, by row.
#[derive(Default, Debug)]
pub(crate) struct OuterColumns {
    /// Service, attributes and schema URL of the resource.
    resource: [Dictionary; 3],
    /// Name, version, attributes and schema URL of the scope.
    scope: [Dictionary; 4],
    scope_dropped_attributes: Vec<u64>,
    now: Indexes,
}

/// What the rows that follow have.
#[derive(Default, Debug)]
struct Indexes {
    resource: [u32; 3],
    scope: [u32; 4],
    scope_dropped_attributes: u64,
}

impl OuterColumns {
    pub(crate) fn enter_resource(&mut self, resource: &Outer<'_>) {
        let (service, attributes) = (resource.service(), resource.attributes_text());
        self.now.resource = index(&mut self.resource, [&service, &attributes, resource.schema_url]);
    }

    pub(crate) fn enter_scope(&mut self, scope: &Outer<'_>) {
        let attributes = scope.attributes_text();
        self.now.scope = index(&mut self.scope, [scope.name, scope.version, &attributes, scope.schema_url]);
        self.now.scope_dropped_attributes = scope.dropped_attributes.into();
    }

    pub(crate) fn end_row(&mut self) {
        push(&mut self.resource, &self.now.resource);
        push(&mut self.scope, &self.now.scope);
        self.scope_dropped_attributes.push(self.now.scope_dropped_attributes);
    }

    pub(crate) fn write(&self, block: &mut Block) {
        let resource = ["service", "resource", "resource_schema_url"];
        let scope = ["scope_name", "scope_version", "scope", "scope_schema_url"];
        let columns = self.resource.iter().chain(&self.scope);
        for (name, column) in resource.iter().chain(&scope).zip(columns) {
            block.texts(name, column);
        }
        block.narrow("scope_dropped_attributes", ("UInt32", 4), &self.scope_dropped_attributes);
    }
}

fn index<const N: usize>(columns: &mut [Dictionary; N], texts: [&str; N]) -> [u32; N] {
    let mut columns = columns.iter_mut();
    texts.map(|text| columns.next().map_or(0, |column| column.index(text.as_bytes())))
}

fn push<const N: usize>(columns: &mut [Dictionary; N], indexes: &[u32; N]) {
    columns.iter_mut().zip(indexes).for_each(|(column, index)| column.push_index(*index));
}
