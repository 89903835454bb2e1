//! A block of ClickHouse's Native format: how many columns, how many rows, then for each column its name, its type and
//! its values. Source: ClickHouse documentation, "Native format".

use crate::{
    column::{Arrays, Dictionary, Maps, Numbers, Strings, put_u64},
    wire::put_varint,
};

/// What the columns of every signal can say of themselves. They have `rows`, `rejected` and `write_columns`.
macro_rules! columns {
    ($columns:ident, $items:literal) => {
        impl $columns {
            #[doc = concat!("How many ", $items, " there are.")]
            #[must_use]
            pub fn len(&self) -> usize {
                self.rows
            }

            /// Whether there are none.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.rows == 0
            }

            #[doc = concat!("The ", $items, " of the request that are not here because they cannot be stored.")]
            #[must_use]
            pub fn rejected(&self) -> $crate::Rejected {
                self.rejected
            }

            #[doc = concat!("One block with all ", $items, "; nothing if there are none.")]
            #[must_use]
            pub fn to_native(&self) -> Vec<u8> {
                $crate::block::Block::of(self.rows, |block| self.write_columns(block))
            }
        }
    };
}

/// A block that is being written.
pub(crate) struct Block {
    out: Vec<u8>,
    columns: u8,
}

impl Block {
    /// One block with all columns that `write` adds, `rows` long each; nothing if there are no rows.
    pub(crate) fn of(rows: usize, write: impl FnOnce(&mut Block)) -> Vec<u8> {
        if rows == 0 {
            return Vec::new();
        }
        let mut block = Block { out: Vec::with_capacity(rows * 128), columns: 0 };
        put_varint(&mut block.out, 0);
        put_varint(&mut block.out, rows as u64);
        write(&mut block);
        // Fewer than 128, so the varint is the one byte that was kept for it.
        block.out[0] = block.columns;
        block.out
    }

    fn head(&mut self, name: &str, data_type: &str) {
        self.columns += 1;
        for text in [name, data_type] {
            put_varint(&mut self.out, text.len() as u64);
            self.out.extend_from_slice(text.as_bytes());
        }
    }

    pub(crate) fn strings(&mut self, name: &str, values: &Strings) {
        self.head(name, "String");
        values.write(&mut self.out);
    }

    pub(crate) fn texts(&mut self, name: &str, values: &Dictionary) {
        self.head(name, "LowCardinality(String)");
        Dictionary::write_prefix(&mut self.out);
        values.write(&mut self.out);
    }

    pub(crate) fn words(&mut self, name: &str, data_type: &str, values: &[u64]) {
        self.head(name, data_type);
        values.iter().for_each(|value| put_u64(&mut self.out, *value));
    }

    pub(crate) fn numbers(&mut self, name: &str, (data_type, width): (&str, usize), values: &Numbers) {
        self.head(name, data_type);
        values.write(&mut self.out, width);
    }

    pub(crate) fn maps(&mut self, name: &str, values: &Maps) {
        self.head(name, "Map(LowCardinality(String), String)");
        values.write(&mut self.out);
    }

    /// Numbers of `width` bytes, which suffice for all of them.
    pub(crate) fn narrow(&mut self, name: &str, (data_type, width): (&str, usize), values: &[u64]) {
        self.head(name, data_type);
        values.iter().for_each(|value| self.out.extend_from_slice(&value.to_le_bytes()[..width]));
    }

    pub(crate) fn arrays(&mut self, name: &str, data_type: &str, values: &Arrays) {
        self.head(name, data_type);
        values.write(&mut self.out);
    }
}
