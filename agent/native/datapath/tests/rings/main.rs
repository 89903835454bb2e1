//! Both ring formats from outside: through the traits, against hostile memory, against rust-vmm's `virtio-queue`, and
//! against an executable model of the packed ring's specification.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod announced;
mod bed;
mod differential;
mod errors;
mod hostile;
mod interleavings;
mod packed_against_model;
mod packed_model;
mod sides;
mod suppression;
