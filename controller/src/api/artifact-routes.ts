/** What runs leave behind besides figures and spans: a list, and each as it was written. */

import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { ArtifactList, apiPaths } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { findArtifact, listArtifacts } from '../runs/artifact-rows.ts'
import type { RunReader } from '../runs/run-reader.ts'
import { sendNotFound, sendProblem } from './problem.ts'
import { type IdParams, idParams, type Services } from './services.ts'

const unpack = promisify(gunzip)
const config = { scope: 'read' } as const
const tags = ['runs']
const listSchema = {
  operationId: 'listArtifacts',
  tags,
  summary: 'What a run has left behind besides figures and spans',
  params: idParams,
  response: { 200: ArtifactList },
}
const nameParams = Type.Object({ ...idParams.properties, name: Type.String({ minLength: 1, maxLength: 64 }) })
const readSchema = {
  operationId: 'getArtifact',
  tags,
  summary: 'One of them, as it was written',
  params: nameParams,
  response: { 200: { content: { 'text/plain': { schema: Type.String() }, 'application/x-ndjson': { schema: Type.String() } } } },
}

/** All that these routes need of the services. */
export type ArtifactServices = Pick<Services, 'store'> & { readonly reader: Pick<RunReader, 'traceId'> }

export function artifactRoutes(app: FastifyInstance, { store, reader }: ArtifactServices): void {
  const isRun = async (id: string) => (await reader.traceId(id)) !== undefined

  app.get<{ Params: IdParams }>(
    `${apiPaths.run}/artifacts`,
    { config, schema: listSchema },
    async ({ params: { id } }, reply) => {
      if (!(await isRun(id))) return sendNotFound(reply, 'run', id)
      return { artifacts: await listArtifacts(store, id) }
    },
  )

  app.get<{ Params: IdParams & { readonly name: string } }>(
    `${apiPaths.run}/artifacts/:name`,
    { config, schema: readSchema },
    async ({ params: { id, name }, headers }, reply) => {
      const artifact = await findArtifact(store, id, name)
      if (artifact === undefined) {
        if (!(await isRun(id))) return sendNotFound(reply, 'run', id)
        const names = (await listArtifacts(store, id)).map((each) => each.name)
        const has =
          names.length === 0 ? 'it has none; a suite asks for them: artifacts: [log, host]' : `it has ${names.join(', ')}`
        return sendProblem(reply, 404, { detail: `run ${id} has no artifact '${name}'; ${has}` })
      }
      // Written by an agent: nothing that a browser should take for a page.
      reply.type(artifact.mediaType).header('x-content-type-options', 'nosniff').header('vary', 'accept-encoding')
      if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return reply.send(await unpack(artifact.gzip))
      return reply.header('content-encoding', 'gzip').send(artifact.gzip)
    },
  )
}
