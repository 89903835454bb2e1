import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,telemetry,agent,controller,cli,dashboards,bench,infra}/**/*.test.ts'],
    // Of the Collector: `npm run test:collector`, which needs Go.
    exclude: ['**/node_modules/**', 'target/**', 'infra/collector/**'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
