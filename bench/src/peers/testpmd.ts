/** DPDK's testpmd, driven through its console (`-i`): started once, then told to forward and to count. */
import { endChild, howItEnded, startChild, tail } from '../child-process.ts'

export interface TestpmdSpec {
  /** For messages: which end this is. */
  readonly name: string
  /** Options of DPDK itself, before `--`. */
  readonly eal: readonly string[]
  /** Options of testpmd. */
  readonly app: readonly string[]
  /** Where DPDK keeps its runtime files. */
  readonly runtimeFolder: string
}

export interface Testpmd {
  /** What the console answers. Throws with the end of its output when testpmd ends or does not answer. */
  command(line: string): Promise<string>
  close(): Promise<void>
}

const prompt = 'testpmd> '
const answerTimeoutMs = 20_000

/** Resolves when its ports are up and the console waits for commands. */
export async function startTestpmd(spec: TestpmdSpec): Promise<Testpmd> {
  // On a pipe, its output would otherwise come in blocks, and after the prompt that ends it.
  const args = ['-oL', 'dpdk-testpmd', ...spec.eal, '--', '-i', ...spec.app]
  const child = startChild('stdbuf', args, { measured: true, env: { RUNTIME_DIRECTORY: spec.runtimeFolder } })
  let log = ''
  let answer = ''
  let ended: string | undefined
  let wake = () => {}
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text
    answer += text
    wake()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  child.once('error', (error) => {
    ended = `could not be started (${error.message})`
    wake()
  })
  child.once('close', () => {
    ended ??= howItEnded(child)
    wake()
  })

  const untilPrompt = async (when: string): Promise<string> => {
    const timeout = AbortSignal.timeout(answerTimeoutMs)
    // Anywhere in the output: notices of ports may follow the prompt.
    while (!answer.includes(prompt)) {
      const fault = ended ?? (timeout.aborted ? `did not answer within ${answerTimeoutMs / 1000} s` : undefined)
      if (fault !== undefined) {
        throw new Error(`dpdk-testpmd, ${spec.name}, ${fault} ${when}; the end of its output:\n${tail(log)}`)
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        timeout.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    log = ''
    return answer
  }
  const testpmd: Testpmd = {
    command: async (line) => {
      answer = ''
      child.stdin.write(`${line}\n`)
      return await untilPrompt(`after '${line}'`)
    },
    close: () => endChild(child),
  }
  try {
    await untilPrompt('while it started')
    return testpmd
  } catch (error) {
    await testpmd.close()
    throw error
  }
}
