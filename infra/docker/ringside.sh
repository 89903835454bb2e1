#!/bin/sh
# The command, as whoever started the stack: with the admin token that the controller wrote at its first start
# (RINGSIDE_TOKEN_FILE). Where someone has removed it, RINGSIDE_TOKEN is what is given.
#
#     docker compose run --rm ringside run bench/suites/demo.yaml
set -eu
if [ -z "${RINGSIDE_TOKEN:-}" ] && [ -r "${RINGSIDE_TOKEN_FILE:-}" ]; then
  RINGSIDE_TOKEN=$(cat "$RINGSIDE_TOKEN_FILE")
  export RINGSIDE_TOKEN
fi
exec "$(dirname "$0")/../../cli/bin/ringside" "$@"
