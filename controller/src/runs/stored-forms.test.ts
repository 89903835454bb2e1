import type { RunResult, RunSpec } from '@ringside/contract'
import { runFixture } from '@ringside/contract/testing'
import { expect, it } from 'vitest'
import { contentIdOf } from '../planning/content-id.ts'
import { resultOfToday, specOfToday } from './stored-forms.ts'

const { spec, result } = runFixture({ trials: 1 })

it('gives specs and results from before queues and checks what held then', () => {
  const { queues: _, ring: __, ...point } = spec.point
  expect(specOfToday({ ...spec, point } as RunSpec)).toEqual(spec)
  const trials = result?.trials.map(({ queues: _q, verify: _v, expectedFaults: _f, ...trial }) => trial)
  expect(resultOfToday({ ...result, trials } as unknown as RunResult).trials[0]).toMatchObject({
    verify: 'full',
    expectedFaults: false,
    queues: [],
  })
})

it('gives specs from before attempts and content ids what held then, and the id of what they measured', () => {
  const { attempt, contentId, repetition, priority, timeouts, retries, stopOnFailure, artifacts, tuning, ...old } = spec
  const today = specOfToday(old as RunSpec)
  expect(today).toEqual({ ...spec, contentId: contentIdOf(spec) })
  expect(specOfToday({ ...spec, timeouts: { runMs: 1 } } as RunSpec).timeouts).toEqual({ ...timeouts, runMs: 1 })
})

it('changes nothing of what is stored today', () => {
  const told = { ...spec, point: { ...spec.point, queues: 4, ring: 'packed' as const } }
  expect(specOfToday(told)).toEqual(told)
  expect(resultOfToday(result as RunResult)).toEqual(result)
})
