import { DataSource } from 'typeorm'
import { Article, Comment, Post, User } from './entities.ts'

export const dataSource = new DataSource({ type: 'sqljs', entities: [User, Post, Comment, Article] })

export const users = dataSource.getRepository(User)
export const posts = dataSource.getRepository(Post)
export const comments = dataSource.getRepository(Comment)
