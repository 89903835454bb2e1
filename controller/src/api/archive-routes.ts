/** Runs out of the store and into it. */
import { Readable } from 'node:stream'
import { apiPaths, ExportQuery, ImportReport } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { exportArchive } from '../store/archive/export-archive.ts'
import { exportHdrLog } from '../store/archive/export-hdr.ts'
import { exportTable } from '../store/archive/export-table.ts'
import { ArchiveError } from '../store/archive/format.ts'
import { importArchive } from '../store/archive/import-archive.ts'
import type { Store } from '../store/store.ts'
import { problems } from './openapi.ts'
import { sendProblem } from './problem.ts'

const mediaTypes: Readonly<Record<ExportQuery['format'], string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
  hdr: 'text/plain; charset=utf-8',
}

const fileContent = Object.fromEntries(
  Object.values(mediaTypes).map((type) => [
    type.split(';')[0] ?? type,
    { schema: type === mediaTypes.json ? { type: 'object', additionalProperties: true } : { type: 'string' } },
  ]),
)

export function archiveRoutes(app: FastifyInstance, services: { readonly store: Store }): void {
  const exporting = {
    operationId: 'exportRuns',
    tags: ['store'],
    summary: 'Runs as a file: everything to be imported elsewhere, tables, or latencies',
    querystring: ExportQuery,
    response: { 200: { description: 'The file', content: fileContent } },
  }
  app.get<{ Querystring: ExportQuery }>(
    apiPaths.export,
    { schema: exporting, config: { scope: 'read' } },
    async ({ query }, reply) => reply.type(mediaTypes[query.format]).send(await exportOf(services.store, query)),
  )
  // An archive is read as it arrives, however long it is; its lines are bounded.
  app.register(async (scope) => {
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', (_request, payload, done) => done(null, payload))
    const schema = {
      operationId: 'importRuns',
      tags: ['store'],
      summary: 'Runs from a file of another controller; what is there already stays',
      response: { 200: ImportReport, ...problems(415, 422) },
    }
    const options = { schema, config: { scope: 'admin' as const }, bodyLimit: Number.MAX_SAFE_INTEGER }
    scope.post(apiPaths.import, options, async ({ body }, reply) => {
      if (!(body instanceof Readable))
        return sendProblem(reply, 415, { detail: 'there is no archive; send one as application/json' })
      try {
        return await importArchive(services.store, body.iterator({ destroyOnReturn: false }))
      } catch (error) {
        // Read to its end, so that a sender that is still writing gets to the answer.
        body.resume()
        if (!(error instanceof ArchiveError)) throw error
        const detail = `the archive cannot be read further: ${error.message}; what came before is stored, and importing again adds nothing twice`
        return sendProblem(reply, 422, { detail })
      }
    })
  })
}

/** A stream; what fails later than here breaks the connection, so that nobody takes a part for the whole. */
async function exportOf(store: Store, query: ExportQuery): Promise<Readable> {
  switch (query.format) {
    case 'json':
      return Readable.from(exportArchive(store, query))
    case 'hdr':
      return Readable.from(exportHdrLog(store, query))
    default: {
      const format = query.format === 'csv' ? 'CSVWithNames' : 'Parquet'
      return exportTable(store, { ...query, format, table: query.table ?? 'trials' })
    }
  }
}
