/** Submissions: accept a suite, list, show, follow, report. */
import {
  apiPaths,
  checkSuite,
  type Fault,
  Report,
  type RunDetail,
  Submission,
  SubmissionListQuery,
  SubmissionPage,
  SubmissionRequest,
} from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { submitSuite } from '../planning/submit-suite.ts'
import { placeOf } from '../runs/list-cursor.ts'
import { submissionPage } from '../runs/run-pages.ts'
import { currentParent, type TraceParent } from '../telemetry/traceparent.ts'
import { problems } from './openapi.ts'
import { sendBadCursor, sendNotFound, sendProblem } from './problem.ts'
import { reportOf } from './report.ts'
import { type IdParams, idParams, type Services } from './services.ts'

/** Largest suite accepted. */
const maxSuiteBytes = 1 << 20

const read = { scope: 'read' } as const
const tags = ['submissions']

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
    body: requestBody,
    response: { 201: Submission, ...problems(409, 422) },
  }
  const config = { scope: 'run', spanBeforeAnswer: true, documentedBody: SubmissionRequest } as const
  app.post<{ Body: { suite: unknown } }>(
    apiPaths.submissions,
    { config, schema, bodyLimit: maxSuiteBytes },
    async (request, reply) => {
      const answer = await submit(request.body.suite, services, currentParent(request.headers.traceparent))
      if (!answer.ok) return sendProblem(reply, answer.status, answer)
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
  | { readonly ok: true; readonly status: 201; readonly submission: Submission }
  | { readonly ok: false; readonly status: 409 | 422; readonly detail: string; readonly faults?: readonly Fault[] }

async function submit(value: unknown, services: Services, parent: TraceParent): Promise<SubmitAnswer> {
  const check = checkSuite(value)
  if (!check.ok) {
    const detail = `the suite has ${check.faults.length === 1 ? 'one fault' : `${check.faults.length} faults`}; see them all with: ringside validate FILE`
    return { ok: false, status: 422, detail, faults: check.faults }
  }
  const answer = await submitSuite(check.suite, { ...services, parent })
  if (!answer.ok) return answer
  const runs = answer.records.map((record) => services.reader.summary(record))
  return {
    ok: true,
    status: 201,
    submission: { id: answer.submissionId, suite: check.suite.name, traceId: parent.traceId, runs },
  }
}
