# shellcheck shell=bash disable=SC2034,SC2154 # answers of one library are for the others to use
# The process of an instance: how its pid file proves it, and how it is ended.

# write_pid NAME PID: what is needed later to know the process again: when it began, where it was told to listen, what the
# env file and the jar were like, and what the file came to. Needs start, address, port, provider, facts.
write_pid() {
  local env_sum jar_sum
  find_env_sum "$1" && env_sum=$sum
  find_sum proxy.jar && jar_sum=$sum
  printf '%s %s\n%s %s\n%s %s\n%s\n' "$2" "$start" "$address" "$port" "$env_sum" "$jar_sum" "$facts" >"run/$1.pid"
}

# sum: tells whether a file is the same as it was; its time does not, which may lie in the future. A dash when it cannot be read.
find_sum() {
  sum=$(cksum 2>/dev/null <"$1") || sum=''
  sum=${sum// /:} sum=${sum:--}
}

# find_env_sum NAME: of its env file, and of those of its members where it is a chain; needs provider.
find_env_sum() {
  local member files=("env/.env-$1")
  find_sum "env/.env-$1"
  case $provider in
    'chain of '*)
      [ "$sum" != - ] || return 0
      for member in ${provider#chain of }; do files[${#files[@]}]=env/.env-${member%,}; done
      sum=$({ cat "${files[@]}" 2>/dev/null || :; } | cksum) # a member may lie elsewhere
      sum=${sum// /:}
      ;;
  esac
}

# is_running NAME: whether its pid file counts: the process lives, began when the file says, is that proxy, and works in
# this folder, which it does not where the pid file is a copy.
# pid, start; running_address, running_port, running_facts: how it was started; started_env, started_jar: see find_sum.
# foreign: when it cannot be told, or the process not be ended, because it is another user's: the words for that.
is_running() {
  local began=''
  pid='' running_address='' running_port='' started_env='' started_jar='' running_facts='' foreign=''
  [ -f "run/$1.pid" ] || return 1
  if [ ! -r "run/$1.pid" ]; then
    find_user "run/$1.pid"
    foreign="run/$1.pid is $user's"
    return 1
  fi
  {
    read -r pid began
    read -r running_address running_port
    read -r started_env started_jar
    IFS= read -r running_facts
  } <"run/$1.pid" || [ -n "$running_port" ] || return 1
  is_alive "$pid" "$began" || return 1
  find_command "$pid"
  case " $command " in
    *proxy.jar*" --env env/.env-$1 "*) ;;
    *) return 1 ;;
  esac
  if kill -0 "$pid" 2>/dev/null; then
    works_here "$pid"
  elif [ ! -O "run/$1.pid" ]; then
    find_user "run/$1.pid"
    foreign="pid $pid runs as $user"
    return 1
  else
    return 1 # written by this user, so a copy of the pid file of another one's process
  fi
}

# forget NAME: takes a pid file away that counts for nothing. That of another user stays, since it cannot be judged.
forget() {
  [ -n "$foreign" ] || rm -f "run/$1.pid" 2>/dev/null || :
}

# user: the owner of a file.
find_user() {
  # shellcheck disable=SC2012 # the name of the file comes last
  user=$(ls -ld "$1" | awk '{ print $3; exit }')
}

# works_here PID: whether this very folder is the one a process works in, by whatever path.
works_here() {
  if [ -d /proc/self/cwd ]; then
    [ "/proc/$1/cwd" -ef . ]
  else
    # shellcheck disable=SC2012
    [ "$(PATH=$PATH:/usr/sbin lsof -a -p "$1" -d cwd -Fi 2>/dev/null | sed -n 's/^i//p')" = "$(ls -di . | awk '{ print $1; exit }')" ]
  fi
}

# is_alive PID START: whether that very process still runs; a number given to another process since does not count.
is_alive() {
  find_start "$1" && [ "$start" = "$2" ]
}

# start: when a process began, as a text that only ever is compared; fails when there is none, or only its zombie. Of a
# process that ends, the first thread may be a zombie while another one still holds the port.
find_start() {
  local stat='' threads=1
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  if [ -r /proc/self/stat ]; then
    { IFS= read -r -d '' stat <"/proc/$1/stat"; } 2>/dev/null || [ -n "$stat" ] || return 1
    # shellcheck disable=SC2086 # the fields after the command name, which may itself hold blanks and brackets
    set -- ${stat##*) }
    start=${20} threads=${18}
  else
    stat=$(TZ=UTC LC_ALL=C ps -o state= -o lstart= -p "$1") || return 1
    # shellcheck disable=SC2086
    set -- $stat
    [ $# -ge 6 ] || return 1
    start="$2 $3 $4 $5 $6"
  fi
  case $1 in Z* | X*) [ "$threads" -gt 1 ] || return 1 ;; esac
}

# command: the command line of a process, empty when it may not be seen.
find_command() {
  local word
  command=''
  if [ -r /proc/self/cmdline ]; then
    while IFS= read -r -d '' word || [ -n "$word" ]; do
      command="${command:+$command }$word"
    done 2>/dev/null <"/proc/$1/cmdline" || :
  else
    command=$(ps -ww -o command= -p "$1") || command=''
  fi
}

# strays: "PID=NAME" words, of the proxies of this folder, whether a pid file speaks of them or not.
find_strays() {
  local candidates pid name
  strays=''
  if [ -r /proc/self/cmdline ]; then
    candidates=$(grep -alF proxy.jar /proc/[0-9]*/cmdline 2>/dev/null | sed 's,^/proc/\([0-9]*\)/.*,\1,') || :
  else
    candidates=$(ps -A -ww -o pid= -o command= | awk '/proxy\.jar/ { print $1 }') || :
  fi
  for pid in $candidates; do
    find_command "$pid"
    case $command in *java*proxy.jar*' --env '*) ;; *) continue ;; esac
    works_here "$pid" 2>/dev/null || continue
    name=${command##* --env } name=${name%% *} name=${name##*/} name=${name#.env-}
    ! is_name "$name" || strays="$strays $pid=$name"
  done
}

# need_room FOLDER...: ends with 1 where nothing can be written. Looked at first, since a process whose pid file cannot be
# written must not run, and one that runs must not be stopped for it.
need_room() {
  local folder reason
  for folder in "$@"; do
    reason=$({ mkdir -p "$folder" && printf '%8192s' '' >"$folder/room.$$"; } 2>&1) && reason='' || reason=${reason:-it failed}
    rm -f "$folder/room.$$" 2>/dev/null || :
    [ -z "$reason" ] || cannot_write "$folder" "$reason"
  done
}

# cannot_write FOLDER REASON: ends with 1; the reason is what a tool printed.
cannot_write() {
  fail 1 "$1/ cannot be written: ${2##*: }" "pid files and logs go there: make room, or give $PWD to the user who runs this ($(id -un))"
}

# wait_turn: one supervisor at a time builds, starts or stops; the turn ends with the script.
# A link is made in one step and carries its owner; the link of a process that is gone does not count.
wait_turn() {
  local owner told='' reason
  reason=$(mkdir -p run 2>&1) || cannot_write run "$reason"
  [ -w run ] || cannot_write run "$({ : >"run/room.$$"; } 2>&1 || :)" # told apart from a turn that is taken, which the link alone is not
  find_start $$
  until reason=$(LC_ALL=C ln -s "$$ $start" run/turn 2>&1); do
    case $reason in *'File exists'*) ;; *) cannot_write run "$reason" ;; esac
    if ! owner=$(readlink run/turn); then # given back meanwhile, or no link at all
      [ ! -e run/turn ] || fail 1 'run/turn is in the way' 'rm -r run/turn'
    elif is_alive "${owner%% *}" "${owner#* }"; then
      [ -n "$told" ] || printf 'waiting for another start-all-proxies.sh (pid %s) to finish\n' "${owner%% *}"
      told=yes
      sleep 0.2
    else
      find_start $$
      inherit run/turn "$owner"
    fi
    find_start $$
  done
  trap 'rm -f run/turn' EXIT
}

# inherit LINK OWNER: removes a link of one that is gone. Who does it is settled by a link named after that owner, so each is removed by one
# process at most: a second one might remove what another has put in its place meanwhile. An heir may be gone as well, and has an heir.
inherit() {
  local heir link=run/heir.${2//[!0-9A-Za-z]/-}
  if ln -s "$$ $start" "$link" 2>/dev/null; then
    [ "$(readlink "$1")" != "$2" ] || rm -f "$1"
    rm -f "$link"
  elif heir=$(readlink "$link") && ! is_alive "${heir%% *}" "${heir#* }"; then
    find_start $$
    inherit "$link" "$heir"
  fi
}

# end NAME PID START: of each one, asked to end; then await_end for all.
ending_names=() ending_pids=() ending_starts=() ending=''
end() {
  local i=${#ending_names[@]}
  ending_names[i]=$1 ending_pids[i]=$2 ending_starts[i]=$3
  kill -TERM "$2" 2>/dev/null || :
  ending="$ending $i"
}

# await_end SECONDS: until all have ended, by force once the time is up; what runs even then stays in $ending.
await_end() {
  local i
  await_gone "$1" stopped
  for i in $ending; do
    ! is_alive "${ending_pids[i]}" "${ending_starts[i]}" || kill -KILL "${ending_pids[i]}" 2>/dev/null || :
  done
  await_gone 5 'stopped by force, it had not ended in time'
  for i in $ending; do complain "${ending_names[i]} does not end" "look at pid ${ending_pids[i]}"; done
}

# await_gone SECONDS WORDS
await_gone() {
  local deadline=$((SECONDS + $1)) still i
  while [ -n "$ending" ]; do
    still=''
    for i in $ending; do
      if is_alive "${ending_pids[i]}" "${ending_starts[i]}"; then
        still="$still $i"
      else
        rm -f "run/${ending_names[i]}.pid"
        printf '%s: %s\n' "${ending_names[i]}" "$2"
      fi
    done
    ending=$still
    [ -n "$ending" ] && [ $SECONDS -lt $deadline ] || return 0
    sleep 0.05
  done
}
