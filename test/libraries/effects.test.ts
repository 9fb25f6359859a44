import { describe, expect, test } from 'vitest'
import { project } from './project.ts'

const effects = (text: string, files: Record<string, string> = {}): string[] => project({ 'code.ts': text, ...files }).effects('code.ts')

describe('databases', () => {
  test('Drizzle opens a connection only where it is not handed one', () => {
    expect(effects(`
      import { drizzle } from 'drizzle-orm/node-postgres'
      import { drizzle as overHttp } from 'drizzle-orm/neon-http'
      import { Pool } from 'pg'
      const url = process.env.DATABASE_URL!
      const pool = new Pool()
      drizzle(pool)
      drizzle({ client: pool, schema })
      drizzle(unseen)
      overHttp(process.env.DATABASE_URL!)
      drizzle(url)
      drizzle(process.env.DATABASE_URL ?? 'postgres://localhost')
      const db = drizzle({ connection: { connectionString: url } })
      await db.select().from(posts).where(eq(posts.id, 1))
      await db.transaction(async (tx) => { await tx.insert(posts).values({}); await tx.query.posts.findMany() })
    `)).toEqual([
      'connect node-postgres: Pool', 'connect Drizzle: drizzle', 'connect Drizzle: drizzle', 'connect Drizzle: drizzle',
      'query Drizzle: db.select', 'write Drizzle: tx.insert', 'query Drizzle: tx.query.posts.findMany',
    ])
  })

  test.each<[string, string, string[]]>([
    ['Kysely', `import { Kysely, PostgresDialect } from 'kysely'
      const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
      await db.selectFrom('posts').selectAll().where('id', '=', 1).executeTakeFirst()
      await db.selectFrom('posts').where(({ exists, selectFrom }) => exists(selectFrom('users'))).where((eb) => eb.exists(eb.selectFrom('tags').selectAll())).execute()
      await db.transaction().execute(async (trx) => { await trx.insertInto('posts').values({}).execute() })`,
    ['query Kysely: db.selectFrom', 'query Kysely: db.selectFrom', 'write Kysely: trx.insertInto']],
    ['Knex', `import knex from 'knex'
      const db = knex({ client: 'pg' })
      const posts = await db('posts').where({ id: 1 }).first()
      await db('posts').where({ id: 1 }).update({ title: '' })
      await db.transaction(async (trx) => { await trx('posts').insert({}) })
      await db.raw('select 1')`,
    ['connect Knex: knex', 'query Knex: db', 'write Knex: db', 'write Knex: trx', 'query Knex: db.raw']],
    ['TypeORM', `import { DataSource, Repository } from 'typeorm'
      import { InjectRepository } from '@nestjs/typeorm'
      class Posts { constructor(@InjectRepository(Post) private readonly posts: Repository<Post>) {}
        async all() { return this.posts.find() }
        async search() { return this.posts.createQueryBuilder('p').where('1 = 1').getMany() }
        async drop() { await this.posts.createQueryBuilder().delete().from(Post).execute() } }
      const source = new DataSource({})
      await source.transaction(async (manager) => { await manager.save(post) })`,
    ['query TypeORM: this.posts.find', 'query TypeORM: this.posts.createQueryBuilder', 'write TypeORM: this.posts.createQueryBuilder', 'connect TypeORM: DataSource', 'write TypeORM: manager.save']],
    ['Sequelize', `import { Sequelize, Model, DataTypes } from 'sequelize'
      const sequelize = new Sequelize('postgres://')
      class Post extends Model {}
      const User = sequelize.define('User', {})
      await Post.findAll({ where: {} })
      const user = await User.findByPk(1)
      await user.update({})`,
    ['connect Sequelize: Sequelize', 'query Sequelize: Post.findAll', 'query Sequelize: User.findByPk', 'write Sequelize: user.update']],
    ['Mongoose', `import mongoose, { Schema, model } from 'mongoose'
      await mongoose.connect('mongodb://')
      const Post = model<IPost>('Post', new Schema({}))
      const User = mongoose.models.User || mongoose.model('User', new Schema({}))
      await Post.find({}).sort({ at: -1 }).limit(10).lean()
      await User.findByIdAndUpdate(1, {})
      const post = new Post({})
      await post.save()
      mongoose.createConnection('mongodb://')`,
    ['query Mongoose: Post.find', 'write Mongoose: User.findByIdAndUpdate', 'write Mongoose: post.save', 'connect Mongoose: mongoose.createConnection']],
    ['MongoDB', `import { MongoClient, type Collection } from 'mongodb'
      const client = new MongoClient('mongodb://')
      const posts = client.db('app').collection<Post>('posts')
      await posts.find({}).toArray()
      async function one(users: Collection<User>) { await users.findOne({}); await users.insertOne({}) }`,
    ['connect MongoDB: MongoClient', 'query MongoDB: posts.find', 'query MongoDB: users.findOne', 'write MongoDB: users.insertOne']],
    ['postgres.js', `import postgres from 'postgres'
      const sql = postgres('postgres://')
      await sql\`select * from posts where \${sql\`id = 1\`}\`
      await sql.begin(async (sql) => { await sql\`insert into posts default values\` })`,
    ['connect postgres.js: postgres', 'query postgres.js: sql', 'write postgres.js: sql']],
    ['mysql2', `import mysql from 'mysql2/promise'
      const pool = mysql.createPool({})
      const connection = await pool.getConnection()
      await connection.execute('select 1')`,
    ['connect mysql2: mysql.createPool', 'query mysql2: connection.execute']],
    ['better-sqlite3', `import Database from 'better-sqlite3'
      const db = new Database('app.db')
      db.prepare('select 1').all()
      db.prepare('delete from posts').run()`,
    ['connect better-sqlite3: Database', 'query better-sqlite3: db.prepare(\'select 1\').all', 'write better-sqlite3: db.prepare(\'delete from posts\').run']],
    ['libSQL', `import { createClient } from '@libsql/client'\nconst client = createClient({ url })\nawait client.execute('select 1')`,
      ['connect libSQL: createClient', 'query libSQL: client.execute']],
    ['Supabase', `import { createClient } from '@supabase/supabase-js'
      const supabase = createClient(url, key)
      await supabase.from('posts').select('*').eq('id', 1).single()
      await supabase.from('posts').insert({})`,
    ['query Supabase: supabase.from(\'posts\').select', 'write Supabase: supabase.from(\'posts\').insert']],
    ['MikroORM', `import { EntityManager, MikroORM } from '@mikro-orm/postgresql'
      const orm = await MikroORM.init({})
      class Posts { constructor(private readonly em: EntityManager) {}
        async all() { this.em.persist(post); await this.em.flush(); return this.em.fork().find(Post, {}) } }`,
    ['connect MikroORM: MikroORM.init', 'write MikroORM: this.em.flush', 'query MikroORM: this.em.fork().find']],
    ['Redis', `import Redis from 'ioredis'\nimport { createClient } from 'redis'\nimport { Redis as Upstash } from '@upstash/redis'
      const redis = new Redis()
      const client = await createClient().connect()
      await redis.get('a'); await redis.pipeline().set('a', 1).exec(); await client.set('a', '1'); await Upstash.fromEnv().get('a')`,
    ['connect ioredis: Redis', 'connect node-redis: createClient', 'cache ioredis: redis.get', 'cache ioredis: redis.pipeline().set(\'a\', 1).exec', 'cache node-redis: client.set', 'cache Upstash Redis: Upstash.fromEnv().get']],
    ['over HTTP', `import { neon } from '@neondatabase/serverless'\nimport { sql } from '@vercel/postgres'\nimport { connect } from '@planetscale/database'
      const query = neon(url)
      await query\`select 1\`; await sql\`select 1\`; await connect({}).execute('select 1')`,
    ['query Neon: query', 'query Neon: sql', 'query PlanetScale: connect({}).execute']],
  ])('%s', (_, text, expected) => {
    expect(effects(text)).toEqual(expected)
  })
})

describe('mails, documents, requests, models', () => {
  test.each<[string, string[]]>([
    [`import nodemailer from 'nodemailer'\nconst transporter = nodemailer.createTransport({})\nawait transporter.sendMail({})`, ['mail Nodemailer: transporter.sendMail']],
    [`import { Resend } from 'resend'\nconst resend = new Resend(key)\nawait resend.emails.send({})\nawait resend.batch.send([])`, ['mail Resend: resend.emails.send', 'mail Resend: resend.batch.send']],
    [`import sgMail from '@sendgrid/mail'\nawait sgMail.send({})`, ['mail SendGrid: sgMail.send']],
    [`import { ServerClient } from 'postmark'\nawait new ServerClient(key).sendEmail({})`, ['mail Postmark: new ServerClient(key).sendEmail']],
    [`import Mailgun from 'mailgun.js'\nconst mailgun = new Mailgun(FormData).client({})\nawait mailgun.messages.create('a', {})`, ['mail Mailgun: mailgun.messages.create']],
    [`import { SESClient, SendEmailCommand, GetIdentityCommand } from '@aws-sdk/client-ses'\nconst ses = new SESClient({})\nawait ses.send(new SendEmailCommand({}))\nawait ses.send(new GetIdentityCommand({}))`, ['mail AWS SDK: ses.send']],
    [`import puppeteer from 'puppeteer'\nconst browser = await puppeteer.launch()\nconst page = await browser.newPage()\nawait page.pdf()`, ['document Puppeteer and Playwright: page.pdf']],
    [`import PDFDocument from 'pdfkit'\nconst document = new PDFDocument()\ndocument.text('a').end()`, ['document PDFKit: PDFDocument']],
    [`import { PDFDocument } from 'pdf-lib'\nconst pdf = await PDFDocument.create()\nawait pdf.save()`, ['document pdf-lib: pdf.save']],
    [`import ExcelJS from 'exceljs'\nconst workbook = new ExcelJS.Workbook()\nawait workbook.xlsx.writeBuffer()`, ['document ExcelJS: workbook.xlsx.writeBuffer']],
    [`import sharp from 'sharp'\nawait sharp(file).resize(10).toBuffer()`, ['media sharp: sharp(file).resize(10).toBuffer']],
    [`import got from 'got'\nconst api = got.extend({ timeout: { request: 1 } })\nawait api.get('a').json()`, ['request got: api.get']],
    [`import OpenAI from 'openai'\nconst openai = new OpenAI()\nawait openai.chat.completions.create({})`, ['model OpenAI: openai.chat.completions.create']],
    [`import Stripe from 'stripe'\nconst stripe = new Stripe(key)\nawait stripe.checkout.sessions.create({})\nstripe.webhooks.constructEvent(a, b, c)`, ['request Stripe: stripe.checkout.sessions.create']],
  ])('%s', (text, expected) => {
    expect(effects(text)).toEqual(expected)
  })
})

test('who asks is told by sessions of every kind', () => {
  const why = (from: string, call: string) => project({ 'app/api/a/route.ts': `${from}\nexport async function GET(request: Request) { const who = ${call}; return Response.json([who]) }` }, ['next']).handler('GET /api/a').why
  expect(why('', 'await request.json()')).toEqual([])
  for (const [from, call] of [
    [`import { getServerSession } from 'next-auth'`, 'await getServerSession(options)'], [`import NextAuth from 'next-auth'\nconst { auth } = NextAuth({})`, 'await auth()'],
    [`import { currentUser } from '@clerk/nextjs/server'`, 'await currentUser()'], [`import { betterAuth } from 'better-auth'\nconst auth = betterAuth({})`, 'await auth.api.getSession({})'],
    [`import { createServerClient } from '@supabase/ssr'\nconst supabase = createServerClient(a, b, c)`, 'await supabase.auth.getUser()'],
    [`import { getIronSession } from 'iron-session'`, 'await getIronSession(a, b)'], [`import jwt from 'jsonwebtoken'`, 'jwt.verify(token, secret)'], [`import { jwtVerify } from 'jose'`, 'await jwtVerify(token, secret)'],
  ] as const) expect(why(from, call), call).not.toEqual([])
})
