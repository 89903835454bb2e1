//! Names and argument layouts of requests: what makes an ioctl span readable.

use super::bytes::{get_u16, get_u32, get_u64};
use super::feature_names::{BACKEND_FEATURES, FEATURES, feature_names};
use super::{vfio, vhost, vhost_vdpa};
use crate::device_fd::IoctlArg;

/// How an argument's field is written in a span.
#[derive(Clone, Copy)]
enum Field {
    /// The argument itself, passed by value.
    Value,
    U8(usize),
    U16(usize),
    U32(usize),
    /// File descriptors are signed.
    I32(usize),
    U64(usize),
    Hex32(usize),
    Hex64(usize),
    /// A u64 at the start as the names of its bits.
    Names(&'static [(u32, &'static str)]),
    /// Everything from here on in hex.
    Rest(usize),
    Text,
}

struct Request {
    number: u32,
    name: &'static str,
    fields: &'static [(&'static str, Field)],
}

const STATE: &[(&str, Field)] = &[("index", Field::U32(0)), ("num", Field::U32(4))];
const FILE: &[(&str, Field)] = &[("index", Field::U32(0)), ("fd", Field::I32(4))];
const U32: &[(&str, Field)] = &[("value", Field::U32(0))];
const FD: &[(&str, Field)] = &[("fd", Field::I32(0))];
const FEATURE_BITS: &[(&str, Field)] =
    &[("features", Field::Hex64(0)), ("feature_names", Field::Names(FEATURES))];
const BACKEND_BITS: &[(&str, Field)] =
    &[("features", Field::Hex64(0)), ("feature_names", Field::Names(BACKEND_FEATURES))];
const CONFIG: &[(&str, Field)] = &[("off", Field::U32(0)), ("len", Field::U32(4)), ("bytes", Field::Rest(8))];
const STATUS: &[(&str, Field)] = &[("argsz", Field::U32(0)), ("flags", Field::Hex32(4))];

macro_rules! requests {
    ($($module:ident :: $constant:ident as $name:literal: $fields:expr;)*) => {
        &[$(Request { number: $module::$constant, name: $name, fields: $fields }),*]
    };
}

const REQUESTS: &[Request] = requests! {
    vfio::GET_API_VERSION as "VFIO_GET_API_VERSION": &[];
    vfio::CHECK_EXTENSION as "VFIO_CHECK_EXTENSION": &[("extension", Field::Value)];
    vfio::SET_IOMMU as "VFIO_SET_IOMMU": &[("type", Field::Value)];
    vfio::GROUP_GET_STATUS as "VFIO_GROUP_GET_STATUS": STATUS;
    vfio::GROUP_SET_CONTAINER as "VFIO_GROUP_SET_CONTAINER": &[("fd", Field::I32(0))];
    vfio::GROUP_UNSET_CONTAINER as "VFIO_GROUP_UNSET_CONTAINER": &[];
    vfio::GROUP_GET_DEVICE_FD as "VFIO_GROUP_GET_DEVICE_FD": &[("name", Field::Text)];
    vfio::DEVICE_GET_INFO as "VFIO_DEVICE_GET_INFO":
        &[("argsz", Field::U32(0)), ("flags", Field::Hex32(4)), ("num_regions", Field::U32(8)), ("num_irqs", Field::U32(12))];
    vfio::DEVICE_GET_REGION_INFO as "VFIO_DEVICE_GET_REGION_INFO": STATUS;
    vfio::DEVICE_GET_IRQ_INFO as "VFIO_DEVICE_GET_IRQ_INFO": STATUS;
    vfio::DEVICE_SET_IRQS as "VFIO_DEVICE_SET_IRQS": STATUS;
    vfio::DEVICE_RESET as "VFIO_DEVICE_RESET": &[];
    vfio::IOMMU_MAP_DMA as "VFIO_IOMMU_MAP_DMA":
        &[("flags", Field::Hex32(4)), ("vaddr", Field::Hex64(8)), ("iova", Field::Hex64(16)), ("size", Field::U64(24))];
    vfio::IOMMU_UNMAP_DMA as "VFIO_IOMMU_UNMAP_DMA":
        &[("flags", Field::Hex32(4)), ("iova", Field::Hex64(8)), ("size", Field::U64(16))];
    vhost::GET_FEATURES as "VHOST_GET_FEATURES": FEATURE_BITS;
    vhost::SET_FEATURES as "VHOST_SET_FEATURES": FEATURE_BITS;
    vhost::SET_OWNER as "VHOST_SET_OWNER": &[];
    vhost::RESET_OWNER as "VHOST_RESET_OWNER": &[];
    vhost::SET_MEM_TABLE as "VHOST_SET_MEM_TABLE": &[("nregions", Field::U32(0))];
    vhost::SET_LOG_BASE as "VHOST_SET_LOG_BASE": &[("base", Field::Hex64(0))];
    vhost::SET_LOG_FD as "VHOST_SET_LOG_FD": FD;
    vhost::SET_VRING_NUM as "VHOST_SET_VRING_NUM": STATE;
    vhost::SET_VRING_ADDR as "VHOST_SET_VRING_ADDR":
        &[("index", Field::U32(0)), ("flags", Field::Hex32(4)), ("desc", Field::Hex64(8)), ("used", Field::Hex64(16)),
          ("avail", Field::Hex64(24)), ("log", Field::Hex64(32))];
    vhost::SET_VRING_BASE as "VHOST_SET_VRING_BASE": STATE;
    vhost::GET_VRING_BASE as "VHOST_GET_VRING_BASE": STATE;
    vhost::SET_VRING_ENDIAN as "VHOST_SET_VRING_ENDIAN": STATE;
    vhost::GET_VRING_ENDIAN as "VHOST_GET_VRING_ENDIAN": STATE;
    vhost::SET_VRING_KICK as "VHOST_SET_VRING_KICK": FILE;
    vhost::SET_VRING_CALL as "VHOST_SET_VRING_CALL": FILE;
    vhost::SET_VRING_ERR as "VHOST_SET_VRING_ERR": FILE;
    vhost::SET_VRING_BUSYLOOP_TIMEOUT as "VHOST_SET_VRING_BUSYLOOP_TIMEOUT": STATE;
    vhost::GET_VRING_BUSYLOOP_TIMEOUT as "VHOST_GET_VRING_BUSYLOOP_TIMEOUT": STATE;
    vhost::SET_BACKEND_FEATURES as "VHOST_SET_BACKEND_FEATURES": BACKEND_BITS;
    vhost::GET_BACKEND_FEATURES as "VHOST_GET_BACKEND_FEATURES": BACKEND_BITS;
    vhost::MDEV_SET_STATE as "VHOST_MDEV_SET_STATE": &[("state", Field::U64(0))];
    vhost_vdpa::GET_DEVICE_ID as "VHOST_VDPA_GET_DEVICE_ID": U32;
    vhost_vdpa::GET_STATUS as "VHOST_VDPA_GET_STATUS": &[("status", Field::U8(0))];
    vhost_vdpa::SET_STATUS as "VHOST_VDPA_SET_STATUS": &[("status", Field::U8(0))];
    vhost_vdpa::GET_CONFIG as "VHOST_VDPA_GET_CONFIG": CONFIG;
    vhost_vdpa::SET_CONFIG as "VHOST_VDPA_SET_CONFIG": CONFIG;
    vhost_vdpa::SET_VRING_ENABLE as "VHOST_VDPA_SET_VRING_ENABLE": STATE;
    vhost_vdpa::GET_VRING_NUM as "VHOST_VDPA_GET_VRING_NUM": &[("value", Field::U16(0))];
    vhost_vdpa::SET_CONFIG_CALL as "VHOST_VDPA_SET_CONFIG_CALL": FD;
    vhost_vdpa::GET_IOVA_RANGE as "VHOST_VDPA_GET_IOVA_RANGE":
        &[("first", Field::Hex64(0)), ("last", Field::Hex64(8))];
    vhost_vdpa::GET_CONFIG_SIZE as "VHOST_VDPA_GET_CONFIG_SIZE": U32;
    vhost_vdpa::GET_AS_NUM as "VHOST_VDPA_GET_AS_NUM": U32;
    vhost_vdpa::GET_VRING_GROUP as "VHOST_VDPA_GET_VRING_GROUP": STATE;
    vhost_vdpa::SET_GROUP_ASID as "VHOST_VDPA_SET_GROUP_ASID": STATE;
    vhost_vdpa::SUSPEND as "VHOST_VDPA_SUSPEND": &[];
    vhost_vdpa::RESUME as "VHOST_VDPA_RESUME": &[];
    vhost_vdpa::GET_VRING_DESC_GROUP as "VHOST_VDPA_GET_VRING_DESC_GROUP": STATE;
    vhost_vdpa::GET_VQS_COUNT as "VHOST_VDPA_GET_VQS_COUNT": U32;
    vhost_vdpa::GET_GROUP_NUM as "VHOST_VDPA_GET_GROUP_NUM": U32;
    vhost_vdpa::GET_VRING_SIZE as "VHOST_VDPA_GET_VRING_SIZE": STATE;
};

fn find(number: u32) -> Option<&'static Request> {
    REQUESTS.iter().find(|request| request.number == number)
}

/// The request's name in the kernel's headers; unknown ones keep their number.
pub fn request_name(number: u32) -> String {
    find(number).map_or_else(|| format!("ioctl 0x{number:08x}"), |request| request.name.to_owned())
}

/// The argument's fields by name, addresses and masks in hex. Called after the request, so that what came back
/// is what is shown. Fields past the end of a short argument are left out.
pub fn decode_arg(number: u32, arg: &IoctlArg<'_>) -> Vec<(&'static str, String)> {
    let fields = find(number).map_or(&[][..], |request| request.fields);
    fields.iter().filter_map(|&(name, field)| Some((name, decode_field(field, arg)?))).collect()
}

fn decode_field(field: Field, arg: &IoctlArg<'_>) -> Option<String> {
    match (field, arg) {
        (Field::Value, IoctlArg::Value(value)) => Some(value.to_string()),
        (Field::Value, IoctlArg::Bytes(_)) | (_, IoctlArg::Value(_)) => None,
        (Field::U8(at), IoctlArg::Bytes(bytes)) => Some(bytes.get(at)?.to_string()),
        (Field::U16(at), IoctlArg::Bytes(bytes)) => Some(get_u16(bytes, at)?.to_string()),
        (Field::U32(at), IoctlArg::Bytes(bytes)) => Some(get_u32(bytes, at)?.to_string()),
        (Field::I32(at), IoctlArg::Bytes(bytes)) => Some(get_u32(bytes, at)?.cast_signed().to_string()),
        (Field::U64(at), IoctlArg::Bytes(bytes)) => Some(get_u64(bytes, at)?.to_string()),
        (Field::Hex32(at), IoctlArg::Bytes(bytes)) => Some(format!("0x{:x}", get_u32(bytes, at)?)),
        (Field::Hex64(at), IoctlArg::Bytes(bytes)) => Some(format!("0x{:x}", get_u64(bytes, at)?)),
        (Field::Names(names), IoctlArg::Bytes(bytes)) => Some(feature_names(names, get_u64(bytes, 0)?)),
        (Field::Rest(at), IoctlArg::Bytes(bytes)) => {
            Some(bytes.get(at..)?.iter().map(|byte| format!("{byte:02x}")).collect())
        }
        (Field::Text, IoctlArg::Bytes(bytes)) => {
            let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
            Some(String::from_utf8_lossy(&bytes[..end]).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_ring_address_is_shown_field_by_field() {
        let mut bytes = [0u8; vhost::VRING_ADDR_BYTES];
        super::super::bytes::put_u32(&mut bytes, 0, 1);
        super::super::bytes::put_u64(&mut bytes, 16, 0x1_0000_2000);
        let fields = decode_arg(vhost::SET_VRING_ADDR, &IoctlArg::Bytes(&mut bytes));
        assert_eq!(fields[0], ("index", "1".to_owned()));
        assert_eq!(fields[3], ("used", "0x100002000".to_owned()));
    }

    #[test]
    fn features_are_shown_as_a_number_and_by_name() {
        let mut bytes = (1u64 << 32 | 1 << 34).to_ne_bytes();
        let fields = decode_arg(vhost::SET_FEATURES, &IoctlArg::Bytes(&mut bytes));
        assert_eq!(fields[0].1, "0x500000000");
        assert_eq!(fields[1], ("feature_names", "VERSION_1 RING_PACKED".to_owned()));
    }

    #[test]
    fn what_was_read_of_the_configuration_is_shown() {
        let mut bytes = [0, 0, 0, 0, 2, 0, 0, 0, 0x52, 0xff];
        let fields = decode_arg(vhost_vdpa::GET_CONFIG, &IoctlArg::Bytes(&mut bytes));
        assert_eq!(fields[2], ("bytes", "52ff".to_owned()));
    }

    #[test]
    fn short_arguments_and_unknown_requests_lose_fields_but_never_panic() {
        assert!(decode_arg(vhost::SET_VRING_NUM, &IoctlArg::Bytes(&mut [0; 3])).is_empty());
        assert!(decode_arg(0xdead, &IoctlArg::Value(7)).is_empty());
        assert_eq!(request_name(0xdead), "ioctl 0x0000dead");
    }

    #[test]
    fn unbinding_shows_as_minus_one() {
        let mut bytes = [0xff; 8];
        let fields = decode_arg(vhost::SET_VRING_KICK, &IoctlArg::Bytes(&mut bytes));
        assert_eq!(fields[1], ("fd", "-1".to_owned()));
    }

    proptest! {
        #[test]
        fn any_request_with_any_bytes_is_shown(
            request in 0..REQUESTS.len(),
            mut bytes in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            let (number, fields) = (REQUESTS[request].number, REQUESTS[request].fields.len());
            prop_assert!(decode_arg(number, &IoctlArg::Bytes(&mut bytes)).len() <= fields);
        }
    }

    #[test]
    fn numbers_are_unique() {
        let mut numbers: Vec<u32> = REQUESTS.iter().map(|request| request.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), REQUESTS.len());
    }
}
