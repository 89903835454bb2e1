/** A request that its caller may not make. Answered as a problem, and as OTLP's status where spans come in. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  /** 401: who are you; 403: not you. */
  readonly statusCode: 401 | 403
  constructor(statusCode: 401 | 403, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}
