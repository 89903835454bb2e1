import type { Comparison } from '@ringside/contract'
import { reportFixture, runFixture } from '@ringside/contract/testing'
import { describe, expect, it } from 'vitest'
import { answerOf, matchups, remedyWords } from './sentence.ts'

const [throughput, p50, p99] = reportFixture().comparisons as [Comparison, Comparison, Comparison]
const sentences = (comparisons: readonly Comparison[]) =>
  matchups(comparisons).map((matchup) => `${answerOf(matchup).verdict} ${answerOf(matchup).detail}`)

describe('answerOf', () => {
  it('gives verdict, ratio, interval and sample count of a single comparison', () => {
    expect(sentences([throughput])[0]).toMatch(
      /^mapped is faster than eventfd\. 6\.\d\d x the throughput at 64 B, 95 % interval \[\d\.\d\d, \d\.\d\d\], 10 pairs\.$/,
    )
  })

  it('counts the verdicts of several and shows the largest', () => {
    const undecided: Comparison = { ...p99, verdict: "can't tell", ratio: 0.001 }
    expect(sentences([throughput, p50, undecided])[0]).toMatch(
      /^mapped is faster than eventfd in 2 of 3 comparisons, can't tell in 1\. Largest: 0\.04\d\d x the latency p50 at 64 B/,
    )
  })

  it('tells two runs of one backend apart', () => {
    const across = { ...throughput, paired: false, b: { ...throughput.b, runId: 'r-2', backend: 'mapped' } }
    expect(sentences([across])[0]).toContain('mapped (r-7k2m9q4x1c) is faster than mapped (r-2)')
  })

  it('does not pretend to an interval or a ratio that is not there', () => {
    const [few] = reportFixture([runFixture({ trials: 1 })]).comparisons as [Comparison]
    expect(sentences([few])[0]).toContain('too few trials for an interval, 1 pair')
    expect(sentences([{ ...few, ratio: 0 }])[0]).toContain('No ratio of throughput at 64 B, one median is 0')
  })
})

describe('remedyWords', () => {
  it('says how many trials would tell, or that the host is too noisy, or nothing', () => {
    const undecided = { ...throughput, verdict: "can't tell" } as const
    expect(remedyWords({ ...undecided, trialsNeeded: 60 })).toEqual(['about 60 trials a side would tell'])
    expect(remedyWords({ ...undecided, trialsNeeded: 4_000 })[0]).toContain('more than 1,000')
    expect(remedyWords(undecided)).toEqual([])
    expect(remedyWords({ ...throughput, trialsNeeded: 60 })).toEqual([])
  })
})
