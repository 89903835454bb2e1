/**
 * An agent as a process, on a datapath that does what RINGSIDE_TEST_SCRIPT says (JSON of a Script); all else by the
 * environment, as `main.ts` has it. Says `{"ready":true,"agent":"<id>"}` on stdout, ends on SIGTERM.
 */
import { pino } from 'pino'
import { readConfig } from '../config.ts'
import { startAgent } from '../start-agent.ts'
import { type Script, scriptDatapath } from './scripted-datapath.ts'

const script = JSON.parse(process.env.RINGSIDE_TEST_SCRIPT ?? '{}') as Script
const config = readConfig(process.env)
const agent = await startAgent(config, pino({ level: config.logLevel }, process.stderr), { datapath: scriptDatapath(script) })
process.stdout.write(`${JSON.stringify({ ready: true, agent: agent.agentId })}\n`)
process.once('SIGTERM', () => void agent.stop().then(() => process.exit(0)))
