load sandbox

@test "stop ends all instances and takes their pid files away" {
  run -0 supervisor start
  local glm kimi
  glm=$(pid_of glm)
  kimi=$(pid_of kimi)
  run -0 supervisor stop
  [ "$(printf '%s\n' "${lines[@]}" | sort)" = $'glm: stopped\nkimi: stopped' ]
  run ! lives "$glm"
  run ! lives "$kimi"
  [ "$(ls run)" = built ]
}

@test "stop by name leaves the others running" {
  run -0 supervisor start
  run -0 supervisor stop glm
  [ "$output" = "glm: stopped" ]
  run ! answers "$glm_port"
  answers "$kimi_port"
}

@test "stopping what does not run is no fault" {
  run -0 supervisor stop
  [ "$output" = "nothing was running" ]
  run -0 supervisor stop glm
  [ "$output" = "glm: was not running" ]
}

@test "stop with an unknown name stops nothing" {
  run -0 supervisor start glm
  run -2 supervisor stop glm nobody
  answers "$glm_port"
}

@test "an instance that does not end when asked is ended by force" {
  instance glm "PORT=$glm_port" FAKE=stubborn
  run -0 supervisor start glm
  local pid
  pid=$(pid_of glm)
  export PORTSIDE_STOP_SECONDS=1
  run -0 supervisor stop glm
  [ "$output" = "glm: stopped by force, it had not ended in time" ]
  run ! lives "$pid"
}

@test "a process that has the number of a pid file, but not its start time, is not touched" {
  sleep 60 3>&- &
  local other=$!
  strangers=$other
  mkdir run
  printf '%s 12345\n127.0.0.1 %s\n' "$other" "$glm_port" >run/glm.pid
  run -0 supervisor stop glm
  [ "$output" = "glm: was not running" ]
  lives "$other"
  [ ! -e run/glm.pid ]
}

@test "a proxy that began at another time than its pid file says is another one, and is not touched" {
  run -0 supervisor start glm
  local pid at
  { read -r pid at; } <run/glm.pid
  printf '%s %s0\n127.0.0.1 %s\n' "$pid" "$at" "$glm_port" >run/glm.pid
  run -1 supervisor stop glm
  [ "${lines[0]}" = "error: glm runs as pid $pid, and no pid file proves that it was started here" ]
  answers "$glm_port"
  kill -KILL "$pid"
}

@test "a process that began when the pid file says, but is no proxy of that file, is not touched" {
  stranger "$glm_port"
  mkdir run
  (
    . scripts/lib/process.sh
    find_start "$stranger"
    address=127.0.0.1 port=$glm_port facts=''
    write_pid glm "$stranger"
  )
  run -0 supervisor stop glm
  [ "$output" = "glm: was not running" ]
  answers "$glm_port"
}

@test "a pid file with anything else in it stops nothing" {
  mkdir run
  local text
  for text in '' -1 0 'abc def' '1' '$$ 1'; do
    printf '%s\n' "$text" >run/glm.pid
    run -0 supervisor stop glm
    [ "$output" = "glm: was not running" ]
  done
}

@test "an instance whose env file is gone can still be stopped" {
  run -0 supervisor start glm
  rm env/.env-glm env/.env-glm.example
  run -0 supervisor stop glm
  [ "$output" = "glm: stopped" ]
}

@test "a client of the port is not touched" {
  run -0 supervisor start glm
  sleep 60 3<>"/dev/tcp/127.0.0.1/$glm_port" &
  local client=$!
  strangers=$client
  run -0 supervisor stop
  lives "$client"
}

@test "restart gives a new process that has read the file anew" {
  run -0 supervisor start
  local glm kimi
  glm=$(pid_of glm)
  kimi=$(pid_of kimi)
  free_port
  instance glm "PORT=$port"
  run -0 supervisor restart glm
  [ "${lines[0]}" = "glm: stopped" ]
  [ "$(state_of glm)" = up ]
  [ "$(pid_of glm)" != "$glm" ]
  [ "$(pid_of kimi)" = "$kimi" ]
  answers "$port"
  run ! answers "$glm_port"
}

@test "restart of all" {
  run -0 supervisor start
  local glm
  glm=$(pid_of glm)
  run -0 supervisor restart
  [ "$(pid_of glm)" != "$glm" ]
  answers "$glm_port"
  answers "$kimi_port"
}

@test "restart with a broken build stops nothing" {
  run -0 supervisor start glm
  touch -d '+2 seconds' src/main/Main.java
  : >mvn.broken
  run -4 supervisor restart glm
  answers "$glm_port"
}

@test "a pid file that was deleted under a process is no proof, and what runs is told" {
  run -0 supervisor start
  local glm kimi
  glm=$(pid_of glm) kimi=$(pid_of kimi)
  strangers="$glm $kimi"
  rm -r run
  run -1 supervisor stop
  [[ "$output" == *"error: glm runs as pid $glm, and no pid file proves that it was started here"$'\n'"hint: if it was: kill $glm"* ]]
  [[ "$output" == *"kimi runs as pid $kimi,"* && "$output" != *"was not running"* && "$output" != *"nothing was running"* ]]
  run -1 supervisor stop kimi
  [[ "$output" != *glm* ]]
  answers "$glm_port"
  run -1 supervisor start glm
  [[ "$(state_of glm)" == "skipped: port $glm_port is held by pid $glm (java -Dportside.hangup=reload -jar proxy.jar --env env/.env-glm, in $SANDBOX)" ]]
}

@test "a copy of a checkout that runs has no say over its processes, and is told whose the port is" {
  run -0 supervisor start
  cp -a "$SANDBOX" ../copy
  cd ../copy
  run -0 supervisor stop
  [ "$output" = "nothing was running" ]
  cp -a "$SANDBOX/run" .
  run -1 supervisor restart glm
  [ "$(state_of glm)" = "skipped: port $glm_port is held by pid $(cd "$SANDBOX" && pid_of glm) (java -Dportside.hangup=reload -jar proxy.jar --env env/.env-glm, in $SANDBOX)" ]
  cp -a "$SANDBOX/run" .
  run -0 supervisor stop glm
  [ "$output" = "glm: was not running" ]
  cd "$SANDBOX"
  answers "$glm_port" && answers "$kimi_port"
}

@test "a checkout that was moved while it ran still has its processes" {
  run -0 supervisor start glm
  strangers=$(pid_of glm)
  mv "$SANDBOX" ../moved
  cd ../moved
  run -0 supervisor stop glm
  [ "$output" = "glm: stopped" ]
}

@test "restart stops nothing that could not be started again: a file with faults, none, a link into nothing" {
  run -0 supervisor start
  local glm kimi fault
  glm=$(pid_of glm)
  rm env/.env-glm.example
  for fault in 'instance glm PORT=no' 'rm env/.env-glm' 'ln -s /nowhere env/.env-glm'; do
    kimi=$(pid_of kimi)
    eval "$fault"
    run -1 supervisor restart
    [[ "$(state_of glm)" == "not restarted, pid $glm still runs: "*env/.env-glm* ]]
    [ -e env/.env-glm ] || [[ "$output" != *'what is wrong with'* ]] # nothing was read
    [ "$(pid_of kimi)" != "$kimi" ]
    [ "$(pid_of glm)" = "$glm" ]
    answers "$glm_port" && answers "$kimi_port"
  done
}

@test "restart shows what is wrong with a file, and the instance goes on" {
  run -0 supervisor start glm
  instance glm PORT=no
  run -1 supervisor restart glm
  [ "$(state_of glm)" = "not restarted, pid $(pid_of glm) still runs: env/.env-glm: PORT: \"no\" is not a number, and more" ]
  [[ "$output" == *$'what is wrong with env/.env-glm:\n  env/.env-glm: PORT: "no" is not a number\n'* ]]
  [[ "$output" != *"glm: stopped"* ]]
}

@test "restart stops nothing whose new port is held" {
  run -0 supervisor start
  local glm
  glm=$(pid_of glm)
  free_port
  stranger "$port"
  instance glm "PORT=$port"
  run -1 supervisor restart
  [[ "$(state_of glm)" == "not restarted, pid $glm still runs: port $port is held by pid $stranger ("* ]]
  answers "$glm_port" && answers "$kimi_port"
  instance glm "PORT=$kimi_port"
  run -1 supervisor restart glm
  [[ "$(state_of glm)" == "not restarted, pid $glm still runs: port $kimi_port is held by pid $(pid_of kimi) ("* ]]
  answers "$glm_port"
}

@test "two instances swap their ports in one restart; one that is kept keeps its port" {
  run -0 supervisor start
  instance glm "PORT=$kimi_port"
  instance kimi "PORT=$glm_port"
  run -0 supervisor restart
  [[ "$output" == *"glm   $kimi_port "*"kimi  $glm_port "* ]]
  local glm kimi
  glm=$(pid_of glm) kimi=$(pid_of kimi)
  instance glm "PORT=$glm_port"
  instance kimi PORT=no
  run -1 supervisor restart
  [[ "$(state_of glm)" == "not restarted, pid $glm still runs: port $glm_port is held by pid $kimi ("* ]]
  [[ "$(state_of kimi)" == "not restarted, pid $kimi still runs: env/.env-kimi: PORT"* ]]
}
