/** Who asks. */
import type { FastifyRequest } from 'fastify'

/** For people: the name of the caller's token. */
export const callerOf = (_request: FastifyRequest): string => 'someone on this machine'
