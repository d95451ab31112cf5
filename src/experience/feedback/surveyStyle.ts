// How the survey looks: fixed in a corner so that nothing moves, light and dark, from either side; a site changes it with custom
// properties and parts. Kept short, because every visitor loads it.

/** The style sheet of the element. */
export const surveyStyle = `
:host{--ink:var(--throughline-ink,#1c2024);--ground:var(--throughline-ground,#fff);--edge:var(--throughline-edge,#767c83);--accent:var(--throughline-accent,#0b5fc0);--on-accent:var(--throughline-on-accent,#fff);--bad:var(--throughline-bad,#b3261e);
color-scheme:light dark;display:block;box-sizing:border-box;position:fixed;z-index:2147483000;inset-block-end:1rem;inset-inline-end:min(1rem,2.5vw);inline-size:min(26rem,calc(100vw - 1rem));max-block-size:calc(100vh - 2rem);overflow:auto;overflow-wrap:anywhere;color:var(--ink);background:var(--ground);border:1px solid var(--edge);border-radius:var(--throughline-radius,.75rem);box-shadow:0 .5rem 2rem #0003;font:var(--throughline-font,1rem/1.45 system-ui,sans-serif)}
:host([inline]){position:static;inline-size:auto;box-shadow:none}
:host([hidden]){display:none}
@media (prefers-color-scheme:dark){:host{--ink:var(--throughline-ink,#eceeef);--ground:var(--throughline-ground,#1d2124);--edge:var(--throughline-edge,#8b929a);--accent:var(--throughline-accent,#8ab8ff);--on-accent:var(--throughline-on-accent,#10161d);--bad:var(--throughline-bad,#ff9d94)}}
*{box-sizing:border-box}
section{padding:1rem .75rem}
p,fieldset{margin:0;padding:0;border:0;min-inline-size:0}
legend{padding:0;margin-block-end:.75rem;font-weight:600}
[part=scale]{display:grid;grid-template-columns:repeat(var(--choices),minmax(0,1fr))}
[part=choice]{display:flex;flex-direction:column;align-items:center;gap:.25rem;padding-block:.375rem;border-radius:.375rem;cursor:pointer;font-variant-numeric:tabular-nums}
[part=choice]:hover{background:color-mix(in srgb,var(--accent) 12%,transparent)}
[part=choice]:has(:checked){background:color-mix(in srgb,var(--accent) 22%,transparent);font-weight:700}
input{inline-size:1.25rem;block-size:1.25rem;margin:0;accent-color:var(--accent)}
[part=ends]{display:flex;justify-content:space-between;gap:1rem;margin-block-start:.25rem;font-size:.875rem}
[part=ends] :last-child{text-align:end}
[part=comment]{display:block;margin-block-start:.875rem}
textarea{display:block;inline-size:100%;margin-block-start:.25rem;padding:.5rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--edge);border-radius:.375rem;resize:vertical}
[part=error]{color:var(--bad);margin-block-start:.5rem}
[part=error]:empty{display:none}
[part=buttons]{display:flex;flex-wrap:wrap;gap:.5rem;margin-block-start:.875rem}
button{min-block-size:2.5rem;padding:.375rem 1.125rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--edge);border-radius:.5rem;cursor:pointer}
[part=send]{font-weight:600;color:var(--on-accent);background:var(--accent);border-color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
:host(:focus){outline:none}
[role=status]:not([part]){position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
@media (prefers-reduced-motion:no-preference){:host(:not([inline])){animation:come .2s ease-out}}
@keyframes come{from{opacity:0;transform:translateY(.5rem)}}
@media (forced-colors:active){[part=choice]:has(:checked){outline:2px solid Highlight}}`
