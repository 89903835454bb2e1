//! What a vhost device and the way to it answer, request by request: numbers, layouts, order of checks, errnos.
//!
//! The subject is the emulation unless the environment points at a kernel:
//!
//! - `RINGSIDE_CONFORMANCE_HOST=kernel`
//! - `RINGSIDE_CONFORMANCE_PROFILE`: `5.3`, `6.1` or `6.12` (the default, and what the emulation answers as)
//! - `RINGSIDE_CONFORMANCE_GROUP` and `RINGSIDE_CONFORMANCE_NAME`: group file and UUID of a vhost-mdev device
//! - `RINGSIDE_CONFORMANCE_VDPA`: a vhost-vdpa device's file
//!
//! A kernel with only one of the two runs that one's cases: `cargo test --test conformance vhost_vdpa`. Cases of
//! what only an emulation can do are in `emulated`, those where it is stricter in `emulated_checks`.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod emulated;
mod emulated_checks;
mod logging;
mod mdev;
mod messages;
mod packed_ring;
mod rings;
mod rings_packed;
mod split_ring;
mod subject;
mod vdpa;
mod vfio_container;
mod vfio_group;
mod vhost_mdev;
mod vhost_mdev_state;
mod vhost_vdpa;
mod vhost_vdpa_status;
