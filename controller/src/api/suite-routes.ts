/** Suites as text: checked while they are written, and written anew from what has run. */
import { type RunSpec, SuiteText, SuiteValidation, suitePaths } from '@ringside/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Document, isMap, isScalar, isSeq, visit } from 'yaml'
import { suiteOfRuns } from '../planning/suite-of-runs.ts'
import { validateText } from '../planning/validate-text.ts'
import { problems } from './openapi.ts'
import { sendNotFound, sendProblem } from './problem.ts'
import { type IdParams, idParams, type Services } from './services.ts'

/** A text of the longest, escaped as JSON. */
const maxBodyBytes = 1 << 20

const config = { scope: 'read' } as const
const tags = ['suites']

export function suiteRoutes(app: FastifyInstance, { reader }: Pick<Services, 'reader'>): void {
  const validate = {
    operationId: 'validateSuite',
    tags,
    summary: 'Every fault of a suite with its place, or what it would cost',
    body: SuiteText,
    response: { 200: SuiteValidation },
  }
  app.post<{ Body: SuiteText }>(suitePaths.validate, { config, schema: validate, bodyLimit: maxBodyBytes }, ({ body }) =>
    validateText(body.yaml),
  )

  const common = { tags, params: idParams, response: { 200: SuiteText, ...problems(409) } }
  const ofSubmission = {
    ...common,
    operationId: 'getSubmissionSuite',
    summary: 'A suite that makes the runs of a submission again',
  }
  app.get<{ Params: IdParams }>(suitePaths.ofSubmission, { config, schema: ofSubmission }, async ({ params: { id } }, reply) => {
    const [first, ...others] = await reader.specs(id)
    return first === undefined ? sendNotFound(reply, 'submission', id) : sendSuite(reply, [first, ...others])
  })

  const ofRun = { ...common, operationId: 'getRunSuite', summary: 'A suite that makes a run again' }
  app.get<{ Params: IdParams }>(suitePaths.ofRun, { config, schema: ofRun }, async ({ params: { id } }, reply) => {
    const spec = await reader.spec(id)
    return spec === undefined ? sendNotFound(reply, 'run', id) : sendSuite(reply, [{ ...spec, repetition: 0 }])
  })
}

function sendSuite(reply: FastifyReply, specs: readonly [RunSpec, ...RunSpec[]]): FastifyReply {
  const recovery = suiteOfRuns(specs)
  if (!recovery.ok) return sendProblem(reply, 409, recovery)
  return reply.send({ yaml: yamlOf(recovery.suite) })
}

/** As people write suites: what is short is on one line. */
function yamlOf(suite: object): string {
  const document = new Document(suite, { aliasDuplicateObjects: false })
  const isShort = (node: unknown): boolean => isScalar(node) || (isSeq(node) && node.items.every(isScalar))
  visit(document, {
    Seq: (_, seq) => {
      seq.flow = seq.items.every(isScalar)
      for (const item of seq.items) if (isMap(item)) item.flow = item.items.every(({ value }) => isShort(value))
    },
  })
  return document.toString({ lineWidth: 120 })
}
