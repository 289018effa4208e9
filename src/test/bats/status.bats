load sandbox

@test "status of what never started, before the first build and after it" {
  run -1 supervisor status
  [ "$output" = "NAME  PORT  PROVIDER  BIG  MIDDLE  SMALL  STATE
glm   -     -         -    -       -      stopped
kimi  -     -         -    -       -      stopped" ]
  cp fake.jar proxy.jar
  run -1 supervisor status
  [ "$output" = "NAME  PORT   PROVIDER         BIG    MIDDLE  SMALL    STATE
glm   $glm_port  api.example.com  big-1  big-1   small-1  stopped
kimi  $kimi_port  api.example.com  big-1  big-1   small-1  stopped" ]
  [ ! -e run ]
}

@test "status of a stopped instance tells the first fault of its file" {
  cp fake.jar proxy.jar
  instance kimi PORT=no
  run -1 supervisor status
  [ "$(state_of kimi)" = 'stopped; env/.env-kimi: PORT: "no" is not a number, and more' ]
}

@test "what runs is told without a JDK too" {
  run -0 supervisor start
  PORTSIDE_JAVA=/nowhere run -0 supervisor status
  [ "$(state_of glm)" = "up, pid $(pid_of glm), key missing: OPENAI_API_KEY in env/.env-glm" ]
}

@test "status is 0 only when all, or all that are named, are up" {
  instance glm "PORT=$glm_port"
  run -0 supervisor start glm
  run -1 supervisor status
  [ "$(state_of glm)" = "up, pid $(pid_of glm)" ]
  [ "$(state_of kimi)" = "stopped" ]
  run -0 supervisor status glm
  run -1 supervisor status kimi
}

@test "status tells of a missing key" {
  run -0 supervisor start glm
  run -0 supervisor status glm
  [ "$(state_of glm)" = "up, pid $(pid_of glm), key missing: OPENAI_API_KEY in env/.env-glm" ]
}

@test "status of an instance that does not answer" {
  instance glm "PORT=$glm_port" FAKE=mute
  export PORTSIDE_START_SECONDS=0
  run -1 supervisor start glm
  run -1 supervisor status glm
  [ "$(state_of glm)" = "pid $(pid_of glm) runs but does not answer" ]
}

@test "status tells who holds the port of a stopped instance" {
  cp fake.jar proxy.jar
  stranger "$glm_port"
  run -1 supervisor status glm
  [ "$(state_of glm)" = "stopped; port $glm_port is held by pid $stranger (java -cp fake.jar FakeProxy elsewhere.env, in $SANDBOX)" ]
}

@test "status of an instance that was killed from outside" {
  run -0 supervisor start glm
  local pid
  pid=$(pid_of glm)
  kill -KILL "$pid"
  while lives "$pid"; do :; done
  run -1 supervisor status glm
  [ "$(state_of glm)" = "stopped" ]
}

@test "status tells what the process was started with, and asks on that port" {
  run -0 supervisor start glm
  instance glm "PORT=$kimi_port" BIG_MODEL=big-2
  touch -d '+2 seconds' env/.env-glm
  run -0 supervisor status glm
  [ "${lines[1]}" = "glm   $glm_port  api.example.com  big-1  big-1   small-1  up, pid $(pid_of glm), key missing: OPENAI_API_KEY in env/.env-glm; env/.env-glm has changed since: restart glm" ]
}
