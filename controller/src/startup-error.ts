/** The controller cannot start, and whoever started it can do something about it. The message says what. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}
