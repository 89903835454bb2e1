/** `ringside completion SHELL`: a completion script, made from the commands as they are. */
import { Argument, type Command } from 'commander'
import { type CommandWords, completionScript, shells } from '../completion-script.ts'

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'whose completion').choices([...shells]))
    .summary('print a completion script')
    .description(
      'Prints a completion script. For this session, in bash: source <(ringside completion bash);\n' +
        'in zsh: source <(ringside completion zsh); in fish: ringside completion fish | source',
    )
    .action((shell: (typeof shells)[number]) => {
      process.stdout.write(completionScript(shell, wordsOf(program)))
    })
}

/** The words of a command and of all below it; `inherited` are the options that every command takes. */
function wordsOf(command: Command, inherited: readonly string[] = ['--help']): CommandWords {
  const own = command.options.flatMap(({ long }) => (long ? [long] : []))
  const options = [...own, ...inherited]
  const passedOn = options.filter((option) => option !== '--version')
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    options,
    valued: command.options.flatMap(({ long, required, optional }) => (long && (required || optional) ? [long] : [])),
    values: Object.fromEntries(
      command.options.flatMap(({ long, argChoices }) => (long && argChoices ? [[long, argChoices]] : [])),
    ),
    takesFile: command.registeredArguments.some((argument) => argument.name() === 'suite'),
    choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    commands: command.commands.map((each) => wordsOf(each, passedOn)),
  }
}
