// Renders rows that ask through loaders, as `dataloader` leaves them, and writes how many keys came together.
// It runs by itself, under the condition that React's server renderer needs.
import { setTimeout } from 'node:timers/promises'
import { Writable } from 'node:stream'
import DataLoader from 'dataloader'
import { createElement } from 'react'
import { renderToPipeableStream } from 'react-server-dom-turbopack/server.node'

const asked = { first: [], second: [] }
const loader = (name) => new DataLoader(async (keys) => {
  asked[name].push(keys.length)
  await setTimeout(5)
  return keys.map((key) => key * 2)
}, { cache: false })
const [first, second] = [loader('first'), loader('second')]

async function Row({ id }) {
  const one = await first.load(id)
  const two = await second.load(id)
  return createElement('li', null, one + two)
}

async function Page() {
  await setTimeout(3)
  return createElement('ul', null, Array.from({ length: Number(process.argv[2]) }, (_, id) => createElement(Row, { key: id, id })))
}

renderToPipeableStream(createElement(Page), {}).pipe(new Writable({
  write: (_chunk, _encoding, done) => done(),
  final: () => { process.stdout.write(JSON.stringify(asked)) },
}))
