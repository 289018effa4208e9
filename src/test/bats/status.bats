load sandbox

@test "status of what never started" {
  run -1 supervisor status
  [ "$output" = "NAME  PORT   PROVIDER         BIG    MIDDLE  SMALL    STATE
glm   $glm_port  api.example.com  big-1  big-1   small-1  stopped
kimi  $kimi_port  api.example.com  big-1  big-1   small-1  stopped" ]
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
  stranger "$glm_port"
  run -1 supervisor status glm
  [[ "$(state_of glm)" == "stopped; port $glm_port is held by pid $stranger ("*")" ]]
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

@test "status asks on the port the process was started with" {
  run -0 supervisor start glm
  instance glm "PORT=$kimi_port" BIG_MODEL=big-2
  touch -d '+2 seconds' env/.env-glm
  run -0 supervisor status glm
  [ "${lines[1]}" = "glm   $glm_port  api.example.com  big-2  big-2   small-1  up, pid $(pid_of glm), key missing: OPENAI_API_KEY in env/.env-glm; env/.env-glm has changed since: restart glm" ]
}

@test "the table shows providers and models as the files have them" {
  rm env/.env-*
  printf '%s\n' 'OPENAI_BASE_URL=demo:' 'PORT=18000' 'BIG_MODEL=b' 'MIDDLE_MODEL=m' 'SMALL_MODEL=s' >env/.env-demo
  printf '%s\n' 'OPENAI_BASE_URL="http://me:pw@localhost:11434/v1" # ollama' 'PORT=18001' 'BIG_MODEL=qwen3:32b' "SMALL_MODEL='mini'" >env/.env-local
  printf '%s\n' 'OPENAI_BASE_URL=https://api.z.ai/api/paas/v4' 'PORT=18002' >env/.env-plain
  run -1 supervisor status
  [ "$output" = "NAME   PORT   PROVIDER         BIG        MIDDLE     SMALL    STATE
demo   18000  demo             b          m          s        stopped
local  18001  localhost:11434  qwen3:32b  qwen3:32b  mini     stopped
plain  18002  api.z.ai         default    default    default  stopped" ]
}
