# shellcheck shell=bash disable=SC2034,SC2154 # shared with the main script and its other parts
# Scenarios with a provider that speaks Gemini's own language. Script.java plays them as those of the same name without `gemini-`.

scenarios="$scenarios gemini-tool-loop gemini-parallel-tools gemini-thinking gemini-read-image"

# The row of Vertex AI, since every request to the scripted provider shows its key as a bearer token.
enter_gemini() {
  enter_scenario
  open_proxy "$scenario" BIG_MODEL=big-model DIALECT=vertex-gemini-3-native DIALECT_TOKEN_COUNT=own
  go_through "$port"
}

# in_its_language: `yes` when all requests of the scenario went to its path.
in_its_language() {
  if grep -E "\"event\":\"request\".*\"scenario\":\"$scenario\"" "$work/provider.jsonl" | grep -qv 'models/big-model:streamGenerateContent'; then
    printf no
  else
    printf yes
  fi
}

scenario_gemini_tool_loop() {
  enter_gemini
  ask 'gemini-tool-loop Please.'
  check 'three calls in a row, each result used' 'heard [step-1-111, step-2-222, step-3-333]' "$result"
  check 'all in its own language' yes "$(in_its_language)"
}

scenario_gemini_parallel_tools() {
  enter_gemini
  ask 'gemini-parallel-tools Please.'
  check 'two calls, results by their ids' 'heard [call_left=left-2, call_right=right-4]' "$result"
}

scenario_gemini_thinking() {
  enter_gemini
  ask 'gemini-thinking Please.'
  check 'the client sees it as a thinking block' yes "$(in_events '"type":"thinking","thinking":"First I ponder the echo\."')"
  check 'its signature returns with the call' 'heard [thought-9] after [First I ponder the echo.]' "$result"
}

scenario_gemini_read_image() {
  enter_gemini
  write_png "$place/dot.png"
  ask "gemini-read-image Look at file=$place/dot.png please."
  check 'the image reaches the provider, byte for byte' "received [data:image/png;base64 $(digest "$place/dot.png")]" "$result"
}
