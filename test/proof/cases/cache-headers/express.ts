import express from 'express'

const products = [
  { id: 1, name: 'Chair', price: 40 },
  { id: 2, name: 'Table', price: 120 },
]

async function load() {
  if (process.env.BROKEN) throw new Error('The shop is closed')
  return products
}

const app = express()

app.get('/products', async (request, response) => {
  const list = await load()
  response.json(list)
})

app.get('/products/:id', async (request, response) => {
  const product = (await load()).find((one) => one.id === Number(request.params.id))
  if (!product) return response.status(404).json({ error: 'Not found' })
  return response.json(product)
})

app.get('/me', async (request, response) => {
  response.json({ session: request.headers.cookie ?? null })
})

app.listen(Number(process.env.PORT))
