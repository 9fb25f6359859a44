import express from 'express'
import { Pool } from 'pg'

const app = express()

app.get('/users', async (request, response) => {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL })
  const { rows } = await pool.query('select * from users order by id')
  response.json(rows)
})

app.get('/users/:id', async (request, response) => {
  const few = new Pool({ connectionString: process.env.DATABASE_URL, max: 3 })
  const { rows } = await few.query('select * from users where id = $1', [request.params.id])
  response.json(rows[0] ?? null)
})

app.listen(Number(process.env.PORT))
