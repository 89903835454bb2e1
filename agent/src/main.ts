/**
 * The host agent. Configuration: the environment (`config.ts`, `otlp/settings.ts`, `bearer.ts`).
 * Says `{"ready":true,"host":"<id>"}` on stdout when it takes runs, logs JSON lines to stderr, and ends on SIGTERM or
 * SIGINT; a run in progress is then reported as failed.
 */
import { bearerEnvironment } from './bearer.ts'
import { readConfig } from './config.ts'
import { startAgentTelemetry } from './self-telemetry.ts'
import { startAgent } from './start-agent.ts'

/** When Redis is gone as well, the end of a run cannot be reported: better to end without than to stay. */
const stopLimitMs = 20_000

/** The exit code: 0 when told to end, 1 when a supervisor should start a new agent. */
async function main(): Promise<number> {
  // The exporters of metrics and logs read their headers there themselves.
  Object.assign(process.env, bearerEnvironment(process.env))
  const config = readConfig(process.env)
  const { log, runLog, observer, close } = startAgentTelemetry(config, process.env)
  const stopRequested = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  const agent = await Promise.race([startAgent(config, log, { observer, runLog }), stopRequested])
  if (agent === undefined) return 0
  process.stdout.write(`${JSON.stringify({ ready: true, host: agent.hostId })}\n`)
  const exitCode = await Promise.race([stopRequested.then(() => 0), agent.unusable.then(() => 1)])
  if (exitCode !== 0) log.fatal('a trial would not end; this agent ends and must be started again')
  const limit = setTimeout(() => {
    log.error(`agent did not end within ${stopLimitMs / 1000} s, ending now`)
    process.exit(1)
  }, stopLimitMs)
  await agent.stop()
  await close()
  clearTimeout(limit)
  return exitCode
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: Error) => {
    process.stderr.write(`ringside-agent: ${error.message}\n`)
    process.exit(1)
  },
)
