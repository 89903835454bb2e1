import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type CommandWords, completionScript, type shells } from './completion-script.ts'

const plain = { summary: 'do it', options: [], valued: [], values: {}, takesFile: false, choices: [], commands: [] }

const program: CommandWords = {
  ...plain,
  name: 'ringside',
  options: ['--json', '--url', '--help'],
  valued: ['--url'],
  commands: [
    { ...plain, name: 'run', summary: "run it: don't wait", options: ['--detach', '--report'], takesFile: true },
    { ...plain, name: 'completion', options: ['--help'], choices: ['bash', 'zsh'] },
    { ...plain, name: 'trace', options: ['--phase', '--failed'], values: { '--phase': ['setup', 'measure'] } },
    {
      ...plain,
      name: 'token',
      options: ['--help'],
      commands: [
        { ...plain, name: 'create', options: ['--scope', '--host'], values: { '--scope': ['read', 'run'] } },
        { ...plain, name: 'list', options: ['--expired'] },
        { ...plain, name: 'run', options: ['--within'] },
      ],
    },
  ],
}

/** Words of an offer: bash and fish print one a line, and fish its summary behind a tab. */
const wordsOf = (output: string): string[] =>
  output.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0] as string]))

/** CI installs the shells, so that these run there whatever the machine has; elsewhere the run counts them as skipped. */
const missing = (shell: string) => process.env.CI === undefined && !existsSync(`/usr/bin/${shell}`)

function scriptFile(shell: (typeof shells)[number]): string {
  // From a file: with -c, and from a pipe, fish's exit code says nothing about the syntax.
  const file = join(mkdtempSync(join(tmpdir(), `ringside-${shell}-`)), 'completion')
  writeFileSync(file, completionScript(shell, program))
  return file
}

/** What bash offers for the last of `words`. */
function bashOffers(...words: string[]): string[] {
  const script = `. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ringside; printf '%s\\n' "\${COMPREPLY[@]}"`
  return wordsOf(execFileSync('bash', ['-c', script, 'bash', scriptFile('bash'), ...words], { encoding: 'utf8' }))
}

/** What zsh is told to offer behind `words`, where its own functions print instead of filling a menu. */
function zshOffers(...words: string[]): string[] {
  const script = `compdef() { }
    compadd() { shift; print -l -- "$@" }
    _describe() { print -l -- "\${(@)\${(@P)2}%%:*}" }
    _files() { print FILES }
    . "$1"; shift; words=("$@"); CURRENT=$#; _ringside`
  return wordsOf(execFileSync('zsh', ['-f', '-c', script, 'zsh', scriptFile('zsh'), ...words], { encoding: 'utf8' }))
}

/** What fish offers at the end of a line. */
function fishOffers(line: string): string[] {
  const home = mkdtempSync(join(tmpdir(), 'ringside-fish-home-'))
  const script = 'source $argv[1]; complete -C $argv[2]'
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home }
  return wordsOf(execFileSync('fish', ['-c', script, scriptFile('fish'), line], { encoding: 'utf8', env, cwd: home }))
}

it('offers commands, options and choices in bash', () => {
  expect(bashOffers('ringside', 'ru')).toEqual(['run'])
  expect(bashOffers('ringside', '--json', 'run', '--d')).toEqual(['--detach'])
  expect(bashOffers('ringside', '--url', 'http://h', 'completion', 'z')).toEqual(['zsh'])
})

it('passes over an address in bash, which makes words of its colons and of an equals sign', () => {
  expect(bashOffers('ringside', '--url', 'http', ':', '//h', ':', '70', 'completion', 'z')).toEqual(['zsh'])
  expect(bashOffers('ringside', '--url', '=', 'http', ':', '//h', 'completion', 'z')).toEqual(['zsh'])
})

it('offers subcommands and what belongs to them in bash', () => {
  expect(bashOffers('ringside', 'token', '')).toEqual(['create', 'list', 'run', '--help'])
  expect(bashOffers('ringside', 'token', 'create', '--')).toEqual(['--scope', '--host'])
  expect(bashOffers('ringside', 'token', '--json', 'create', '--scope', '')).toEqual(['read', 'run'])
  expect(bashOffers('ringside', 'token', 'run', '--')).toEqual(['--within'])
  expect(bashOffers('ringside', 'run', 'token', '--')).toEqual(['--detach', '--report'])
})

it('offers files whose names have spaces, and any script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-completion-'))
  for (const name of ['夜間 1.yaml', '夜間 2.yaml', 'מבחן.yaml']) writeFileSync(join(folder, name), '')
  expect(bashOffers('ringside', 'run', join(folder, '夜')).toSorted()).toEqual([
    join(folder, '夜間 1.yaml'),
    join(folder, '夜間 2.yaml'),
  ])
  expect(bashOffers('ringside', 'run', join(folder, 'מ'))).toEqual([join(folder, 'מבחן.yaml')])
})

it('offers the values of an option behind it, in bash', () => {
  expect(bashOffers('ringside', 'trace', 'r-1', '--phase', '')).toEqual(['setup', 'measure'])
  expect(bashOffers('ringside', 'trace', '--failed', '--p')).toEqual(['--phase'])
  expect(bashOffers('ringside', 'run', '--phase', '')).not.toContain('setup')
})

it.skipIf(missing('zsh'))('offers the same in zsh (needs zsh)', () => {
  expect(zshOffers('ringside', '')).toEqual(['run', 'completion', 'trace', 'token', '--json', '--url', '--help'])
  expect(zshOffers('ringside', '--json', 'run', '')).toEqual(['--detach', '--report', 'FILES'])
  expect(zshOffers('ringside', '--url', 'http://h:70', 'completion', '')).toEqual(['bash', 'zsh', '--help'])
  expect(zshOffers('ringside', 'token', '')).toEqual(['create', 'list', 'run', '--help'])
  expect(zshOffers('ringside', 'token', 'create', '--scope', '')).toEqual(['read', 'run'])
  expect(zshOffers('ringside', 'token', 'list', '')).toEqual(['--expired'])
  expect(zshOffers('ringside', 'trace', 'r-1', '--phase', '')).toEqual(['setup', 'measure'])
})

it.skipIf(missing('fish'))('offers the same in fish (needs fish)', () => {
  expect(fishOffers('ringside ').sort()).toEqual(['completion', 'run', 'token', 'trace'])
  expect(fishOffers('ringside --json run --d')).toEqual(['--detach'])
  expect(fishOffers('ringside --url http://h:70 completion ')).toEqual(['bash', 'zsh'])
  expect(fishOffers('ringside token ').sort()).toEqual(['create', 'list', 'run'])
  expect(fishOffers('ringside token create --').sort()).toEqual(['--host', '--scope'])
  expect(fishOffers('ringside token create --scope ').sort()).toEqual(['read', 'run'])
  expect(fishOffers('ringside token run --')).toEqual(['--within'])
  expect(fishOffers('ringside trace r-1 --phase ').sort()).toEqual(['measure', 'setup'])
})

it('quotes summaries for zsh and fish', () => {
  expect(completionScript('fish', program)).toContain("-d 'run it: don\\'t wait'")
  expect(completionScript('zsh', program)).toContain("'run:run it\\: don'\\''t wait'")
})

it.skipIf(missing('zsh'))('makes a script zsh can parse (needs zsh)', () => {
  execFileSync('zsh', ['-n', scriptFile('zsh')])
})

it.skipIf(missing('fish'))('makes a script fish can parse (needs fish)', () => {
  execFileSync('fish', ['--no-execute', scriptFile('fish')])
})
