// How charts look here: the page's own colours and type, in light and dark; and one way to draw one again.
// Knows no data.

/** Chart.js, which the page loads before its modules run. @type {any} */
export const Chart = /** @type {any} */ (globalThis).Chart

/** A colour of the page, as it is now. @param {string} name */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

/** The same, seen through. @param {string} name @param {number} share from 0 to 1 */
export const tint = (name, share) => `${colour(name)}${Math.round(share * 255).toString(16).padStart(2, '0')}`

/** @type {Map<string, any>} */
const drawn = new Map()

/**
 * Draws a chart in place of the one that was there. Without movement: it is drawn anew whenever something has happened.
 * @param {string | HTMLCanvasElement} where id of a canvas, or one
 * @param {string} label what it shows, for who cannot see it
 * @param {any} config
 */
export function draw(where, label, config) {
  const canvas = typeof where === 'string' ? /** @type {HTMLCanvasElement} */ (document.getElementById(where)) : where
  drawn.get(canvas.id)?.destroy()
  canvas.setAttribute('aria-label', label)
  Chart.defaults.color = colour('quiet')
  Chart.defaults.borderColor = colour('edge')
  Chart.defaults.font.family = 'system-ui, sans-serif'
  Chart.defaults.font.size = 12
  const { options = {}, ...rest } = config
  const { plugins = {}, ...more } = options
  drawn.set(canvas.id, new Chart(canvas, {
    ...rest,
    options: { animation: false, responsive: true, maintainAspectRatio: false, plugins: { legend: { display: false }, ...plugins }, ...more },
  }))
}

/** Numbers at the end of bars, so that nobody has to read an axis. @param {(value: number, index: number) => string} toText */
export const endLabels = (toText) => ({
  id: 'endLabels',
  /** @param {any} chart */
  afterDatasetsDraw(chart) {
    const { ctx, chartArea } = chart
    const values = chart.data.datasets[0].data
    ctx.save()
    ctx.font = '600 12px system-ui, sans-serif'
    ctx.textBaseline = 'middle'
    chart.getDatasetMeta(0).data.forEach((/** @type {any} */ bar, /** @type {number} */ i) => {
      const text = toText(values[i], i)
      const isLeft = values[i] < 0
      // Beside the bar where there is room, else in it.
      const width = ctx.measureText(text).width + 6
      const hasRoom = isLeft ? bar.x - width > chartArea.left : bar.x + width < chart.width
      ctx.fillStyle = hasRoom ? colour('ink') : colour('panel')
      ctx.textAlign = isLeft === hasRoom ? 'right' : 'left'
      ctx.fillText(text, bar.x + (isLeft === hasRoom ? -6 : 6), bar.y)
    })
    ctx.restore()
  },
})
