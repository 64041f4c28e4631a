# From sources to something that starts fast: jars by Maven, taken apart, with an AOT cache each (train.sh).
# target/suite/jars.stamp         what the jars were built from
# target/suite/apps/SERVICE-ID/   a service ready to run; ID names its sources, JDK and JVM settings, so that a change
#                                 in one service prepares only that one, and a suite that runs keeps its files

declare -A APP=() # service -> the folder to run it from, set by build_apps

sum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# sources_id MODULE...: content, not times, or a checkout would build anew.
sources_id() {
  (
    cd "$HERE" || exit 1
    find pom.xml .mvn shared-events "$@" \
      \( -name target -o -name node_modules -o -name dist -o -name test \) -prune -o -type f -print0 |
      sort -z | xargs -0 cat -- pom.xml | sum | cut -c1-16
  )
}

app_id() {
  { sources_id "$(module_of "$1")"; cat "$JAVA_HOME/release"; flags_of "$1"; } | sum | cut -c1-12
}

MODULES=()
for service in "${SERVICES[@]}"; do MODULES+=("$(module_of "$service")"); done

build_apps() {
  mkdir -p "$BUILD/apps"
  exec 5>"$BUILD/build.lock"
  if ! flock -n 5; then
    say "another ./suite builds here; waiting for it"
    flock 5
  fi
  trap 'stop_jobs; exit 130' INT TERM HUP
  local service missing=()
  for service in "${SERVICES[@]}"; do
    APP[$service]=$BUILD/apps/$service-$(app_id "$service")
    [[ -e ${APP[$service]}/complete ]] || missing+=("$service")
  done
  if ((${#missing[@]})); then
    build_jars "$(sources_id "${MODULES[@]}")"
    make_apps "${missing[@]}"
  fi
  hold_apps
  prune_apps
  trap - INT TERM HUP
  exec 5>&-
}

# As long as one of our processes lives, prune spares its folder: all of them inherit the lock.
hold_apps() {
  local service fd
  for service in "${SERVICES[@]}"; do
    exec {fd}<"${APP[$service]}"
    flock -s "$fd"
  done
}

build_jars() {
  local module sources=$1
  if [[ -n ${SUITE_JARS_ARE_FRESH:-} ]]; then
    # `./suite test` runs us from within Maven, which has just made them.
    echo "$sources" >"$BUILD/jars.stamp"
  fi
  if [[ $(cat "$BUILD/jars.stamp" 2>/dev/null) == "$sources" ]]; then
    for module in "${MODULES[@]}"; do
      [[ -e $HERE/$module/target/$module.jar ]] || { rm -f "$BUILD/jars.stamp"; break; }
    done
    [[ -e $BUILD/jars.stamp ]] && return 0
  fi
  need_build_tools
  rm -f "$BUILD/jars.stamp"
  say "building (the first time the libraries are fetched too); log: $BUILD/build.log"
  local began=$EPOCHREALTIME
  : >"$BUILD/build.log"
  # A group of its own, so that Ctrl-C can end the compilers too.
  set -m
  maven_package >"$BUILD/build.log" 2>&1 </dev/null 5>&- &
  set +m
  show_progress $!
  if ! wait $!; then
    tail -n 40 "$BUILD/build.log" >&2
    die "the build failed; the whole log is $BUILD/build.log"
  fi
  echo "$sources" >"$BUILD/jars.stamp"
  say "built in $(seconds_since "$began") s"
}

maven_package() {
  cd "$HERE" || exit 1
  export MAVEN_OPTS=${MAVEN_OPTS:--Xmx512m -XX:TieredStopAtLevel=1}
  exec mvn -B -ntp -DskipTests -pl "$(IFS=,; echo "${MODULES[*]}")" -am package
}

# Maven's "Building aktienanalyse-service 1.0.0 [3/8]" as a line of ours.
show_progress() {
  local line
  exec 8<"$BUILD/build.log"
  while :; do
    while IFS= read -r line <&8; do
      [[ $line =~ Building\ ([a-z-]+)\ .*\[([0-9]+/[0-9]+)\] ]] && say "  ${BASH_REMATCH[2]} ${BASH_REMATCH[1]}"
    done
    kill -0 "$1" 2>/dev/null || break
    sleep 0.3
  done
  exec 8<&-
}

make_apps() {
  keep_redis
  say "preparing a fast start of $* (once after a build)"
  local began=$EPOCHREALTIME service
  two_at_a_time extract_app "$@"
  for service; do
    [[ -s ${APP[$service]}/$(module_of "$service").jar ]] ||
      die "the jar of $service could not be taken apart; see $BUILD/$service.log"
  done
  rehearse "$@" || two_at_a_time train_alone "$@"
  for service; do
    rm -f "${APP[$service]}/app.aot.config"
    # A service without a cache starts too, only slower.
    [[ -s ${APP[$service]}/app.aot ]] || say "  $service could not be prepared, it will start slower; see the logs in $BUILD"
    touch "${APP[$service]}/complete"
  done
  say "prepared in $(seconds_since "$began") s"
}

two_at_a_time() {
  local step=$1 service
  shift
  for service; do
    while (($(jobs -rp | wc -l) >= 2)); do wait -n; done
    set -m
    "$step" "$service" &
    set +m
  done
  wait
}

extract_app() {
  exec 5>&-
  local app=${APP[$1]}
  rm -rf "$app"
  exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -Djarmode=tools -jar "$HERE/$(module_of "$1")/target/$(module_of "$1").jar" \
    extract --destination "$app" >"$BUILD/$1.log" 2>&1
}

# Only starts it, where there is no room for a rehearsal.
train_alone() {
  exec 5>&-
  local service=$1 scratch log=$BUILD/$1.log
  scratch=$(mktemp -d) || return 1
  # shellcheck disable=SC2046 # flags are words
  (
    cd "${APP[$service]}" || exit 1
    export AKTIEN_DATA_DIR=$scratch AKTIEN_REDIS_URL=redis://127.0.0.1:1 AKTIEN_INSTANCE=$service-1 SERVER_PORT=0
    unset AKTIEN_FEED AKTIEN_FEED_DIR AKTIEN_API_TOKEN AKTIEN_BIND AKTIEN_TLS_CERT AKTIEN_TLS_KEY
    exec timeout --foreground 180 "$JAVA_HOME/bin/java" $(flags_of "$service") -XX:AOTCacheOutput=app.aot \
      -Dspring.context.exit=onRefresh -jar "$(module_of "$service").jar"
  ) >>"$log" 2>&1 </dev/null || rm -f "${APP[$service]}/app.aot"
  rm -rf "$scratch"
}

stop_jobs() {
  local group
  for group in $(jobs -p); do kill -TERM -- "-$group" 2>/dev/null; done
  wait
}

prune_apps() {
  local app
  for app in "$BUILD"/apps/*/; do
    app=${app%/}
    [[ -d $app && " ${APP[*]} " != *" $app "* ]] || continue
    flock -n "$app" rm -rf "$app" || true
  done
}
