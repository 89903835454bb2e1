/** A backup that cannot be made, had or restored; the message says why and what would help. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  /** HTTP status. */
  readonly status: 404 | 409 | 422 | 507
  constructor(status: 404 | 409 | 422 | 507, message: string) {
    super(message)
    this.status = status
  }
}
