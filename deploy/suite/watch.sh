# Looking at a suite: status and logs.

cmd_status() {
  local json=""
  case ${1:-} in
    --json) json=1 ;;
    "") ;;
    *) die "status knows only --json" ;;
  esac
  local instances=() instance rows=()
  mapfile -t instances < <(known_instances)
  if ((${#instances[@]} == 0)); then
    local service
    for service in "${SERVICES[@]}"; do
      rows+=("$service $service-1 - $((BASE_PORT + $(offset_of "$service"))) stopped")
    done
  fi
  for instance in "${instances[@]}"; do rows+=("$(status_row "$instance")"); done
  if [[ -n $json ]]; then
    print_json "${rows[@]}"
    return
  fi
  local row
  for row in "SERVICE INSTANCE PID PORT STATE" "${rows[@]}"; do
    # shellcheck disable=SC2086 # a row is words
    printf '%-18s %-20s %8s %6s  %s\n' $row
  done
  if running; then
    link "$R_PORT"
  elif ((${#instances[@]})); then
    echo "nobody watches over these; ./suite down stops them"
  fi
}

# What is written down, set right by a look at the process itself.
status_row() {
  read_record "$1" || return
  local service=${1%-[1-9]} state=$R_STATE pid=$R_PID
  if [[ $state == waiting ]]; then
    state=restarting
  elif ! same_process "$pid" "$R_BIRTH"; then
    state=stopped pid=-
  elif [[ $state == ready && $service != redis ]] && ! http_ready "$R_PORT" "$(host_of "$service")"; then
    state=unready
  fi
  echo "$service $1 $pid $R_PORT $state"
}

print_json() {
  local row service instance pid port state separator="["
  for row; do
    read -r service instance pid port state <<<"$row"
    [[ $pid != - ]] || pid=null
    printf '%s{"service":"%s","instance":"%s","pid":%s,"port":%s,"state":"%s"}' \
      "$separator" "$service" "$instance" "$pid" "$port" "$state"
    separator=$',\n '
  done
  echo "]"
}

cmd_logs() {
  local follow=() wish="" logs=() log service
  while (($#)); do
    case $1 in
      -f | --follow) follow=(-F) ;;
      *) wish=$1 ;;
    esac
    shift
  done
  if [[ $wish == suite ]]; then
    logs=("$LOGS/suite.log")
  elif [[ -n $wish ]]; then
    service=$(resolve_service "$wish") || exit 1
    logs=("$LOGS/$service.log" "$LOGS/$service"-[1-9].log)
  else
    logs=("$LOGS"/*.log)
  fi
  local there=()
  for log in "${logs[@]}"; do [[ -e $log ]] && there+=("$log"); done
  ((${#there[@]})) || die "no log yet in $LOGS"
  exec tail -n 100 "${follow[@]}" "${there[@]}"
}
