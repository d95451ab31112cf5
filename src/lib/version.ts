// The version that every event names.
// Held equal to package.json by a check.

export const version: string = '0.1.0'
