//! Doorbells as OTLP spans.

/// Who rang: the driver (kick) or the device (call).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Driver to device; span `doorbell.kick`.
    Kick,
    /// Device to driver; span `doorbell.call`.
    Call,
}

/// How it was rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A write to an eventfd.
    Eventfd,
    /// A store to a mapped doorbell page.
    Mmio,
}

/// One doorbell, from the ring to its observation by the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoorbellSpan {
    /// Unique within the trace and not zero.
    pub span_id: [u8; 8],
    /// The span of the phase it rang in.
    pub parent_span_id: [u8; 8],
    /// Who rang.
    pub direction: Direction,
    /// How.
    pub method: Method,
    /// Index of the virtqueue.
    pub queue: u16,
    /// Ring index published when it was rung, free running.
    pub ring_index: u64,
    /// Buffers published since the last ring.
    pub batch: u32,
    /// When it was rung, Unix ns.
    pub start_unix_ns: u64,
    /// When the other side had seen it, or when the ring returned if it never was; Unix ns.
    pub end_unix_ns: u64,
    /// Whether the other side was seen to notice it.
    pub observed: bool,
}

/// What every doorbell of a batch shares; sent once a batch.
#[derive(Clone, Debug, Default)]
pub struct BatchHeader {
    /// Trace of the run.
    pub trace_id: [u8; 16],
    /// OTLP resource attributes (`service.name`, `host.name`, ...).
    pub resource: Vec<(String, String)>,
    /// OTLP scope attributes (`bench.run.id`, `vhost.backend`, ...).
    pub scope: Vec<(String, String)>,
}
