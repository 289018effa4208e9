# shellcheck shell=bash disable=SC2034,SC2154 # shared with the main script and the scenarios
# The client, headless and in a terminal. Each scenario has a folder of its own; what the client said is in $events.

# enter_scenario: an empty folder for the client to work in, trusted beforehand, and an empty home.
enter_scenario() {
  place=$work/$scenario home=$work/$scenario.home
  events=$place.events.jsonl
  mkdir -p "$place" "$home" "$work/tmp"
  printf '{"hasCompletedOnboarding":true,"projects":{"%s":{"hasTrustDialogAccepted":true}}}\n' "$place" >"$home/.claude.json"
  identity=(ANTHROPIC_API_KEY="$client_key")
  surroundings=(
    env -i PATH=/usr/local/bin:/usr/bin:/bin HOME="$home" TERM=xterm-256color LANG=C.UTF-8 IS_SANDBOX=1
    CLAUDE_CODE_TMPDIR="$work/tmp" ANTHROPIC_BASE_URL="http://127.0.0.1:$proxy_port" CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1
  )
}

# go_through PORT: the scenario's client asks another proxy from here on.
go_through() {
  surroundings+=("ANTHROPIC_BASE_URL=http://127.0.0.1:$1")
}

# log_in: the scenario's client has a plan of its own from here on, with a made-up login, and shows the proxy its key beside it.
log_in() {
  local later=$((($(date +%s) + 86400) * 1000))
  mkdir -p "$home/.claude"
  printf '{"claudeAiOauth":{"accessToken":"%s","refreshToken":"sk-ant-ort01-none","expiresAt":%s,"scopes":["user:inference","user:profile"],"subscriptionType":"max"}}\n' \
    "$login_token" "$later" >"$home/.claude/.credentials.json"
  identity=(ANTHROPIC_CUSTOM_HEADERS="x-portside-key: $client_key")
}

# ask WORDS [OPTION...]: one headless turn with the prompt `scenario:NAME WORDS`; result is what the client says in the end.
ask() {
  local words=$1
  shift
  (
    cd "$place"
    timeout --foreground -k 5 60 "${surroundings[@]}" "${identity[@]}" "$claude" -p "scenario:$words" "$@" \
      --dangerously-skip-permissions --output-format stream-json --verbose </dev/null
  ) >>"$events" 2>>"$place.stderr" || :
  result=$(sed -nE 's/.*"result":"(([^"\\]|\\.)*)".*/\1/p' "$events" | tail -n 1)
}

# open_terminal: the interactive client in a terminal of its own, ready for input. Each has a tmux server of its own: one that has
# just lost its last session is still on its way out.
open_terminal() {
  tmux -S "$place.tmux" -f /dev/null new-session -d -s "$scenario" -x 160 -y 50 -c "$place" \
    "${surroundings[@]}" ANTHROPIC_AUTH_TOKEN="$client_key" "$claude" --permission-mode default
  await_screen '^❯'
}

close_terminal() {
  tmux -S "$place.tmux" kill-server 2>/dev/null || :
}

# type_in TEXT: types it, and presses Enter once it is on the screen; in one burst the client would take both for pasted text.
type_in() {
  press -l "$1"
  await_screen "$1" && press Enter
}

press() {
  in_tmux send-keys "$@"
}

screen() {
  in_tmux capture-pane -p
}

# in_tmux COMMAND [ARGUMENT...]: for this scenario's terminal; does nothing once the client in it has ended.
in_tmux() {
  tmux -S "$place.tmux" "$1" -t "$scenario" "${@:2}" 2>/dev/null || :
}

# await_screen PATTERN: until the screen shows it, for at most 20 seconds.
await_screen() {
  local deadline=$((SECONDS + 20))
  until screen | grep -qE -- "$1"; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.1
  done
}

# press_until PATTERN KEY: a dialog is deaf for a moment after it has opened, so the key is pressed until the screen shows the pattern.
press_until() {
  local deadline=$((SECONDS + 20))
  until screen | grep -qE -- "$1"; do
    [ $SECONDS -lt $deadline ] || return 1
    press "$2"
    sleep 0.5
  done
}
