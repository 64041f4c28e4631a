# The supervisor: starts every process, says when each is ready, starts again what dies, and stops all in order.
#
#   starting --ready--> ready --dies--> waiting --back-off over--> starting
#                         \--restart asked--> stopping --gone--> starting
#
# Redis is one instance among the others, started first and stopped last.

START_BOUND=180000   # ms until the whole suite must be ready
STOP_BOUND=25000     # ms a service may take to end; Spring gives its requests 20 s
REDIS_STOP_BOUND=10000
LOG_LIMIT=$((10 * 1024 * 1024))

INSTANCE=() SERVICE=() PORT=() PID=() STATE=() SINCE=() DUE=() FAILS=()
ASKED_TO_STOP=0
ALL_READY=""
FOLLOWER=""

supervise() {
  umask 077
  mkdir -p "$RUN" "$LOGS"
  exec 9>"$RUN/lock"
  flock -n 9 || die "another suite starts on $DATA at this moment"
  write_record supervisor $$ "$(birth $$)" "$BASE_PORT" starting
  trap 'asked_to_stop' INT TERM HUP
  # A probe that is cut off in the middle must not end us.
  trap '' PIPE
  rm -f "$RUN/control"
  mkfifo "$RUN/control"
  exec 7<>"$RUN/control"
  note_door
  prepare_redis
  check_ports
  plan
  now_ms
  BEGAN=$NOW
  local i
  for i in "${!INSTANCE[@]}"; do
    ((ASKED_TO_STOP)) && break
    start "$i"
    [[ ${SERVICE[i]} != redis ]] || wait_for 30 redis_settled || fail "Redis did not start" "$i"
  done
  watch
  stop_all
}

asked_to_stop() {
  ASKED_TO_STOP=$((ASKED_TO_STOP + 1))
}

plan() {
  local service k
  [[ -z $REDIS_BINARY ]] || plan_instance redis redis "$REDIS_PORT"
  for service in "${SERVICES[@]}"; do
    for ((k = 1; k <= ${SCALE[$service]:-1}; k++)); do
      plan_instance "$service" "$service-$k" $((BASE_PORT + $(offset_of "$service") + 100 * (k - 1)))
    done
  done
}

plan_instance() {
  SERVICE+=("$1") INSTANCE+=("$2") PORT+=("$3") PID+=("") STATE+=(waiting) SINCE+=(0) DUE+=(0) FAILS+=(0)
}

# Each process gets a group of its own (set -m), or Ctrl-C in a terminal would end Redis before the services.
start() {
  local i=$1 log=$LOGS/${INSTANCE[$1]}.log
  rotate "$log"
  set -m
  if [[ ${SERVICE[i]} == redis ]]; then
    "$REDIS_BINARY" "$DATA/redis/redis.conf" >>"$log" 2>&1 </dev/null 5>&- 7>&- 9>&- &
  else
    run_service "$i" >>"$log" 2>&1 </dev/null 5>&- 7>&- 9>&- &
  fi
  PID[i]=$!
  set +m
  disown "${PID[i]}"
  now_ms
  SINCE[i]=$NOW
  turn "$i" starting
}

run_service() {
  local service=${SERVICE[$1]} cache=()
  : >"$RUN/${INSTANCE[$1]}.pulse"
  cd "${APP[$service]}" || exit 1
  [[ -e app.aot ]] && cache=(-XX:AOTCache=app.aot)
  export AKTIEN_PULSE=$RUN/${INSTANCE[$1]}.pulse AKTIEN_DATA_DIR=$DATA AKTIEN_BASE_PORT=$BASE_PORT AKTIEN_INSTANCE=${INSTANCE[$1]} SERVER_PORT=${PORT[$1]}
  # shellcheck disable=SC2046 # flags are words
  exec "$JAVA_HOME/bin/java" $(flags_of "$service") "${cache[@]}" -jar "$(module_of "$service").jar"
}

turn() {
  STATE[$1]=$2
  local pid=${PID[$1]:--}
  write_record "${INSTANCE[$1]}" "$pid" "$(birth "$pid" || echo -)" "${PORT[$1]}" "$2"
}

alive() { [[ -n ${PID[$1]} ]] && kill -0 "${PID[$1]}" 2>/dev/null; }

redis_settled() { ((ASKED_TO_STOP)) || ! alive 0 || redis_ready; }

probe() {
  if [[ ${SERVICE[$1]} == redis ]]; then redis_ready; else http_ready "${PORT[$1]}" "$(host_of "${SERVICE[$1]}")"; fi
}

# One round each 0.3 s, or at once when a command comes.
watch() {
  local i part asked="" turns=0
  while ((!ASKED_TO_STOP)); do
    now_ms
    for i in "${!INSTANCE[@]}"; do look_at "$i"; done
    feel_pulses
    [[ -n $ALL_READY ]] || look_at_start
    if ((++turns % 100 == 0)); then
      for i in "${!INSTANCE[@]}"; do rotate "$LOGS/${INSTANCE[i]}.log"; done
      rotate "$LOGS/suite.log"
    fi
    # On a busy machine the time may be up in the middle of a line.
    IFS= read -r -t 0.3 part <&7
    local status=$?
    asked+=$part
    if ((status == 0)); then
      for i in "${!INSTANCE[@]}"; do
        [[ $asked != "restart ${INSTANCE[i]}" ]] || restart "$i"
      done
      asked=""
    fi
  done
}

look_at() {
  local i=$1
  case ${STATE[i]} in
    starting)
      if ! alive "$i"; then
        died "$i"
      elif probe "$i"; then
        turn "$i" ready
        say "$(printf '%-20s ready after %4s s   port %-5s  pid %s' "${INSTANCE[i]}" "$(seconds_of $((NOW - SINCE[i])))" "${PORT[i]}" "${PID[i]}")"
      fi
      ;;
    ready) alive "$i" || died "$i" ;;
    stopping)
      if ! alive "$i"; then
        start "$i"
      elif ((NOW > DUE[i])); then
        kill -KILL "${PID[i]}" 2>/dev/null
      fi
      ;;
    waiting) ((NOW < DUE[i])) || start "$i" ;;
  esac
}

seconds_of() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

# Waits 1, 2, 4 ... 30 s; a minute without trouble forgives what was before.
died() {
  local i=$1 delay lived=$((NOW - SINCE[$1]))
  ((lived < 60000)) || FAILS[i]=0
  FAILS[i]=$((FAILS[i] + 1))
  ((ALL_READY || FAILS[i] < 3)) || fail "${INSTANCE[i]} ended three times before it was ready" "$i"
  delay=$((FAILS[i] > 5 ? 30 : 1 << (FAILS[i] - 1)))
  say "${INSTANCE[i]} died after $(seconds_of "$lived") s; starting it again in $delay s (log: $LOGS/${INSTANCE[i]}.log)"
  DUE[i]=$((NOW + delay * 1000))
  PID[i]=""
  turn "$i" waiting
}

restart() {
  local i=$1
  say "restarting ${INSTANCE[i]}"
  FAILS[i]=0
  now_ms
  DUE[i]=$((NOW + STOP_BOUND))
  [[ -z ${PID[i]} ]] || kill -TERM "${PID[i]}" 2>/dev/null
  turn "$i" stopping
}

look_at_start() {
  local i
  for i in "${!INSTANCE[@]}"; do
    if [[ ${STATE[i]} != ready ]]; then
      ((NOW - BEGAN < START_BOUND)) || fail "${INSTANCE[i]} is not ready after $((START_BOUND / 1000)) s" "$i"
      return
    fi
  done
  ALL_READY=1
  say "all ready after $(seconds_of $((NOW - BEGAN))) s"
  say "open $(link)"
  write_record supervisor $$ "$(birth $$)" "$BASE_PORT" ready
  follow
}

fail() {
  say "$1; the end of its log:"
  local line
  while IFS= read -r line; do say "  $line"; done < <(tail -n 20 "$LOGS/${INSTANCE[$2]}.log")
  stop_all
  exit 1
}

# In the foreground the services' own lines follow; they write one only on what matters.
follow() {
  [[ -z ${QUIET:-} ]] || return 0
  say "following the logs; Ctrl-C stops everything"
  local i logs=()
  for i in "${!INSTANCE[@]}"; do
    [[ ${SERVICE[i]} == redis ]] || logs+=("$LOGS/${INSTANCE[i]}.log")
  done
  set -m
  tail -q -n 0 -F "${logs[@]}" 2>/dev/null </dev/null 5>&- 7>&- 9>&- &
  FOLLOWER=$!
  set +m
  disown "$FOLLOWER"
}

stop_all() {
  local i
  say "stopping"
  trap 'asked_to_stop; kill_all' INT TERM HUP
  for i in "${!INSTANCE[@]}"; do
    [[ ${SERVICE[i]} == redis ]] || ! alive "$i" || kill -TERM "${PID[i]}" 2>/dev/null
  done
  for i in "${!INSTANCE[@]}"; do
    [[ ${SERVICE[i]} == redis ]] || wait_gone "$i" "$STOP_BOUND"
  done
  for i in "${!INSTANCE[@]}"; do
    [[ ${SERVICE[i]} == redis ]] || continue
    ! alive "$i" || kill -TERM "${PID[i]}" 2>/dev/null
    wait_gone "$i" "$REDIS_STOP_BOUND"
  done
  [[ -z $FOLLOWER ]] || kill "$FOLLOWER" 2>/dev/null
  for i in "${!INSTANCE[@]}"; do rm -f "$RUN/${INSTANCE[i]}" "$RUN/${INSTANCE[i]}.pulse"; done
  say "stopped"
  rm -f "$RUN/control" "$RUN/supervisor"
}

wait_gone() {
  local bound
  now_ms
  bound=$((NOW + $2))
  while alive "$1"; do
    now_ms
    if ((NOW > bound)); then
      say "${INSTANCE[$1]} did not end in $(($2 / 1000)) s and was killed"
      kill -KILL "${PID[$1]}" 2>/dev/null
      bound=$((NOW + 5000))
    fi
    read -r -t 0.1 <&7
  done
}

kill_all() {
  local i
  for i in "${!INSTANCE[@]}"; do ! alive "$i" || kill -KILL "${PID[i]}" 2>/dev/null; done
}

# The writers append, so a log can be cut under them.
rotate() {
  local size
  [[ -e $1 ]] || return 0
  size=$(stat -c %s "$1" 2>/dev/null || wc -c <"$1")
  ((size > LOG_LIMIT)) || return 0
  [[ ! -e $1.1 ]] || mv -f "$1.1" "$1.2"
  cp "$1" "$1.1" && : >"$1"
}

# Called by `up --detach`, in a session of its own, with SERVICE=FOLDER and SERVICE=N.
supervise_detached() {
  QUIET=1
  local word
  for word; do
    case $word in
      *=/*) APP[${word%%=*}]=${word#*=} ;;
      *) scale "$word" ;;
    esac
  done
  hold_apps
  supervise
}

start_detached() {
  local words=() service line from=0 pid
  for service in "${!SCALE[@]}"; do words+=("$service=${SCALE[$service]}"); done
  for service in "${!APP[@]}"; do words+=("$service=${APP[$service]}"); done
  (umask 077 && mkdir -p "$RUN" "$LOGS" && : >>"$LOGS/suite.log")
  from=$(wc -l <"$LOGS/suite.log")
  exec 8<"$LOGS/suite.log"
  while ((from-- > 0)); do IFS= read -r line <&8; done
  setsid "$SUITE" --supervise "${words[@]}" >/dev/null 2>"$RUN/trouble" </dev/null 8<&- &
  pid=$!
  while :; do
    while IFS= read -r line <&8; do printf '%s\n' "${line#* }"; done
    if read_record supervisor && [[ $R_PID == "$pid" && $R_STATE == ready ]]; then
      break
    fi
    if ! kill -0 "$pid" 2>/dev/null; then
      while IFS= read -r line <&8; do printf '%s\n' "${line#* }"; done
      cat "$RUN/trouble" >&2
      exit 1
    fi
    sleep 0.1
  done
  while IFS= read -r line <&8; do printf '%s\n' "${line#* }"; done
  echo "it runs in the background; ./suite down stops it"
}
