//! The device's configuration space: struct virtio_net_config (virtio 1.4, 5.1.4), little-endian.

use crate::abi::bytes::get_u32;
use crate::abi::vhost_vdpa::CONFIG_BYTES;
use crate::abi::virtio::{
    NET_CONFIG_BYTES, NET_CONFIG_MAC, NET_CONFIG_MAX_QUEUE_PAIRS, NET_CONFIG_MTU, NET_CONFIG_STATUS,
    NET_S_LINK_UP,
};
use rustix::io::Errno;
use std::ops::Range;

/// Locally administered.
const MAC: [u8; 6] = [0x02, 0x72, 0x69, 0x6e, 0x67, 0x01];
const MTU: u16 = 1500;

#[derive(Clone, Debug)]
pub(super) struct NetConfig([u8; NET_CONFIG_BYTES]);

impl NetConfig {
    pub(super) fn new(queue_pairs: u16) -> Self {
        let mut bytes = [0; NET_CONFIG_BYTES];
        bytes[NET_CONFIG_MAC..][..6].copy_from_slice(&MAC);
        let mut put = |offset: usize, value: u16| bytes[offset..][..2].copy_from_slice(&value.to_le_bytes());
        put(NET_CONFIG_STATUS, NET_S_LINK_UP);
        put(NET_CONFIG_MAX_QUEUE_PAIRS, queue_pairs);
        put(NET_CONFIG_MTU, MTU);
        Self(bytes)
    }

    /// VHOST_VDPA_GET_CONFIG.
    pub(super) fn read(&self, arg: &mut [u8]) -> Result<(), Errno> {
        let range = range(arg)?;
        let target = arg.get_mut(CONFIG_BYTES..CONFIG_BYTES + range.len()).ok_or(Errno::FAULT)?;
        target.copy_from_slice(&self.0[range]);
        Ok(())
    }

    /// VHOST_VDPA_SET_CONFIG. Only the MAC address can be written; the rest of a write has no effect.
    pub(super) fn write(&mut self, arg: &[u8]) -> Result<(), Errno> {
        let range = range(arg)?;
        let source = arg.get(CONFIG_BYTES..CONFIG_BYTES + range.len()).ok_or(Errno::FAULT)?;
        for (at, &byte) in range.zip(source) {
            if (NET_CONFIG_MAC..NET_CONFIG_MAC + MAC.len()).contains(&at) {
                self.0[at] = byte;
            }
        }
        Ok(())
    }
}

/// The range a struct vhost_vdpa_config asks for.
fn range(arg: &[u8]) -> Result<Range<usize>, Errno> {
    let (offset, len) =
        (get_u32(arg, 0).ok_or(Errno::FAULT)? as usize, get_u32(arg, 4).ok_or(Errno::FAULT)? as usize);
    let fits = len > 0 && offset <= NET_CONFIG_BYTES && len <= NET_CONFIG_BYTES - offset;
    fits.then(|| offset..offset + len).ok_or(Errno::INVAL)
}
