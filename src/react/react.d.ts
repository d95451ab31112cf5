// What of React is used, so that the library compiles without it; whoever imports throughline/react has the real types.
// Declares nothing that is not called here.

declare module 'react' {
  export type ReactNode = unknown
  export type ReactElement = { readonly type: unknown; readonly props: unknown; readonly key: string | null }
  export type Context<T> = { readonly Provider: (props: { value: T; children?: ReactNode }) => ReactElement; displayName?: string }
  export function createContext<T>(value: T): Context<T>
  export function createElement<P>(type: (props: P) => unknown, props: P): ReactElement
  export function useContext<T>(context: Context<T>): T
  export function useEffect(effect: () => void | (() => void), dependencies?: readonly unknown[]): void
  export function useRef<T>(value: T): { current: T }
  export function useSyncExternalStore<T>(subscribe: (changed: () => void) => () => void, get: () => T, getOnServer?: () => T): T
}
