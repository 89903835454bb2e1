//! Growing columns, each in the layout ClickHouse's Native format gives its type.
//!
//! Source: ClickHouse, `src/DataTypes/Serializations` (`SerializationLowCardinality`, `-Map`, `-Nullable`).

use crate::wire::put_varint;
use std::collections::HashMap;

/// `String`: a varint length before each value.
#[derive(Default, Debug)]
pub(crate) struct Strings {
    bytes: Vec<u8>,
}

impl Strings {
    #[inline]
    pub(crate) fn push(&mut self, value: &[u8]) {
        put_varint(&mut self.bytes, value.len() as u64);
        self.bytes.extend_from_slice(value);
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.bytes);
    }
}

/// `LowCardinality(String)`: distinct values once, and one index a row.
#[derive(Default, Debug)]
pub(crate) struct Dictionary {
    values: Strings,
    indexes: Vec<u32>,
    /// What was pushed, by index; `values` has it as it was shown.
    pushed: Vec<Box<[u8]>>,
    known: HashMap<Box<[u8]>, u32>,
}

impl Dictionary {
    #[inline]
    pub(crate) fn push(&mut self, value: &[u8]) {
        self.push_as(value, |value| value.into());
    }

    /// Pushes `show(value)`, which is called only for a value not seen before.
    #[inline]
    pub(crate) fn push_as(&mut self, value: &[u8], show: impl FnOnce(&[u8]) -> Box<[u8]>) {
        // Rows of a batch mostly repeat the row before, which is cheaper to see than to hash.
        let index = match self.indexes.last() {
            Some(last) if same(&self.pushed[*last as usize], value) => *last,
            _ => self.index_as(value, show),
        };
        self.indexes.push(index);
    }

    /// The index of a value that many rows will have; no row has it yet.
    pub(crate) fn index(&mut self, value: &[u8]) -> u32 {
        self.index_as(value, |value| value.into())
    }

    /// Pushes the value that [`Dictionary::index`] gave this index.
    #[inline]
    pub(crate) fn push_index(&mut self, index: u32) {
        self.indexes.push(index);
    }

    fn index_as(&mut self, value: &[u8], show: impl FnOnce(&[u8]) -> Box<[u8]>) -> u32 {
        if let Some(index) = self.known.get(value) {
            return *index;
        }
        // A body holds far fewer than 2^32 values: each takes a byte at least.
        let index = u32::try_from(self.pushed.len()).unwrap_or(u32::MAX);
        self.values.push(&show(value));
        self.pushed.push(value.into());
        self.known.insert(value.into(), index);
        index
    }

    /// The version, which comes before everything else of a column, outer arrays' offsets included.
    pub(crate) fn write_prefix(out: &mut Vec<u8>) {
        const SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS: u64 = 1;
        put_u64(out, SHARED_DICTIONARIES_WITH_ADDITIONAL_KEYS);
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        const HAS_ADDITIONAL_KEYS: u64 = 1 << 9;
        const NEED_UPDATE_DICTIONARY: u64 = 1 << 10;
        if self.indexes.is_empty() {
            return;
        }
        let width = match self.known.len() {
            0..=0x100 => 0_u64,
            0x101..=0x1_0000 => 1,
            _ => 2,
        };
        put_u64(out, width | HAS_ADDITIONAL_KEYS | NEED_UPDATE_DICTIONARY);
        put_u64(out, self.known.len() as u64);
        self.values.write(out);
        put_u64(out, self.indexes.len() as u64);
        let bytes = 1 << width;
        for index in &self.indexes {
            out.extend_from_slice(&index.to_le_bytes()[..bytes]);
        }
    }
}

/// `Nullable(T)` of a fixed-size number, `N` bytes each: a mask, then the values.
#[derive(Default, Debug)]
pub(crate) struct Numbers {
    absent: Vec<u8>,
    values: Vec<u64>,
}

impl Numbers {
    #[inline]
    pub(crate) fn push(&mut self, value: Option<u64>) {
        self.absent.push(u8::from(value.is_none()));
        self.values.push(value.unwrap_or(0));
    }

    /// Writes the lowest `width` bytes of each value; the caller has made sure that they suffice.
    pub(crate) fn write(&self, out: &mut Vec<u8>, width: usize) {
        out.extend_from_slice(&self.absent);
        for value in &self.values {
            out.extend_from_slice(&value.to_le_bytes()[..width]);
        }
    }
}

/// Whether two values are equal. Most are empty or short, for which a call of `memcmp` is most of the work.
#[inline]
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (a.first_chunk::<8>(), a.last_chunk::<8>()) {
        (Some(first), Some(last)) if a.len() <= 16 => {
            b.first_chunk() == Some(first) && b.last_chunk() == Some(last)
        }
        (None, _) => a.iter().eq(b),
        _ => a == b,
    }
}

/// `Array(T)` of a number of eight bytes: the end of each row's values, then all values.
#[derive(Default, Debug)]
pub(crate) struct Arrays {
    ends: Vec<u64>,
    values: Vec<u64>,
}

impl Arrays {
    pub(crate) fn push(&mut self, values: impl IntoIterator<Item = u64>) {
        self.values.extend(values);
        self.ends.push(self.values.len() as u64);
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.ends.iter().chain(&self.values).for_each(|word| put_u64(out, *word));
    }
}

/// `Map(LowCardinality(String), String)`: the end of each row's entries, then all keys, then all values.
#[derive(Default, Debug)]
pub(crate) struct Maps {
    ends: Vec<u64>,
    keys: Dictionary,
    values: Strings,
    /// Entries before the row under way, and bytes of `values` before it.
    keys_kept: usize,
    values_kept: usize,
}

impl Maps {
    #[inline]
    pub(crate) fn push_entry(&mut self, key: &[u8], value: &[u8]) {
        self.keys.push(key);
        self.values.push(value);
    }

    /// Ends the row: the entries pushed since the row before are its own.
    #[inline]
    pub(crate) fn end_row(&mut self) {
        self.keys_kept = self.keys.indexes.len();
        self.values_kept = self.values.bytes.len();
        self.ends.push(self.keys_kept as u64);
    }

    /// Takes back the entries pushed since the last row ended.
    pub(crate) fn abandon_row(&mut self) {
        self.keys.indexes.truncate(self.keys_kept);
        self.values.bytes.truncate(self.values_kept);
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        Dictionary::write_prefix(out);
        self.ends.iter().for_each(|end| put_u64(out, *end));
        self.keys.write(out);
        self.values.write(out);
    }
}

#[inline]
pub(crate) fn put_u64(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_le_bytes());
}
