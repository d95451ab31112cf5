// All customers: how far they come, what each touchpoint does to the score, and what they say, with how sure that is.
// Draws what /business answers; computes nothing.
import { colour, draw, endLabels, tint } from './chartLook.js'
import { byId, element } from './element.js'
import { inWords } from './showJourney.js'

const maxTouchpoints = 10
/** @type {{ [metric: string]: string }} */
const names = { nps: 'NPS', csat: 'CSAT', ces: 'CES', osat: 'OSAT', free: 'Other' }

/** @param {any} business */
export function showBusiness({ people, score, stages, lost, loops, touchpoints, stated, processes, promises }) {
  const parts = [
    `${people} ${people === 1 ? 'person' : 'people'}`,
    `observed score ${Math.round(score)} on average`,
    lost ? `${lost} lost` : '',
    loops ? `${loops} came round again` : '',
    processes.completed + processes.abandoned ? `${processes.completed} of ${processes.completed + processes.abandoned} processes completed` : '',
    promises.kept + promises.missed ? `${promises.kept} of ${promises.kept + promises.missed} promises kept` : '',
  ]
  byId('business-summary').textContent = parts.filter(Boolean).join(' · ')
  const first = stages[0]?.people || 1
  draw('funnel', stages.map((/** @type {any} */ each) => `${inWords(each.stage)} ${each.people}`).join(', '), {
    type: 'bar',
    data: { labels: stages.map((/** @type {any} */ each) => inWords(each.stage)), datasets: [{ data: stages.map((/** @type {any} */ each) => each.people), backgroundColor: colour('known'), borderRadius: 4, barPercentage: 0.75 }] },
    options: { indexAxis: 'y', layout: { padding: { right: 72 } }, scales: { x: { display: false, beginAtZero: true }, y: { grid: { display: false }, ticks: { color: colour('ink') } } } },
    plugins: [endLabels((count) => `${count} · ${Math.round((100 * count) / first)} %`)],
  })
  const ranked = touchpoints.slice(0, maxTouchpoints)
  byId('touchpoints-box').style.height = `${Math.max(3, ranked.length) * 2.1 + 1.5}rem`
  draw('touchpoints', ranked.map((/** @type {any} */ each) => `${each.touchpoint} ${each.points.toFixed(1)}`).join(', ') || 'Nothing yet', {
    type: 'bar',
    data: { labels: ranked.map((/** @type {any} */ each) => inWords(each.touchpoint)), datasets: [{ data: ranked.map((/** @type {any} */ each) => each.points), backgroundColor: ranked.map((/** @type {any} */ each) => (each.points < 0 ? colour('bad') : colour('known'))), borderRadius: 4, barThickness: 16 }] },
    options: { indexAxis: 'y', layout: { padding: { right: 44 } }, scales: { x: { grace: '10%', grid: { color: tint('edge', 0.6) }, ticks: { maxTicksLimit: 5 } }, y: { grid: { display: false }, ticks: { color: colour('ink') } } } },
    plugins: [endLabels((points) => `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}`)],
  })
  byId('stated').replaceChildren(...(stated.length ? stated.map(toMeter) : [element('p', { class: 'quiet', text: 'Nobody has been asked yet.' })]))
  stated.forEach(drawInterval)
}

/** @param {any} score @returns {[number, number]} */
const rangeOf = ({ unit, scale }) => (unit === 'net' ? [-100, 100] : unit === 'percent' ? [0, 100] : [scale.min, scale.max])
/** @param {number} value @param {string} unit */
const told = (value, unit) => `${unit === 'mean' ? value.toFixed(1) : Math.round(value)}${unit === 'percent' ? ' %' : ''}`

/** @param {any} score @param {number} index */
function toMeter(score, index) {
  const { metric, n, value, low, high, unit, respondent, scope } = score
  const about = [`${n} ${n === 1 ? 'answer' : 'answers'}`, respondent === 'customer' ? '' : respondent, scope].filter(Boolean).join(', ')
  const canvas = document.createElement('canvas')
  canvas.id = `stated-${index}`
  canvas.setAttribute('role', 'img')
  return element('div', {},
    element('p', {}, element('strong', { text: `${names[metric] ?? metric} ` }), element('span', { class: 'quiet', text: about })),
    element('p', { class: 'value', text: told(value, unit) }),
    element('div', { class: 'chart' }, canvas),
    element('p', { class: 'quiet', text: `between ${told(low, unit)} and ${told(high, unit)}` }))
}

/** @param {any} score @param {number} index */
function drawInterval(score, index) {
  const { value, low, high, unit } = score
  const [min, max] = rangeOf(score)
  const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById(`stated-${index}`))
  draw(canvas, `${told(value, unit)}, between ${told(low, unit)} and ${told(high, unit)}`, {
    type: 'bar',
    data: { labels: [''], datasets: [
      { data: [[low, high]], backgroundColor: tint('known', 0.35), borderRadius: 6, borderSkipped: false, barThickness: 12 },
      { type: 'scatter', data: [{ x: value, y: '' }], pointRadius: 7, pointBackgroundColor: colour('known'), pointBorderColor: colour('panel'), pointBorderWidth: 2 },
    ] },
    options: { indexAxis: 'y', scales: { x: { min, max, ticks: { maxTicksLimit: 5 }, grid: { color: tint('edge', 0.6) } }, y: { display: false } }, plugins: { legend: { display: false }, tooltip: { enabled: false } } },
  })
}
