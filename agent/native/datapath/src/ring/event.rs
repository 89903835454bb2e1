//! Notification by position (virtio 1.4, 2.7.10 and 2.8.10).

/// Whether an index that moved from `old` to `new` passed `event`, so that the other side wants to be notified.
#[inline]
pub(super) fn passed(event: u16, new: u16, old: u16) -> bool {
    new.wrapping_sub(event).wrapping_sub(1) < new.wrapping_sub(old)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_event_is_passed_exactly_when_it_lies_in_what_was_added(old in any::<u16>(), added in 0u16..=32768, event in any::<u16>()) {
            let new = old.wrapping_add(added);
            let inside = (0..added).any(|step| old.wrapping_add(step) == event);
            prop_assert_eq!(passed(event, new, old), inside);
        }
    }
}
