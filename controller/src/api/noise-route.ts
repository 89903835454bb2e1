/** How noisy hosts are, for lists of them. */
import { NoiseList, NoiseQuery, noisePath } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { hostNoise } from '../fleet/noise.ts'
import { RecentAnswers } from './recent-answers.ts'
import type { Services } from './services.ts'

export function noiseRoute(app: FastifyInstance, { store, changes }: Pick<Services, 'store' | 'changes'>): void {
  const recent = new RecentAnswers(() => changes.latest)
  const schema = {
    operationId: 'listNoise',
    tags: ['hosts'],
    summary: 'How much trials of the last runs of each host differ',
    querystring: NoiseQuery,
    response: { 200: NoiseList },
  }
  const options = { config: { scope: 'read' as const }, schema }
  app.get<{ Querystring: NoiseQuery }>(noisePath, options, async ({ query, url }, reply) => {
    const text = await recent.get(url, async () => JSON.stringify({ hosts: await hostNoise(store, query) }))
    return reply.type('application/json').send(text)
  })
}
