/** Seeded samples for the tests of the judge. */
import { seededRandom } from './random.ts'

/** Normally distributed trials around a level. */
export function noisy(
  seed: number,
  { level, noiseRatio, trials }: { level: number; noiseRatio: number; trials: number },
): number[] {
  const random = seededRandom(seed * 7_919 + 1)
  return Array.from({ length: trials }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return level * (1 + noiseRatio * normal)
  })
}
