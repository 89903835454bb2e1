/** Backups of the whole store. */
import { apiPaths, backupNamePattern, type RestoreRequest } from '@ringside/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { BackupError } from '../store/backup/backup-error.ts'
import type { Backups } from '../store/backup/backups.ts'
import { sendProblem } from './problem.ts'

const strict = { additionalProperties: false }
const name = Type.String({ pattern: backupNamePattern, description: "letters, digits, '.', '_' and '-', no path" })
const createBody = Type.Object({ name: Type.Optional(name) }, strict)
const restoreBody = Type.Object({ replace: Type.Optional(Type.Boolean()) }, strict)
const config = { scope: 'admin' as const }

export function backupRoutes(app: FastifyInstance, { backups }: { readonly backups: Backups }): void {
  app.get(apiPaths.backups, { config }, async () => ({ backups: await backups.list() }))

  app.post<{ Body: { name?: string } }>(apiPaths.backups, { config, schema: { body: createBody } }, async ({ body }, reply) => {
    const made = await orProblem(reply, () => backups.create(body.name ?? nameOf(new Date())))
    return reply.sent ? reply : reply.code(201).send(made)
  })

  app.post<{ Params: { name: string }; Body: RestoreRequest }>(
    `${apiPaths.backup}/restore`,
    { config, schema: { params: Type.Object({ name }), body: restoreBody } },
    ({ params, body }, reply) => orProblem(reply, () => backups.restore(params.name, body)),
  )
}

/** `2026-01-31T12-00-00Z`. */
const nameOf = (date: Date): string => date.toISOString().replace(/\.\d+/, '').replaceAll(':', '-')

async function orProblem(reply: FastifyReply, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof BackupError)) throw error
    return sendProblem(reply, error.status, { detail: error.message })
  }
}
