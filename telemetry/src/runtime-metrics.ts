/**
 * What the process and Node.js say of themselves: event loop, heap, CPU time, memory.
 * Source: semantic conventions 1.4x for process, Node.js and V8 metrics.
 */
import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { Meter } from '@opentelemetry/api'

/** Each sample wakes the process; ten a second see every stall that a request could feel. */
const delayResolutionMs = 100
const nsPerSecond = 1e9
const msPerSecond = 1e3
const usPerSecond = 1e6

export interface RuntimeMetrics {
  /** While quiet, the event loop's delay is not sampled. */
  setQuiet(quiet: boolean): void
  close(): void
}

export function observeRuntime(meter: Meter): RuntimeMetrics {
  observeProcess(meter)
  let delay = monitored()
  observeEventLoop(meter, () => delay)
  return {
    setQuiet: (quiet) => {
      delay.disable()
      // A new one, because the old one would take the pause for a delay.
      if (!quiet) delay = monitored()
    },
    close: () => void delay.disable(),
  }
}

function monitored(): IntervalHistogram {
  const delay = monitorEventLoopDelay({ resolution: delayResolutionMs })
  delay.enable()
  return delay
}

function observeProcess(meter: Meter): void {
  const cpu = { unit: 's', description: 'CPU time of this process' }
  meter.createObservableCounter('process.cpu.time', cpu).addCallback((result) => {
    const { user, system } = process.cpuUsage()
    result.observe(user / usPerSecond, { 'cpu.mode': 'user' })
    result.observe(system / usPerSecond, { 'cpu.mode': 'system' })
  })
  const memory = { unit: 'By', description: 'Physical memory in use' }
  meter.createObservableUpDownCounter('process.memory.usage', memory).addCallback((result) => {
    result.observe(process.memoryUsage.rss())
  })
  const uptime = { unit: 's', description: 'Time since this process started' }
  meter.createObservableGauge('process.uptime', uptime).addCallback((result) => result.observe(process.uptime()))
  const heap = { unit: 'By', description: 'JavaScript heap in use' }
  meter.createObservableUpDownCounter('v8js.memory.heap.used', heap).addCallback((result) => {
    result.observe(process.memoryUsage().heapUsed)
  })
}

function observeEventLoop(meter: Meter, monitor: () => IntervalHistogram): void {
  const utilization = { unit: '1', description: 'Share of its time that the event loop was busy, since the start' }
  meter.createObservableGauge('nodejs.eventloop.utilization', utilization).addCallback((result) => {
    result.observe(performance.eventLoopUtilization().utilization)
  })
  const figures: Readonly<Record<string, (delay: IntervalHistogram) => number>> = {
    min: ({ min }) => min,
    max: ({ max }) => max,
    mean: ({ mean }) => mean,
    p50: (delay) => delay.percentile(50),
    p90: (delay) => delay.percentile(90),
    p99: (delay) => delay.percentile(99),
  }
  for (const [name, read] of Object.entries(figures)) {
    const options = { unit: 's', description: `Event loop delay, ${name} since nothing was measured last` }
    meter.createObservableGauge(`nodejs.eventloop.delay.${name}`, options).addCallback((result) => {
      const delay = monitor()
      // Node counts from one sample to the next, the time between them included. Without a sample there is no figure.
      if (delay.count > 0) result.observe(Math.max(0, read(delay) / nsPerSecond - delayResolutionMs / msPerSecond))
    })
  }
}
