# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion of harkctl for bash: verbs, options, and the topics that the broker knows.

# What the broker knows, as `harkctl topics --names` says it; nothing without a broker.
_harkctl_names ()
{
  local address=() i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -a|--address) address=(--address "${COMP_WORDS[i + 1]}") ;;
    esac
  done
  harkctl "${address[@]}" --timeout 1 topics --names "$@" 2>/dev/null
}

_harkctl ()
{
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb= place=0 i
  local common='--address --timeout --color --help'
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -a|--address|-t|--timeout|--color|-c|--count|-f|--for|-i|--interval|-o|--output) ((i++)) ;;
      -*) ;;
      *) if [ -z "$verb" ]; then verb=${COMP_WORDS[i]}; else ((place++)); fi ;;
    esac
  done

  COMPREPLY=()
  case $previous in
    -a|--address|-o|--output) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --color) COMPREPLY=($(compgen -W 'always never auto' -- "$word")); return ;;
    -t|--timeout|-c|--count|-f|--for|-i|--interval) return ;;
  esac
  case $verb:$word in
    :-*)        COMPREPLY=($(compgen -W "$common --version" -- "$word")) ;;
    :*)         COMPREPLY=($(compgen -W 'monitor emit call peers topics top graph' -- "$word")) ;;
    monitor:-*) COMPREPLY=($(compgen -W "$common --json --count --for --no-time --quiet" -- "$word")) ;;
    emit:-*)    COMPREPLY=($(compgen -W "$common" -- "$word")) ;;
    call:-*)    COMPREPLY=($(compgen -W "$common --json --no-answer" -- "$word")) ;;
    peers:-*)   COMPREPLY=($(compgen -W "$common --json" -- "$word")) ;;
    topics:-*)  COMPREPLY=($(compgen -W "$common --json --events --slots --names" -- "$word")) ;;
    graph:-*)   COMPREPLY=($(compgen -W "$common --words --svg --output" -- "$word")) ;;
    top:-*)     COMPREPLY=($(compgen -W "$common --interval --count --once" -- "$word")) ;;
    graph:*)    COMPREPLY=($(compgen -W "$(_harkctl_names 'Hark.Program/**' | cut -d / -f 2)" -- "$word")) ;;
    monitor:*)  COMPREPLY=($(compgen -W "$(_harkctl_names --events)" -- "$word")) ;;
    topics:*)   COMPREPLY=($(compgen -W "$(_harkctl_names)" -- "$word")) ;;
    emit:*)     ((place == 0)) && COMPREPLY=($(compgen -W "$(_harkctl_names --events)" -- "$word")) ;;
    call:*)     ((place == 0)) && COMPREPLY=($(compgen -W "$(_harkctl_names --slots)" -- "$word")) ;;
  esac
}

complete -F _harkctl harkctl
