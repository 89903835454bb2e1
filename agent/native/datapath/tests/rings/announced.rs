//! Positions that doorbells carry (VIRTIO_F_NOTIFICATION_DATA) take the place of the index.

use crate::bed::{STRIDE, Shape};
use crate::sides::Sides;
use ringside_datapath::ring::{DeviceRing, QueueError, Segment, SplitDevice, SplitDriver};

/// Split rings whose driver rings for every position.
fn shapes() -> impl Iterator<Item = Shape> {
    Shape::all(8).filter(|shape| !shape.features.packed && !shape.features.event_idx)
}

/// `count` chains published, and none announced.
fn published(shape: Shape, count: usize) -> Sides<SplitDriver, SplitDevice> {
    let mut sides = Sides::new(shape);
    for _ in 0..count {
        sides.hold();
        sides.offer(STRIDE);
    }
    sides.driver_publishes();
    sides
}

fn takes(sides: &mut Sides<SplitDriver, SplitDevice>) -> usize {
    let (window, mut rest) = (sides.bed.window(), Vec::<Segment>::new());
    std::iter::from_fn(|| sides.device.pop(&window, &mut rest).unwrap()).count()
}

#[test]
fn what_was_announced_is_taken_and_no_more() {
    for shape in shapes() {
        let mut sides = published(shape, 3);
        sides.device.announce(2).unwrap();
        assert_eq!((takes(&mut sides), sides.device.has_chain()), (2, Ok(false)), "{shape:?}");
        sides.device.announce(3).unwrap();
        assert_eq!((takes(&mut sides), sides.device.has_chain()), (1, Ok(false)), "{shape:?}");
    }
}

#[test]
fn a_position_that_no_driver_can_have_reached_is_refused() {
    for shape in shapes() {
        let (mut sides, size) = (published(shape, 1), shape.size);
        let error = QueueError::IndexJump { by: size + 1, size };
        assert_eq!(sides.device.announce(u64::from(size) + 1), Err(error));
        assert_eq!(takes(&mut sides), 1);
    }
}

#[test]
fn regression_a_doorbell_older_than_what_was_taken_makes_nothing_of_the_ring_available_again() {
    for shape in shapes() {
        let mut sides = published(shape, 2);
        assert_eq!(takes(&mut sides), 2);
        sides.device.announce(1).unwrap();
        assert_eq!((takes(&mut sides), sides.device.base()), (0, 2), "{shape:?}");
    }
}

#[test]
fn regression_what_was_announced_to_nobody_is_found_once_the_ring_looks_by_itself() {
    for shape in shapes() {
        let mut sides = published(shape, 3);
        sides.device.announce(1).unwrap();
        assert_eq!(takes(&mut sides), 1, "{shape:?}");
        sides.device.look_freely();
        assert_eq!((sides.device.has_chain(), takes(&mut sides)), (Ok(true), 2), "{shape:?}");
    }
}
