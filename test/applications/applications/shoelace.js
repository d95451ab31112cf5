// Shoelace, a design system of custom elements with shadow roots (Lit), on a page of a shop.
// Must not hold more than that page and what is done in it.

/** @type {import('../startApplications.js').Application} */
export const shoelace = {
  name: 'shoelace',
  title: 'Shoelace',
  madeWith: 'Lit, shadow DOM',
  packageName: '@shoelace-style/shoelace',
  isEverywhere: true,
  folder: 'cdn',
  html: `<!doctype html>
<html lang="en" class="sl-theme-light"><head><meta charset="utf-8"><title>Lamps</title>
<link rel="stylesheet" href="themes/light.css"><script type="module" src="shoelace.js"></script></head>
<body style="padding: 20px; font-family: sans-serif"><main><h1>Tidewick lamp</h1>
<sl-breadcrumb label="Where"><sl-breadcrumb-item href="#lamps">Lamps</sl-breadcrumb-item><sl-breadcrumb-item>Brass</sl-breadcrumb-item></sl-breadcrumb>
<sl-button variant="primary" id="add">Add to cart</sl-button>
<sl-button href="#size">Which size?</sl-button>
<sl-icon-button name="heart" label="Remember"></sl-icon-button>
<sl-dropdown><sl-button slot="trigger" caret>More</sl-button>
  <sl-menu><sl-menu-item value="share">Share</sl-menu-item><sl-menu-item type="checkbox">Compare</sl-menu-item></sl-menu></sl-dropdown>
<sl-tab-group><sl-tab slot="nav" panel="about">About</sl-tab><sl-tab slot="nav" panel="reviews">Reviews</sl-tab>
  <sl-tab-panel name="about">Of brass.</sl-tab-panel><sl-tab-panel name="reviews">Shines.</sl-tab-panel></sl-tab-group>
<sl-details summary="How it is sent">In a box.</sl-details>
<sl-checkbox>Wrap it up</sl-checkbox> <sl-switch>With a bulb</sl-switch>
<sl-radio-group label="Colour" value="brass"><sl-radio value="brass">Brass</sl-radio><sl-radio value="black">Black</sl-radio></sl-radio-group>
<sl-radio-group label="Size"><sl-radio-button value="s">Small</sl-radio-button><sl-radio-button value="l">Large</sl-radio-button></sl-radio-group>
<sl-select label="Country"><sl-option value="de">Germany</sl-option><sl-option value="it">Italy</sl-option></sl-select>
<sl-input label="Voucher" clearable></sl-input>
<sl-tag removable id="tag">Sale</sl-tag>
<sl-tree><sl-tree-item>Care<sl-tree-item>Cleaning</sl-tree-item></sl-tree-item></sl-tree>
<sl-alert open closable>Sent for free.</sl-alert>
<sl-card>Nothing to click</sl-card>
<sl-dialog label="Your cart">One lamp.<sl-button slot="footer" id="pay">To the till</sl-button></sl-dialog>
<script>
  document.getElementById('add').addEventListener('click', () => document.querySelector('sl-dialog').show())
  document.getElementById('pay').addEventListener('click', () => document.querySelector('sl-dialog').hide())
  document.getElementById('tag').addEventListener('sl-remove', ({ target }) => target.remove())
</script></main></body></html>`,
  steps: [
    { on: 'sl-breadcrumb-item', text: 'Lamps', name: 'Lamps' },
    { on: 'sl-button', text: 'Which size?', name: 'Which size?' },
    { on: 'sl-icon-button[name=heart]', name: 'Remember' },
    { on: '#add', name: 'Add to cart' },
    { on: '#pay', name: 'To the till' },
    { on: 'sl-button[slot=trigger]', name: 'More' },
    { on: 'sl-menu-item', text: 'Share', name: 'Share' },
    { on: 'sl-tab', text: 'Reviews', name: 'Reviews' },
    { on: 'sl-tab', text: 'About', name: 'About' },
    { on: '#add', key: 'Enter', name: 'Add to cart' },
    { on: 'sl-icon-button.dialog__close', name: 'Close' },
    { on: 'sl-details', name: 'How it is sent' },
    { on: 'sl-checkbox', name: 'Wrap it up' },
    { on: 'sl-button[slot=trigger]', name: 'More' },
    { on: 'sl-menu-item', text: 'Compare', name: 'Compare' },
    { on: 'sl-switch', name: 'With a bulb' },
    { on: 'sl-radio', text: 'Black', name: 'Black' },
    { on: 'sl-radio', text: 'Brass', name: 'Brass' },
    { on: 'sl-radio-button', text: 'Large', name: 'Large' },
    { on: 'sl-select', name: 'Country' },
    { on: 'sl-option', text: 'Italy', name: 'Italy' },
    { on: 'sl-input', types: 'planted', name: null },
    { on: '[part~=clear-button]', name: 'Clear entry' },
    { on: 'sl-icon-button.tag__remove', name: 'Remove' },
    { on: 'sl-tree-item', text: 'Care', name: 'Care' },
    { on: 'sl-icon-button.alert__close-button', name: 'Close' },
    { on: 'sl-card', name: null },
  ],
}
