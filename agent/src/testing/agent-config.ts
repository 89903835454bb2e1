/** Configuration of an agent under test: a machine and a journal of its own. */
import { join } from 'node:path'
import type { AgentConfig } from '../config.ts'
import { scratchFolder, testSettings } from './otlp-settings.ts'

let machines = 0

/** `endpoint` is where spans go. */
export function testConfig(redisUrl: string, endpoint: string, changes: Partial<AgentConfig> = {}): AgentConfig {
  return {
    redis: { url: redisUrl },
    otlp: testSettings(endpoint),
    hostId: 'test-host',
    machineId: `test-${process.pid}-${++machines}`,
    labels: {},
    tuningJournal: join(scratchFolder(), 'tuning.json'),
    logLevel: 'silent',
    ...changes,
  }
}
