#!/usr/bin/env bash
# Keeps what is worth keeping of what runs have found: the smallest inputs that together reach everything the corpus and
# the seeds reach become the seeds, if they are at most 200 files of 500 KB together, and otherwise the smallest 200.
#
#     agent/native/fuzz/keep-seeds.sh TARGET...
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(cd "$here/../../.." && pwd)
export PATH="$PATH:$HOME/.cargo/bin"
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/fuzz"
files_max=200
bytes_max=500000

cd "$here"
for target in "$@"; do
  corpus=$CARGO_TARGET_DIR/corpus/$target
  mkdir -p "$corpus"
  cp -n "seeds/$target"/* "$corpus/"
  cargo fuzz cmin --fuzz-dir . "$target" "$corpus" -- -max_len=4096
  find "seeds/$target" -type f -delete
  bytes=0
  while read -r size file; do
    ((bytes += size, bytes <= bytes_max)) || break
    cp "$file" "seeds/$target/"
  done < <(find "$corpus" -type f -printf '%s %p\n' | sort -n | head -n "$files_max")
  printf '%s: %d seeds\n' "$target" "$(find "seeds/$target" -type f | wc -l)"
done
