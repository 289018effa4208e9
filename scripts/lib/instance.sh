# shellcheck shell=bash disable=SC2034 # answers are for the verbs to use
# What an instance is: a name, and what its env file comes to.
# Answers are left in variables, named above each function: a subshell for each would cost more than the work.

# known: names of all instances, from env files, their examples, and pid files (an env file may be gone, its process not).
# offered: names of further examples, in env/more, and the chain's; each becomes an instance when it is named.
# odd: env files whose names cannot be instance names. aside: those whose names say that they are not meant to run.
chain_example=env/.env-chain.example
find_instances() {
  known='' offered='' odd=() aside=()
  local path name
  for path in env/.env-* run/*.pid; do
    [ -f "$path" ] || [ -L "$path" ] || continue
    name=${path##*/}
    case $path in
      run/*) name=${name%.pid} ;;
      *)
        name=${name#.env-}
        if is_aside "$name"; then
          case $name in *[~#] | *.sw?) ;; *) aside[${#aside[@]}]=$path ;; esac
          continue
        fi
        [ "$path" != "$chain_example" ] || continue # there is nothing in it for who has one provider
        name=${name%.example}
        ! is_switched_off "$name" || continue
        ;;
    esac
    if ! is_name "$name"; then
      odd[${#odd[@]}]=$path
    elif ! is_among "$name" "$known"; then
      known="$known $name"
    fi
  done
  for path in "$chain_example" env/more/.env-*.example; do
    [ -f "$path" ] || continue
    name=${path##*/.env-} name=${name%.example}
    if is_name "$name" && ! is_among "$name" "$known" && ! is_switched_off "$name"; then offered="$offered $name"; fi
  done
}

# is_aside NAME: whether an env file is a copy, a left-over of an editor or a tool, or was renamed so that it does not run.
aside_name='(~|#|\.sw[a-p]|[ ._-]\(?([Cc]opy|disabled|old|orig|bak|backup|save)\)?|\.(off|new|saved|tmp|temp|part|rej|dist|dpkg-[a-z]+|rpm[a-z]+|ucf-[a-z]+))([ ._-]?[0-9]{1,8})?$'
is_aside() {
  [[ $1 =~ $aside_name ]]
}

# is_switched_off NAME: whether env/.env-NAME.disabled stands in the place of the env file; its example makes no new one then.
is_switched_off() {
  [ -e "env/.env-$1.disabled" ] && [ ! -e "env/.env-$1" ]
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
      if is_name "$name" && is_switched_off "$name"; then
        fail 2 "$name is switched off by env/.env-$name.disabled" "mv env/.env-$name.disabled env/.env-$name"
      elif is_aside "$name" && [ -e "env/.env-$name" ]; then
        fail 2 "env/.env-$name is no instance: its name says that it is put aside" 'give it a name of its own'
      fi
      fail 2 "there is no instance '$argument'" "env/.env-NAME makes one; there are:${known:- none}${offered:+; examples to start from:$offered}"
    fi
    is_among "$name" "$chosen" || chosen="$chosen $name"
  done
}

# options: how java runs proxy.jar. The build's proxy.options name a cache, which may not have been copied along.
find_options() {
  local cache option
  options=()
  [ -f proxy.options ] || return 0
  cache=$(sed -n 's/^-XX:AOTCache=//p' proxy.options)
  if [ -z "$cache" ] || [ -f "$cache" ]; then
    options=(@proxy.options)
  else
    while IFS= read -r option; do options[${#options[@]}]=$option; done < <(sed '/^#/d; /^$/d; /^-XX:AOTCache=/d' proxy.options)
  fi
}

# learn_facts JAVA NAME...: has the jar read the env files of instances, or the examples they will be made from, all in one
# process; then recall_facts knows them. Fails when the jar cannot tell.
fact_names='' fact_lines=()
learn_facts() {
  local java=$1 name line example files=()
  shift
  fact_names='' fact_lines=()
  [ $# -gt 0 ] || return 0
  for name in "$@"; do
    [ -e "env/.env-$name" ] || [ -L "env/.env-$name" ] || find_example "$name"
    files[${#files[@]}]=${example:-env/.env-$name} example=''
  done
  find_options
  while IFS= read -r line; do
    fact_lines[${#fact_lines[@]}]=$line
  done < <("$java" ${options[@]+"${options[@]}"} -cp proxy.jar portside.console.SupervisorFacts "${files[@]}")
  [ ${#fact_lines[@]} -eq $# ] || return 1
  fact_names="$*"
}

# recall_facts NAME: as learnt; facts is empty when nothing was.
recall_facts() {
  local name i=0
  for name in $fact_names; do
    if [ "$name" = "$1" ]; then
      read_facts "${fact_lines[i]}"
      return
    fi
    i=$((i + 1))
  done
  read_facts ''
}

# facts: a line of portside.console.SupervisorFacts. address, port, provider, big, middle, small, claude, faults: its fields.
# Here and elsewhere text is split by IFS, not read from a here-string: older bashes write those to the disk, which may be full.
read_facts() {
  local IFS=$'\037'
  facts=$1
  set -f
  # shellcheck disable=SC2086
  set -- $facts
  set +f
  address=${1:-} port=${2:-} provider=${3:-} big=${4:-} middle=${5:-} small=${6:-} claude=${7:-} faults=${8:-}
  faults=${faults//$'\036'/$'\n'}
}

# first_fault: of $faults, for a cell of the table.
find_first_fault() {
  first_fault=${faults%%$'\n'*}
  case $faults in *$'\n  hint:'*$'\n'*) first_fault="$first_fault, and more" ;; esac
}

# head_row, instance_row NAME STATE: lines of the table of instances, from what read_facts left.
head_row() {
  row NAME PORT PROVIDER BIG MIDDLE SMALL STATE
}

instance_row() {
  row "$1" "${port:--}" "${provider:--}" "${big:--}" "${middle:--}" "${small:--}" "$2"
}
