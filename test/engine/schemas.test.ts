import { describe, expect, it } from 'vitest'
import { Project, type Files } from './project.ts'
import { Evaluator } from '../../server/engine/evaluate.ts'
import { frameworks } from '../../rules/frameworks/index.ts'
import { libraries } from '../../rules/libraries/index.ts'
import { Knowledge } from '../../server/engine/knowledge.ts'
import { languageOf, readFacts } from '../../server/engine/read-facts.ts'
import { codeSchemas } from '../../server/engine/schemas.ts'
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
    console.log(told({
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
    }).join('\n'))
  })
  it('TypeORM', () => {
    console.log(told({
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
    }).join('\n'))
  })
  it('Mongoose', () => {
    console.log(told({
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
    }).join('\n'))
  })
  it('Sequelize and MikroORM', () => {
    console.log(told({
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
    }).join('\n'))
  })
})
