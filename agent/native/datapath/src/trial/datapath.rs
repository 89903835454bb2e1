//! The driver's queues on a set-up device.

use super::TrialError;
use super::config::{Direction, TrialConfig};
use super::notify::{Kick, Notifier};
use crate::abi::virtio::{F_ACCESS_PLATFORM, F_NOTIFICATION_DATA, F_VERSION_1, NET_F_MRG_RXBUF};
use crate::counters::QueueCounters;
use crate::device_fd::DeviceHost;
use crate::emulated::{CONTAINER_PATH, DEVICE_NAME, Dialect, DoorbellKind, GROUP_PATH, VDPA_PATH};
use crate::eventfd::EventFd;
use crate::memory::{GuestMemory, MemoryShortage};
use crate::prefetch::{packets_ahead, prefetch_to_read, prefetch_to_write};
use crate::ring::{BufferLayout, Buffers, DriverRing, RingFeatures, RingLayout};
use crate::vhost_device::{DevicePath, VhostDevice, VringSetup, open};
use std::sync::Arc;

const CACHE_LINE_BYTES: usize = 64;
/// Transmit buffers stand close together: a 64-byte packet then takes 1.25 cache lines instead of 2. Only where one
/// batch ends and the next begins do the two sides touch one line.
const DENSE_BYTES: usize = 16;
/// Bytes of a receive buffer where packets may take several: the size that drivers commonly use.
const MERGEABLE_BUFFER_BYTES: usize = 2048;
/// Where a packed ring begins: slot 0 and wrap counter 1, for available and used descriptors (virtio 1.4, 2.8.1).
const PACKED_BASE: u32 = 0x8000_8000;

/// One queue: its ring, its buffers, its doorbells.
#[derive(Debug)]
#[repr(align(128))]
pub(super) struct DatapathQueue<R> {
    pub(super) ring: R,
    pub(super) notifier: Notifier,
    pub(super) counters: QueueCounters,
    buffers: *mut u8,
    pub(super) stride: usize,
    /// Buffers asked for ahead.
    ahead: usize,
}

// SAFETY: the buffers are guest memory, which outlives the queue in `Datapath`.
unsafe impl<R: Send> Send for DatapathQueue<R> {}

impl<R: DriverRing> DatapathQueue<R> {
    /// A buffer the driver holds.
    #[inline]
    pub(super) fn buffer(&mut self, number: u16) -> &mut [u8] {
        let start = self.buffers.wrapping_add(usize::from(number) * self.stride);
        // SAFETY: `number` is below the ring's buffers (checked where the device names it), there are that many of
        // `stride` bytes, and the device does not touch those it was not handed.
        unsafe { std::slice::from_raw_parts_mut(start, self.stride) }
    }

    /// Asks the caches for a buffer that will be written some packets later.
    #[inline(always)]
    pub(super) fn prefetch_free(&self) {
        if let Some(number) = self.ring.peek_free(self.ahead) {
            prefetch_to_write(self.buffers.wrapping_add(usize::from(number) * self.stride), self.stride);
        }
    }

    /// Buffers to ask for ahead.
    #[inline]
    pub(super) fn ahead(&self) -> usize {
        self.ahead
    }

    /// Asks the caches for what the device wrote.
    #[inline(always)]
    pub(super) fn prefetch_used(&self, number: u16, bytes: u32) {
        prefetch_to_read(self.buffers.wrapping_add(usize::from(number) * self.stride), bytes as usize);
    }

    /// Bytes a buffer is offered with.
    #[inline]
    pub(super) fn buffer_len(&self) -> u32 {
        u32::try_from(self.stride).unwrap_or(u32::MAX)
    }
}

/// The two queues of a pair.
#[derive(Debug)]
pub(super) struct Pair<R> {
    pub(super) receive: DatapathQueue<R>,
    pub(super) transmit: DatapathQueue<R>,
}

/// A device that is set up, and the memory and queues to drive it with.
pub(super) struct Datapath<R> {
    pub(super) pairs: Vec<Pair<R>>,
    pub(super) device: Box<dyn VhostDevice>,
    /// Kept open for the device, which rings it when a queue breaks.
    _err: EventFd,
    pub(super) memory: GuestMemory,
}

/// What each of a trial's queues is made of.
struct Plan {
    ring_size: u16,
    features: RingFeatures,
    /// Layout, and bytes of a buffer, of receive and transmit queues.
    receive: (BufferLayout, usize),
    transmit: (BufferLayout, usize),
    mapped: bool,
}

struct QueueParts {
    layout: RingLayout,
    buffers: Buffers,
    offset: usize,
    kick: Option<Arc<EventFd>>,
    call: Arc<EventFd>,
}

impl Plan {
    fn new(config: &TrialConfig, packet_bytes: usize) -> Result<Self, TrialError> {
        let ring_size = u16::try_from(config.ring_size)
            .map_err(|_| TrialError::Config("ring size above 32768".to_owned()))?;
        let received = match config.direction {
            Direction::Oneway => CACHE_LINE_BYTES,
            _ if config.mergeable => MERGEABLE_BUFFER_BYTES,
            _ => packet_bytes,
        };
        Ok(Self {
            ring_size,
            features: config.ring_features(),
            receive: (BufferLayout::Single, received.next_multiple_of(DENSE_BYTES)),
            transmit: (config.layout, packet_bytes.next_multiple_of(DENSE_BYTES)),
            mapped: config.doorbell == DoorbellKind::Mapped,
        })
    }

    /// Bytes of guest memory for all pairs, with room for aligning each part.
    fn bytes(&self, pairs: u16) -> usize {
        let buffers = self.receive.1 + self.transmit.1;
        // Descriptors, entries of both rings and a table, for each of the two queues.
        let per_entry = 2 * (16 + 2 + 8 + 32);
        usize::from(pairs) * (usize::from(self.ring_size) * (buffers + per_entry) + 8 * 4096)
    }

    fn parts(&self, memory: &mut GuestMemory, writable: bool) -> Result<QueueParts, TrialError> {
        let (layout, bytes) = if writable { self.receive } else { self.transmit };
        let stride = u32::try_from(bytes).map_err(|_| TrialError::Config("frames too large".to_owned()))?;
        let ring = RingLayout::allocate(memory, self.ring_size, self.features.packed)?;
        let (buffers, offset) = Buffers::new(memory, layout, writable, self.ring_size, stride)?;
        let kick = if self.mapped { None } else { Some(Arc::new(EventFd::new()?)) };
        Ok(QueueParts { layout: ring, buffers, offset, kick, call: Arc::new(EventFd::new()?) })
    }
}

impl<R: DriverRing> Datapath<R> {
    /// Opens the device and sets all rings up; packets have up to `packet_bytes` bytes.
    pub(super) fn set_up(
        host: &dyn DeviceHost,
        config: &TrialConfig,
        packet_bytes: usize,
    ) -> Result<Self, TrialError> {
        let plan = Plan::new(config, packet_bytes)?;
        let mut memory = GuestMemory::new(MemoryShortage::check(plan.bytes(config.queue_pairs))?)?;
        let mut queues = Vec::new();
        for index in 0..2 * config.queue_pairs {
            queues.push((index, plan.parts(&mut memory, index % 2 == 0)?));
        }
        let err = EventFd::new()?;

        let path = match config.dialect {
            Dialect::VhostMdev => {
                DevicePath::VhostMdev { container: CONTAINER_PATH, group: GROUP_PATH, name: DEVICE_NAME }
            }
            Dialect::VhostVdpa => DevicePath::VhostVdpa { path: VDPA_PATH },
        };
        let device = open(host, path, &memory)?;
        let bit = |on: bool, bit: u64| if on { bit } else { 0 };
        device.own(
            F_VERSION_1
                | F_ACCESS_PLATFORM
                | plan.features.bits()
                | bit(plan.mapped, F_NOTIFICATION_DATA)
                | bit(config.mergeable, NET_F_MRG_RXBUF),
        )?;
        let base = if plan.features.packed { PACKED_BASE } else { 0 };
        for (index, parts) in &queues {
            let (layout, kick) = (parts.layout, parts.kick.as_deref());
            device.set_vring(&VringSetup {
                index: *index,
                layout,
                base,
                log: None,
                kick,
                call: &parts.call,
                err: &err,
            })?;
        }
        let mut made = Vec::new();
        for (index, parts) in queues {
            made.push(queue(&*device, &memory, index, parts, plan.features)?);
        }
        let mut made = made.into_iter();
        let pairs =
            std::iter::from_fn(|| Some(Pair { receive: made.next()?, transmit: made.next()? })).collect();
        Ok(Self { pairs, device, _err: err, memory })
    }

    /// Stops the device, reads the ring positions back, closes everything.
    pub(super) fn tear_down(self) -> Result<(), TrialError> {
        self.device.set_running(false)?;
        for index in (0u16..).take(2 * self.pairs.len()) {
            self.device.vring_base(index)?;
        }
        self.device.close(&self.memory)?;
        Ok(())
    }
}

fn queue<R: DriverRing>(
    device: &dyn VhostDevice,
    memory: &GuestMemory,
    index: u16,
    parts: QueueParts,
    features: RingFeatures,
) -> Result<DatapathQueue<R>, TrialError> {
    let kick = match parts.kick {
        Some(kick) => Kick::Eventfd(kick),
        None => Kick::Page(device.doorbell_page(index)?),
    };
    Ok(DatapathQueue {
        ring: R::new(parts.layout.parts(memory), features, &parts.buffers),
        notifier: Notifier::new(index, kick, parts.call),
        counters: QueueCounters::default(),
        buffers: memory.at(parts.offset),
        stride: parts.buffers.stride as usize,
        ahead: packets_ahead(parts.buffers.stride as usize),
    })
}
