// Owns writing down what each test of the fault table came to, for whoever has asked: see test/faults/.
// Must not judge it, and must not write anything unasked.
import { appendFileSync } from 'node:fs'
import type { Fault } from '../faults/readFaults.js'

/** Adds it to the file that the environment names; what belongs to no row is left out. */
export function noteFault(fault: Fault): void {
  const { TEST_FAULTS: file } = process.env
  if (file && fault.label.startsWith('row ')) appendFileSync(file, `${JSON.stringify(fault)}\n`)
}
