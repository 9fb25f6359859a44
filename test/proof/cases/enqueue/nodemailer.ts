import express from 'express'
import nodemailer from 'nodemailer'

const transporter = nodemailer.createTransport({
  host: process.env.SMTP_HOST,
  port: Number(process.env.SMTP_PORT),
})

const app = express()
app.use(express.json())

app.post('/sign-up', async (request, response) => {
  const { email, name } = request.body
  await transporter.sendMail({
    from: 'hello@example.org',
    to: email,
    subject: `Welcome, ${name}`,
    text: `Hello ${name}, good to have you here.`,
  })
  response.status(201).json({ email, name })
})

app.listen(Number(process.env.PORT))
