// What who runs a collector can ask: does it live, is it ready, what has it counted.
// Must not read OpenMetrics by itself: readOpenMetrics.ts does, as strictly as a scraper.
import { expect, test } from 'vitest'
import { createMetrics } from '../../../examples/collector/createMetrics.js'
import { item } from '../collector/collectorClient.js'
import { useCollector } from '../collector/useCollector.js'
import { readOpenMetrics } from './readOpenMetrics.js'

const { collector, sender } = useCollector()

test('the metrics are OpenMetrics, and count what came', async () => {
  const again = item()
  await sender.send([again, item(), item({ messageId: 'bad', type: 'dance' })])
  await sender.send([again])
  await sender.post('no json')
  const response = await fetch(`${collector.url}/metrics`)
  expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  const families = readOpenMetrics(await response.text())
  expect(families.get('throughline_requests')).toMatchObject({ type: 'counter' })
  expect(families.get('throughline_requests')?.samples).toEqual(new Map([['throughline_requests_total{status="200"}', 2], ['throughline_requests_total{status="400"}', 1]]))
  const events = families.get('throughline_events')?.samples
  expect(events).toEqual(new Map([['throughline_events_total{outcome="stored"}', 2], ['throughline_events_total{outcome="rejected"}', 1], ['throughline_events_total{outcome="repeated"}', 1]]))
  expect(families.get('throughline_answer_seconds')?.samples.get('throughline_answer_seconds_count')).toBe(3)
  expect(families.get('throughline_held_bytes')?.samples.get('throughline_held_bytes')).toBe(0)
  expect(families.get('process_resident_memory_bytes')?.unit).toBe('bytes')
})

test('labels of any text stay one line each', () => {
  const metrics = createMetrics()
  metrics.counter('things', 'Things.')({ name: 'a "b"\n\\c' })
  expect(readOpenMetrics(metrics.text()).get('things')?.samples).toEqual(new Map([['things_total{name="a \\"b\\"\\n\\\\c"}', 1]]))
})

test.each([
  ['an end that is missing', 'a 1\n', /must end/],
  ['a sample of no family', 'a 1\n# EOF\n', /no sample of/],
  ['a counter without _total', '# TYPE a counter\na 1\n# EOF\n', /no sample of the counter/],
  ['a wrong unit', '# TYPE a_bytes gauge\n# UNIT a_bytes seconds\n# EOF\n', /does not end with its unit/],
  ['buckets that fall', '# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_count 1\na_sum 1\n# EOF\n', /do not rise/],
])('the reader of the tests sees %s', (_, text, error) => expect(() => readOpenMetrics(text)).toThrow(error))
