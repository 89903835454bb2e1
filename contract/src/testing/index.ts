/** Builders of realistic values of the contract, for tests. Not part of the product. */
export * from './queues-fixture.ts'
export * from './report-fixture.ts'
export * from './run-fixture.ts'
export * from './set-fixture.ts'
export * from './suite-fixture.ts'
export * from './trace-fixture.ts'
