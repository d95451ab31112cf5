// Intervals of confidence at 95 %: how far a score may be from what all customers would have said.
// Pure. The methods and where they come from are in docs/experience.md.

/** An estimate with its interval. */
export type Estimate = { readonly value: number; readonly low: number; readonly high: number }

/** The normal distribution, at 95 %. */
export const z = 1.959964

/** A proportion, after Wilson (1927): it stays between 0 and 1, also of few answers. */
export function proportion(count: number, n: number): Estimate {
  if (n === 0) return { value: NaN, low: 0, high: 1 }
  const p = count / n
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return { value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * A net score, promoters less detractors, from -1 to 1. After Rocks (2016), "adjusted Wald": three more answers, of which a
 * quarter are promoters and a quarter detractors.
 */
export function net(promoters: number, detractors: number, n: number): Estimate {
  if (n === 0) return { value: NaN, low: -1, high: 1 }
  const { value: middle, error } = netError(promoters + 0.75, detractors + 0.75, n + 3)
  return { value: (promoters - detractors) / n, low: Math.max(-1, middle - z * error), high: Math.min(1, middle + z * error) }
}

/** A net score and its standard error. */
export function netError(promoters: number, detractors: number, n: number): { readonly value: number; readonly error: number } {
  const value = (promoters - detractors) / n
  return { value, error: Math.sqrt(((promoters + detractors) / n - value * value) / n) }
}

/** A mean, with Student's t; with fewer than three answers it can be anything on the scale. */
export function mean(values: readonly number[], { min, max }: { readonly min: number; readonly max: number }): Estimate {
  const n = values.length
  const value = values.reduce((sum, each) => sum + each, 0) / n
  if (n < 3) return { value, low: min, high: max }
  const variance = values.reduce((sum, each) => sum + (each - value) ** 2, 0) / (n - 1)
  const half = studentT(n - 1) * Math.sqrt(variance / n)
  return { value, low: Math.max(min, value - half), high: Math.min(max, value + half) }
}

/** The 97.5 % quantile of Student's t; Abramowitz and Stegun, 26.7.5, and as it is for two degrees of freedom. */
export function studentT(degrees: number): number {
  if (degrees < 3) return degrees < 2 ? 12.706205 : 4.302653
  const v = degrees
  return z + (z ** 3 + z) / (4 * v) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2) + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3)
    + (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92_160 * v ** 4)
}
