// Refuses to go on in a Node that is too old; npm runs it before anything else.
// Must stay in syntax that any old Node can parse, and must not import anything.
var needed = 20
if (Number(process.versions.node.split('.')[0]) < needed) {
  console.error('Throughline needs Node ' + needed + ' or newer, and this is ' + process.version + '; install a newer one.')
  process.exit(1)
}
