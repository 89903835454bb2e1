import type { FleetHost, RunNoise } from '@ringside/contract'
import { expect, it } from 'vitest'
import { eventWords, hostState, isUsable, middleNoise } from './host.ts'

const host = (given: object) => ({ agents: [{}], availability: 'active', ...given }) as unknown as FleetHost
const noise = (...ratios: number[]) => ratios.map((spreadRatio) => ({ spreadRatio })) as unknown as RunNoise[]

it('says what a host is in as few words as tell it', () => {
  expect(hostState(host({}))).toBe('idle')
  expect(hostState(host({ lease: {} }))).toBe('running')
  expect(hostState(host({ agents: [], availability: 'paused' }))).toBe('offline, paused')
  expect([host({}), host({ agents: [] }), host({ availability: 'draining' })].map(isUsable)).toEqual([true, false, false])
})

it('says what happened', () => {
  const event = { at: '', before: 'a', after: 'b', reason: '', by: '' }
  expect(eventWords({ ...event, kind: 'fingerprint' })).toBe('environment a to b')
  expect(eventWords({ ...event, kind: 'availability' })).toBe('a to b')
  expect(eventWords({ ...event, kind: 'appeared' })).toBe('appeared')
})

it('names the run in the middle, not the mean that one bad run moves', () => {
  expect(middleNoise(noise(0.01, 5, 0.02))).toBe(0.02)
  expect(middleNoise([])).toBeUndefined()
})
