# Processes and what is written down about them, so that only our own are ever signalled.
# $RUN/INSTANCE holds "pid birth port state"; $RUN/supervisor holds "pid birth".

# When the process was born, in ticks since boot: a reused pid has another birth.
birth() {
  local stat
  if [[ -r /proc/$1/stat ]]; then
    read -r stat <"/proc/$1/stat" 2>/dev/null || return 1
    # The name in brackets may hold blanks; what follows is plain, and the start time its 20th word.
    set -- ${stat##*) }
    [[ $1 != Z ]] || return 1
    echo "${20}"
  else
    ps -o lstart= -p "$1" 2>/dev/null | tr -d ' \n'
  fi
}

same_process() { [[ -n ${1:-} && $1 != - ]] && kill -0 "$1" 2>/dev/null && [[ $(birth "$1") == "$2" ]]; }

read_record() {
  R_PID="" R_BIRTH="" R_PORT="" R_STATE=""
  [[ -r $RUN/$1 ]] && read -r R_PID R_BIRTH R_PORT R_STATE <"$RUN/$1"
  [[ -n $R_PID ]]
}

write_record() {
  printf '%s %s %s %s\n' "$2" "${3:--}" "${4:--}" "${5:--}" >"$RUN/.$1" && mv -f "$RUN/.$1" "$RUN/$1"
}

recorded_pid() {
  read_record "$1" && echo "$R_PID"
}

supervisor_pid() { recorded_pid supervisor; }

running() { read_record supervisor && same_process "$R_PID" "$R_BIRTH"; }

not_running() { ! running; }

# The instances written down, of one service or of all, in the order in which an event passes.
known_instances() {
  local service file
  for service in redis "${SERVICES[@]}"; do
    [[ -z ${1:-} || $1 == "$service" ]] || continue
    for file in "$RUN/$service" "$RUN/$service"-[1-9]; do
      [[ -e $file ]] && echo "${file##*/}"
    done
  done
}

# restarted INSTANCE OLD_PID: another process is there and ready.
restarted() {
  read_record "$1" && [[ $R_PID != "$2" && $R_STATE == ready ]]
}

connects() {
  local fd
  { exec {fd}<>"/dev/tcp/$1/$2"; } 2>/dev/null || return 1
  exec {fd}>&-
}

# http_ready PORT [HOST]
http_ready() {
  local fd line="" host=${2:-127.0.0.1}
  { exec {fd}<>"/dev/tcp/$host/$1"; } 2>/dev/null || return 1
  printf 'GET /actuator/health/readiness HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "$(in_url "$host")" "$1" \
    >&"$fd" 2>/dev/null
  IFS= read -r -t 2 line <&"$fd" 2>/dev/null
  exec {fd}>&-
  # A port with TLS answers the plain question with 400.
  [[ $line == HTTP/1.1\ 200* ]] || { [[ $line == HTTP/1.1\ 400* ]] && https_ready "$1" "$(in_url "$host")"; }
}

# https_ready PORT HOST: the certificate is for the name that browsers use, so it is not checked against this one; and
# no proxy of the user's may stand between.
https_ready() {
  local path=/actuator/health/readiness
  if command -v curl >/dev/null; then
    curl -ksf --noproxy '*' -m 2 -o /dev/null "https://$2:$1$path"
  else
    printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "$path" "$2" "$1" |
      timeout 2 openssl s_client -quiet -connect "$2:$1" 2>/dev/null | grep -q '^HTTP/1.1 200'
  fi
}

check_ports() {
  local service k port
  for service in "${SERVICES[@]}"; do
    for ((k = 1; k <= ${SCALE[$service]:-1}; k++)); do
      port=$((BASE_PORT + $(offset_of "$service") + 100 * (k - 1)))
      ! connects 127.0.0.1 "$port" ||
        die "port $port ($service) is in use: end what holds it, or choose others with AKTIEN_BASE_PORT"
    done
  done
}

# A supervisor that was killed leaves its children behind.
stop_left_over() {
  local instance left=()
  for instance in $(known_instances); do
    read_record "$instance" && same_process "$R_PID" "$R_BIRTH" && left+=("$instance")
  done
  if ((${#left[@]})); then
    say "stopping what an earlier suite left running: ${left[*]}"
    # Redis stands first in the list and must go last.
    local others=() redis=()
    for instance in "${left[@]}"; do
      if [[ $instance == redis ]]; then redis=(redis); else others+=("$instance"); fi
    done
    stop_recorded "${others[@]}"
    stop_recorded "${redis[@]}"
  fi
  for instance in $(known_instances); do rm -f "$RUN/$instance"; done
}

stop_recorded() {
  local instance bound=$((SECONDS + 25))
  for instance; do
    read_record "$instance" && same_process "$R_PID" "$R_BIRTH" && kill -TERM "$R_PID" 2>/dev/null
  done
  for instance; do
    read_record "$instance" || continue
    while same_process "$R_PID" "$R_BIRTH"; do
      ((SECONDS < bound)) || kill -KILL "$R_PID" 2>/dev/null
      sleep 0.1
    done
  done
}
