import { alertMetricFacts, alertMetricNames } from '@ringside/contract'
import { expect, it } from 'vitest'
import { metricTitles } from './metric-title.ts'

it('every metric has the title that the contract gives it', () => {
  const titles = Object.fromEntries(alertMetricNames.map((name) => [name, alertMetricFacts(name).title]))
  expect(metricTitles).toEqual(titles)
})
