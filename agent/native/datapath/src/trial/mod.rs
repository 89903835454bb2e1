//! One trial: set-up, warm-up, measurement, tear-down on a fresh device, and what was counted.

mod collect;
mod config;
mod datapath;
mod doorbell_export;
mod driver;
mod notify;
mod outcome;
mod phases;
mod run;
mod tracing;

pub use config::{Direction, Frames, Schedule, TrialConfig, Workload};
pub use doorbell_export::{Exported, PhaseSpanIds};
pub use outcome::{
    CyclesPerPacket, DoorbellSummary, DoorbellTotals, LatencySummary, PhaseRecord, QueueOutcome, TrialOutcome,
};
pub use run::{Trial, TrialError};

/// The phases of a trial, in order.
pub mod phase {
    /// Opening and setting up the device.
    pub const SETUP: &str = "setup";
    /// Load that is not counted.
    pub const WARMUP: &str = "warmup";
    /// Load that is.
    pub const MEASURE: &str = "measure";
    /// Stopping and closing the device.
    pub const TEARDOWN: &str = "teardown";
}
