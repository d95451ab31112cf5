// One customer's story: a line through the channels over the bands of stages, and the score below it, step by step.
// Draws what /people/…/experience answers; computes nothing.
import { colour, draw, endLabels, tint } from './chartLook.js'
import { byId, element } from './element.js'

/** @type {{ [stage: string]: [colour: string, share: number] }} */
const bands = {
  consideration: ['quiet', 0.16],
  evaluation: ['anonymous', 0.2],
  purchase: ['known', 0.4],
  'post-purchase': ['known', 0.1],
  lost: ['bad', 0.16],
}
const maxMoves = 8

/** @param {string} name */
export const inWords = (name) => {
  const text = name.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Both charts begin and end at the same places. @param {number} width */
const sameWidth = (width) => ({ afterFit: (/** @type {any} */ axis) => void (axis.width = width) })

/** The stages behind both charts, and their names above the upper one, where they fit. @param {any[]} line @param {boolean} isNamed */
const stageBands = (line, isNamed) => ({
  id: 'stageBands',
  /** @param {any} chart */
  beforeDatasetsDraw({ ctx, chartArea, scales: { x } }) {
    const half = (x.getPixelForValue(1) - x.getPixelForValue(0)) / 2 || 20
    ctx.save()
    for (let from = 0, to = 0; from < line.length; from = to) {
      while (to < line.length && line[to].stage === line[from].stage) to++
      const [name, share] = bands[line[from].stage] ?? ['quiet', 0.05]
      const left = Math.max(chartArea.left, x.getPixelForValue(from) - half)
      const right = Math.min(chartArea.right, x.getPixelForValue(to - 1) + half)
      ctx.fillStyle = tint(name, share)
      ctx.fillRect(left + 1, chartArea.top, right - left - 2, chartArea.bottom - chartArea.top)
      if (!isNamed || !line[from].stage) continue
      ctx.fillStyle = colour('ink')
      ctx.font = '600 11px system-ui, sans-serif'
      const text = inWords(line[from].stage)
      if (ctx.measureText(text).width < right - left) ctx.fillText(text, left + 2, chartArea.top - 7)
    }
    ctx.restore()
  },
})

/** What a reader should see without touching anything, besides what moved the score. @type {{ [name: string]: (about: string) => string }} */
const told = {
  'Handed Over': () => 'Handed over',
  'Process Completed': (about) => `${inWords(about)} completed`,
  'Survey Answered': (about) => about,
}

/** What moved the score by itself, and what tells the story. @param {any[]} line @param {any} score */
const marks = (line, { contributions }) => ({
  id: 'marks',
  /** @param {any} chart */
  afterDatasetsDraw(chart) {
    const { ctx, chartArea } = chart
    const dots = chart.getDatasetMeta(0).data
    const moved = new Map(contributions.map((/** @type {any} */ each) => [`${each.name} ${each.time}`, each.points]))
    ctx.save()
    ctx.font = '11px system-ui, sans-serif'
    ctx.textAlign = 'center'
    /** Where texts are already, by lane. @type {Map<string, number>} */
    const taken = new Map()
    line.forEach((each, i) => {
      const points = Number(moved.get(`${each.name} ${each.time}`) ?? 0)
      const inOwnWords = Object.hasOwn(told, each.name) ? told[each.name] : undefined
      if (!(points || inOwnWords) || !dots[i]) return
      const text = inOwnWords?.(each.about) ?? each.name
      const width = ctx.measureText(text).width
      const centre = Math.min(Math.max(dots[i].x, chartArea.left + width / 2 + 4), chartArea.right - width / 2 - 4)
      if (centre - width / 2 < (taken.get(each.channel) ?? -Infinity) + 6) return
      taken.set(each.channel, centre + width / 2)
      ctx.fillStyle = points > 0 ? colour('known') : points < 0 ? colour('bad') : colour('anonymous')
      ctx.fillText(text, centre, dots[i].y - 12)
    })
    ctx.restore()
  },
})

/** @param {any} person */
export function showJourney({ key, name, position, line, score, words, answers, processes, promises }) {
  byId('person-title').textContent = name
  const where = position ? `${inWords(position.stage)}${position.loops ? `, round ${position.loops + 1}` : ''}` : 'Nowhere yet'
  byId('person-summary').textContent = `${name === key ? '' : `${key} · `}${where} · observed score ${Math.round(score.score)} of 100`
  byId('person-words').textContent = words.slice(1).join(' ')
  const isNew = byId('journey').dataset.person !== key
  byId('journey').dataset.person = key
  const channels = [...new Set(line.map((/** @type {any} */ each) => each.channel))]
  const spanMs = line.length > 0 ? line.at(-1).time - line[0].time : 0
  const isLong = spanMs > 86_400_000
  const labels = line.map((/** @type {any} */ each) => new Date(each.time)[isLong ? 'toLocaleDateString' : 'toLocaleTimeString']([], isLong ? { day: 'numeric', month: 'short' } : { timeStyle: spanMs > 600_000 ? 'short' : 'medium' }))
  byId('stages').replaceChildren(...Object.keys(bands).filter((stage) => line.some((/** @type {any} */ each) => each.stage === stage)).map(toSwatch))
  const moved = new Map(score.contributions.map((/** @type {any} */ each) => [`${each.name} ${each.time}`, each.points]))
  const colours = line.map((/** @type {any} */ each) => {
    const points = Number(moved.get(`${each.name} ${each.time}`) ?? 0)
    if (each.name === 'Survey Answered') return colour('anonymous')
    return points > 0 ? colour('known') : points < 0 ? colour('bad') : colour('quiet')
  })
  const tooltip = {
    displayColors: false,
    callbacks: {
      title: ([{ dataIndex }]) => line[dataIndex].name,
      label: ({ dataIndex }) => [line[dataIndex].about, `${inWords(line[dataIndex].channel)}, ${new Date(line[dataIndex].time).toLocaleString()}`].filter(Boolean),
    },
  }
  const lane = 96
  draw('journey', `${line.length} interactions over ${channels.map(inWords).join(', ')}, ending in ${where}`, {
    type: 'line',
    data: { labels, datasets: [{ data: line.map((/** @type {any} */ each) => each.channel), borderColor: colour('quiet'), borderWidth: 1.5, pointRadius: line.map((/** @type {any} */ each) => (moved.has(`${each.name} ${each.time}`) || each.name === 'Survey Answered' ? 7 : 4)), pointHoverRadius: 8, pointBackgroundColor: colours, pointBorderColor: colour('panel') }] },
    options: {
      layout: { padding: { right: 8, top: 22 } },
      scales: {
        x: { offset: true, ticks: { display: false }, grid: { display: false } },
        y: { type: 'category', labels: channels, offset: true, ticks: { color: colour('ink'), callback: (/** @type {number} */ i) => inWords(channels[i] ?? '') }, ...sameWidth(lane) },
      },
      plugins: { legend: { display: false }, tooltip },
    },
    plugins: [stageBands(line, true), marks(line, score)],
  })
  // Where there is not room for all of it the latest is what is looked for.
  const across = byId('journey').closest('.across')
  if (across && isNew) across.scrollLeft = across.scrollWidth
  draw('score', `The score after each interaction, now ${Math.round(score.score)}`, {
    type: 'line',
    data: { labels, datasets: [{ data: line.map((/** @type {any} */ each) => each.score), stepped: 'before', borderColor: colour('known'), borderWidth: 2, pointRadius: 0, pointHitRadius: 12, fill: { target: { value: 50 }, above: tint('known', 0.18), below: tint('bad', 0.22) } }] },
    options: {
      layout: { padding: { right: 8 } },
      scales: {
        x: { offset: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
        y: { suggestedMin: 35, suggestedMax: 65, title: { display: true, text: 'Score' }, ticks: { maxTicksLimit: 5 }, ...sameWidth(lane) },
      },
      plugins: { legend: { display: false }, tooltip: { ...tooltip, callbacks: { ...tooltip.callbacks, label: ({ dataIndex }) => `Score ${Math.round(line[dataIndex].score)}` } } },
    },
    plugins: [stageBands(line, false)],
  })
  showMoves(score)
  byId('processes').replaceChildren(...processes.map(toProcess), ...promises.map(toPromise))
  byId('answers').replaceChildren(...answers.map(toAnswer))
}

/** @param {any} score */
function showMoves({ contributions }) {
  const strongest = [...contributions].sort((a, b) => Math.abs(b.points) - Math.abs(a.points)).slice(0, maxMoves)
  byId('moves-box').style.height = `${Math.max(3, strongest.length) * 2.9 + 1.5}rem`
  draw('moves', strongest.map(({ words, points }) => `${words} ${points.toFixed(1)}`).join(', ') || 'Nothing yet', {
    type: 'bar',
    data: { labels: strongest.map(({ words, channel }) => [...wrapped(inWords(words)), inWords(channel)]), datasets: [{ data: strongest.map(({ points }) => points), backgroundColor: strongest.map(({ points }) => (points < 0 ? colour('bad') : colour('known'))), borderRadius: 4, barThickness: 14 }] },
    options: { indexAxis: 'y', layout: { padding: { right: 44 } }, scales: { x: { grace: '10%', grid: { color: tint('edge', 0.6) }, ticks: { maxTicksLimit: 5 } }, y: { grid: { display: false }, ticks: { color: colour('ink'), autoSkip: false } } } },
    plugins: [endLabels((points) => `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}`)],
  })
}

/** In lines that leave room for the bars. @param {string} text */
const wrapped = (text) => text.match(/.{1,18}(\s|$)/g)?.map((part) => part.trim()) ?? [text]

/** @param {string} stage */
function toSwatch(stage) {
  const [name, share] = bands[stage] ?? ['quiet', 0.1]
  const swatch = element('i', {})
  swatch.style.background = tint(name, share)
  return element('li', {}, swatch, inWords(stage))
}

/** @param {number} ms */
const duration = (ms) => {
  if (ms < 1_000) return 'At once'
  const [amount, unit] = ms < 90_000 ? [ms / 1000, 'second'] : ms < 5_400_000 ? [ms / 60_000, 'minute'] : ms < 129_600_000 ? [ms / 3_600_000, 'hour'] : [ms / 86_400_000, 'day']
  return `${Math.round(amount)} ${unit}${Math.round(amount) === 1 ? '' : 's'}`
}
/** @type {{ [status: string]: string }} */
const marksOf = { completed: 'good', kept: 'good', abandoned: 'bad', missed: 'bad', open: '' }

/** @param {any} process */
function toProcess({ process, id, status, elapsedMs, steps, handOffs, repeats, channels }) {
  const about = [duration(elapsedMs), `over ${channels.map(inWords).join(' and ')}`, repeats ? `${repeats} done again` : ''].filter(Boolean).join(', ')
  const chips = [...steps.map((/** @type {any} */ each) => inWords(each.step)), ...handOffs.map((/** @type {any} */ each) => `→ ${inWords(each.to)}${each.arrivedAt ? '' : ', not arrived'}`)]
  return element('li', {},
    element('span', { class: `badge ${marksOf[status]}`, text: inWords(status) }),
    element('p', {}, element('strong', { text: `${inWords(process)} ` }), element('span', { class: 'quiet', text: id })),
    element('p', { class: 'quiet', text: about }),
    element('div', { class: 'steps' }, ...chips.map((text) => element('span', { class: 'chip', text }))))
}

/** @param {any} promise */
const toPromise = ({ what, by, status, lateMs, orderId = '' }) =>
  element('li', {},
    element('span', { class: `badge ${marksOf[status]}`, text: inWords(status) }),
    element('p', {}, element('strong', { text: `Promised: ${what} ` }), element('span', { class: 'quiet', text: orderId })),
    element('p', { class: 'quiet', text: `by ${new Date(by).toLocaleString()}${lateMs ? `, ${duration(lateMs)} late` : ''}` }))

/** @param {any} answer */
const toAnswer = ({ metric, question, value, scale, comment = '', channel, time }) =>
  element('li', {},
    value === undefined ? null : element('span', { class: 'badge', text: `${value} of ${scale?.max ?? ''}` }),
    element('p', {}, element('strong', { text: `${String(metric).toUpperCase()} ` }), element('span', { class: 'quiet', text: `${inWords(channel)}, ${new Date(time).toLocaleString()}` })),
    element('p', { class: 'quiet', text: question ?? '' }),
    comment ? element('p', { text: `“${comment}”` }) : null)
