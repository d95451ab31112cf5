import { Actions } from './Actions.jsx'

export default function Home() {
  return (
    <main>
      <h1>Home</h1>
      <Actions />
    </main>
  )
}
