# shellcheck shell=bash disable=SC2034,SC2154 # shared with the main script and its other parts
# Scenarios with a provider that stands for GitHub Copilot: its list of models says in which of three languages each is asked. Script.java plays them as those of
# the same name without `copilot-` and the language; ChainScript.java has the chain.

for wire in messages responses chat; do
  scenarios="$scenarios copilot-$wire-tool-loop copilot-$wire-parallel-tools copilot-$wire-read-image"
done
scenarios="$scenarios copilot-messages-thinking copilot-responses-thinking chain-copilot"

# write_copilot NAME LINE...: an env file for it. A program prints its token, which is taken as it is.
write_copilot() {
  local name=$1
  shift
  write_env "$name" "COPILOT_TOKEN_COMMAND=printf %s $provider_key" "OPENAI_BASE_URL=http://127.0.0.1:$provider_port/copilot" DIALECT=copilot "$@"
}

# enter_copilot MODEL: all models of the client are that one.
enter_copilot() {
  enter_scenario
  write_copilot "$scenario" "BIG_MODEL=$1"
  run_proxy "$scenario"
  go_through "$port"
}

# asked_at PATH: `yes` when all requests of the scenario went there, each saying who began the turn.
asked_at() {
  local log=$work/provider.jsonl requests
  [ "$1" != /copilot/v1/messages ] || log=$work/claude.jsonl
  requests=$(grep -E "\"event\":\"request\".*\"scenario\":\"$scenario\"" "$log" || :)
  if [ -n "$requests" ] && ! grep -qv "\"line\":\"POST $1 HTTP/1.1\".*\"x-initiator\":\"\(user\|agent\)\"" <<<"$requests"; then
    printf yes
  else
    printf '%s' "$requests" | cut -c 1-300
  fi
}

copilot_tool_loop() {
  enter_copilot "$1"
  ask "$scenario Please."
  check 'three calls in a row, each result used' 'heard [step-1-111, step-2-222, step-3-333]' "$result"
  check 'all in the language of the list' yes "$(asked_at "$2")"
}

copilot_parallel_tools() {
  enter_copilot "$1"
  ask "$scenario Please."
  check 'two calls, results by their ids' "heard [$2, $3]" "$result"
}

copilot_read_image() {
  enter_copilot "$1"
  write_png "$place/dot.png"
  ask "$scenario Look at file=$place/dot.png please."
  check 'the image reaches the provider, byte for byte' "received [data:image/png;base64 $(digest "$place/dot.png")]" "$result"
  check 'and a header tells of it' yes "$(grep -qh "\"scenario\":\"$scenario\".*\"copilot-vision-request\":\"true\"" "$work"/*.jsonl && printf yes || printf no)"
}

copilot_thinking() {
  enter_copilot "$1"
  ask "$scenario Please."
  check 'its thought returns with the call' 'heard [thought-9] after [First I ponder the echo.]' "$result"
}

scenario_copilot_messages_tool_loop() { copilot_tool_loop claude-opus-4.6 /copilot/v1/messages; }
scenario_copilot_messages_parallel_tools() { copilot_parallel_tools claude-opus-4.6 toolu_call_right=right-4 toolu_call_left=left-2; } # as the client sends them
scenario_copilot_messages_read_image() { copilot_read_image claude-opus-4.6; }
scenario_copilot_messages_thinking() { copilot_thinking claude-opus-4.6; }
scenario_copilot_responses_tool_loop() { copilot_tool_loop gpt-5.6 /copilot/responses; }
scenario_copilot_responses_parallel_tools() { copilot_parallel_tools gpt-5.6 call_left=left-2 call_right=right-4; }
scenario_copilot_responses_read_image() { copilot_read_image gpt-5.6; }
scenario_copilot_responses_thinking() { copilot_thinking gpt-5.6; }
scenario_copilot_chat_tool_loop() { copilot_tool_loop gpt-5-mini /copilot/chat/completions; }
scenario_copilot_chat_parallel_tools() { copilot_parallel_tools gpt-5-mini call_left=left-2 call_right=right-4; }
scenario_copilot_chat_read_image() { copilot_read_image gpt-5-mini; }

# The plan of the first is used up in the middle of a tool loop, the second is busy after one call, the third ends it: three providers, three languages.
scenario_chain_copilot() {
  enter_scenario
  write_copilot loop-copilot BIG_MODEL=claude-opus-4-6
  write_member loop-gemini DIALECT=vertex-gemini-3-native DIALECT_TOKEN_COUNT=own BIG_MODEL=second
  write_member loop-glm DIALECT_REPLAY=all BIG_MODEL=third
  open_chain loop-copilot,loop-gemini,loop-glm STICKY=0 SHORT_WAIT=0
  go_through "$port"
  ask 'chain-copilot Please.' --model opus
  check 'a tool loop goes from Copilot to Gemini to GLM with all its results' \
    'third heard [claude heard [], second heard [claude heard []]] after []' "$result"
  check 'Copilot was asked as its list says' 2 "$(count '"event":"request".*"scenario":"chain-copilot","line":"POST /copilot/v1/messages .*"model":"claude-opus-4.6"' "$work/claude.jsonl")"
  check 'and the used up plan is told of no more than once' 1 "$(grep -c 'moves from loop-copilot' "$work/proxy-chain-copilot.log")"
}
