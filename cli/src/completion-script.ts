/** Completion scripts for shells. */

export const shells = ['bash', 'zsh', 'fish'] as const

export interface CommandWords {
  readonly name: string
  readonly summary: string
  readonly options: readonly string[]
  /** Options whose value is one of a closed list, and the list. */
  readonly values: Readonly<Record<string, readonly string[]>>
  /** Its argument is a file. */
  readonly takesFile: boolean
  /** What its argument may be, where that is a closed list. */
  readonly choices: readonly string[]
}

/** The script for one shell. Names come from our own commands, so they need no quoting; summaries do. */
export function completionScript(shell: (typeof shells)[number], commands: readonly CommandWords[]): string {
  return { bash, zsh, fish }[shell](commands)
}

const eachValue = (commands: readonly CommandWords[]) =>
  commands.flatMap(({ name, values }) => Object.entries(values).map(([option, list]) => ({ name, option, list })))

function bash(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, options, choices, takesFile }) => {
    // Line by line: the names of files have spaces.
    const files = takesFile ? ' while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$word");' : ''
    return `    ${name}) COMPREPLY=($(compgen -W '${[...options, ...choices].join(' ')}' -- "$word"));${files} ;;`
  })
  const values = eachValue(commands).map(({ name, option, list }) => {
    return `    '${name} ${option}') COMPREPLY=($(compgen -W '${list.join(' ')}' -- "$word")); return ;;`
  })
  return `_ringside() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command="" file
  local i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      --url) i=$((i + 1)) ;;
      -*) ;;
      *) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
    "") COMPREPLY=($(compgen -W '${[...commands.map(({ name }) => name), '--help', '--version'].join(' ')}' -- "$word")) ;;
${cases.join('\n')}
  esac
}
complete -o filenames -F _ringside ringside
`
}

function zsh(commands: readonly CommandWords[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  const cases = commands.map(({ name, options, choices, takesFile }) => {
    return `    ${name}) compadd -- ${[...options, ...choices].join(' ')}${takesFile ? '; _files' : ''} ;;`
  })
  const values = eachValue(commands).map(({ name, option, list }) => {
    return `    '${name} ${option}') compadd -- ${list.join(' ')}; return ;;`
  })
  return `#compdef ringside
_ringside() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  case "$words[2] $words[CURRENT-1]" in
${values.join('\n')}
  esac
  case "$words[2]" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _ringside ]; then
  _ringside
else
  compdef _ringside ringside
fi
`
}

function fish(commands: readonly CommandWords[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const lines = commands.flatMap(({ name, summary, options, values, choices, takesFile }) => {
    const within = `complete -c ringside -n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c ringside -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...options.map((option) => {
        const list = values[option]
        return `${within} -l ${option.replace(/^--/, '')}${list === undefined ? '' : ` -x -a '${list.join(' ')}'`}`
      }),
      ...choices.map((choice) => `${within} -a ${choice}`),
      ...(takesFile ? [`${within} -F`] : []),
    ]
  })
  return `${['complete -c ringside -f', ...lines].join('\n')}\n`
}
