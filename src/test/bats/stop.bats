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
  run -0 supervisor stop glm
  [ "$output" = "glm: was not running" ]
  answers "$glm_port"
  kill -KILL "$pid"
}

@test "a process that began when the pid file says, but is no proxy of that file, is not touched" {
  stranger "$glm_port"
  mkdir run
  (
    . scripts/lib/instance.sh
    find_start "$stranger"
    write_pid glm "$stranger" "$start" 127.0.0.1 "$glm_port"
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
