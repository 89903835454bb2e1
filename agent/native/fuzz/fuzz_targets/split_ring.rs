//! A split ring in any memory, worked by the device in any order, on a window whose outside cannot be touched.
#![no_main]

mod schedule;
mod window;

use libfuzzer_sys::fuzz_target;
use ringside_datapath::ring::SplitDevice;

fuzz_target!(|input: schedule::Input<'_>| schedule::play::<SplitDevice>(input, false));
