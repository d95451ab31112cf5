// Owns the imports of graphology, which is installed here by the measure that needs it.
// Must not be imported before that.
// @ts-ignore: not installed with the project.
import graphology from 'graphology'
// @ts-ignore
import components from 'graphology-components'

/** @type {() => any} */
export const createGraph = () => new (/** @type {any} */ (graphology).UndirectedGraph)()

/** @type {(graph: any) => number} */
export const countComponents = (graph) => components.countConnectedComponents(graph)
