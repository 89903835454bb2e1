/** How a command ends when it cannot do what it was asked. */
import { exitCodes, type Fault } from '@ringside/contract'

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

interface FailureOptions {
  readonly exitCode?: ExitCode
  /** Printed below the message, each with its path, value and expectation. */
  readonly faults?: readonly Fault[]
  readonly cause?: unknown
}

/**
 * Something the user can act on. The message is all they see, so it says what failed, the actual value, what was expected
 * and the remedy. Anything else that is thrown is a bug, and is reported as one.
 */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: ExitCode
  readonly faults: readonly Fault[]
  constructor(message: string, { exitCode = exitCodes.error, faults = [], cause }: FailureOptions = {}) {
    super(message, { cause })
    this.exitCode = exitCode
    this.faults = faults
  }
}

/** Bad usage or bad input: nothing was started. */
export function usageFailure(message: string, faults: readonly Fault[] = []): CommandFailure {
  return new CommandFailure(message, { exitCode: exitCodes.usage, faults })
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
