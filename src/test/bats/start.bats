load sandbox

@test "a fresh clone: builds, makes the env files, starts all, prints the table and the lines" {
  run -0 supervisor start
  [ "$(cat mvn.calls)" = "mvn -q -ntp -B -DskipTests package" ]
  answers "$glm_port"
  answers "$kimi_port"
  local expected
  expected=$(
    cat <<END
building proxy.jar (a minute or so; the first time Maven also fetches the libraries; logs/build.log)
env/.env-glm: made from its example
env/.env-kimi: made from its example
NAME  PORT   PROVIDER         BIG    MIDDLE  SMALL    STATE
glm   $glm_port  api.example.com  big-1  big-1   small-1  up, key missing: OPENAI_API_KEY in env/.env-glm
kimi  $kimi_port  api.example.com  big-1  big-1   small-1  up, key missing: OPENAI_API_KEY in env/.env-kimi

Claude Code, in a project of yours (auto mode asks a check of its server that other providers cannot give, hence the mode):
  ANTHROPIC_BASE_URL=http://localhost:$glm_port ANTHROPIC_AUTH_TOKEN=dummy claude --permission-mode default
  ANTHROPIC_BASE_URL=http://localhost:$kimi_port ANTHROPIC_AUTH_TOKEN=dummy claude --permission-mode default

After adding the missing keys: ./start-all-proxies.sh restart glm kimi
END
  )
  [ "$output" = "$expected" ]
}

@test "start is the verb when none is given" {
  run -0 supervisor
  answers "$glm_port"
}

@test "works through a link and from another folder" {
  ln -s "$SANDBOX/start-all-proxies.sh" home/proxies
  cd home
  run -0 ./proxies start glm
  cd ..
  answers "$glm_port"
}

@test "env files, logs and pid files are for their owner only, also under a lax umask" {
  umask 000
  run -0 supervisor start glm
  [ "$(mode env/.env-glm)" = "-rw-------" ]
  [ "$(mode logs/glm.log)" = "-rw-------" ]
  [ "$(mode run/glm.pid)" = "-rw-------" ]
}

@test "an env file that is there is left as it is" {
  instance glm "PORT=$glm_port"
  local before
  before=$(cat env/.env-glm)
  run -0 supervisor start glm
  [ "$(cat env/.env-glm)" = "$before" ]
  [ "$(state_of glm)" = "up" ]
}

@test "only the named instances start, by each of their spellings" {
  local name
  for name in glm .env-glm env/.env-glm env/.env-glm.example "$PWD/env/.env-glm"; do
    run -0 supervisor start "$name"
    [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
    [ ! -e env/.env-kimi ]
  done
}

@test "an example in env/more becomes an instance when it is named, and from then on is one of all" {
  local deepseek_port
  free_port && deepseek_port=$port
  example deepseek "PORT=$deepseek_port"
  mkdir env/more
  mv env/.env-deepseek.example env/more
  run -0 supervisor start
  [ ! -e env/.env-deepseek ] && [[ "$output" != *deepseek* ]]
  run -0 supervisor status
  [[ "$output" != *deepseek* ]]
  run -0 supervisor start deepseek
  [ "${lines[0]}" = "env/.env-deepseek: made from its example" ]
  [ "$(state_of deepseek)" = "up, key missing: OPENAI_API_KEY in env/.env-deepseek" ]
  [ "$(mode env/.env-deepseek)" = "-rw-------" ]
  answers "$deepseek_port"
  run -0 supervisor stop
  [[ "$output" == *"deepseek: stopped"* ]]
  run -0 supervisor start
  answers "$deepseek_port"
}

@test "the examples of env/more are told where a name is unknown" {
  mkdir env/more
  : >env/more/.env-deepseek.example
  run -2 supervisor start deepsek
  [ "${lines[1]}" = "hint: env/.env-NAME makes one; there are: glm kimi; examples to start from: deepseek" ]
}

@test "a provider that cannot be used is pointed out" {
  instance glm "PORT=$glm_port" FAKE=barred
  run -0 supervisor start glm
  [ "$(state_of glm)" = "up, not usable: see logs/glm.log" ]
}

@test "an unknown name is wrong usage, and nothing is done" {
  local name
  for name in nobody ../../etc/passwd '' '*' 'glm kimi' '$(touch hacked)' -f env/ .env-; do
    run -2 supervisor start "$name"
    [ "${lines[0]}" = "error: there is no instance '$name'" ]
    [ "${lines[1]}" = "hint: env/.env-NAME makes one; there are: glm kimi" ]
  done
  [ ! -e run ] && [ ! -e proxy.jar ] && [ ! -e hacked ]
}

@test "an unknown verb is wrong usage" {
  run -2 supervisor fly
  [ "${lines[0]}" = "error: 'fly' is no verb" ]
}

@test "help is the header of the script" {
  local word
  for word in help -h --help; do
    run -0 supervisor "$word"
    [ "${lines[0]}" = "Portside: one proxy process per env/.env-NAME file." ]
    [ "${lines[-1]}" = "START_PROXIES.md is the manual." ]
  done
  run -0 supervisor start --help
  [ ! -e run ]
}

@test "instances that run are left alone and count as up" {
  run -0 supervisor start glm
  local pid
  pid=$(pid_of glm)
  run -0 supervisor start
  [ "$(pid_of glm)" = "$pid" ]
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
  answers "$kimi_port"
}

@test "an env file that changed after the start is pointed out" {
  run -0 supervisor start glm
  instance glm "PORT=$kimi_port"
  touch -d '+2 seconds' env/.env-glm
  run -0 supervisor start glm
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm; env/.env-glm has changed since: restart glm" ]
}

@test "an instance that dies is reported with the end of its log; the others start" {
  instance glm "PORT=$glm_port" FAKE=die
  run -1 supervisor start
  [ "$(state_of glm)" = "failed: ended at once, see logs/glm.log" ]
  [ "$(state_of kimi)" = "up, key missing: OPENAI_API_KEY in env/.env-kimi" ]
  [[ "$output" == *$'\nthe end of logs/glm.log:\n  error: env/.env-glm line 1: no good\n'* ]]
  [ ! -e run/glm.pid ]
}

@test "an instance that does not answer in time is reported and can be stopped" {
  instance glm "PORT=$glm_port" FAKE=mute
  export PORTSIDE_START_SECONDS=1
  run -1 supervisor start glm
  [ "$(state_of glm)" = "failed: pid $(pid_of glm) runs but does not answer, see logs/glm.log" ]
  run -0 supervisor stop glm
  [ "$output" = "glm: stopped" ]
}

@test "a port held by somebody else is reported with the owner and skipped; the owner lives" {
  stranger "$glm_port"
  run -1 supervisor start
  [ "$(state_of glm)" = "skipped: port $glm_port is held by pid $stranger ($JAVA -cp fake.jar FakeProxy elsewhere.env)" ] ||
    [[ "$(state_of glm)" == "skipped: port $glm_port is held by pid $stranger ("*"...)" ]]
  [ "$(state_of kimi)" = "up, key missing: OPENAI_API_KEY in env/.env-kimi" ]
  run -0 supervisor stop
  answers "$glm_port"
}

@test "two files with one port: the first has it, the second is told" {
  instance kimi "PORT=$glm_port"
  run -1 supervisor start
  [ "$(state_of glm)" = "up, key missing: OPENAI_API_KEY in env/.env-glm" ]
  [ "$(state_of kimi)" = "skipped: port $glm_port is also the port of env/.env-glm" ]
}

@test "a port that is none is reported" {
  local odd
  for odd in abc 0 70000 -1 '80 82' 99999999999999999999; do
    instance glm "PORT=$odd"
    run -1 supervisor start glm
    [[ "${lines[-1]}" == "glm "*"failed: PORT in env/.env-glm is no port number" ]]
  done
}

@test "the port is read as the proxy reads it: quotes, blanks, export, comments, CRLF, BOM, variables, the last one" {
  export MY_PORT=$glm_port MY_PORT_END=${glm_port:2}
  local line
  for line in "PORT=\"$glm_port\"" "PORT='$glm_port' # mine" "  PORT = $glm_port  " "export PORT=$glm_port # x" \
    "PORT=$glm_port"$'\r' $'\357\273\277'"PORT=$glm_port" "PORT=1"$'\n'"PORT=$glm_port" 'PORT=${MY_PORT}' \
    'PORT="${MY_PORT}"' "PORT=${glm_port:0:2}"'${MY_PORT_END} # end'; do
    (
      . scripts/lib/instance.sh
      printf '%s' "$line" >env/.env-glm
      read_settings glm
      [ "$port" = "$glm_port" ]
    )
  done
}

@test "client keys are asked for, not shown" {
  instance glm "PORT=$glm_port" ANTHROPIC_API_KEY=very-secret
  run -0 supervisor start glm
  [ "${lines[-1]}" = "  ANTHROPIC_BASE_URL=http://localhost:$glm_port ANTHROPIC_AUTH_TOKEN='<a key of ANTHROPIC_API_KEY in env/.env-glm>' claude --permission-mode default" ]
  [[ "$output" != *very-secret* && "$output" != *sk-test* ]]
}

@test "a file whose name cannot be an instance is pointed out; backups are not" {
  instance "two words" PORT=1
  instance glm~ PORT=1
  instance glm.bak PORT=1
  run -1 supervisor start
  [[ "$output" == *"error: env/.env-two words was not started"* ]]
  [ "$(ls run)" = $'built\nglm.pid\nkimi.pid' ]
}

@test "without any env file or example there is nothing to start" {
  rm env/.env-*
  run -1 supervisor start
  [ "${lines[-2]}" = "error: there is nothing to start" ]
}

@test "a pid file whose number now belongs to another process does not count" {
  sleep 60 3>&- &
  local other=$!
  strangers="$strangers $other"
  mkdir -p run
  printf '%s 12345\n127.0.0.1 %s\n' "$other" "$glm_port" >run/glm.pid
  run -0 supervisor start glm
  [ "$(pid_of glm)" != "$other" ]
  lives "$other"
}

@test "the process is detached: a group of its own, deaf to a hang-up, without input" {
  run -0 supervisor start glm
  local pid
  pid=$(pid_of glm)
  [ "$(ps -o pgid= -p "$pid" | tr -d ' ')" = "$pid" ]
  [ "$(readlink "/proc/$pid/fd/0")" = /dev/null ]
  kill -HUP "$pid"
  answers "$glm_port"
}

@test "the options the build left beside the jar are passed" {
  printf '%s\n' -Dfake.option=speed >proxy.options
  run -0 supervisor start glm
  [ "$(cat logs/glm.log)" = "listening with speed" ]
}

@test "two starts at once: one builds and starts, the other finds it done" {
  supervisor start >first.out 2>&1 &
  local first=$!
  run -0 supervisor start
  wait "$first"
  [ "$(wc -l <mvn.calls)" -eq 1 ]
  [ "$(pgrep -cf "proxy.jar --env env/.env-glm" -g "$(pid_of glm)")" = 1 ]
  [ ! -e run/turn ] && [ ! -L run/turn ]
}

@test "the turn of a supervisor that is gone does not count" {
  mkdir run
  ln -s "999999 1" run/turn
  run -0 supervisor start glm
}

@test "no colours where no terminal is" {
  run -0 supervisor start
  [[ "$output" != *$'\033'* ]]
}
