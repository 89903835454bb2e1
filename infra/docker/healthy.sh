#!/bin/bash
# Whether http://127.0.0.1:PORT/PATH answers 200 within three seconds; for health checks of images that have no HTTP client.
#
#     healthy PORT PATH
set -u
timeout 3 bash -c '
  exec 3<>"/dev/tcp/127.0.0.1/$1" && printf "GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" "$2" >&3 && read -r _ status _ <&3 &&
    [ "$status" = 200 ]' healthy "$1" "$2" 2>/dev/null
