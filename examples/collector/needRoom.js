// Keeps an embedded database from a full disk: before it meets one, nothing is written any more.
// Knows no table. PostgreSQL stops where its log cannot grow, and embedded it takes the process along.
import { statfs } from 'node:fs/promises'

const megabyte = 1_000_000
/** More than one transaction can take. */
const leastBytes = 100 * megabyte

/**
 * Rejects with the mend in it if there is too little room.
 * @param {string} folder
 */
export async function needRoom(folder) {
  const { bavail, bsize } = await statfs(folder)
  const left = Math.floor((bavail * bsize) / megabyte)
  if (left * megabyte < leastBytes) throw new Error(`The disk of ${folder} has ${left} MB left: make room, ${leastBytes / megabyte} MB at least, and it goes on.`)
}
