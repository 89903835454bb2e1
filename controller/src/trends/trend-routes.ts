/** Trends: how figures went over time. */
import { TrendAnswer, TrendQuery, trendPath } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { RecentAnswers } from '../api/recent-answers.ts'
import type { Services } from '../api/services.ts'
import { trends } from './trends.ts'

export function trendRoutes(app: FastifyInstance, { store, changes }: Pick<Services, 'store' | 'changes'>): void {
  const recent = new RecentAnswers(() => changes.latest)
  const schema = {
    operationId: 'listTrends',
    tags: ['trends'],
    summary: 'What each run measured of a metric, series by series, and what changed of the hosts meanwhile',
    querystring: TrendQuery,
    response: { 200: TrendAnswer },
  }
  app.get<{ Querystring: TrendQuery }>(trendPath, { config: { scope: 'read' }, schema }, async ({ query, url }, reply) => {
    const text = await recent.get(url, async () => JSON.stringify(await trends(store, query)))
    return reply.type('application/json').send(text)
  })
}
