/** Submissions: accept a suite, show it, follow it, report on it. */
import { apiPaths, checkSuite, type Fault, type RunDetail, type Submission, type SubmissionRequest } from '@ringside/contract'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { submitSuite } from '../planning/submit-suite.ts'
import { currentParent, type TraceParent } from '../telemetry/traceparent.ts'
import { streamEvents } from './events.ts'
import { sendNotFound, sendProblem } from './problem.ts'
import { reportOf } from './report.ts'
import { type IdParams, idParams, type Services } from './services.ts'

/** Largest suite accepted. */
const maxSuiteBytes = 1 << 20

const requestBody = Type.Object({ suite: Type.Unknown() }, { additionalProperties: false })

export function submissionRoutes(app: FastifyInstance, services: Services): void {
  const options = {
    schema: { body: requestBody },
    bodyLimit: maxSuiteBytes,
    config: { scope: 'run', spanBeforeAnswer: true },
  } as const
  app.post<{ Body: SubmissionRequest }>(apiPaths.submissions, options, async (request, reply) => {
    const answer = await submit(request.body.suite, services, currentParent(request.headers.traceparent))
    if (!answer.ok) return sendProblem(reply, answer.status, answer)
    return reply.code(201).header('location', apiPaths.submission.replace(':id', answer.submission.id)).send(answer.submission)
  })

  const byId = { config: { scope: 'read' }, schema: { params: idParams } } as const
  app.get<{ Params: IdParams }>(apiPaths.submission, byId, async ({ params }, reply) => {
    return (await services.reader.submission(params.id)) ?? sendNotFound(reply, 'submission', params.id)
  })

  app.get<{ Params: IdParams }>(
    `${apiPaths.submission}/events`,
    { ...byId, exposeHeadRoute: false },
    async ({ params }, reply) => {
      const found = await services.reader.submission(params.id)
      if (found === undefined) return sendNotFound(reply, 'submission', params.id)
      reply.hijack()
      await streamEvents({
        response: reply.raw,
        watch: (listener) => services.life.watch(params.id, listener),
        current: async () => (await services.reader.submission(params.id))?.runs ?? [],
      })
    },
  )

  app.get<{ Params: IdParams }>(`${apiPaths.submission}/report`, byId, async ({ params }, reply) => {
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
