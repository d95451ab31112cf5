// The club's first view: the card, the points, what they are good for.
// Must not change anything.

import { rewards } from './rewardsView.js'

/** @param {number} points */
const number = (points) => points.toLocaleString('en')

/** @param {import('./member.js').Member} member */
export function homeView(member) {
  const next = rewards.find((reward) => reward.points > member.points)
  const goal = next?.points ?? member.points
  const hint = next ? `${number(goal - member.points)} to go. Next: ${next.name}.` : 'Every reward is within reach.'
  return `
<h1>Hello, ${member.name.split(' ')[0]}</h1>
<div class="two">
  <section class="club-card plan-${member.plan}" aria-label="Your card">
    <span class="club-plan">${member.plan}</span>
    <span class="club-name">${member.name}</span>
    <span class="club-number">${member.card}</span>
  </section>
  <section class="panel" aria-labelledby="points">
    <h2 id="points">${number(member.points)} points</h2>
    <progress max="${goal}" value="${member.points}" aria-labelledby="points next"></progress>
    <p class="soft" id="next">${hint}</p>
    <p><a href="/rewards">See the rewards</a></p>
  </section>
</div>
<section class="panel">
  <h2>Your last order</h2>
  <p>Pebble Mug, two of them, and a Fern Pot. Arrived on 3 November.</p>
  <p><a href="/orders">See all orders</a></p>
</section>`
}
