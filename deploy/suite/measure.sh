# ./suite crash-test and ./suite bench: what benchmarks/run does, with the JDK that the suite found.

cmd_crash_test() {
  need_build_tools
  "$HERE/benchmarks/run" crash "$(($1 * 60))" "${@:2}"
}

# What measures whole services starts them as `up` does; the others need nothing prepared.
cmd_bench() {
  need_build_tools
  local service apps=""
  case ${1:-} in
    jitter | resume | avalanche | commands | score | page | suite) build_apps ;;
    *) "$HERE/benchmarks/run" "$@"; return ;;
  esac
  for service in "${SERVICES[@]}"; do apps+=${apps:+:}$(module_of "$service")=${APP[$service]}; done
  AKTIEN_APPS=$apps "$HERE/benchmarks/run" "$@"
}
