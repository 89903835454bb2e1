/** Backups of the whole store. */
import { apiPaths, Backup, BackupList, backupNamePattern, RestoreReport, type RestoreRequest } from '@ringside/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { BackupError } from '../store/backup/backup-error.ts'
import type { Backups } from '../store/backup/backups.ts'
import { problems } from './openapi.ts'
import { sendProblem } from './problem.ts'

const strict = { additionalProperties: false }
const name = Type.String({ pattern: backupNamePattern, description: "letters, digits, '.', '_' and '-', no path" })
const createBody = Type.Object({ name: Type.Optional(name) }, strict)
const restoreBody = Type.Object({ replace: Type.Optional(Type.Boolean()) }, strict)
const config = { scope: 'admin' as const }
const tags = ['store']

export function backupRoutes(app: FastifyInstance, services: { readonly backups: Backups }): void {
  const list = {
    operationId: 'listBackups',
    tags,
    summary: 'Backups that are complete, newest first',
    response: { 200: BackupList },
  }
  app.get(apiPaths.backups, { config, schema: list }, async () => ({ backups: await services.backups.list() }))

  const make = {
    operationId: 'createBackup',
    tags,
    summary: 'A backup of the whole store, made while it works',
    body: createBody,
    response: { 201: Backup, ...problems(409, 422) },
  }
  app.post<{ Body: { name?: string } }>(apiPaths.backups, { config, schema: make }, async ({ body }, reply) => {
    const made = await orProblem(reply, () => services.backups.create(body.name ?? nameOf(new Date())))
    return reply.sent ? reply : reply.code(201).send(made)
  })

  const restore = {
    operationId: 'restoreBackup',
    tags,
    summary: 'The store as a backup has it',
    params: Type.Object({ name }),
    body: restoreBody,
    response: { 200: RestoreReport, ...problems(404, 409, 422) },
  }
  app.post<{ Params: { name: string }; Body: RestoreRequest }>(
    `${apiPaths.backup}/restore`,
    { config, schema: restore },
    ({ params, body }, reply) => orProblem(reply, () => services.backups.restore(params.name, body)),
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
