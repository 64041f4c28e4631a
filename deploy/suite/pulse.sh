# A process that no longer gets to run, as after SIGSTOP, holds what it has: its share of the work, and perhaps the lock
# of its database, so that no other instance can take over. Each touches $RUN/INSTANCE.pulse twice a second; one whose
# file grows old is killed, and then started again like any that died.

PULSE_OF_SEVERAL=3 # s: another instance waits to take over
PULSE_OF_ONE=30    # s: nobody waits
PULSE_LOOKED=0     # ms
PULSE_FROM=0       # ms

feel_pulses() {
  local i age limit file files=() touched
  ((NOW - PULSE_LOOKED >= 1000)) || return 0
  # We were held up ourselves, as by a laptop that slept: let the others wake first.
  ((NOW - PULSE_LOOKED < 3000)) || PULSE_FROM=$((NOW + 5000))
  PULSE_LOOKED=$NOW
  ((NOW >= PULSE_FROM)) || return 0
  for i in "${!INSTANCE[@]}"; do
    [[ ${STATE[i]} == ready && ${SERVICE[i]} != redis ]] && files+=("$RUN/${INSTANCE[i]}.pulse")
  done
  ((${#files[@]})) || return 0
  # One call for all; where stat is another one, nobody is killed.
  declare -A touched=()
  while read -r age file; do touched[$file]=$age; done < <(stat -c '%Y %n' "${files[@]}" 2>/dev/null)
  for i in "${!INSTANCE[@]}"; do
    [[ ${STATE[i]} == ready && -n ${touched[$RUN/${INSTANCE[i]}.pulse]:-} ]] || continue
    age=$((NOW / 1000 - touched[$RUN/${INSTANCE[i]}.pulse]))
    limit=$((${SCALE[${SERVICE[i]}]:-1} > 1 ? PULSE_OF_SEVERAL : PULSE_OF_ONE))
    if ((age > limit)); then
      say "${INSTANCE[i]} has not stirred for $age s; killing it"
      kill -KILL "${PID[i]}" 2>/dev/null
    fi
  done
}
