/** What testpmd says a port receives. */

/**
 * Packets per second since `show port stats` was last asked for, by testpmd's own clock, from its answer.
 * Throws when the answer holds no such line.
 */
export function receivedPps(answer: string): number {
  const pps = /^\s*Rx-pps:\s*(\d+)\b/m.exec(answer)?.[1]
  if (pps === undefined) throw new Error(`dpdk-testpmd answered without a line 'Rx-pps: NUMBER':\n${answer.trim()}`)
  return Number(pps)
}
