import { MikroORM } from '@mikro-orm/sqlite'
import { articles, Comment, Post, User } from './entities.ts'

export const orm = await MikroORM.init({ dbName: process.env.DATABASE_FILE!, entities: [User, Post, Comment, articles] })
