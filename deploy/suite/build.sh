# From sources to something that starts fast: jars by Maven, taken apart, with an AOT cache each.
# target/suite/jars.stamp   what the jars were built from
# target/suite/apps/ID/     the services ready to run; ID names sources, JDK and JVM settings, so that a suite that
#                           runs keeps its files while the next one is built

APPS="" # the folder to run from, set by build_apps

sum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# Content, not times: a checkout must not build anew.
sources_id() {
  (
    cd "$HERE" || exit 1
    find pom.xml .mvn shared-events "${MODULES[@]}" \
      \( -name target -o -name node_modules -o -name dist -o -name test \) -prune -o -type f -print0 |
      sort -z | xargs -0 cat -- pom.xml | sum | cut -c1-16
  )
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
  local sources id
  sources=$(sources_id)
  id=$(app_id "$sources")
  APPS=$BUILD/apps/$id
  if [[ ! -e $APPS/complete ]]; then
    build_jars "$sources"
    make_apps
  fi
  # Held as long as the suite runs; prune spares what is held.
  exec 6<"$APPS"
  flock -s 6
  prune_apps
  trap - INT TERM HUP
  exec 5>&-
}

app_id() {
  {
    echo "$1"
    cat "$JAVA_HOME/release"
    for service in "${SERVICES[@]}"; do flags_of "$service"; done
  } | sum | cut -c1-12
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
  rm -rf "$APPS"
  mkdir -p "$APPS"
  keep_redis
  say "preparing a fast start (once after a build)"
  local began=$EPOCHREALTIME service
  for service in "${SERVICES[@]}"; do
    # Two at a time: a training uses one core and up to 400 MiB.
    while (($(jobs -rp | wc -l) >= 2)); do wait -n; done
    set -m
    make_app "$service" &
    set +m
  done
  wait
  for service in "${SERVICES[@]}"; do
    [[ -e $APPS/$service/$(module_of "$service").jar ]] ||
      die "the jar of $service could not be taken apart; see $BUILD/$service.log"
  done
  touch "$APPS/complete"
  say "prepared in $(seconds_since "$began") s"
}

# A service without a cache starts too, only slower: so a training that fails is said and no more.
make_app() {
  exec 5>&-
  local service=$1 module began=$EPOCHREALTIME scratch app=$APPS/$1 log=$BUILD/$1.log
  module=$(module_of "$service")
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -Djarmode=tools -jar "$HERE/$module/target/$module.jar" \
    extract --destination "$app" >"$log" 2>&1 || return 1
  scratch=$(mktemp -d) || return 1
  # shellcheck disable=SC2046 # flags are words
  (
    cd "$app" || exit 1
    export AKTIEN_DATA_DIR=$scratch AKTIEN_REDIS_URL=redis://127.0.0.1:1 AKTIEN_INSTANCE=$service-1 SERVER_PORT=0
    unset AKTIEN_FEED AKTIEN_FEED_DIR AKTIEN_API_TOKEN
    exec timeout --foreground 180 "$JAVA_HOME/bin/java" $(flags_of "$service") -XX:AOTCacheOutput=app.aot \
      -Dspring.context.exit=onRefresh -jar "$module.jar"
  ) >>"$log" 2>&1 </dev/null
  local status=$?
  rm -rf "$scratch"
  rm -f "$app/app.aot.config"
  if ((status == 0)) && [[ -s $app/app.aot ]]; then
    say "  $service $(seconds_since "$began") s"
  else
    rm -f "$app/app.aot"
    say "  $service could not be prepared, it will start slower; see $log"
  fi
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
    [[ $app == "$APPS" || ! -d $app ]] && continue
    flock -n "$app" rm -rf "$app" || true
  done
}
