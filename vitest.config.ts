import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{contract,telemetry,agent,controller,cli,dashboards,bench,infra}/**/*.test.ts'],
    // `npm run test:collector`, `test:compose` and `test:clickhouse-go` need Go, `npm run test:crash` takes minutes and mounts disks.
    exclude: [
      '**/node_modules/**',
      'target/**',
      'infra/clickhouse-client/**',
      'infra/collector/**',
      'infra/crash/**',
      'infra/docker/**',
    ],
    pool: 'forks',
    // Test files run beside each other, and agents of one machine do not.
    setupFiles: ['infra/test/own-machine.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A second, which is the default, is short for a machine with work.
    expect: { poll: { timeout: 10_000 } },
  },
})
