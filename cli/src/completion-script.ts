/** Completion scripts for shells. Each finds the command being typed, subcommands included, by the same walk over the words. */

export const shells = ['bash', 'zsh', 'fish'] as const

export interface CommandWords {
  readonly name: string
  readonly summary: string
  readonly options: readonly string[]
  /** Of its options, those that take a value. */
  readonly valued: readonly string[]
  /** Options whose value is one of a closed list, and the list. */
  readonly values: Readonly<Record<string, readonly string[]>>
  /** Its argument is a file. */
  readonly takesFile: boolean
  /** What its argument may be, where that is a closed list. */
  readonly choices: readonly string[]
  readonly commands: readonly CommandWords[]
}

/** A command with what is typed to get to it, as `token create`; "" for the program itself. */
interface PlacedCommand extends CommandWords {
  readonly path: string
}

/**
 * The script for one shell of the program `ringside`. Names come from our own commands, so they need no quoting; summaries
 * do.
 */
export function completionScript(shell: (typeof shells)[number], program: CommandWords): string {
  return { bash, zsh, fish }[shell](placed(program, ''), program.valued)
}

function placed(command: CommandWords, path: string): PlacedCommand[] {
  const below = command.commands.flatMap((each) => placed(each, path === '' ? each.name : `${path} ${each.name}`))
  return [{ ...command, path }, ...below]
}

/** Every option with a closed list of values, as a case of `PATH OPTION`. */
const valueCases = (commands: readonly PlacedCommand[], line: (list: string) => string): string =>
  commands
    .flatMap(({ path, values }) =>
      Object.entries(values).map(([option, list]) => `    '${path} ${option}') ${line(list.join(' '))}; return ;;`),
    )
    .join('\n')

const paths = (commands: readonly PlacedCommand[], separator: string): string =>
  commands.flatMap(({ path }) => (path === '' ? [] : [`'${path}'`])).join(separator)

const namesOf = (commands: readonly CommandWords[]): string[] => commands.map(({ name }) => name)

/** Bash takes `:` and `=` for words of their own, so that an address behind --url is several. */
function bash(commands: readonly PlacedCommand[], valued: readonly string[]): string {
  const cases = commands.map(({ path, options, choices, takesFile, commands: below }) => {
    // Line by line: the names of files have spaces.
    const files = takesFile ? ' while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$word");' : ''
    return `    '${path}') COMPREPLY=($(compgen -W '${[...namesOf(below), ...choices, ...options].join(' ')}' -- "$word"));${files} ;;`
  })
  return `_ringside() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command="" file longer i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${valued.join('|')})
        i=$((i + 1))
        if [[ "\${COMP_WORDS[i]}" == = ]]; then i=$((i + 1)); fi
        while [[ "\${COMP_WORDS[i + 1]}" == : ]]; do i=$((i + 2)); done ;;
      -*) ;;
      *)
        longer="\${command:+$command }\${COMP_WORDS[i]}"
        case "$longer" in
          ${paths(commands, '|')}) command="$longer" ;;
          *) break ;;
        esac ;;
    esac
  done
  case "$command $previous" in
${valueCases(commands, (list) => `COMPREPLY=($(compgen -W '${list}' -- "$word"))`)}
  esac
  case "$command" in
${cases.join('\n')}
  esac
}
complete -o filenames -F _ringside ringside
`
}

function zsh(commands: readonly PlacedCommand[], valued: readonly string[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  const described = ({ name, summary }: CommandWords) => quoted(`${name}:${summary.replaceAll(':', '\\:')}`)
  const cases = commands.map(({ path, options, choices, takesFile, commands: below }) => {
    const lines = [
      ...(below.length === 0 ? [] : [`commands=(${below.map(described).join(' ')}); _describe command commands`]),
      `compadd -- ${[...choices, ...options].join(' ')}`,
      ...(takesFile ? ['_files'] : []),
    ]
    return `    '${path}') ${lines.join('; ')} ;;`
  })
  return `#compdef ringside
_ringside() {
  local -a commands
  local command="" longer
  integer i
  for ((i = 2; i < CURRENT; i++)); do
    case "$words[i]" in
      ${valued.join('|')}) i=$((i + 1)) ;;
      -*) ;;
      *)
        longer="\${command:+$command }$words[i]"
        case "$longer" in
          ${paths(commands, '|')}) command="$longer" ;;
          *) break ;;
        esac ;;
    esac
  done
  case "$command $words[CURRENT-1]" in
${valueCases(commands, (list) => `compadd -- ${list}`)}
  esac
  case "$command" in
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

function fish(commands: readonly PlacedCommand[], valued: readonly string[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const lines = commands.flatMap(({ path, options, values, choices, takesFile, commands: below }) => {
    const within = `complete -c ringside -n '__ringside_at "${path}"'`
    return [
      ...below.map(({ name, summary }) => `${within} -a ${name} -d ${quoted(summary)}`),
      ...options.map((option) => {
        const list = values[option]
        return `${within} -l ${option.replace(/^--/, '')}${list === undefined ? '' : ` -x -a '${list.join(' ')}'`}`
      }),
      ...choices.map((choice) => `${within} -a ${choice}`),
      ...(takesFile ? [`${within} -F`] : []),
    ]
  })
  return `function __ringside_at --description 'whether the words before the cursor lead to this command'
  set -l words (commandline -opc)
  set -l command ''
  set -l value_follows false
  for word in $words[2..]
    if test $value_follows = true
      set value_follows false
      continue
    end
    switch $word
      case ${valued.join(' ')}
        set value_follows true
      case '-*'
      case '*'
        set -l longer (string trim -- "$command $word")
        contains -- $longer ${paths(commands, ' ')}; or break
        set command $longer
    end
  end
  test "$command" = "$argv[1]"
end
${['complete -c ringside -f', ...lines].join('\n')}
`
}
