import { spawn } from 'node:child_process'

const keptLines = 200
const shownLines = 15

/**
 * Runs a command without a terminal and passes each line of its output to `note`. Resolves to undefined when it
 * succeeds, else to a text with its last lines and the remedy.
 */
export function runCommand({ command, args, cwd, env, remedy }, note) {
  return new Promise((resolve) => {
    const tail = []
    let rest = ''
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    // What outlives this process would work on behind the back of the next set-up.
    const kill = () => child.kill()
    process.once('exit', kill)
    child.once('close', () => process.removeListener('exit', kill))
    const take = (chunk) => {
      const lines = (rest + chunk).split(/\r?\n/)
      rest = lines.pop() ?? ''
      for (const line of lines.filter((text) => text.trim() !== '')) {
        tail.push(line)
        note(line)
      }
      tail.splice(0, Math.max(0, tail.length - keptLines))
    }
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    const fail = (reason) => {
      take('\n')
      const output = importantLines(tail).map((line) => `    ${line}`)
      resolve([`${[command, ...args].join(' ')} ${reason}`, ...output, `  ${remedy}`].join('\n'))
    }
    child.on('error', (error) => fail(`could not be started: ${error.message}`))
    child.on('close', (code, signal) =>
      code === 0 ? resolve(undefined) : fail(signal ? `was ended by ${signal}` : `failed with exit code ${code}`),
    )
  })
}

/** The last lines, from the first error on when that is further up: compilers end with a summary. */
export function importantLines(lines) {
  const firstError = lines.findIndex((line) => /^(npm )?error\b/i.test(line))
  const start = firstError === -1 ? lines.length - shownLines : Math.min(firstError, lines.length - shownLines)
  return lines.slice(Math.max(0, start)).slice(0, shownLines)
}
