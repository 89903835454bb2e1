#!/usr/bin/env bash
# Fuzzes for SECONDS each target, or those that are named, with AddressSanitizer:
#
#     agent/native/fuzz/run.sh SECONDS [TARGET...]
#
# Begins with what earlier runs found (target/fuzz/corpus) and with the seeds. An input that makes a target fail is left
# in target/fuzz/artifacts; the output says how to run it again. Needs cargo-fuzz and a C++ compiler.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(cd "$here/../../.." && pwd)
export PATH="$PATH:$HOME/.cargo/bin"
# The sanitizer is part of the stable compiler, but only switched on by this.
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/fuzz"

die() {
  printf 'run.sh: %s\n' "$1" >&2
  exit 2
}

[[ ${1-} =~ ^[1-9][0-9]*$ ]] || die "seconds are '${1-}', expected a whole number above 0: run.sh SECONDS [TARGET...]"
command -v cargo-fuzz >/dev/null || die 'cargo-fuzz is not installed: cargo install --locked cargo-fuzz --version 0.13.2'
seconds=$1
shift
cd "$here"
known=$(cargo fuzz list --fuzz-dir .)
targets=("$@")
((${#targets[@]} > 0)) || mapfile -t targets <<<"$known"
for target in "${targets[@]}"; do
  grep -qx -- "$target" <<<"$known" || die "no target '$target', expected one of: ${known//$'\n'/ }"
done

cargo fuzz build --fuzz-dir .
for target in "${targets[@]}"; do
  corpus=$CARGO_TARGET_DIR/corpus/$target
  artifacts=$CARGO_TARGET_DIR/artifacts/$target
  mkdir -p "$corpus" "$artifacts"
  printf '\n== %s for %d s\n' "$target" "$seconds"
  # Frames and rings need no more bytes than this; what is written on every new path, and the words that libFuzzer would put into a
  # dictionary, would be thousands of lines.
  cargo fuzz run --fuzz-dir . "$target" "$corpus" "seeds/$target" -- -max_total_time="$seconds" -max_len=4096 \
    -artifact_prefix="$artifacts/" -print_final_stats=1 -verbosity=0 2>&1 | grep -v -E '# Uses: |ecommended dictionary'
done
