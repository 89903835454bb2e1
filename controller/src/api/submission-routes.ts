/** Submissions: accept a suite, list, show, follow, report. */
import {
  apiPaths,
  checkSuite,
  type Fault,
  idempotencyReplayedHeader,
  Report,
  type RunDetail,
  Submission,
  SubmissionListQuery,
  SubmissionPage,
  SubmissionRequest,
  type Suite,
} from '@ringside/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { expand } from '../planning/expand.ts'
import { submissionIdOf } from '../planning/run-id.ts'
import { type SubmitOptions, submitSuite } from '../planning/submit-suite.ts'
import { placeOf } from '../runs/list-cursor.ts'
import { submissionPage } from '../runs/run-pages.ts'
import { currentParent } from '../telemetry/traceparent.ts'
import { IdempotencyKeys, keyHeaders, keyOf, otherBody } from './idempotency.ts'
import { problems } from './openapi.ts'
import { sendBadCursor, sendNotFound, sendProblem } from './problem.ts'
import { reportOf } from './report.ts'
import { type IdParams, idParams, type Services } from './services.ts'

/** Largest suite accepted. */
const maxSuiteBytes = 1 << 20

const read = { scope: 'read' } as const
const tags = ['submissions']

type SubmitRequest = FastifyRequest<{ Body: { readonly suite: unknown } }>

/** The suite is looked at by {@link checkSuite}, which names every fault. */
const requestBody = Type.Object({ suite: Type.Unknown() }, { additionalProperties: false })

export function submissionRoutes(app: FastifyInstance, services: Services): void {
  submitRoute(app, services)
  listRoute(app, services)

  const show = {
    operationId: 'getSubmission',
    tags,
    summary: 'A submission with its runs, in the order of the suite',
    params: idParams,
    response: { 200: Submission },
  }
  app.get<{ Params: IdParams }>(apiPaths.submission, { config: read, schema: show }, async ({ params }, reply) => {
    return (await services.reader.submission(params.id)) ?? sendNotFound(reply, 'submission', params.id)
  })

  const report = {
    operationId: 'getReport',
    tags,
    summary: 'Everything that was measured, and how the backends compare',
    params: idParams,
    response: { 200: Report },
  }
  app.get<{ Params: IdParams }>(`${apiPaths.submission}/report`, { config: read, schema: report }, async ({ params }, reply) => {
    const found = await services.reader.submission(params.id)
    if (found === undefined) return sendNotFound(reply, 'submission', params.id)
    const runs: RunDetail[] = []
    for (const { id } of found.runs) {
      const run = await services.reader.detail(id)
      if (run !== undefined) runs.push(run)
    }
    return reportOf(found, runs)
  })
}

function submitRoute(app: FastifyInstance, services: Services): void {
  const schema = {
    operationId: 'submitSuite',
    tags,
    summary: 'Accept a suite: its runs are queued',
    description:
      'Under an Idempotency-Key the same suite makes the same submission, with the same runs, however often it is sent.',
    headers: keyHeaders,
    body: requestBody,
    response: { 201: Submission, ...problems(409, 422) },
  }
  const keys = new IdempotencyKeys(services.store)
  const config = { scope: 'run', spanBeforeAnswer: true, documentedBody: SubmissionRequest } as const
  app.post<{ Body: { suite: unknown } }>(
    apiPaths.submissions,
    { config, schema, bodyLimit: maxSuiteBytes },
    async (request: SubmitRequest, reply) => {
      const answer = await submit(request, services, keys)
      if (!answer.ok) return sendProblem(reply, answer.status, answer)
      if (answer.replayed) reply.header(idempotencyReplayedHeader, 'true')
      const location = apiPaths.submission.replace(':id', answer.submission.id)
      return reply.code(201).header('location', location).send(answer.submission)
    },
  )
}

function listRoute(app: FastifyInstance, { store }: Services): void {
  const schema = {
    operationId: 'listSubmissions',
    tags,
    summary: 'Submissions, newest first',
    querystring: SubmissionListQuery,
    response: { 200: SubmissionPage },
  }
  app.get<{ Querystring: SubmissionListQuery }>(apiPaths.submissions, { config: read, schema }, async ({ query }, reply) => {
    const { cursor, ...asked } = query
    const after = cursor === undefined ? undefined : placeOf(cursor)
    if (cursor !== undefined && after === undefined) return sendBadCursor(reply, cursor)
    const { items, ...rest } = await submissionPage(store, { query: asked, after })
    return { submissions: items, ...rest }
  })
}

type SubmitAnswer =
  | { readonly ok: true; readonly submission: Submission; readonly replayed: boolean }
  | { readonly ok: false; readonly status: 409 | 422; readonly detail: string; readonly faults?: readonly Fault[] }

async function submit(request: SubmitRequest, services: Services, keys: IdempotencyKeys): Promise<SubmitAnswer> {
  const { body } = request
  const check = checkSuite(body.suite)
  if (!check.ok) {
    const detail = `the suite has ${check.faults.length === 1 ? 'one fault' : `${check.faults.length} faults`}; see them all with: ringside validate FILE`
    return { ok: false, status: 422, detail, faults: check.faults }
  }
  const { suite } = check
  const parent = currentParent(request.headers.traceparent)
  const key = keyOf(request)
  if (key === undefined) return accept(suite, services, { parent })
  return keys.under({ operation: `POST ${apiPaths.submissions}`, key, body }, async (use) => {
    if (use === 'other') return { ok: false, status: 422, detail: otherBody(key) }
    // Schedules have keys too.
    const spaced = `api ${key}`
    const made = use === 'same' ? await services.reader.submission(submissionIdOf(spaced)) : undefined
    if (made === undefined) return accept(suite, services, { parent, key: spaced })
    // Each of several hosts has all of them.
    if (made.runs.length % expand(suite).length === 0) return { ok: true, submission: made, replayed: true }
    // The controller died in the middle of it.
    const present = new Set(made.runs.map(({ id }) => id))
    const rest = await accept(suite, services, { parent, key: spaced, present })
    const whole = await services.reader.submission(made.id)
    return rest.ok && whole !== undefined ? { ok: true, submission: whole, replayed: true } : rest
  })
}

async function accept(
  suite: Suite,
  services: Services,
  options: Pick<SubmitOptions, 'parent' | 'key' | 'present'>,
): Promise<SubmitAnswer> {
  const answer = await submitSuite(suite, { ...services, ...options })
  if (!answer.ok) return answer
  const runs = answer.records.map((record) => services.reader.summary(record))
  const submission = { id: answer.submissionId, suite: suite.name, traceId: options.parent.traceId, runs }
  return { ok: true, submission, replayed: false }
}
