/** What other programs compose of the agent; as a service of its own it starts at `main.ts`. */
export { type AgentConfig, defaultHostId, readConfig } from './config.ts'
export { type Check, type CheckStatus, diagnose } from './doctor.ts'
export { readHostFacts } from './host-facts.ts'
export { type MeasureConfig, type Measurement, type MeasurePhase, measure } from './measure.ts'
export { type Agent, startAgent } from './start-agent.ts'
