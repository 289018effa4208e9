# shellcheck shell=bash disable=SC2034 # answers are for the verbs to use
# What an instance is: a name, the settings of its env file, and the process its pid file speaks of.
# Answers are left in variables, named above each function: a subshell for each would cost more than the work.

# known: names of all instances, from env files, their examples, and pid files (an env file may be gone, its process not).
# offered: names of further examples, in env/more; each becomes an instance when it is named.
# odd: env files whose names cannot be instance names.
find_instances() {
  known='' offered='' odd=()
  local path name
  for path in env/.env-* run/*.pid; do
    [ -f "$path" ] || continue
    name=${path##*/}
    case $path in
      run/*) name=${name%.pid} ;;
      *) name=${name#.env-} name=${name%.example} ;;
    esac
    case $name in *~ | *.bak | *.orig | *.save | *.swp | *.tmp) continue ;; esac
    if ! is_name "$name"; then
      odd[${#odd[@]}]=$path
    elif ! is_among "$name" "$known"; then
      known="$known $name"
    fi
  done
  for path in env/more/.env-*.example; do
    [ -f "$path" ] || continue
    name=${path##*/.env-} name=${name%.example}
    if is_name "$name" && ! is_among "$name" "$known"; then offered="$offered $name"; fi
  done
}

# example: the file an env file is made from.
find_example() {
  example=env/.env-$1.example
  [ -f "$example" ] || example=env/more/.env-$1.example
}

is_name() {
  local LC_ALL=C
  case $1 in '' | [.-]* | *[!A-Za-z0-9._-]*) return 1 ;; esac
}

is_among() {
  case " $2 " in *" $1 "*) ;; *) return 1 ;; esac
}

# chosen: the instances named by the arguments, all when there are none. Ends with 2 on a name nobody knows.
choose_instances() {
  find_instances
  chosen=$known
  [ $# -gt 0 ] || return 0
  chosen=''
  local argument name
  for argument in "$@"; do
    name=${argument##*/} name=${name#.env-} name=${name%.example}
    if ! is_name "$name" || ! is_among "$name" "$known$offered"; then
      fail 2 "there is no instance '$argument'" "env/.env-NAME makes one; there are:${known:- none}${offered:+; examples to start from:$offered}"
    fi
    is_among "$name" "$chosen" || chosen="$chosen $name"
  done
}

# port, listen, provider, big, middle, small, client_keys: what the env file of an instance says, read by the rules of
# portside.provider.EnvFile as far as a table and a port need them.
assignment='^[[:space:]]*(export[[:space:]]+)?([A-Za-z0-9_.-]+)[[:space:]]*=[[:space:]]*(.*)$'
read_settings() {
  local file=env/.env-$1 line key value
  port=8082 listen=127.0.0.1 provider=- big=default middle='' small='' client_keys=''
  [ -r "$file" ] || { find_example "$1" && file=$example; }
  [ -r "$file" ] || file=/dev/null
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line#$'\357\273\277'} line=${line%$'\r'}
    [[ $line =~ $assignment ]] || continue
    key=${BASH_REMATCH[2]}
    bare_value "${BASH_REMATCH[3]}"
    [ -n "$value" ] || continue
    case $key in
      PORT) port=$value ;;
      HOST) listen=${value#[} listen=${listen%]} ;;
      OPENAI_BASE_URL) provider=${value#*://} provider=${provider%%/*} provider=${provider##*@} provider=${provider%:} ;;
      BIG_MODEL) big=$value ;;
      MIDDLE_MODEL) middle=$value ;;
      SMALL_MODEL) small=$value ;;
      ANTHROPIC_API_KEY) client_keys=$value ;;
    esac
  done <"$file"
  middle=${middle:-$big} small=${small:-${middle:-$big}}
}

# value: without quotes, comment and outer blanks; ${NAME} is looked up in the environment, but not in single quotes.
variable='^([^$]*)\$\{([A-Za-z_][A-Za-z0-9_]*)\}(.*)$'
bare_value() {
  local rest=$1 name
  value=''
  case $rest in
    \'*)
      rest=${rest#\'}
      value=${rest%%\'*}
      return
      ;;
    \"*) rest=${rest#\"} rest=${rest%%\"*} ;;
    \#*) return ;;
    *) rest=${rest%%[[:space:]]#*} rest=${rest%"${rest##*[![:space:]]}"} ;;
  esac
  while [[ $rest =~ $variable ]]; do
    name=${BASH_REMATCH[2]} rest=${BASH_REMATCH[3]}
    value=$value${BASH_REMATCH[1]}${!name:-}
  done
  value=$value$rest
}

# write_pid NAME PID START HOST PORT: what is needed later to know the process again, and where it was told to listen.
write_pid() {
  printf '%s %s\n%s %s\n' "$2" "$3" "$4" "$5" >"run/$1.pid"
}

# pid, running_host, running_port: of the instance, when its pid file counts: the process lives, began when the file
# says, and is that proxy.
is_running() {
  local began=''
  pid='' running_host='' running_port=''
  [ -f "run/$1.pid" ] || return 1
  {
    read -r pid began
    read -r running_host running_port
  } <"run/$1.pid" || return 1
  is_alive "$pid" "$began" || return 1
  find_command "$pid"
  case " $command " in
    *proxy.jar*" --env env/.env-$1 "*) ;;
    *) return 1 ;;
  esac
}

# is_alive PID START: whether that very process still runs; a number given to another process since does not count.
is_alive() {
  find_start "$1" && [ "$start" = "$2" ]
}

# start: when a process began, as a text that only ever is compared; fails when there is none, or only its zombie.
find_start() {
  local stat=''
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  if [ -r /proc/self/stat ]; then
    { IFS= read -r -d '' stat <"/proc/$1/stat"; } 2>/dev/null || [ -n "$stat" ] || return 1
    # shellcheck disable=SC2086 # the fields after the command name, which may itself hold blanks and brackets
    set -- ${stat##*) }
    start=${20}
  else
    stat=$(TZ=UTC LC_ALL=C ps -o state= -o lstart= -p "$1") || return 1
    # shellcheck disable=SC2086
    set -- $stat
    [ $# -ge 6 ] || return 1
    start="$2 $3 $4 $5 $6"
  fi
  case $1 in Z* | X*) return 1 ;; esac
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

# wait_turn: one supervisor at a time builds, starts or stops; the turn ends with the script.
# A link is made in one step and carries its owner; the link of a process that is gone does not count.
wait_turn() {
  local owner told=''
  mkdir -p run
  find_start $$
  while ! ln -s "$$ $start" run/turn 2>/dev/null; do
    owner=$(readlink run/turn) || continue
    if ! is_alive "${owner%% *}" "${owner#* }"; then
      rm -f run/turn
    else
      [ -n "$told" ] || printf 'waiting for another start-all-proxies.sh (pid %s) to finish\n' "${owner%% *}"
      told=yes
      sleep 0.2
    fi
    find_start $$
  done
  trap 'rm -f run/turn' EXIT
}
