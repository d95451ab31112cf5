// The optional inline stub: records calls made before the file has loaded, with their time and page.
// Pasted into pages as dist/stub.js; at most 150 bytes compressed.
throughline = new Proxy([], {
  get: (calls, name) =>
    calls[name] || ((...args) => calls.push([name, args, Date.now(), location.href, document.title, document.referrer])),
})
