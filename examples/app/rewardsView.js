// What points are good for.
// Must not take points away: see actions.js.

export const rewards = [
  { id: 'wrap', name: 'Gift wrapping', points: 80, art: 'mug', tint: 'sage' },
  { id: 'pot', name: 'Fern Pot', points: 600, art: 'pot', tint: 'clay' },
  { id: 'lamp', name: 'Ember Lamp', points: 1800, art: 'lamp', tint: 'sand' },
]

/** @param {import('./member.js').Member} member */
export const rewardsView = (member) => `
<h1>Rewards</h1>
<p class="soft">You have ${member.points.toLocaleString('en')} points.</p>
<ul class="rewards">${rewards.map((reward) => rewardHtml(reward, member.points)).join('')}
</ul>
<p class="note" id="redeemed" role="status"></p>`

/** @param {(typeof rewards)[number]} reward @param {number} points */
const rewardHtml = ({ id, name, points: price, art, tint }, points) => `
  <li class="panel">
    <img class="art tint-${tint}" src="/art/${art}.svg" width="320" height="240" alt="">
    <h2>${name}</h2>
    <p class="soft">${price.toLocaleString('en')} points</p>
    <button class="button" type="button" data-reward="${id}" aria-label="Redeem: ${name}"
      ${price > points ? 'disabled' : ''}>Redeem</button>
  </li>`
