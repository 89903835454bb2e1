//! A ring in a window, a device on it, and a driver that writes whatever it wants.

use crate::window::{WINDOW_BYTES, Window};
use arbitrary::Arbitrary;
use ringside_datapath::ring::{Certainty, DeviceRing, RingFeatures, RingParts, Taken};
use std::sync::LazyLock;

static WINDOW: LazyLock<Window> = LazyLock::new(Window::map);

/// Steps that are run of an input.
const STEPS_MAX: usize = 256;
/// Bytes that are touched of a chain; a table may name the whole window thousands of times.
const TOUCHED_MAX: u64 = 4 * WINDOW_BYTES as u64;

#[derive(Arbitrary, Debug)]
pub(crate) struct Input<'a> {
    log_size: u8,
    event_idx: bool,
    in_order: bool,
    indirect: bool,
    base: u32,
    /// What stands in the window at the start: descriptors first, then the driver's and the device's part, tables.
    memory: &'a [u8],
    steps: Vec<Step<'a>>,
}

#[derive(Arbitrary, Debug)]
enum Step<'a> {
    Write(u16, &'a [u8]),
    Pop,
    Untake,
    Push(u32),
    Publish,
    SetKicks(bool),
    Announce(u16),
    Look,
    Move,
}

struct World<V> {
    parts: RingParts,
    features: RingFeatures,
    device: V,
    held: Vec<Taken>,
    untakable: bool,
}

/// Everything stands densely in the window, the device's part at its end.
fn parts(size: u16, packed: bool) -> RingParts {
    let entries = usize::from(size);
    let (desc, avail) = (0, 16 * entries);
    let used_bytes = if packed { 4 } else { (6 + 8 * entries).next_multiple_of(4) };
    let at = |offset| WINDOW.at(offset);
    RingParts { desc: at(desc), avail: at(avail), used: at(WINDOW_BYTES - used_bytes), size }
}

pub(crate) fn play<V: DeviceRing>(input: Input<'_>, packed: bool) {
    WINDOW.clear();
    WINDOW.write(0, input.memory);
    let size = 1 << (input.log_size % 9);
    let Input { event_idx, in_order, indirect, .. } = input;
    let features = RingFeatures { packed, event_idx, in_order, indirect };
    let parts = parts(size, packed);
    let device = V::new(parts, features, input.base);
    let mut world = World { parts, features, device, held: Vec::new(), untakable: false };
    for step in input.steps.into_iter().take(STEPS_MAX) {
        world.step(step);
    }
}

impl<V: DeviceRing> World<V> {
    fn step(&mut self, step: Step<'_>) {
        match step {
            Step::Write(offset, bytes) => WINDOW.write(usize::from(offset), bytes),
            Step::Pop => self.pop(),
            Step::Untake => {
                if let Some(taken) = self.held.pop_if(|_| self.untakable) {
                    self.device.untake(&taken);
                }
                self.untakable = false;
            }
            Step::Push(written) => {
                if let Some(taken) = self.held.pop() {
                    self.device.push_used(taken.token, written);
                }
                self.untakable = false;
            }
            Step::Publish => {
                self.device.publish();
                let _ = self.device.driver_wants_call(Certainty::Glance);
                let _ = self.device.driver_wants_call(Certainty::Sure);
                let _ = self.device.take_batch();
            }
            Step::SetKicks(wanted) => self.device.set_kicks(wanted),
            Step::Announce(notification) => {
                let position = self.device.position_of(notification, self.device.position());
                let _ = self.device.announce(position);
            }
            Step::Look => {
                let _ = (self.device.has_chain(), self.device.published_by_driver());
            }
            // With another start the chains that are held mean nothing any more.
            Step::Move => {
                self.device.publish();
                self.held.clear();
                self.device = V::new(self.parts, self.features, self.device.base());
            }
        }
    }

    fn pop(&mut self) {
        // A device holds no more chains than its ring has descriptors.
        if self.held.len() >= usize::from(self.parts.size) {
            return;
        }
        let mut rest = Vec::new();
        match self.device.pop(&*WINDOW, &mut rest) {
            Ok(Some(taken)) => {
                assert_eq!(taken.more as usize, rest.len());
                let mut left = TOUCHED_MAX;
                for segment in std::iter::once(&taken.first).chain(&rest) {
                    left = left.saturating_sub(u64::from(segment.len));
                    if left > 0 {
                        WINDOW.touch(segment);
                    }
                }
                self.held.push(taken);
                self.untakable = true;
            }
            Ok(None) | Err(_) => assert!(rest.is_empty(), "a chain that was not taken left something behind"),
        }
    }
}
