# What there is to run, where it keeps its things, and how it speaks to the user.

# In the order in which an event passes.
SERVICES=(event-bus-service aktienanalyse auswertung orchestrator verwaltung websocket-gateway)

module_of() {
  case $1 in
    aktienanalyse | auswertung | verwaltung) echo "$1-service" ;;
    orchestrator) echo intelligence-orchestrator ;;
    *) echo "$1" ;;
  esac
}

offset_of() {
  case $1 in
    websocket-gateway) echo 0 ;;
    event-bus-service) echo 1 ;;
    aktienanalyse) echo 2 ;;
    auswertung) echo 3 ;;
    verwaltung) echo 4 ;;
    orchestrator) echo 5 ;;
  esac
}

absolute() {
  case $1 in
    /*) echo "$1" ;;
    *) echo "$PWD/$1" ;;
  esac
}

say() {
  [[ -n ${QUIET:-} ]] || printf '%s\n' "$*"
  # The log is also what `up --detach` reads to know what to print.
  [[ -d $LOGS ]] && printf '%(%Y-%m-%dT%H:%M:%S%z)T %s\n' -1 "$*" >>"$LOGS/suite.log"
  return 0
}

die() {
  printf 'suite: %s\n' "$*" >&2
  exit 1
}

now_ms() { NOW=$((${EPOCHREALTIME/[.,]/} / 1000)); }

seconds_since() {
  local micros=$((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}))
  printf '%d.%d' $((micros / 1000000)) $((micros % 1000000 / 100000))
}

# wait_for SECONDS COMMAND...: true as soon as the command is, false after the bound.
wait_for() {
  local bound=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < bound)) || return 1
    sleep 0.1
  done
}

# "gateway", "auf" and "intelligence-orchestrator" all name a service.
resolve_service() {
  local service found=()
  for service in "${SERVICES[@]}" redis; do
    if [[ $1 == "$service" || $1 == "$(module_of "$service")" ]]; then
      echo "$service"
      return 0
    fi
    if [[ -n $1 ]] && [[ $service == "$1"* || $service == *-"$1"* || $(module_of "$service") == "$1"* ]]; then
      found+=("$service")
    fi
  done
  if ((${#found[@]} == 1)); then
    echo "${found[0]}"
    return 0
  fi
  printf "suite: '%s' names %s; services: %s redis\n" "$1" \
    "$( ((${#found[@]})) && echo "several (${found[*]})" || echo "no service")" "${SERVICES[*]}" >&2
  return 1
}

declare -A SCALE=()
scale() {
  local service
  service=$(resolve_service "${1%%=*}") || exit 1
  [[ $1 =~ ^[^=]+=([1-9])$ && $service != redis ]] ||
    die "--scale needs SERVICE=N with N from 1 to 9, as in --scale aktienanalyse=2"
  SCALE[$service]=${BASH_REMATCH[1]}
}

port_number() {
  [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] && (($2 <= $3)) || die "$1 must be a port from 1 to $3, not '$2'"
}

DATA=$(absolute "${AKTIEN_DATA_DIR:-$HERE/data}")
DATA=${DATA%/}
RUN=$DATA/run
LOGS=$DATA/logs
BUILD=$HERE/target/suite
BASE_PORT=${AKTIEN_BASE_PORT:-8080}
port_number AKTIEN_BASE_PORT "$BASE_PORT" 64730
# The JVM's settings are part of what an AOT cache is trained for: a change here trains anew.
COMMON_FLAGS=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xss512k -XX:MaxMetaspaceSize=160m
  -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED)

# Most services have little to do, so the small compiler saves 45 MiB each; prices pass through these two. The profiles
# that a rehearsal writes down are for the large compiler only. A young generation is touched whole before it is first
# collected: a third of the heap, as it is by default, is 20 to 45 MiB more of each for nothing.
SMALL_COMPILER="-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:-AOTReplayTraining"
flags_of() {
  case $1 in
    websocket-gateway) echo "${COMMON_FLAGS[*]} -Xmx256m -Xmn40m -XX:ReservedCodeCacheSize=64m" ;;
    aktienanalyse) echo "${COMMON_FLAGS[*]} -Xmx192m -Xmn32m -XX:ReservedCodeCacheSize=64m" ;;
    *) echo "${COMMON_FLAGS[*]} -Xmx112m -Xmn16m -XX:ReservedCodeCacheSize=48m $SMALL_COMPILER" ;;
  esac
}

# What the gateway would refuse too, but only after a build and three starts. Paths absolute, since services run elsewhere.
check_door() {
  local file
  if [[ -n ${AKTIEN_TLS_CERT:-}${AKTIEN_TLS_KEY:-} ]]; then
    [[ -n ${AKTIEN_TLS_CERT:-} && -n ${AKTIEN_TLS_KEY:-} ]] || die "AKTIEN_TLS_CERT and AKTIEN_TLS_KEY go together"
    AKTIEN_TLS_CERT=$(absolute "$AKTIEN_TLS_CERT") AKTIEN_TLS_KEY=$(absolute "$AKTIEN_TLS_KEY")
    for file in "$AKTIEN_TLS_CERT" "$AKTIEN_TLS_KEY"; do
      [[ -r $file ]] || die "$file cannot be read (AKTIEN_TLS_CERT and AKTIEN_TLS_KEY are PEM files)"
    done
    command -v curl >/dev/null || command -v openssl >/dev/null ||
      die "with TLS curl or openssl is needed to see whether the gateway is ready: apt-get install curl"
    export AKTIEN_TLS_CERT AKTIEN_TLS_KEY
  elif [[ ${AKTIEN_INSECURE_LAN:-} != true && -z $(compgen -e SERVER_SSL_) ]]; then
    case ${AKTIEN_BIND:-127.0.0.1} in
      127.* | ::1 | localhost) ;;
      *) die "AKTIEN_BIND=$AKTIEN_BIND lets other machines in, but there is no TLS: set AKTIEN_TLS_CERT and AKTIEN_TLS_KEY" \
        "(PEM files), or AKTIEN_INSECURE_LAN=true to send passwords in the clear" ;;
    esac
  fi
}

# `status` and `reset-owner` are asked from other shells: what they must know of the gateway's door.
note_door() {
  rm -f "$RUN/tls"
  [[ -z ${AKTIEN_TLS_CERT:-} ]] || : >"$RUN/tls"
  local host=${AKTIEN_BIND:-127.0.0.1}
  case $host in 0.0.0.0 | ::) host=127.0.0.1 ;; esac
  echo "$host" >"$RUN/host"
}

# host_of SERVICE: where it listens. Only the gateway may do so elsewhere.
host_of() {
  local host=127.0.0.1
  [[ $1 != websocket-gateway || ! -r $RUN/host ]] || read -r host <"$RUN/host"
  echo "$host"
}

# A host as it stands in an address.
in_url() {
  case $1 in
    *:*) echo "[$1]" ;;
    *) echo "$1" ;;
  esac
}

# link [PORT]: where the user's page is; while a one-time link waits to be used, that link.
link() {
  local token=""
  [[ -r $DATA/setup-token ]] && read -r token <"$DATA/setup-token"
  local scheme=http
  [[ ! -e $RUN/tls ]] || scheme=https
  echo "$scheme://$(in_url "$(host_of websocket-gateway)"):${1:-$BASE_PORT}/${token:+einrichten#token=$token}"
}
