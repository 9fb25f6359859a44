import { MongoClient, type ObjectId } from 'mongodb'

export interface User { _id: ObjectId; email: string; name: string | null }
export interface Post { _id: ObjectId; title: string; published: boolean; author: ObjectId; editor: ObjectId | null }
export interface Comment { _id: ObjectId; text: string; approved: boolean; createdAt: Date; post: ObjectId; user: ObjectId | null }

export const client = new MongoClient(process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017')
export const db = client.db('blog')
export const users = db.collection<User>('users')
export const posts = db.collection<Post>('posts')
export const comments = db.collection<Comment>('comments')
