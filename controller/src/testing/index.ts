/** For tests of clients of the controller. Not part of the product. */
export * from '../otlp/testing/request.ts'
export * from './seed-trace.ts'
export * from './trace-server.ts'
