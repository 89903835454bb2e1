/** For tests and benches of clients of the controller. Not part of the product. */
export * from '../otlp/testing/request.ts'
export * from '../trends/testing/many-figures.ts'
export * from '../trends/testing/trend-archive.ts'
export * from './seed-trace.ts'
export * from './trace-server.ts'
