export { type OtlpRequest, type OtlpStub, startOtlpStub } from './otlp-stub.ts'
export { type PrometheusSample, parsePrometheus } from './prometheus.ts'
