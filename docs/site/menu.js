// Opens the list of pages where there is room for it.
const details = document.querySelector('nav details')
const wide = matchMedia('(min-width: 900px)')
const follow = () => (details.open = wide.matches)
wide.addEventListener('change', follow)
follow()
