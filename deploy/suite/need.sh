# What must be on the machine. Each missing thing is one line that says what to install.

# The first JDK of at least version 25: JAVA_HOME is set to it, since Maven's plugins run on it too.
find_java() {
  local home version
  while IFS= read -r home; do
    [[ -n $home && -x $home/bin/javac && -r $home/release ]] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" || true)
    if [[ -n $version ]] && ((version >= 25)); then
      export JAVA_HOME=$home
      return 0
    fi
  done < <(java_homes 2>/dev/null)
  return 1
}

java_homes() {
  echo "${AKTIEN_JAVA_HOME:-}"
  echo "${JAVA_HOME:-}"
  sed -n 's:.*<jdkHome>\(.*\)</jdkHome>.*:\1:p' "$HOME/.m2/toolchains.xml" 2>/dev/null || true
  local java
  java=$(command -v java) && java=$(readlink -f "$java") && echo "${java%/bin/java}"
  ls -d /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* 2>/dev/null || true
}

need_java() {
  find_java && return 0
  java_missing
  exit 1
}

java_missing() {
  echo "suite: JDK 25 is missing: install one (Debian 13: apt-get install openjdk-25-jdk; else Temurin 25), or name it with AKTIEN_JAVA_HOME" >&2
}

# All that a build needs; says everything that is missing at once.
need_build_tools() {
  local missing=0
  find_java || { java_missing; missing=1; }
  if ! command -v mvn >/dev/null; then
    echo "suite: Maven is missing: install it (apt-get install maven)" >&2
    missing=1
  fi
  if ! node_is_enough || ! command -v npm >/dev/null; then
    echo "suite: Node 20.19 or newer with npm is missing: install it (apt-get install nodejs npm, or from nodejs.org)" >&2
    missing=1
  fi
  ((missing == 0)) || exit 1
}

node_is_enough() {
  local version
  version=$(node --version 2>/dev/null) || return 1
  [[ $version =~ ^v([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 20 || (BASH_REMATCH[1] == 20 && BASH_REMATCH[2] >= 19)))
}
