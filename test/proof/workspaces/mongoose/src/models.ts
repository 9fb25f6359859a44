import mongoose, { Schema, model, type Types } from 'mongoose'

export interface IUser { _id: Types.ObjectId; email: string; name: string | null }
export interface IPost { _id: Types.ObjectId; title: string; published: boolean; author: Types.ObjectId; editor: Types.ObjectId | null }
export interface IComment {
  _id: Types.ObjectId
  text: string
  approved: boolean
  createdAt: Date
  post: Types.ObjectId
  user: Types.ObjectId | null
}

const userSchema = new Schema<IUser>({
  email: { type: String, required: true, unique: true },
  name: { type: String, default: null },
})

const postSchema = new Schema<IPost>({
  title: { type: String, required: true },
  published: { type: Boolean, required: true },
  author: { type: Schema.Types.ObjectId, ref: 'User', required: true },
  editor: { type: Schema.Types.ObjectId, ref: 'User', default: null },
})

const commentSchema = new Schema<IComment>({
  text: { type: String, default: '' },
  approved: { type: Boolean, required: true },
  createdAt: { type: Date, required: true },
  post: { type: Schema.Types.ObjectId, ref: 'Post', required: true },
  user: { type: Schema.Types.ObjectId, ref: 'User', default: null },
})

export const User = (mongoose.models.User as mongoose.Model<IUser>) ?? model<IUser>('User', userSchema)
export const Post = (mongoose.models.Post as mongoose.Model<IPost>) ?? model<IPost>('Post', postSchema)
export const Comment = (mongoose.models.Comment as mongoose.Model<IComment>) ?? model<IComment>('Comment', commentSchema)
