# ./suite test: everything that must pass before a change is kept.

cmd_test() {
  need_build_tools
  mkdir -p "$BUILD"
  test_tools
  local log=$BUILD/test.log web_log=$BUILD/web-test.log status=0
  export MAVEN_OPTS=${MAVEN_OPTS:--Xmx1g -XX:TieredStopAtLevel=1}
  : >"$log"
  # A badly formatted line is told after seconds, not after all tests.
  maven spotless:check || { echo "not formatted: mvn spotless:apply mends it; the whole log is $log"; return 1; }
  # Services side by side; then, alone, what starts all of them.
  maven -T 2 -Dspotless.check.skip -pl '!system-tests' verify "$@" || status=1
  web_tests >"$web_log" 2>&1 &
  # The system tests start ./suite from within this Maven run, when the jars are already made.
  ((status)) || SUITE_JARS_ARE_FRESH=1 maven -Dspotless.check.skip -pl system-tests verify "$@" || status=1
  wait $! || status=1
  cat "$web_log"
  echo
  echo "per module:"
  grep -E 'Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$' "$log" || echo "no test ran"
  if ((status == 0)); then echo "all green"; else echo "not green; the whole logs are $log and $web_log"; fi
  return "$status"
}

maven() {
  (cd "$HERE" && mvn -B -ntp "$@") </dev/null 2>&1 | tee -a "$log"
  return "${PIPESTATUS[0]}"
}

web_tests() {
  cd "$HERE/websocket-gateway/web" || return 1
  [[ -d node_modules ]] || npm ci --no-fund --no-audit || return 1
  npm test </dev/null
}

# What only the system tests need. Installed where we may, else named: they then say which test was left out.
test_tools() {
  local missing=() package
  have_chromium || missing+=(chromium)
  redis_binary >/dev/null || missing+=(redis-server)
  have_postgres || missing+=(postgresql)
  if ((${#missing[@]})) && ((EUID == 0)) && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]}"
    apt-get update -qq >"$BUILD/apt.log" 2>&1
    for package in "${missing[@]}"; do
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >>"$BUILD/apt.log" 2>&1 ||
        echo "suite: $package could not be installed; see $BUILD/apt.log" >&2
    done
  elif ((${#missing[@]})); then
    echo "suite: for all system tests install: ${missing[*]}" >&2
  fi
  python_clients || echo "suite: for all system tests install Python 3 with redis-py and websockets" \
    "(pip install -r benchmarks/peers/python/requirements.txt)" >&2
}

have_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do command -v "$name" >/dev/null && return 0; done
  return 1
}

# The server's own programs; Debian keeps them out of the path. The tests start a server of their own from them.
have_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }

# Leaves in AKTIEN_PYTHON an interpreter that can import redis and websockets; else, and then it fails, redis if any can.
python_clients() {
  local venv=$HERE/target/venv both='redis, websockets.sync.client'
  python_with "$both" && return 0
  command -v python3 >/dev/null && { python3 -m venv "$venv" &&
    "$venv/bin/python" -m pip install -q -r "$HERE/benchmarks/peers/python/requirements.txt"; } >"$BUILD/pip.log" 2>&1
  python_with "$both" && return 0
  python_with redis
  return 1
}

python_with() {
  local python
  for python in "$HERE/target/venv/bin/python" python3; do
    if "$python" -c "import $1" 2>/dev/null; then
      export AKTIEN_PYTHON=$python
      return 0
    fi
  done
  return 1
}
