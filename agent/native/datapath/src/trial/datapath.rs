//! The driver's queues on a set-up device.

use super::TrialError;
use super::config::TrialConfig;
use super::notify::{Kick, Notifier};
use crate::abi::virtio::{
    DESC_F_WRITE, F_ACCESS_PLATFORM, F_NOTIFICATION_DATA, F_VERSION_1, RX_QUEUE, TX_QUEUE,
};
use crate::device_fd::DeviceHost;
use crate::emulated::{CONTAINER_PATH, DEVICE_NAME, DoorbellKind, GROUP_PATH};
use crate::eventfd::EventFd;
use crate::memory::GuestMemory;
use crate::ring::{DriverQueue, Ring, RingLayout};
use crate::vhost_mdev::{DevicePath, VhostMdev, VringSetup};
use std::sync::Arc;

const CACHE_LINE_BYTES: usize = 64;

/// One queue: its ring, its buffers, its doorbells.
#[derive(Debug)]
pub(super) struct DatapathQueue {
    pub(super) ring: DriverQueue,
    pub(super) notifier: Notifier,
    buffers: *mut u8,
    stride: usize,
}

// SAFETY: the buffers are guest memory, which outlives the queue in `Datapath`.
unsafe impl Send for DatapathQueue {}

impl DatapathQueue {
    /// A buffer the driver holds.
    #[inline]
    pub(super) fn buffer(&mut self, number: u16) -> &mut [u8] {
        // SAFETY: `number` is below the ring size (checked where the device names it), there are that many
        // buffers of `stride` bytes, and the device does not touch those it was not handed.
        unsafe {
            std::slice::from_raw_parts_mut(self.buffers.add(usize::from(number) * self.stride), self.stride)
        }
    }
}

/// A device that is set up, and the memory and queues to drive it with.
pub(super) struct Datapath {
    pub(super) transmit: DatapathQueue,
    pub(super) receive: DatapathQueue,
    pub(super) device: VhostMdev,
    /// Kept open for the device, which rings it when a queue breaks.
    _err: EventFd,
    pub(super) memory: GuestMemory,
}

struct QueueParts {
    layout: RingLayout,
    buffers: usize,
    kick: Option<Arc<EventFd>>,
    call: Arc<EventFd>,
}

impl Datapath {
    /// Opens the device and sets both rings up; packets have up to `packet_bytes` bytes.
    pub(super) fn set_up(
        host: &dyn DeviceHost,
        config: &TrialConfig,
        packet_bytes: usize,
    ) -> Result<Self, TrialError> {
        let stride = packet_bytes.next_multiple_of(CACHE_LINE_BYTES);
        let size = u16::try_from(config.ring_size)
            .map_err(|_| TrialError::Config("ring size above 32768".to_owned()))?;
        let entries = usize::from(size);
        let mut memory = GuestMemory::new(2 * entries * (stride + 32) + 8 * 4096)?;
        let mapped = config.doorbell == DoorbellKind::Mapped;
        let mut parts = || -> Result<QueueParts, TrialError> {
            Ok(QueueParts {
                layout: RingLayout::allocate(&mut memory, size)?,
                buffers: memory.allocate(entries * stride, 4096)?,
                kick: if mapped { None } else { Some(Arc::new(EventFd::new()?)) },
                call: Arc::new(EventFd::new()?),
            })
        };
        let (receive, transmit) = (parts()?, parts()?);
        let err = EventFd::new()?;

        let path = DevicePath { container: CONTAINER_PATH, group: GROUP_PATH, name: DEVICE_NAME };
        let device = VhostMdev::open(host, path, &memory)?;
        device.own(F_VERSION_1 | F_ACCESS_PLATFORM | if mapped { F_NOTIFICATION_DATA } else { 0 })?;
        for (index, parts) in [(RX_QUEUE, &receive), (TX_QUEUE, &transmit)] {
            let (layout, kick) = (parts.layout, parts.kick.as_deref());
            device.set_vring(&VringSetup { index, layout, kick, call: &parts.call, err: &err })?;
        }
        let queue = |index, parts: QueueParts, flags| -> Result<DatapathQueue, TrialError> {
            let kick = match parts.kick {
                Some(kick) => Kick::Eventfd(kick),
                None => Kick::Page(device.doorbell_page(index)?),
            };
            let len = u32::try_from(stride).map_err(|_| TrialError::Config("frames too large".to_owned()))?;
            let iova = |number| GuestMemory::iova(parts.buffers + usize::from(number) * stride);
            Ok(DatapathQueue {
                ring: DriverQueue::new(ring(&memory, parts.layout), len, flags, iova),
                notifier: Notifier::new(index, kick, parts.call),
                buffers: memory.at(parts.buffers),
                stride,
            })
        };
        let (receive, transmit) = (queue(RX_QUEUE, receive, DESC_F_WRITE)?, queue(TX_QUEUE, transmit, 0)?);
        Ok(Self { transmit, receive, device, _err: err, memory })
    }

    /// Stops the device, reads the ring positions back, closes everything.
    pub(super) fn tear_down(self) -> Result<(), TrialError> {
        self.device.set_running(false)?;
        for index in [RX_QUEUE, TX_QUEUE] {
            self.device.vring_base(index)?;
        }
        self.device.close(&self.memory)?;
        Ok(())
    }
}

fn ring(memory: &GuestMemory, layout: RingLayout) -> Ring {
    // SAFETY: the parts were allocated in this memory at their full size and alignment, and the memory outlives
    // the ring in `Datapath`.
    unsafe { Ring::new(memory.at(layout.desc), memory.at(layout.avail), memory.at(layout.used), layout.size) }
}
