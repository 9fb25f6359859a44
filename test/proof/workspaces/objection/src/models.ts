import knex from 'knex'
import { Model } from 'objection'

Model.knex(knex({ client: 'better-sqlite3', connection: { filename: process.env.DATABASE_FILE! }, useNullAsDefault: true }))

export class User extends Model {
  static override tableName = 'users'
  declare id: number
  declare email: string
  declare name: string | null
}

export class Post extends Model {
  static override tableName = 'posts'
  declare id: number
  declare title: string
  declare author_id: number
  declare editor_id: number | null
}

export class Comment extends Model {
  static override tableName = 'comments'
  declare id: number
  declare text: string
  declare approved: number
  declare post_id: number
  declare user_id: number | null
}
