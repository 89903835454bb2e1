/** What other workspaces may use of the command: the one-machine stack, the client, and a run from start to report. */
export { type Client, createClient, Unreachable } from './client.ts'
export { CommandFailure } from './failure.ts'
export { type RunDocument, runDocument } from './run-document.ts'
export { failuresOf, type RunSuiteOptions, runSuite, submitSuite } from './run-suite.ts'
export { type Stack, type StackOptions, startStack } from './stack/stack.ts'
export { readSuite, type SuiteFile } from './suite-file.ts'
