import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Project, type Files } from './project.ts'
import { Evaluator } from '../../server/engine/values/evaluate.ts'
import { frameworks } from '../../rules/frameworks/index.ts'
import { libraries } from '../../rules/libraries/index.ts'
import { Knowledge } from '../../server/engine/knowledge.ts'
import { languageOf, readFacts } from '../../server/engine/reader/read-facts.ts'
import { codeSchemas } from '../../server/engine/schemas/schemas.ts'
import { World } from '../../server/engine/world.ts'

const schemasOf = (files: Files) => {
  const world = new World(new Knowledge(libraries, frameworks), { packages: [], paths: [], schemas: [], markers: [] }, (path) => files[path], true)
  for (const [path, text] of Object.entries(files)) world.put(path, readFacts(text, languageOf(path)!))
  return codeSchemas(new Evaluator(world)).schemas
}
const told = (files: Files) => schemasOf(files).flatMap(({ library, provider, models }) => models.map((model) => [
  `${library}${provider ? ` (${provider})` : ''} ${model.name}${model.table ? ` = ${model.table}` : ''}${model.incomplete ? ' …' : ''}`,
  ...model.fields.map(({ name, type, list, optional, column, refers, relation }) =>
    `  ${name}: ${type}${list ? '[]' : ''}${optional ? '?' : ''}${column ? ` = ${column}` : ''}${refers ? ` -> ${refers.model}.${refers.field}` : ''}${relation ? ` [${relation.fields}] -> ${relation.model} [${relation.references}] back ${relation.back}` : ''}`),
  `  unique ${JSON.stringify(model.unique)} indexes ${JSON.stringify(model.indexes)}`,
].join('\n')))

describe('models in code', () => {
  it('Drizzle: tables with their extras and relations', () => {
    expect(told({
      'db/schema.ts': `
import { pgTable, text, integer, boolean, timestamp, pgEnum, uuid, index, uniqueIndex, primaryKey, pgTableCreator } from 'drizzle-orm/pg-core'
import { relations } from 'drizzle-orm'
const timestamps = { createdAt: timestamp('created_at').defaultNow().notNull() }
export const role = pgEnum('role', ['admin', 'user'])
export const users = pgTable('users', { id: uuid('id').primaryKey(), email: text('email').notNull().unique(), role: role('role'), ...timestamps })
export const posts = pgTable('posts', {
  id: uuid('id').primaryKey(),
  authorId: uuid('author_id').notNull().references(() => users.id),
  published: boolean('published').default(false),
  slug: text().notNull(),
}, (table) => [index('posts_author_idx').on(table.authorId), uniqueIndex().on(table.slug)])
export const members = pgTable('members', { userId: uuid('user_id'), teamId: uuid('team_id') }, (t) => ({ pk: primaryKey({ columns: [t.userId, t.teamId] }) }))
const createTable = pgTableCreator((name) => \`app_\${name}\`)
export const tags = createTable('tag', (d) => ({ id: d.integer().primaryKey(), name: d.varchar({ length: 10 }) }))
export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }))
export const postsRelations = relations(posts, ({ one }) => ({ author: one(users, { fields: [posts.authorId], references: [users.id] }) }))
`,
    }).join('\n')).toMatchInlineSnapshot(`
      "Drizzle (postgresql) users = users
        id: String
        email: String
        role: Enum?
        createdAt: DateTime = created_at
        posts: posts[] [id] -> posts [authorId] back author
        unique [["id"],["email"]] indexes []
      Drizzle (postgresql) posts = posts
        id: String
        authorId: String = author_id -> users.id
        published: Boolean?
        slug: String
        author: users [authorId] -> users [id] back posts
        unique [["id"],["slug"]] indexes [["authorId"]]
      Drizzle (postgresql) members = members
        userId: String? = user_id
        teamId: String? = team_id
        unique [["userId","teamId"]] indexes []
      Drizzle (postgresql) tags = tag
        id: Int
        name: String?
        unique [["id"]] indexes []"
    `)
  })
  it('TypeORM', () => {
    expect(told({
      'user.entity.ts': `
import { Entity, Column, PrimaryGeneratedColumn, OneToMany, CreateDateColumn, Index } from 'typeorm'
import { Post } from './post.entity'
export abstract class Base { @PrimaryGeneratedColumn('uuid') id: string; @CreateDateColumn({ name: 'created_at' }) createdAt: Date }
@Entity('users')
@Index(['lastName', 'firstName'])
export class User extends Base {
  @Column({ unique: true }) email: string
  @Column() firstName: string
  @Column('varchar', { name: 'last_name', nullable: true }) lastName: string | null
  @OneToMany(() => Post, (post) => post.author) posts: Post[]
}`,
      'post.entity.ts': `
import { Entity, Column, PrimaryGeneratedColumn, ManyToOne, JoinColumn, Index } from 'typeorm'
import { User } from './user.entity'
@Entity()
export class Post {
  @PrimaryGeneratedColumn() id: number
  @Index() @Column() slug: string
  @Column({ type: 'uuid', name: 'author_id' }) authorId: string
  @ManyToOne(() => User, (user) => user.posts, { nullable: false }) @JoinColumn({ name: 'author_id' }) author: User
  @ManyToOne(() => User) reviewer: User
}`,
    }).join('\n')).toMatchInlineSnapshot(`
      "TypeORM Post
        id: Int
        slug: String
        authorId: String = author_id -> User.id
        author: User = author_id [authorId] -> User [id] back posts
        reviewer: User? [reviewer] -> User [id] back undefined
        unique [["id"]] indexes [["slug"]]
      TypeORM User = users
        email: String
        firstName: String
        lastName: String? = last_name
        id: String
        createdAt: DateTime = created_at
        posts: Post[] [id] -> Post [authorId] back author
        unique [["id"],["email"]] indexes [["lastName","firstName"]]"
    `)
  })
  it('Mongoose', () => {
    expect(told({
      'post.ts': `
import mongoose, { Schema, model, Types } from 'mongoose'
const postSchema = new Schema({
  title: { type: String, required: true },
  author: { type: Schema.Types.ObjectId, ref: 'User', index: true },
  tags: [String],
  likes: [{ type: Schema.Types.ObjectId, ref: 'User' }],
  meta: { views: Number, votes: { type: Number } },
}, { timestamps: true })
postSchema.index({ title: 1, author: -1 })
postSchema.virtual('comments', { ref: 'Comment', localField: '_id', foreignField: 'post' })
export const Post = mongoose.models.Post || model('Post', postSchema)
`, 'user.ts': `import { Schema, model } from 'mongoose'
export const User = model('User', new Schema({ email: { type: String, unique: true }, name: String }))
export const Comment = model('Comment', new Schema({ post: { type: Schema.Types.ObjectId, ref: 'Post' } }))
`, 'cat.schema.ts': `
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose'
import { HydratedDocument } from 'mongoose'
@Schema({ timestamps: true }) export class Cat { @Prop({ required: true }) name: string; @Prop({ type: Types.ObjectId, ref: 'Owner' }) owner: string }
export type CatDocument = HydratedDocument<Cat>
export const CatSchema = SchemaFactory.createForClass(Cat)
CatSchema.index({ owner: 1 })
`,
    }).join('\n')).toMatchInlineSnapshot(`
      "Mongoose Cat
        _id: ObjectId
        name: String
        owner: ObjectId?
        createdAt: DateTime?
        updatedAt: DateTime?
        unique [["_id"]] indexes [["owner"]]
      Mongoose Post
        _id: ObjectId
        title: String
        author: ObjectId? -> User._id [author] -> User [_id] back undefined
        tags: String[]?
        likes: ObjectId[]? -> User._id [likes] -> User [_id] back undefined
        meta: Json?
        meta.views: Int?
        meta.votes: Int?
        createdAt: DateTime?
        updatedAt: DateTime?
        comments: Comment[] [_id] -> Comment [post] back post
        unique [["_id"]] indexes [["author"],["title","author"]]
      Mongoose User
        _id: ObjectId
        email: String?
        name: String?
        unique [["_id"],["email"]] indexes []
      Mongoose Comment
        _id: ObjectId
        post: ObjectId? -> Post._id [post] -> Post [_id] back comments
        unique [["_id"]] indexes []"
    `)
  })
  it('Sequelize and MikroORM', () => {
    expect(told({
      'models.ts': `
import { Sequelize, DataTypes, Model } from 'sequelize'
export const sequelize = new Sequelize('sqlite::memory:')
export class User extends Model {}
User.init({ email: { type: DataTypes.STRING, unique: true, allowNull: false }, name: DataTypes.STRING }, { sequelize, modelName: 'User' })
export const Post = sequelize.define('Post', {
  title: DataTypes.STRING(200),
  authorId: { type: DataTypes.INTEGER, field: 'author_id', references: { model: User, key: 'id' } },
}, { indexes: [{ fields: ['author_id'] }, { unique: true, fields: ['title'] }], timestamps: false })
User.hasMany(Post, { foreignKey: 'authorId', as: 'posts' })
Post.belongsTo(User, { foreignKey: 'authorId', as: 'author' })
`, 'decorated.ts': `
import { Table, Column, Model, ForeignKey, BelongsTo, HasMany, Index, PrimaryKey } from 'sequelize-typescript'
@Table export class Team extends Model { @Column name: string; @HasMany(() => Player) players: Player[] }
@Table({ tableName: 'players' }) export class Player extends Model { @Index @Column nick: string; @ForeignKey(() => Team) @Column teamId: number; @BelongsTo(() => Team) team: Team }
`, 'mikro.ts': `
import { Entity, Property, PrimaryKey, ManyToOne, OneToMany, Index, Unique, Collection, defineEntity, p } from '@mikro-orm/core'
@Entity({ tableName: 'authors' }) export class Author { @PrimaryKey() id!: number; @Property({ unique: true }) email!: string; @OneToMany(() => Book, (book) => book.author) books = new Collection<Book>(this) }
@Entity() @Index({ properties: ['title', 'author'] }) export class Book { @PrimaryKey() id!: number; @Property() title!: string; @ManyToOne(() => Author) author!: Author; @ManyToOne({ entity: () => Author, index: true, nullable: true }) editor?: Author }
export const Shop = defineEntity({ name: 'Shop', tableName: 'shops', properties: { id: p.integer().primary(), name: p.string().unique(), owner: () => p.manyToOne(Author) }, indexes: [{ properties: ['name', 'owner'] }] })
`,
    }).join('\n')).toMatchInlineSnapshot(`
      "Sequelize Team
        id: Int
        name: String?
        createdAt: DateTime?
        updatedAt: DateTime?
        players: Player[] [id] -> Player [teamId] back team
        unique [["id"]] indexes []
      Sequelize Player = players
        id: Int
        nick: String?
        teamId: Int? -> Team.id
        createdAt: DateTime?
        updatedAt: DateTime?
        team: Team? [teamId] -> Team [id] back players
        unique [["id"]] indexes [["nick"]]
      Sequelize User
        id: Int
        email: String
        name: String?
        createdAt: DateTime?
        updatedAt: DateTime?
        posts: Post[] [id] -> Post [authorId] back author
        unique [["id"],["email"]] indexes []
      Sequelize Post
        id: Int
        title: String?
        authorId: Int? = author_id -> User.id
        author: User? [authorId] -> User [id] back posts
        unique [["id"],["title"]] indexes [["authorId"]]
      MikroORM Author = authors
        id: Int
        email: String
        books: Book[] [id] -> Book [author] back author
        unique [["id"],["email"]] indexes []
      MikroORM Book
        id: Int
        title: String
        author: Author? [author] -> Author [id] back books
        editor: Author? [editor] -> Author [id] back undefined
        unique [["id"]] indexes [["title","author"],["editor"]]
      MikroORM Shop = shops
        id: Int
        name: String
        owner: Author [owner] -> Author [id] back undefined
        unique [["id"],["name"]] indexes [["name","owner"]]"
    `)
  })
})

describe('answers after edits', () => {
  const base: Files = {
    'src/columns.ts': `import { text } from 'drizzle-orm/pg-core'\nexport const named = { name: text('name').notNull() }\n`,
    'src/schema.ts': `import { pgTable, serial, integer, index } from 'drizzle-orm/pg-core'\nimport { named } from './columns'\nexport const users = pgTable('users', { id: serial('id').primaryKey(), ...named })\nexport const posts = pgTable('posts', { id: serial('id').primaryKey(), authorId: integer('author_id').references(() => users.id) }, (t) => [])\n`,
    'src/db.ts': `import { drizzle } from 'drizzle-orm/node-postgres'\nexport const db = drizzle(process.env.DATABASE_URL!)\n`,
    'src/app.ts': `import express from 'express'\nimport { eq } from 'drizzle-orm'\nimport { db } from './db'\nimport { posts, users } from './schema'\nconst app = express()\napp.post('/posts', async (req, res) => {\n  res.json([await db.select().from(posts).where(eq(posts.authorId, req.body.id)), await db.select().from(users).where(eq(users.name, req.body.name))])\n})\n`,
  }
  const edits: [string, (text: string) => string | undefined][] = [
    ['src/schema.ts', (text) => text.replace('(t) => []', '(t) => [index().on(t.authorId)]')],
    ['src/schema.ts', (text) => text.replace('(t) => [index().on(t.authorId)]', '(t) => []')],
    ['src/schema.ts', (text) => `// one line more\n${text}`],
    ['src/columns.ts', (text) => text.replace('.notNull()', '.unique()')],
    ['src/columns.ts', (text) => text.replace('.unique()', '.notNull()')],
    ['src/columns.ts', () => undefined],
    ['src/columns.ts', () => base['src/columns.ts']],
    ['src/migrations/1.ts', () => `export const up = (knex: never) => sql\`CREATE INDEX a ON posts (author_id)\``],
    ['src/migrations/1.ts', () => undefined],
    ['src/app.ts', (text) => text.replace('posts.authorId', 'posts.id')],
    ['src/app.ts', (text) => text.replace('posts.id', 'posts.authorId')],
  ]

  it('finds the columns without an index', () => {
    expect(new Project(base).said().filter((it) => it.startsWith('missing-index'))).toEqual([
      'missing-index src/app.ts:7 db.select', 'missing-index src/app.ts:7 db.select',
    ])
  })

  it('equal those of a fresh run', () => {
    fc.assert(fc.property(fc.array(fc.nat(edits.length - 1), { minLength: 1, maxLength: 10 }), (order) => {
      const project = new Project(base)
      for (const index of order) {
        const [path, apply] = edits[index]!
        const known = project.files.get(path)
        project.write(path, apply(known ?? ''))
        project.findings()
      }
      expect(project.plain()).toEqual(new Project(Object.fromEntries(project.files)).plain())
    }), { numRuns: 60 })
  })
})
