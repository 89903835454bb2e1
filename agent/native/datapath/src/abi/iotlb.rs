//! Messages that change a device's address space: what is written to vhost-vdpa's file
//! (`struct vhost_msg_v2`, include/uapi/linux/vhost_types.h).

use super::bytes::{get_u32, get_u64, put_u32, put_u64};

/// Size of a message of either version; what a write of one returns.
pub const MESSAGE_BYTES: usize = 72;
/// Bytes of a message that are read.
pub const MESSAGE_READ_BYTES: usize = 40;

/// Message type: version 1, without an address space id.
pub const MSG: u32 = 1;
/// Message type: version 2.
pub const MSG_V2: u32 = 2;

/// The device may read.
pub const ACCESS_RO: u8 = 1;
/// The device may write.
pub const ACCESS_WO: u8 = 2;
/// The device may do both.
pub const ACCESS_RW: u8 = 3;

/// An address was not found (device to user).
pub const MISS: u8 = 1;
/// Map a range.
pub const UPDATE: u8 = 2;
/// Unmap every mapping that touches a range.
pub const INVALIDATE: u8 = 3;
/// An access failed (device to user).
pub const ACCESS_FAIL: u8 = 4;
/// More messages follow that belong together.
pub const BATCH_BEGIN: u8 = 5;
/// The messages that belong together are complete.
pub const BATCH_END: u8 = 6;

/// One message: type@0 asid@4 iova@8 size@16 uaddr@24 perm@32 kind@33.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IotlbMessage {
    /// Address space; 0 in messages of version 1.
    pub asid: u32,
    /// First I/O virtual address.
    pub iova: u64,
    /// Bytes.
    pub size: u64,
    /// First address in the process that sends it.
    pub uaddr: u64,
    /// `ACCESS_*`.
    pub perm: u8,
    /// `UPDATE` and so on.
    pub kind: u8,
}

impl IotlbMessage {
    /// The bytes to write, as version 2.
    pub fn encode(&self) -> [u8; MESSAGE_BYTES] {
        let mut bytes = [0; MESSAGE_BYTES];
        put_u32(&mut bytes, 0, MSG_V2);
        put_u32(&mut bytes, 4, self.asid);
        put_u64(&mut bytes, 8, self.iova);
        put_u64(&mut bytes, 16, self.size);
        put_u64(&mut bytes, 24, self.uaddr);
        bytes[32] = self.perm;
        bytes[33] = self.kind;
        bytes
    }

    /// Reads a message of either version. `None` for another type and for too few bytes.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let asid = match get_u32(bytes, 0)? {
            MSG => 0,
            MSG_V2 => get_u32(bytes, 4)?,
            _ => return None,
        };
        let message: &[u8; MESSAGE_READ_BYTES] = bytes.first_chunk()?;
        Some(Self {
            asid,
            iova: get_u64(message, 8)?,
            size: get_u64(message, 16)?,
            uaddr: get_u64(message, 24)?,
            perm: message[32],
            kind: message[33],
        })
    }

    /// The kind's name, as ioctls are named.
    pub fn name(&self) -> String {
        let name = match self.kind {
            MISS => "MISS",
            UPDATE => "UPDATE",
            INVALIDATE => "INVALIDATE",
            ACCESS_FAIL => "ACCESS_FAIL",
            BATCH_BEGIN => "BATCH_BEGIN",
            BATCH_END => "BATCH_END",
            other => return format!("VHOST_IOTLB message {other}"),
        };
        format!("VHOST_IOTLB_{name}")
    }

    /// Fields by name, addresses in hex, as [`super::request::decode_arg`] writes them.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let access = match self.perm {
            ACCESS_RO => "ro".to_owned(),
            ACCESS_WO => "wo".to_owned(),
            ACCESS_RW => "rw".to_owned(),
            other => other.to_string(),
        };
        vec![
            ("asid", self.asid.to_string()),
            ("iova", format!("0x{:x}", self.iova)),
            ("size", self.size.to_string()),
            ("uaddr", format!("0x{:x}", self.uaddr)),
            ("perm", access),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_encoded_is_parsed(
            (asid, iova, size) in any::<(u32, u64, u64)>(),
            (uaddr, perm, kind) in any::<(u64, u8, u8)>(),
        ) {
            let message = IotlbMessage { asid, iova, size, uaddr, perm, kind };
            prop_assert_eq!(IotlbMessage::parse(&message.encode()), Some(message));
        }

        #[test]
        fn any_bytes_are_a_message_or_not(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let known = bytes.len() >= MESSAGE_READ_BYTES && bytes[..4] == MSG_V2.to_ne_bytes();
            let parsed = IotlbMessage::parse(&bytes);
            prop_assert_eq!(parsed.is_some(), known || parsed.is_some() && bytes[..4] == MSG.to_ne_bytes());
            if let Some(message) = parsed { prop_assert!(!message.name().is_empty()); }
        }
    }

    #[test]
    fn forty_bytes_are_enough_and_version_1_has_no_address_space() {
        let message = IotlbMessage { asid: 9, iova: 1, size: 2, uaddr: 3, perm: ACCESS_RW, kind: UPDATE };
        let mut bytes = message.encode();
        assert_eq!(IotlbMessage::parse(&bytes[..MESSAGE_READ_BYTES]), Some(message));
        assert_eq!(IotlbMessage::parse(&bytes[..MESSAGE_READ_BYTES - 1]), None);
        put_u32(&mut bytes, 0, MSG);
        assert_eq!(IotlbMessage::parse(&bytes), Some(IotlbMessage { asid: 0, ..message }));
        put_u32(&mut bytes, 0, 3);
        assert_eq!(IotlbMessage::parse(&bytes), None);
    }
}
