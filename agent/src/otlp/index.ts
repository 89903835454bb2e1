/** What benches use of the way spans take. */
export { exportDoorbells } from './export-doorbells.ts'
export { OtlpExporter } from './exporter.ts'
export { httpSender } from './http-sender.ts'
export { readOtlpSettings } from './settings.ts'
