// @vitest-environment happy-dom
// Videos and sound: what is told of what the browser says of them.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { media } from '../../../src/capture/media.js'
import type { Tracker } from '../../../src/types.js'

const track = vi.fn<(name: string, properties?: any) => string>(() => '')
let stop: () => void
let video: HTMLVideoElement
let at: { currentTime: number; duration: number; seeking: boolean; currentSrc: string }

/** Plays on to there, and says so as a browser does. */
const say = (type: string, currentTime = at.currentTime): void => {
  at.currentTime = currentTime
  video.dispatchEvent(new Event(type))
}
const told = () => track.mock.calls.map(([name, { percent }]) => (percent ? `${name} ${percent}` : name))

beforeEach(() => {
  track.mockClear()
  stop = media()({ track } as unknown as Tracker)
  document.body.innerHTML = '<video title="Tour"></video>'
  video = document.querySelector('video')!
  at = { currentTime: 0, duration: 20, seeking: false, currentSrc: 'https://shop.example/tour.mp4?token=secret' }
  for (const name of Object.keys(at) as (keyof typeof at)[]) Object.defineProperty(video, name, { configurable: true, get: () => at[name] })
})
afterEach(() => stop())

test('a video that is played through tells its start, its quarters and its end, once each', () => {
  say('playing')
  for (let time = 1; time <= 20; time++) say('timeupdate', time)
  say('ended')
  say('playing', 0)
  for (let time = 1; time <= 20; time++) say('timeupdate', time)
  say('ended')
  expect(told()).toEqual(['Media Started', 'Media Progressed 25', 'Media Progressed 50', 'Media Progressed 75', 'Media Completed'])
  expect(track.mock.calls[1]?.[1]).toMatchObject({ kind: 'video', title: 'Tour', file: 'https://shop.example/tour.mp4', duration_seconds: 20, position_seconds: 5 })
})

test('what is jumped over was not played', () => {
  say('playing')
  say('timeupdate', 1)
  at.seeking = true
  say('timeupdate', 12)
  at.seeking = false
  say('playing', 12)
  say('timeupdate', 13)
  say('timeupdate', 15)
  expect(told()).toEqual(['Media Started', 'Media Progressed 75'])
})

test('decoration is left out, and after stop everything is', () => {
  Object.assign(video, { muted: true, loop: true, autoplay: true })
  say('playing')
  Object.assign(video, { muted: false })
  stop()
  say('playing')
  expect(told()).toEqual([])
})
