// Which addresses belong to the site's other domains.
// Pure; throws at whoever sets it up, and never later.

/** Makes the test of an address. A domain stands for itself and its subdomains, on any port unless it names one. */
export function readDomains(domains: readonly string[]): (url: URL) => boolean {
  const hosts = domains.map(hostOf)
  return ({ protocol, host, hostname }) =>
    /^https?:$/.test(protocol) && hosts.some((domain) => host === domain || hostname === domain || hostname.endsWith(`.${domain}`))
}

/** As a browser writes it: lower case, and `xn--` for what is not ASCII. */
function hostOf(domain: string): string {
  try {
    const { host, href } = new URL(`http://${domain}`)
    if (href === `http://${host}/` && !/[/*]/.test(domain)) return host
  } catch {
    // Said below.
  }
  throw new Error(`'${domain}' is no domain: write it like shop.example, which stands for its subdomains too, or like localhost:4102.`)
}
