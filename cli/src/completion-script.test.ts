import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type CommandWords, completionScript } from './completion-script.ts'

const commands: CommandWords[] = [
  { name: 'run', summary: "run it: don't wait", options: ['--detach', '--report'], values: {}, takesFile: true, choices: [] },
  { name: 'completion', summary: 'print', options: ['--help'], values: {}, takesFile: false, choices: ['bash', 'zsh'] },
  {
    name: 'trace',
    summary: 'show',
    options: ['--phase', '--failed'],
    values: { '--phase': ['setup', 'measure'] },
    takesFile: false,
    choices: [],
  },
]

/** What bash offers for the last of `words`. */
function bashOffers(...words: string[]): string[] {
  const script = `${completionScript('bash', commands)}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ringside; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
}

it('offers commands, options and choices in bash', () => {
  expect(bashOffers('ringside', 'ru')).toEqual(['run'])
  expect(bashOffers('ringside', '--json', 'run', '--d')).toEqual(['--detach'])
  expect(bashOffers('ringside', '--url', 'http://h', 'completion', 'z')).toEqual(['zsh'])
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

it('offers the values of an option behind it, in every shell', () => {
  expect(bashOffers('ringside', 'trace', 'r-1', '--phase', '')).toEqual(['setup', 'measure'])
  expect(bashOffers('ringside', 'trace', '--failed', '--p')).toEqual(['--phase'])
  expect(bashOffers('ringside', 'run', '--phase', '')).not.toContain('setup')
  expect(completionScript('zsh', commands)).toContain("'trace --phase') compadd -- setup measure; return ;;")
  expect(completionScript('fish', commands)).toContain("-l phase -x -a 'setup measure'")
})

it('quotes summaries for zsh and fish', () => {
  expect(completionScript('fish', commands)).toContain("-d 'run it: don\\'t wait'")
  expect(completionScript('zsh', commands)).toContain("'run:run it\\: don'\\''t wait'")
})

/** CI installs the shells, so that these run there whatever the machine has; elsewhere the run counts them as skipped. */
const missing = (shell: string) => process.env.CI === undefined && !existsSync(`/usr/bin/${shell}`)

it.skipIf(missing('zsh'))('makes a script zsh can parse (needs zsh)', () => {
  execFileSync('zsh', ['-n', '-c', completionScript('zsh', commands)])
})

it.skipIf(missing('fish'))('makes a script fish can parse (needs fish)', () => {
  // From a file: with -c, and from a pipe, fish's exit code says nothing about the syntax.
  const file = join(mkdtempSync(join(tmpdir(), 'ringside-fish-')), 'completion.fish')
  writeFileSync(file, completionScript('fish', commands))
  execFileSync('fish', ['--no-execute', file])
})
