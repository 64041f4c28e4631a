# ./suite crash-test and ./suite bench: what benchmarks/run does, with the JDK that the suite found.

cmd_crash_test() {
  need_build_tools
  "$HERE/benchmarks/run" crash "$(($1 * 60))" "${@:2}"
}

cmd_bench() {
  need_build_tools
  "$HERE/benchmarks/run" "$@"
}
