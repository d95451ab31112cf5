// How the overlay looks, in the light and in the dark, on a desk and on a phone.
// Adopted by its shadow root alone.

/** The style sheet. */
export const style: string = `
:host { all: initial; position: fixed; inset: auto 0 0 auto; z-index: 2147483647; color-scheme: light dark; font: 13px/1.45 system-ui, sans-serif;
  --paper: light-dark(#fdfcf9, #17191d); --ink: light-dark(#1d1f24, #e9e7e1); --soft: light-dark(#6a6d75, #9a9da6); --line: light-dark(#dedbd2, #33363d);
  --good: light-dark(#1d6b43, #7fd3a4); --bad: light-dark(#b3261e, #ff9c92); --wait: light-dark(#8a5a00, #f0c069); --accent: light-dark(#1f4fd8, #9db8ff); }
* { box-sizing: border-box; }
button, select { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; min-height: 30px; cursor: pointer; }
button:focus-visible, select:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
#badge { position: fixed; right: 12px; bottom: 12px; background: var(--paper); color: var(--ink); box-shadow: 0 2px 10px #0003; font-variant-numeric: tabular-nums; }
#panel { position: fixed; right: 12px; bottom: 12px; width: min(460px, calc(100vw - 24px)); height: min(560px, calc(100vh - 24px)); display: flex; flex-direction: column;
  background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 10px 40px #0004; overflow: hidden; }
header { display: flex; align-items: center; gap: 8px; padding: 8px 8px 8px 14px; border-bottom: 1px solid var(--line); }
header b { flex: 1; font-weight: 600; }
[role=tablist] { display: flex; gap: 2px; padding: 6px 8px 0; border-bottom: 1px solid var(--line); overflow-x: auto; flex: none; }
[role=tab] { border: 0; border-radius: 6px 6px 0 0; border-bottom: 2px solid transparent; color: var(--soft); flex: none; }
[role=tab][aria-selected=true] { color: var(--ink); border-bottom-color: var(--accent); }
[role=tabpanel] { flex: 1; overflow: auto; padding: 6px 14px 14px; }
footer { padding: 6px 14px; border-top: 1px solid var(--line); color: var(--soft); font-variant-numeric: tabular-nums; }
details { border-bottom: 1px solid var(--line); }
summary { display: flex; gap: 8px; padding: 7px 0; cursor: pointer; list-style: none; align-items: baseline; border-radius: 4px; }
summary::-webkit-details-marker { display: none; }
summary > :nth-child(2) { flex: 1; overflow-wrap: anywhere; }
time, .kind { color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.state { font-size: 12px; white-space: nowrap; }
.delivered { color: var(--good); } .dropped, .fault { color: var(--bad); } .waiting, .hint { color: var(--wait); }
pre { margin: 0 0 10px; padding: 8px 10px; border: 1px solid var(--line); border-radius: 6px; font: 12px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
p { margin: 8px 0; } .hint { margin: 0 0 6px; } .empty { color: var(--soft); padding: 18px 0; }
h2 { font-size: 12px; font-weight: 600; color: var(--soft); margin: 14px 0 2px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 12px; margin: 8px 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; align-items: center; }
@media (max-width: 520px) { #panel { right: 0; bottom: 0; width: 100vw; height: 70vh; height: 70dvh; border-radius: 12px 12px 0 0; border-width: 1px 0 0; } button, select { min-height: 40px; } }
`
