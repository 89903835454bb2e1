/** Any two sets of runs side by side. */
import { apiPaths, SetComparison, SetComparisonQuery, SetDetail, SetDetailQuery } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { askedSets, compareSets } from '../comparisons/compare-sets.ts'
import { setDetail } from '../comparisons/set-detail.ts'
import { problems } from './openapi.ts'
import { sendProblem } from './problem.ts'
import type { Services } from './services.ts'

const config = { scope: 'read' } as const
const tags = ['runs']

const comparisonSchema = {
  operationId: 'compareSets',
  tags,
  summary: 'Two sets of runs side by side, or the backends of one among each other: a row for each point and metric',
  querystring: SetComparisonQuery,
  response: { 200: SetComparison, ...problems(422) },
}

const detailSchema = {
  operationId: 'compareSetsRow',
  tags,
  summary: 'What stands behind a row: trials, percentiles, environments',
  querystring: SetDetailQuery,
  response: { 200: SetDetail, ...problems(404, 422) },
}

export function setComparisonRoutes(app: FastifyInstance, { store, reader }: Pick<Services, 'store' | 'reader'>): void {
  app.get<{ Querystring: SetComparisonQuery }>(
    apiPaths.setComparisons,
    { config, schema: comparisonSchema },
    async ({ query }, reply) => {
      const asked = askedSets(query)
      return 'fault' in asked ? sendProblem(reply, 422, { detail: asked.fault }) : compareSets(store, asked)
    },
  )

  app.get<{ Querystring: SetDetailQuery }>(
    `${apiPaths.setComparisons}/row`,
    { config, schema: detailSchema },
    async ({ query: { row, ...sets } }, reply) => {
      const asked = askedSets(sets)
      if ('fault' in asked) return sendProblem(reply, 422, { detail: asked.fault })
      const missing = `these sets have no row '${row}'; their rows: ${apiPaths.setComparisons}?a=…&b=…`
      return (await setDetail({ store, reader }, asked, row)) ?? sendProblem(reply, 404, { detail: missing })
    },
  )
}
