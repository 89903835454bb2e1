import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,telemetry,agent,controller,cli,dashboards,bench,infra}/**/*.test.ts'],
    // Of the Collector: `npm run test:collector`, which needs Go.
    exclude: ['**/node_modules/**', 'target/**', 'infra/collector/**'],
    pool: 'forks',
    // Test files run beside each other, and agents of one machine do not.
    setupFiles: ['infra/test/own-machine.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
