//! Names of feature bits, as spans show them beside the hex value.

/// Bits of VHOST_GET_FEATURES with the names of the specification, without their prefixes.
pub const FEATURES: &[(u32, &str)] = &[
    (3, "MTU"),
    (5, "MAC"),
    (15, "MRG_RXBUF"),
    (16, "STATUS"),
    (17, "CTRL_VQ"),
    (22, "MQ"),
    (26, "LOG_ALL"),
    (28, "INDIRECT_DESC"),
    (29, "EVENT_IDX"),
    (32, "VERSION_1"),
    (33, "ACCESS_PLATFORM"),
    (34, "RING_PACKED"),
    (35, "IN_ORDER"),
    (36, "ORDER_PLATFORM"),
    (38, "NOTIFICATION_DATA"),
    (39, "NOTIF_CONFIG_DATA"),
    (40, "RING_RESET"),
];

/// Bits of VHOST_GET_BACKEND_FEATURES.
pub const BACKEND_FEATURES: &[(u32, &str)] = &[
    (1, "IOTLB_MSG_V2"),
    (2, "IOTLB_BATCH"),
    (3, "IOTLB_ASID"),
    (4, "SUSPEND"),
    (5, "RESUME"),
    (6, "ENABLE_AFTER_DRIVER_OK"),
    (7, "DESC_ASID"),
    (8, "IOTLB_PERSIST"),
];

/// The set bits by name, lowest first, with a space between; `bit 63` for one that has no name here.
pub fn feature_names(names: &[(u32, &str)], features: u64) -> String {
    let set = (0..64).filter(|bit| features & (1 << bit) != 0);
    let name = |bit: u32| {
        let known = names.iter().find(|&&(number, _)| number == bit);
        known.map_or_else(|| format!("bit {bit}"), |&(_, name)| name.to_owned())
    };
    set.map(name).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_bits_have_names_and_others_their_number() {
        assert_eq!(feature_names(FEATURES, 1 << 32 | 1 << 34 | 1 << 63), "VERSION_1 RING_PACKED bit 63");
        assert_eq!(feature_names(BACKEND_FEATURES, 0xe), "IOTLB_MSG_V2 IOTLB_BATCH IOTLB_ASID");
        assert_eq!(feature_names(FEATURES, 0), "");
    }
}
