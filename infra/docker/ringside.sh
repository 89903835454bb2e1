#!/bin/sh
# The command, as whoever started the stack: with the admin token that the controller wrote at its first start. Where someone
# has removed it, RINGSIDE_TOKEN is what is given.
#
#     docker compose run --rm ringside run bench/suites/demo.yaml
set -eu
file=/var/lib/ringside/controller/admin.token
if [ -z "${RINGSIDE_TOKEN:-}" ] && [ -r "$file" ]; then
  RINGSIDE_TOKEN=$(cat "$file")
  export RINGSIDE_TOKEN
fi
exec /opt/ringside/cli/bin/ringside "$@"
