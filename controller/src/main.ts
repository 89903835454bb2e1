/** The controller process: settings, start, one line on stdout when ready, and an orderly end on SIGTERM or SIGINT. */
import { exitCodes } from '@ringside/contract'
import { readConfig } from './config.ts'
import { startController } from './start-controller.ts'
import { StartupError } from './startup-error.ts'

const stopLimitMs = 20_000

const fail = (message: string, code: number): never => {
  process.stderr.write(`ringside-controller: ${message}\n`)
  process.exit(code)
}

const reading = readConfig(process.argv.slice(2), process.env)
if (!reading.ok) fail(reading.message, exitCodes.usage)
else {
  const controller = await startController(reading.config).catch((error: unknown) => {
    if (error instanceof StartupError) return fail(error.message, exitCodes.error)
    throw error
  })
  const stop = () => {
    // What is waited for may never come, and a supervisor would rather know.
    setTimeout(() => fail(`did not end within ${stopLimitMs / 1_000} s, ending now`, exitCodes.error), stopLimitMs).unref()
    void controller.close().then(() => process.exit(exitCodes.ok))
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
  process.stdout.write(`${JSON.stringify({ ready: true, url: controller.url, clickhouseUrl: controller.clickhouseUrl })}\n`)
}
