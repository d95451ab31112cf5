// Owns keeping the visitor on shop.html: its form and one of its links lead nowhere.
// Must not do anything else.
const stay = (/** @type {Event} */ event) => event.preventDefault()
document.getElementById('form')?.addEventListener('submit', stay)
document.getElementById('statement')?.addEventListener('click', stay)
