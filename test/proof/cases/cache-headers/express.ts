import express from 'express'
import { Pool } from 'pg'

const pool = new Pool({ connectionString: process.env.DATABASE_URL })
const app = express()

app.get('/posts', async (request, response) => {
  const { rows } = await pool.query('select * from posts order by id')
  response.json(rows)
})

app.get('/posts/:id', async (request, response) => {
  const { rows } = await pool.query('select * from posts where id = $1', [request.params.id])
  if (!rows[0]) return response.status(404).json({ error: 'Not found' })
  return response.json(rows[0])
})

app.get('/mine', async (request, response) => {
  const { rows } = await pool.query('select * from posts where author_id = $1', [request.headers['x-user']])
  response.json(rows)
})

app.listen(Number(process.env.PORT))
