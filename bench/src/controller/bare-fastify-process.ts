/** A bare Fastify route that sends an object it was given. Says its URL; a question is `{ payload }`, with the `schema` of it if there is one. */
import type { AddressInfo } from 'node:net'
import { type FastifyInstance, fastify } from 'fastify'
import { answerLines, say } from '../line-process.ts'

/** The routes of one server cannot be changed once it listens: each payload has its own. */
const servers: FastifyInstance[] = []

async function serve({ payload, schema }: { payload: object; schema?: object }): Promise<string> {
  const app = fastify()
  servers.push(app)
  const options = schema === undefined ? {} : { schema: { response: { 200: schema } } }
  app.get('/', options, async (_request, reply) => reply.send(payload))
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`
}

say({ ready: true })
await answerLines(serve)
process.exit(0)
