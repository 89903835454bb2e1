#!/bin/sh
# Ends the services of `ringside up` when `up` itself was killed and could not. It reads "add PID" and "remove PID" on
# standard input; the end of the input means that `up` is gone, because nobody else holds the other end of the pipe.
# Whatever is still listed then is stopped, the last one started first: SIGTERM, and SIGKILL three seconds later.

pids=
while read -r verb pid; do
  case $verb in
    add) pids="$pid $pids" ;;
    remove)
      rest=
      for listed in $pids; do
        [ "$listed" = "$pid" ] || rest="$rest $listed"
      done
      pids=$rest
      ;;
  esac
done

# A process that has ended but that nobody has waited for yet still has a pid; its state is Z.
lives() {
  kill -0 "$1" 2>/dev/null || return 1
  read -r stat <"/proc/$1/stat" 2>/dev/null || return 0
  case ${stat##*) } in
    Z*) return 1 ;;
  esac
}

for pid in $pids; do
  kill -TERM "$pid" 2>/dev/null
  tries=0
  while lives "$pid" && [ $tries -lt 30 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  lives "$pid" && kill -KILL "$pid" 2>/dev/null
done
exit 0
