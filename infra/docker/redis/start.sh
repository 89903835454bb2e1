#!/bin/sh
# Starts Redis with the passwords of its environment: REDIS_PASSWORD of the controller, REDIS_COLLECTOR_PASSWORD of a user who
# may only ask how Redis is. Agents have users that the controller makes.
#
#     start.sh FILE [--OPTION VALUE ...]     FILE: redis.conf
set -eu
: "${REDIS_PASSWORD:?is not set; it is in the file that npm run compose:setup writes}"
: "${REDIS_COLLECTOR_PASSWORD:?is not set; it is in the file that npm run compose:setup writes}"
exec redis-server "$@" - <<END
requirepass $REDIS_PASSWORD
user collector on resetkeys resetchannels -@all +@connection +info >$REDIS_COLLECTOR_PASSWORD
END
