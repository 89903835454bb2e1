/**
 * An agent whose emulated devices get slower: their service time is what the suite says, times the number in the file that
 * RINGSIDE_TEST_DRIFT names, read anew at each trial. The suite is the same all along, as it is when a card's firmware has changed.
 */
import { readFileSync } from 'node:fs'
import { readConfig, startAgent } from '@ringside/agent'
import type { TrialConfig } from '@ringside/agent/datapath'
import { loadDatapath } from '@ringside/agent/native'
import { pino } from 'pino'

const drift = (): number => Number(readFileSync(process.env.RINGSIDE_TEST_DRIFT ?? '', 'utf8'))

function slower(config: TrialConfig): TrialConfig {
  const { model } = config
  return model === undefined ? config : { ...config, model: { ...model, serviceNs: Math.round(model.serviceNs * drift()) } }
}

const native = loadDatapath()
const datapath = {
  // A binding's class cannot be extended; what is constructed is its own object.
  Trial: new Proxy(native.Trial, { construct: (Trial, [config]: [TrialConfig]) => new Trial(slower(config)) }),
  unixNowNs: () => native.unixNowNs(),
  clockSource: () => native.clockSource(),
}
const config = readConfig(process.env)
const agent = await startAgent(config, pino({ level: config.logLevel }, process.stderr), { datapath })
process.stdout.write(`${JSON.stringify({ ready: true, agent: agent.agentId })}\n`)
process.once('SIGTERM', () => void agent.stop().then(() => process.exit(0)))
