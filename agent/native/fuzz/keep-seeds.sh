#!/usr/bin/env bash
# Keeps what is worth keeping of what runs have found: the smallest inputs that together reach everything the corpus and
# the seeds reach become the seeds. Where they are too many, every so many of them from small to large.
#
#     agent/native/fuzz/keep-seeds.sh TARGET...
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(cd "$here/../../.." && pwd)
export PATH="$PATH:$HOME/.cargo/bin"
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/fuzz"
files_max=100
bytes_max=300000

cd "$here"
for target in "$@"; do
  corpus=$CARGO_TARGET_DIR/corpus/$target
  mkdir -p "$corpus"
  cp -n "seeds/$target"/* "$corpus/"
  cargo fuzz cmin --fuzz-dir . "$target" "$corpus" -- -max_len=4096
  find "seeds/$target" -type f -delete
  mapfile -t inputs < <(find "$corpus" -type f -printf '%s %p\n' | sort -n)
  bytes=0 step=$(((${#inputs[@]} + files_max - 1) / files_max))
  for ((at = 0; at < ${#inputs[@]}; at += step)); do
    read -r size file <<<"${inputs[at]}"
    ((bytes += size, bytes <= bytes_max)) || break
    cp "$file" "seeds/$target/"
  done
  printf '%s: %d seeds\n' "$target" "$(find "seeds/$target" -type f | wc -l)"
done
