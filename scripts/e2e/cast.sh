# shellcheck shell=bash disable=SC2034,SC2154 # the main script sets work, java, keep; proxy and its port are for the scenarios
# Who plays: the scripted provider and the proxy, started for the run and ended with it.

client_key=sk-client-$RANDOM$RANDOM$RANDOM
provider_key=sk-provider-$RANDOM$RANDOM$RANDOM
login_token=sk-ant-oat01-$RANDOM$RANDOM$RANDOM

start_cast() {
  pids=''
  free_port
  provider_port=$port
  "${java%java}javac" -d "$work/classes" src/test/java/portside/fake/*.java scripts/e2e/*.java || fail 1 'the scripted provider does not compile' 'the compiler said why'
  "$java" -cp "$work/classes" ScriptedProvider "$provider_port" "$work/provider.jsonl" "$work/claude.jsonl" >"$work/provider.out" 2>&1 &
  provider=$!
  pids="$pids $provider"
  await_port "$provider_port" "$provider" || fail 1 'the scripted provider did not start' "$(cat "$work/provider.out")"

  # DIALECT_REPLAY: the scripted provider wants its reasoning back, so that the way of thinking blocks through the client is seen.
  open_proxy e2e BIG_MODEL=big-model MIDDLE_MODEL=middle-model SMALL_MODEL=small-model DIALECT_REPLAY=all
  proxy=$pid proxy_port=$port
}

# open_proxy NAME LINE...: one before the scripted provider, with these lines in its env file; its process is $pid, its port $port.
open_proxy() {
  local name=$1
  shift
  write_member "$name" "$@"
  run_proxy "$name"
}

# open_chain MEMBER,... LINE...: a proxy before members that are written already, with these lines in its env file; $pid and $port as above.
open_chain() {
  local members=$1
  shift
  write_env "$scenario" "CHAIN=$members" "$@"
  run_proxy "$scenario"
}

# write_member NAME LINE...: an env file for the scripted provider, with these lines.
write_member() {
  local name=$1
  shift
  write_env "$name" "OPENAI_API_KEY=$provider_key" "OPENAI_BASE_URL=http://127.0.0.1:$provider_port/v1" "$@"
}

write_env() {
  local name=$1
  shift
  (
    umask 077
    printf '%s\n' "$@" >"$work/.env-$name"
  )
}

# run_proxy NAME: starts it with its env file, to which it adds the port and the client's key. What it learns stays in the working folder.
run_proxy() {
  local log=$work/proxy-$1.log jar=$PWD/proxy.jar
  free_port
  printf '%s\n' "PORT=$port" "ANTHROPIC_API_KEY=$client_key" >>"$work/.env-$1"
  (cd "$work" && exec "$java" -jar "$jar" --env "$work/.env-$1") >"$log" 2>&1 &
  pid=$!
  pids="$pids $pid"
  await_port "$port" "$pid" || fail 1 "the proxy '$1' did not start" "$(cat "$log")"
  ask_health 127.0.0.1 "$port" || fail 1 "the proxy '$1' is not healthy" "$health"
}

end_cast() {
  local socket pid
  for socket in "$work"/*.tmux; do tmux -S "$socket" kill-server 2>/dev/null || :; done
  for pid in $pids; do kill "$pid" 2>/dev/null || :; done
  for pid in $pids; do wait "$pid" 2>/dev/null || :; done
  if [ -n "$keep" ]; then printf 'all logs are in %s\n' "$work"; else rm -rf "$work" || :; fi
}

# port: one that nobody listens on.
free_port() {
  port=$((20000 + RANDOM % 20000))
  while { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; do
    exec 3>&-
    port=$((20000 + RANDOM % 20000))
  done
}

# await_port PORT PID: until somebody listens there; fails when the process is gone, or after 30 seconds.
await_port() {
  local deadline=$((SECONDS + 30))
  until { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null; do
    kill -0 "$2" 2>/dev/null && [ $SECONDS -lt $deadline ] || return 1
    sleep 0.05
  done
  exec 3>&-
}
