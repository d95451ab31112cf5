import { Actions } from '../Actions.jsx'

export const metadata = { title: 'About' }

export default function About() {
  return (
    <main>
      <h1>About</h1>
      <Actions />
    </main>
  )
}
