load sandbox

# ago DAYS: the time stamp of an archive of then.
ago() {
  date -d "$1" +%Y%m%d_%H%M%S
}

@test "logs shows the end of each log, or of the named ones" {
  printf '%s\n' one two >logs/glm.log
  printf '%s\n' three >logs/kimi.log
  run -0 supervisor logs
  [ "$output" = $'==> logs/glm.log <==\none\ntwo\n\n==> logs/kimi.log <==\nthree' ]
  run -0 supervisor logs glm
  [ "$output" = $'one\ntwo' ]
  run -0 supervisor logs -n 1 env/.env-glm
  [ "$output" = two ]
}

@test "logs -f goes on when a new log takes the place of the old one" {
  printf 'before\n' >logs/glm.log
  supervisor logs glm -f >followed 2>/dev/null &
  local tail=$!
  strangers=$tail
  until grep -q before followed; do sleep 0.02; done
  mv logs/glm.log logs/glm.log.20260101_000000
  printf 'after\n' >logs/glm.log
  until grep -q after followed; do sleep 0.05; done
  [ "$(cat followed)" = $'before\nafter' ]
}

@test "logs without a log, or with wrong options" {
  run -1 supervisor logs
  [ "${lines[0]}" = "error: there is no log yet" ]
  run -2 supervisor logs nobody
  run -2 supervisor logs -x
  run -2 supervisor logs -n
  run -2 supervisor logs -n many glm
}

@test "start archives logs that hold something" {
  printf 'last time\n' >logs/glm.log
  : >logs/kimi.log
  run -0 supervisor start
  local archives=(logs/*.log.*)
  [ ${#archives[@]} -eq 1 ]
  [[ "${archives[0]}" =~ ^logs/glm\.log\.[0-9]{8}_[0-9]{6}$ ]]
  [ "$(cat "${archives[0]}")" = "last time" ]
  [ "$(cat logs/glm.log)" = "listening with no options" ]
}

@test "two archives in one second lose nothing" {
  printf 'first\n' >logs/glm.log
  mkdir fixed
  printf '#!/bin/sh\ncase $* in *+%%Y%%m%%d_*) echo 20991231_235959 ;; *) exec /bin/date "$@" ;; esac\n' >bin/date
  chmod +x bin/date
  run -0 supervisor start glm
  run -0 supervisor restart glm
  [ "$(cat logs/glm.log.20991231_235959)" = $'first\nlistening with no options' ]
}

@test "the log of an instance that runs is not archived" {
  run -0 supervisor start glm
  run -0 supervisor start glm
  [ "$(ls logs)" = $'build.log\nglm.log' ]
}

@test "clean-logs deletes archives older than 3 days, by their names, and nothing else" {
  local old young
  old=$(ago '73 hours ago')
  young=$(ago '71 hours ago')
  touch "logs/glm.log.$old" "logs/glm.log.$young" "logs/gone.log.$old" \
    "logs/glm.log.$old.gz" logs/glm.log.old logs/glm.log.1_2 "logs/$old" logs/glm.log "logs/notes.$old"
  touch -d '10 days ago' logs/*
  run -0 supervisor clean-logs
  [ "$output" = "archived logs older than 3 days: 2 deleted" ]
  [ "$(ls logs | sort)" = "$(printf '%s\n' "$old" glm.log "glm.log.$old.gz" "glm.log.$young" glm.log.1_2 glm.log.old "notes.$old" | sort)" ]
}

@test "clean-logs for the named ones" {
  touch logs/glm.log.20200101_000000 logs/kimi.log.20200101_000000
  run -0 supervisor clean-logs kimi
  [ "$(ls logs)" = glm.log.20200101_000000 ]
}

@test "start cleans too" {
  touch logs/glm.log.20200101_000000
  run -0 supervisor start kimi
  [ ! -e logs/glm.log.20200101_000000 ]
}
