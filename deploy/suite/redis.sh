# Redis is a process of its own, so that killing a service never takes the bus along.

# The one in event-bus-service/target/redis comes as a jar and is needed only where none is installed.
redis_binary() {
  local candidate
  for candidate in "$(command -v redis-server || true)" /usr/bin/redis-server /usr/local/bin/redis-server \
    "$BUILD/redis/redis-server"; do
    if [[ -n $candidate && -x $candidate ]] && redis_is_enough "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

# Streams with XAUTOCLAIM and EXAT came with 6.2.
redis_is_enough() {
  local version
  version=$("$1" --version 2>/dev/null) || return 1
  [[ $version =~ v=([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 6 || (BASH_REMATCH[1] == 6 && BASH_REMATCH[2] >= 2)))
}

# Takes the binary for this machine out of the embedded-redis jar, while the jar is there.
keep_redis() {
  redis_binary >/dev/null && return 0
  local jar name os arch
  jar=$(ls "$HERE"/event-bus-service/target/redis/embedded-redis-*.jar 2>/dev/null | head -1)
  [[ -n $jar ]] || return 0
  os=$(uname -s | tr '[:upper:]' '[:lower:]')
  case $(uname -m) in
    x86_64 | amd64) arch=amd64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) arch=386 ;;
  esac
  name=$("$JAVA_HOME/bin/jar" tf "$jar" | grep -m1 -E "^redis-server-6.*-$os-$arch$") || return 0
  mkdir -p "$BUILD/redis"
  (cd "$BUILD/redis" && "$JAVA_HOME/bin/jar" xf "$jar" "$name" && mv "$name" redis-server && chmod 700 redis-server)
}

# Decides where Redis is: sets REDIS_PORT, and REDIS_BINARY when it is ours to start.
prepare_redis() {
  REDIS_BINARY="" REDIS_PORT=""
  local url
  if [[ -n ${AKTIEN_REDIS_URL:-} ]]; then
    url=$AKTIEN_REDIS_URL
    [[ $url =~ ^rediss?(-sentinel|-cluster)?://([^/@]*@)?([^/@#?]+) ]] ||
      die "AKTIEN_REDIS_URL must look like redis://:PASSWORD@HOST:PORT"
    # Sentinel and Cluster have several, of which some may be away.
    local place port answers="" places
    IFS=, read -r -a places <<<"${BASH_REMATCH[3]}"
    for place in "${places[@]}"; do
      [[ $place =~ ^([^:]+)(:([0-9]+))?$ ]] ||
        die "AKTIEN_REDIS_URL must look like redis://:PASSWORD@HOST:PORT"
      port=${BASH_REMATCH[3]:-6379}
      ! connects "${BASH_REMATCH[1]}" "$port" || answers="${BASH_REMATCH[1]}:$port"
    done
    [[ -n $answers ]] || die "no Redis answers at ${places[*]} (AKTIEN_REDIS_URL)"
    say "using the Redis at $answers"
    # Its users are its owner's business: the services use the address as it is.
    rm -rf "$DATA/redis-urls"
  else
    REDIS_BINARY=$(redis_binary) ||
      die "no redis-server 6.2 or newer: install one (apt-get install redis-server), or name yours with AKTIEN_REDIS_URL"
    choose_redis_port
    write_redis_users
    write_redis_conf
    url=redis://owner:$REDIS_PASSWORD@127.0.0.1:$REDIS_PORT
  fi
  printf '%s\n' "$url" >"$DATA/redis-url"
}

# Debian starts a Redis of its own on 6379 as soon as the package is installed: without a wish we step aside.
choose_redis_port() {
  REDIS_PORT=${AKTIEN_REDIS_PORT:-6379}
  port_number AKTIEN_REDIS_PORT "$REDIS_PORT" 65535
  connects 127.0.0.1 "$REDIS_PORT" || return 0
  [[ -z ${AKTIEN_REDIS_PORT:-} ]] ||
    die "port $REDIS_PORT (redis) is in use: end what holds it, or choose another with AKTIEN_REDIS_PORT"
  while connects 127.0.0.1 "$REDIS_PORT"; do REDIS_PORT=$((REDIS_PORT + 1)); done
  say "port 6379 is in use, so this suite's Redis takes $REDIS_PORT"
}

# What events are said on. Must be the families of the events: SuiteUsersTests looks.
EVENT_CHANNELS='alerts cross market portfolio stock system trading user'

# One user for each service: its own words in Redis, its own password, and nothing that an operator needs only.
# `owner` is for the person at this machine, and the default user is off.
write_redis_users() {
  local service url rights channels="" family password
  mkdir -p "$DATA/redis" "$DATA/redis-urls"
  for family in $EVENT_CHANNELS; do channels+=" &$family.*"; done
  REDIS_PASSWORD=$(kept_password "$DATA/redis-url")
  {
    # Off, so nobody is it; but as it Redis reads its own append-only file, and what it must not do is left out there.
    echo "user default off allkeys allchannels +@all"
    echo "user owner on >$REDIS_PASSWORD allkeys allchannels +@all"
    for service in "${SERVICES[@]}"; do
      url=$DATA/redis-urls/$service
      rights="+@read +@write +@connection +@pubsub +@transaction -@dangerous -@admin"
      # Scripts are run and loaded, never flushed; publishers read the run_id.
      rights+=" +eval +evalsha +script|load +info"
      [[ $service != event-bus-service ]] || rights+=" +config|get"
      password=$(kept_password "$url")
      echo "user $service on >$password resetkeys ~aktienanalyse:* resetchannels &aktienanalyse:*$channels -@all $rights"
      printf 'redis://%s:%s@127.0.0.1:%s\n' "$service" "$password" "$REDIS_PORT" >"$url"
    done
  } >"$DATA/redis/users.acl"
}

# The password in an address that was written before, or a new one.
kept_password() {
  local url=""
  [[ ! -r $1 ]] || IFS= read -r url <"$1"
  if [[ $url =~ ^redis://[^:@/]+:([0-9a-f]{48})@127\.0\.0\.1: ]]; then
    echo "${BASH_REMATCH[1]}"
  else
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
  fi
}

# loglevel notice: it says "Ready to accept connections" on that level.
write_redis_conf() {
  local conf=$DATA/redis/redis.conf
  cat >"$conf" <<CONF
bind 127.0.0.1
protected-mode yes
port $REDIS_PORT
aclfile "$DATA/redis/users.acl"
dir "$DATA/redis"
appendonly yes
appendfsync everysec
aof-load-truncated yes
save 900 1
maxmemory 512mb
maxmemory-policy noeviction
loglevel notice
daemonize no
CONF
}

redis_ready() {
  local fd line
  { exec {fd}<>"/dev/tcp/127.0.0.1/$REDIS_PORT"; } 2>/dev/null || return 1
  printf 'AUTH owner %s\r\nPING\r\n' "$REDIS_PASSWORD" >&"$fd" 2>/dev/null
  # Two answers; while it reads its files in, the second is -LOADING.
  IFS= read -r -t 2 line <&"$fd" && IFS= read -r -t 2 line <&"$fd"
  exec {fd}>&-
  [[ $line == +PONG* ]]
}
