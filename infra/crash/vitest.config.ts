/** `npm run test:crash`: takes minutes and mounts disks, so it is apart from `npm test`. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Stacks at a time. Most of a cell is waiting: for a lock to expire, for a stopped process to go on. */
const stacks = Number(process.env.RINGSIDE_CRASH_STACKS ?? 6)

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxConcurrency: stacks,
    testTimeout: 400_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
  },
})
