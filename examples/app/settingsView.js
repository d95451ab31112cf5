// Preferences and the way out.
// Must not change anything: see actions.js.

/** @param {import('./member.js').Member} member */
export const settingsView = (member) => `
<h1>Settings</h1>
<section class="panel">
  <label class="switch"><input type="checkbox" id="newsletter" ${member.newsletter ? 'checked' : ''}>
    <span>Send me the newsletter<br>
      <span class="soft">Once a month. In this play it is never sent.</span></span></label>
  <label class="switch"><input type="checkbox" id="measure" ${member.measure ? 'checked' : ''}>
    <span>Measure how I use the club<br>
      <span class="soft">Without it nothing is kept and nothing is sent.</span></span></label>
</section>
<p><button class="button" type="button" id="logout">Log out</button></p>
<p class="soft">Logged in as ${member.name}, ${member.email}.</p>`
