//! Names and argument layouts of requests: what makes an ioctl span readable.

use super::bytes::{get_u32, get_u64};
use super::{vfio, vhost};
use crate::device_fd::IoctlArg;

/// How an argument's field is written in a span.
#[derive(Clone, Copy)]
enum Field {
    /// The argument itself, passed by value.
    Value,
    U32(usize),
    /// File descriptors are signed.
    I32(usize),
    U64(usize),
    Hex32(usize),
    Hex64(usize),
    Text,
}

struct Request {
    number: u32,
    name: &'static str,
    fields: &'static [(&'static str, Field)],
}

const STATE: &[(&str, Field)] = &[("index", Field::U32(0)), ("num", Field::U32(4))];
const FILE: &[(&str, Field)] = &[("index", Field::U32(0)), ("fd", Field::I32(4))];
const FEATURES: &[(&str, Field)] = &[("features", Field::Hex64(0))];
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
    vhost::GET_FEATURES as "VHOST_GET_FEATURES": FEATURES;
    vhost::SET_FEATURES as "VHOST_SET_FEATURES": FEATURES;
    vhost::SET_OWNER as "VHOST_SET_OWNER": &[];
    vhost::SET_VRING_NUM as "VHOST_SET_VRING_NUM": STATE;
    vhost::SET_VRING_ADDR as "VHOST_SET_VRING_ADDR":
        &[("index", Field::U32(0)), ("flags", Field::Hex32(4)), ("desc", Field::Hex64(8)), ("used", Field::Hex64(16)),
          ("avail", Field::Hex64(24)), ("log", Field::Hex64(32))];
    vhost::SET_VRING_BASE as "VHOST_SET_VRING_BASE": STATE;
    vhost::GET_VRING_BASE as "VHOST_GET_VRING_BASE": STATE;
    vhost::SET_VRING_KICK as "VHOST_SET_VRING_KICK": FILE;
    vhost::SET_VRING_CALL as "VHOST_SET_VRING_CALL": FILE;
    vhost::SET_VRING_ERR as "VHOST_SET_VRING_ERR": FILE;
    vhost::MDEV_SET_STATE as "VHOST_MDEV_SET_STATE": &[("state", Field::U64(0))];
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
        (Field::U32(at), IoctlArg::Bytes(bytes)) => Some(get_u32(bytes, at)?.to_string()),
        (Field::I32(at), IoctlArg::Bytes(bytes)) => Some(get_u32(bytes, at)?.cast_signed().to_string()),
        (Field::U64(at), IoctlArg::Bytes(bytes)) => Some(get_u64(bytes, at)?.to_string()),
        (Field::Hex32(at), IoctlArg::Bytes(bytes)) => Some(format!("0x{:x}", get_u32(bytes, at)?)),
        (Field::Hex64(at), IoctlArg::Bytes(bytes)) => Some(format!("0x{:x}", get_u64(bytes, at)?)),
        (Field::Text, IoctlArg::Bytes(bytes)) => {
            let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
            Some(String::from_utf8_lossy(&bytes[..end]).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn numbers_are_unique() {
        let mut numbers: Vec<u32> = REQUESTS.iter().map(|request| request.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), REQUESTS.len());
    }
}
