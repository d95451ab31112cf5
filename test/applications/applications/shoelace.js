// Shoelace, a design system of custom elements with shadow roots (Lit), on a page of a shop.
// Must not hold more than that page and what is done in it.

/** @type {import('../startApplications.js').Application} */
export const shoelace = {
  name: 'shoelace',
  title: 'Shoelace',
  madeWith: 'Lit, shadow DOM',
  packageName: '@shoelace-style/shoelace',
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
  steps: [],
}
