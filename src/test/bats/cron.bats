load sandbox

# A crontab command that keeps its table in a file and can be told to refuse.
setup_crontab() {
  cat >bin/crontab <<'END'
#!/bin/sh
if [ -f crontab.refused ]; then echo "You are not allowed to use this program (crontab)" >&2; exit 1; fi
case $1 in
  -l) [ -f crontab.table ] || { echo "no crontab for me" >&2; exit 1; }; cat crontab.table ;;
  -) cat >crontab.table; echo written >>crontab.writes ;;
esac
END
  chmod +x bin/crontab
}

cron() {
  scripts/setup-log-cleanup-cron.sh "$@" <&-
}

@test "the line is added once, and what cron would run does the work" {
  setup_crontab
  run -0 cron
  [ "${lines[0]}" = "added to your crontab:" ]
  [ "${lines[1]}" = "$(cat crontab.table)" ]
  [[ "${lines[1]}" == "0 2 * * * cd "*" # portside: log clean-up" ]]
  run -0 cron
  [ "${lines[0]}" = "already in your crontab:" ]
  [ "$(wc -l <crontab.writes)" -eq 1 ]

  touch logs/glm.log.20200101_000000
  (cd / && sh -c "$(sed 's/^0 2 \* \* \* //; s/\\%/%/g' "$SANDBOX/crontab.table")")
  [ ! -e logs/glm.log.20200101_000000 ]
}

@test "other lines stay, in both directions" {
  setup_crontab
  printf '%s\n' '# mine' 'MAILTO=me' '*/5 * * * * true # portside: log clean-up' >crontab.table
  cp crontab.table before
  run -0 cron
  [ "$(sed '$d' crontab.table)" = "$(cat before)" ]
  run -0 cron --remove
  [ "${lines[0]}" = "removed from your crontab:" ]
  cmp crontab.table before
}

@test "removing what is not there changes nothing" {
  setup_crontab
  run -0 cron --remove
  [ "${lines[0]}" = "there was no such line:" ]
  [ ! -e crontab.table ]
}

@test "removing the only line leaves an empty table" {
  setup_crontab
  run -0 cron
  run -0 cron --remove
  [ -e crontab.table ] && [ ! -s crontab.table ]
}

@test "a crontab that cannot be read is not written" {
  setup_crontab
  : >crontab.refused
  run -1 cron
  [ "${lines[0]}" = "error: the crontab cannot be read" ]
  [ "${lines[1]}" = "hint: You are not allowed to use this program (crontab)" ]
  [ ! -e crontab.writes ]
}

@test "without crontab, with wrong options, with --help" {
  mkdir tools
  local tool
  for tool in bash dirname sed; do ln -s "$(command -v "$tool")" "tools/$tool"; done
  PATH=$SANDBOX/tools run -1 cron
  [ "${lines[0]}" = "error: crontab is not on this machine" ]
  run -2 cron --delete
  run -0 cron --help
  [ "${lines[0]}" = "Has cron delete old archived logs every day at 02:00." ]
}

@test "a percent sign in the path does not end the command" {
  setup_crontab
  mkdir '100% mine'
  cp -R scripts start-all-proxies.sh '100% mine'
  cd '100% mine'
  run -0 scripts/setup-log-cleanup-cron.sh
  [[ "${lines[1]}" == *'/100\% mine'\'' && ./start-all-proxies.sh clean-logs >/dev/null # portside: log clean-up' ]]
}
