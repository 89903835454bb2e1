//! VHOST_SET_MEM_TABLE: checked and kept as vhost does. Addresses are translated by the device's own map.

use crate::abi::bytes::{get_u32, get_u64};
use crate::abi::vhost::{MEM_REGION_BYTES, MEM_REGIONS_MAX, MEM_TABLE_BYTES};
use rustix::io::Errno;

/// One region: guest physical addresses to addresses of the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MemRegion {
    pub(super) gpa: u64,
    pub(super) size: u64,
    pub(super) uaddr: u64,
}

/// Reads a table. Overlapping, unaligned and no regions are all accepted.
///
/// # Errors
/// `EFAULT` for missing bytes and for regions that are empty or wrap, `EOPNOTSUPP` for padding that is not 0,
/// `E2BIG` for too many regions.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<MemRegion>, Errno> {
    let regions = get_u32(bytes, 0).ok_or(Errno::FAULT)?;
    if get_u32(bytes, 4).ok_or(Errno::FAULT)? != 0 {
        return Err(Errno::OPNOTSUPP);
    }
    if regions > MEM_REGIONS_MAX {
        return Err(Errno::TOOBIG);
    }
    let region = |number: usize| {
        let field = |offset| get_u64(bytes, MEM_TABLE_BYTES + number * MEM_REGION_BYTES + offset);
        let (gpa, size, uaddr, _flags) = (field(0)?, field(8)?, field(16)?, field(24)?);
        let is_range = gpa.wrapping_add(size).wrapping_sub(1) >= gpa && size > 0;
        is_range.then_some(MemRegion { gpa, size, uaddr })
    };
    (0..regions as usize).map(|number| region(number).ok_or(Errno::FAULT)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_a_table_or_an_error(
            regions in 0u32..70,
            padding in 0u32..2,
            rest in prop::collection::vec(any::<u8>(), 0..3000),
        ) {
            let bytes = [&regions.to_ne_bytes()[..], &padding.to_ne_bytes(), &rest].concat();
            match parse(&bytes) {
                Ok(table) => prop_assert_eq!(table.len(), regions as usize),
                Err(error) => prop_assert!([Errno::FAULT, Errno::OPNOTSUPP, Errno::TOOBIG].contains(&error)),
            }
        }
    }
}
