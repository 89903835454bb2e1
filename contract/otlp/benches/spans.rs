//! Time per doorbell span: encoding, decoding, and writing the ClickHouse block. `cargo bench -p ringside-otlp`.
//!
//! Prints one line a step, with the best and the median of the rounds. `--encode --milliseconds N` encodes for that long
//! on one thread and prints `{"spansPerSecond": N}`.

use ringside_otlp::{
    Encoding, decode_traces,
    doorbell::{BatchHeader, Direction, DoorbellSpan, Method, encode},
};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

const SPANS: u32 = 100_000;
const ROUNDS: usize = 21;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--encode", "--milliseconds", milliseconds] => match milliseconds.parse() {
            Ok(milliseconds) => encode_for(Duration::from_millis(milliseconds)),
            Err(error) => eprintln!("--milliseconds is '{milliseconds}' ({error}); expected a whole number"),
        },
        _ => all_steps(),
    }
}

fn encode_for(time: Duration) {
    let (header, mut body, mut spans) = (header(), Vec::new(), 0);
    let start = Instant::now();
    while start.elapsed() < time {
        body.clear();
        spans += encode(&header, (0..SPANS).map(doorbell), &mut body);
        black_box(&body);
    }
    println!("{{\"spansPerSecond\": {}}}", spans as f64 / start.elapsed().as_secs_f64());
}

fn header() -> BatchHeader {
    let text = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    BatchHeader {
        trace_id: [7; 16],
        resource: vec![
            text("service.name", "ringside-agent"),
            text("host.name", "bench-1"),
            text("host.arch", "amd64"),
        ],
        scope: vec![
            text("bench.run.id", "r-7k2m9q4x1c"),
            text("vhost.backend", "mapped"),
            text("bench.trial.index", "3"),
        ],
    }
}

fn all_steps() {
    let header = header();
    let mut body = Vec::new();
    measure("encode", || {
        body.clear();
        encode(&header, (0..SPANS).map(doorbell), &mut body)
    });
    println!("{:>12} {:7.1} bytes a span", "", body.len() as f64 / f64::from(SPANS));
    measure("decode", || {
        decode_traces(&body, Encoding::Protobuf).map(|columns| columns.len()).unwrap_or_default()
    });
    let Ok(columns) = decode_traces(&body, Encoding::Protobuf) else { return };
    measure("to_native", || columns.to_native().len());
    println!("{:>12} {:7.1} bytes a span", "", columns.to_native().len() as f64 / f64::from(SPANS));
}

fn doorbell(i: u32) -> DoorbellSpan {
    let start_unix_ns = 1_790_000_000_000_000_000 + u64::from(i) * 1_700;
    let kick = i.is_multiple_of(2);
    DoorbellSpan {
        span_id: (u64::from(i) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes(),
        parent_span_id: [3; 8],
        direction: if kick { Direction::Kick } else { Direction::Call },
        method: if kick { Method::Mmio } else { Method::Eventfd },
        queue: (i % 2) as u16,
        ring_index: u64::from(i) * 32,
        batch: 32,
        start_unix_ns,
        end_unix_ns: start_unix_ns + 400 + u64::from(i % 700),
        observed: !i.is_multiple_of(64),
        outlier: None,
    }
}

fn measure(step: &str, mut run: impl FnMut() -> usize) {
    let mut ns: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64() * 1e9 / f64::from(SPANS)
        })
        .collect();
    ns.sort_by(f64::total_cmp);
    println!(
        "{step:>12} {:7.1} ns a span at best, {:7.1} in the median of {ROUNDS} rounds",
        ns[0],
        ns[ROUNDS / 2]
    );
}
