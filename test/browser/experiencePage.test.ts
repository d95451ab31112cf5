// Owns the collector's page of the experience in a real browser: it tells the story, under its own strict policy, with charts drawn.
// Must not check figures: the unit tests of the collector have those.
import { expect, test } from 'vitest'
import { useStage } from './stage.ts'

const stage = useStage()

test('the page tells one customer’s story in words and charts, and that of all', async () => {
  const page = await stage.open('experience')
  await page.run(async () => {
    const tracker = start()
    tracker.track('Product Viewed', { name: 'Lamp' })
    tracker.identify('customer-1001', { name: 'Ada Fern' })
    tracker.track('Order Completed', { order_id: '7' })
    tracker.track('Payment Failed', { name: '<img src=x onerror=alert(1)>' })
    tracker.track('Survey Answered', { metric: 'nps', value: 9, question: '<b>Likely?</b>', comment: '<script>1</script>' })
    await tracker.flush()
  })
  await stage.receivedRow(({ name }) => name === 'Survey Answered')
  await page.goto(`${stage.collector.url}/experience#${encodeURIComponent('user:customer-1001')}`)
  await page.waitFor(() => document.getElementById('person-title')?.textContent === 'Ada Fern' && !!document.getElementById('stated-0'))
  const { summary, labels, drawn, answers } = await page.run(() => {
    const all = [...document.querySelectorAll('canvas')]
    const isDrawn = (canvas: HTMLCanvasElement) => canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte !== 0)
    return {
      summary: document.getElementById('person-summary')?.textContent ?? '',
      labels: all.map((canvas) => canvas.getAttribute('aria-label') ?? ''),
      drawn: all.map((canvas) => canvas.width > 0 && isDrawn(canvas)),
      answers: document.getElementById('answers')?.textContent ?? '',
    }
  })
  expect(summary).toContain('observed score')
  expect(labels).toHaveLength(6)
  expect(labels.join()).toMatch(/interactions over Website.*The score after each.*a purchase.*Consideration 1.*website/)
  expect(drawn).toEqual(labels.map(() => true))
  expect(answers).toContain('<script>1</script>') // as text
  await page.run(() => void (document.getElementById('people') as HTMLSelectElement).focus())
})
