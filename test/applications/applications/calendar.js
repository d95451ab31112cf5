// FullCalendar, in Preact.
// Must not hold more than how it is started and what is done in it.

/** @type {import('../startApplications.js').Application} */
export const calendar = {
  name: 'calendar',
  title: 'FullCalendar',
  madeWith: 'Preact',
  packageName: 'fullcalendar',
  html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Deliveries</title></head>
<body><h1>Deliveries</h1><div id="calendar"></div>
<script src="index.global.min.js"></script>
<script>
  new FullCalendar.Calendar(document.getElementById('calendar'), {
    initialDate: '2026-03-10', height: 700, navLinks: true, dayMaxEvents: 2,
    headerToolbar: { left: 'prev,next today', center: 'title', right: 'dayGridMonth,timeGridWeek,listMonth' },
    events: ['Brass lamps', 'Black lamps', 'Shades', 'Bulbs'].map((title, i) => ({ title, start: '2026-03-1' + (i ? 2 : 0) })),
    eventClick: ({ event }) => { document.title = event.title },
  }).render()
</script></body></html>`,
  steps: [
    { on: '.fc-next-button', name: 'Next month' },
    { on: '.fc-prev-button', name: 'Previous month' },
    { on: '.fc-event', text: 'Brass lamps', name: 'Brass lamps' },
    { on: '.fc-more-link', name: '+1 more' },
    { on: '.fc-popover-close', name: 'Close' },
    { on: '.fc-timeGridWeek-button', name: 'week' },
    { on: '.fc-listMonth-button', name: 'list' },
    { on: '.fc-list-event-title a', text: 'Bulbs', name: 'Bulbs' },
    { on: '.fc-dayGridMonth-button', key: 'Enter', name: 'month' },
    { on: '.fc-daygrid-day-number', text: '12', name: '12' },
    { on: '.fc-dayGridMonth-button', name: 'month' },
    { on: '.fc-toolbar-title', name: null },
    { on: '.fc-daygrid-day-number', text: '20', key: 'Enter', name: '20' },
    { on: '.fc-today-button', name: 'today' },
  ],
}
