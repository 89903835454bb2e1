import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,telemetry,agent,controller,cli,dashboards,bench,infra}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'target/**'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
