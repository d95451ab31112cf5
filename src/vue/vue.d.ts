// What of Vue is used, so that the library compiles without it; whoever imports throughline/vue has the real types.
// Declares nothing that is not called here.

declare module 'vue' {
  export type InjectionKey<T> = symbol & { readonly __value?: T }
  export type App = { provide<T>(key: InjectionKey<T>, value: T): unknown }
  export type ShallowRef<T> = { value: T }
  export function inject<T>(key: InjectionKey<T>): T | undefined
  export function nextTick(): Promise<void>
  export function onScopeDispose(run: () => void): void
  export function shallowRef<T>(value: T): ShallowRef<T>
}
