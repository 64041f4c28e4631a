# A rehearsal: after a build all services run together once, on recorded prices, a Redis and a data folder of their own.
# What each has loaded, linked and found busy goes into its AOT cache, so that it starts fast and its first orders and
# scores do not wait for the compilers.

REHEARSAL=$BUILD/rehearsal   # scratch, and a log per service
REHEARSAL_SECONDS=25
# A test wants it to work, not to last.
[[ -z ${SUITE_JARS_ARE_FRESH:-} ]] || REHEARSAL_SECONDS=5
REHEARSAL_SPEED=10           # times the replay's pace: what the compilers take for busy
REHEARSAL_MEMORY=3000000     # KiB that must be free; else each service trains alone, by starting only

# rehearse SERVICE...: makes app.aot in the folders of these; the others take part as they are. False when it cannot be.
rehearse() {
  local service binary
  binary=$(redis_binary) && memory_is_enough || return 1
  rm -rf "$REHEARSAL"
  mkdir -p "$REHEARSAL" && mkdir -m 700 "$REHEARSAL/data" || return 1
  declare -A R_PROCESS=()
  R_TOKEN=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  R_BASE=$(free_ports 7)
  start_rehearsal "$binary" "$@"
  for service in "${SERVICES[@]}"; do
    wait_for 120 rehearsal_ready "$service" || say "  $service did not get ready; see $REHEARSAL/$service.log"
  done
  play_the_user "$((R_BASE + 1))"
  end_rehearsal "$@"
}

memory_is_enough() {
  local free
  free=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null)
  # Where nobody tells, as on macOS, there is enough.
  ((${free:-$REHEARSAL_MEMORY} >= REHEARSAL_MEMORY))
}

# free_ports N: the first of so many in a row.
free_ports() {
  local first port
  while :; do
    first=$((20000 + RANDOM % 10000))
    for ((port = first; port < first + $1; port++)); do
      ! connects 127.0.0.1 "$port" || continue 2
    done
    echo "$first"
    return
  done
}

start_rehearsal() {
  local binary=$1 service
  shift
  set -m
  printf 'bind 127.0.0.1\nport %s\nrequirepass %s\ndir "%s"\nsave ""\n' "$R_BASE" "$R_TOKEN" "$REHEARSAL" |
    "$binary" - >"$REHEARSAL/redis.log" 2>&1 5>&- &
  R_PROCESS[redis]=$!
  for service in "${SERVICES[@]}"; do
    rehearse_service "$service" " $* " >"$REHEARSAL/$service.log" 2>&1 </dev/null 5>&- &
    R_PROCESS[$service]=$!
  done
  set +m
}

rehearsal_port() { echo $((R_BASE + 1 + $(offset_of "$1"))); }

rehearse_service() {
  local service=$1 trained=$2 cache=()
  cd "${APP[$service]}" || exit 1
  if [[ $trained == *" $service "* ]]; then
    cache=(-XX:AOTCacheOutput=app.aot)
  elif [[ -e app.aot ]]; then
    cache=(-XX:AOTCache=app.aot)
  fi
  unset AKTIEN_FEED_DIR AKTIEN_BIND AKTIEN_WEBHOOK_URL AKTIEN_OTLP_ENDPOINT AKTIEN_TLS_CERT AKTIEN_TLS_KEY AKTIEN_PULSE
  export AKTIEN_DATA_DIR=$REHEARSAL/data AKTIEN_REDIS_URL=redis://:$R_TOKEN@127.0.0.1:$R_BASE AKTIEN_INSTANCE=$service-1
  export AKTIEN_FEED=replay AKTIEN_FEED_SPEED=$REHEARSAL_SPEED AKTIEN_API_TOKEN=$R_TOKEN AKTIEN_LIMITS=off
  export AKTIEN_BASE_PORT=$((R_BASE + 1))
  SERVER_PORT=$(rehearsal_port "$service")
  export SERVER_PORT
  # shellcheck disable=SC2046 # flags are words
  exec "$JAVA_HOME/bin/java" $(flags_of "$service") "${cache[@]}" -jar "$(module_of "$service").jar"
}

# One that ended is not waited for.
rehearsal_ready() { ! kill -0 "${R_PROCESS[$1]}" 2>/dev/null || http_ready "$(rehearsal_port "$1")"; }

# play_the_user PORT: somebody who watches everything and places small orders all the time.
play_the_user() {
  local port=$1 fd watcher end=$((SECONDS + REHEARSAL_SECONDS)) n=0
  { exec {fd}<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || { sleep "$REHEARSAL_SECONDS"; return; }
  {
    printf 'GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' "$port"
    printf 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer %s\r\n\r\n' "$R_TOKEN"
  } >&"$fd" 2>/dev/null
  cat <&"$fd" >/dev/null &
  watcher=$!
  sleep 0.5
  text_frame '{"type":"subscription","event":"subscribe","data":{"event_types":["*"],"snapshot":true}}' >&"$fd" 2>/dev/null
  while ((SECONDS < end)) && kill -0 "$watcher" 2>/dev/null; do
    n=$((n + 1))
    text_frame '{"type":"user","event":"place_order","correlation_id":"r-'$n'","command_id":"r-'$n'","data":{"symbol":"IBM","side":"BUY","quantity":1,"order_type":"limit","price":1.00}}' >&"$fd" 2>/dev/null
    ((n % 10)) || http_ready "$port"
    sleep 0.05
  done
  kill "$watcher" 2>/dev/null
  wait "$watcher" 2>/dev/null
  exec {fd}>&-
}

# text_frame TEXT: a WebSocket frame as clients send it, masked with zeros, 126 to 65535 bytes long or shorter.
text_frame() {
  local length=${#1} size
  if ((length < 126)); then
    printf -v size '\\x%02x' $((128 + length))
  else
    printf -v size '\\xfe\\x%02x\\x%02x' $((length / 256)) $((length % 256))
  fi
  printf "\\x81$size\\x00\\x00\\x00\\x00%s" "$1"
}

# Two at a time: writing a cache takes one core and up to 400 MiB.
end_rehearsal() {
  local service pids=() trained=" $* "
  for service in "${SERVICES[@]}"; do
    # Waited for at once, or the shell tells the user that something was killed.
    [[ $trained == *" $service "* ]] || { kill -KILL "${R_PROCESS[$service]}" && wait "${R_PROCESS[$service]}"; } 2>/dev/null
  done
  for service; do
    pids+=("${R_PROCESS[$service]}")
    kill -TERM "${R_PROCESS[$service]}" 2>/dev/null
    if ((${#pids[@]} == 2)); then
      wait_for 90 all_gone "${pids[@]}" || kill -KILL "${pids[@]}" 2>/dev/null
      pids=()
    fi
  done
  wait_for 90 all_gone "${pids[@]}" || kill -KILL "${pids[@]}" 2>/dev/null
  kill -TERM "${R_PROCESS[redis]}" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$REHEARSAL/data"
}

all_gone() {
  local pid
  for pid; do ! kill -0 "$pid" 2>/dev/null || return 1; done
}
