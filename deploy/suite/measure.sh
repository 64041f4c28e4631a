# ./suite crash-test and ./suite bench: what benchmarks/run does, with the JDK that the suite found.

cmd_crash_test() {
  need_build_tools
  "$HERE/benchmarks/run" crash "$(($1 * 60))" "${@:2}"
}

# Services are measured as `up` starts them.
cmd_bench() {
  need_build_tools
  local service apps=""
  build_apps
  for service in "${SERVICES[@]}"; do apps+=${apps:+:}$(module_of "$service")=${APP[$service]}; done
  AKTIEN_APPS=$apps "$HERE/benchmarks/run" "$@"
}
