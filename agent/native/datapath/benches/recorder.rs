//! What recording a doorbell costs its thread, its time stamp included.
//!
//! `recorder --what recorder|clock --milliseconds N --cpu N` prints `{"eventsPerSecond": N}`. `clock` reads
//! `CLOCK_MONOTONIC` as often as it can and does nothing else: what a time stamp alone costs elsewhere.
#![expect(clippy::unwrap_used, reason = "a failed step fails the bench")]

use ringside_datapath::clock::{Clock, ClockSource};
use ringside_datapath::cpu::{pin_current_thread, raise_priority};
use ringside_datapath::trace::{Event, EventKind, EventRing};
use ringside_otlp::doorbell::Method;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Events between two looks at the time that is left; the ring holds as many, as it would between two trials.
const PORTION: u64 = 1 << 20;
const CAPACITY: usize = 1 << 21;

fn record(time: Duration) -> f64 {
    let clock = Clock::calibrated();
    let (mut ring, mut reader) = EventRing::new(CAPACITY, 2);
    let (mut spent, mut recorded) = (Duration::ZERO, 0);
    while spent < time {
        let start = Instant::now();
        for ring_index in recorded..recorded + PORTION {
            let event = Event {
                ticks: clock.now(),
                ring_index,
                batch: 1,
                queue: 1,
                kind: EventKind::Kick,
                method: Method::Mmio,
            };
            ring.record(black_box(event));
        }
        spent += start.elapsed();
        recorded += PORTION;
        ring.show();
        assert_eq!(reader.read(0, usize::MAX >> 1, |event| _ = black_box(event)) as u64, PORTION);
    }
    assert!(ring.losses().iter().all(|losses| losses.rings == 0));
    recorded as f64 / spent.as_secs_f64()
}

fn read_clock(time: Duration) -> f64 {
    let (clock, start, mut read) = (Clock::with_source(ClockSource::Monotonic), Instant::now(), 0);
    while start.elapsed() < time {
        for _ in 0..PORTION {
            black_box(clock.now());
        }
        read += PORTION;
    }
    read as f64 / start.elapsed().as_secs_f64()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let get = |name: &str, default: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).map_or(default.to_owned(), Clone::clone)
    };
    let time = Duration::from_millis(get("--milliseconds", "500").parse().unwrap());
    pin_current_thread(get("--cpu", "0").parse().unwrap());
    raise_priority();
    let rate = match get("--what", "recorder").as_str() {
        "clock" => read_clock(time),
        _ => record(time),
    };
    println!("{{\"eventsPerSecond\": {rate}}}");
}
