import express from 'express'
import { getFeed } from './feed.js'
import { latestRates } from './rates.js'

export const app = express()

app.get('/feed', async (request, response) => {
  response.json(await getFeed())
})

app.get('/rates', async (request, response) => {
  response.json(await latestRates())
})
