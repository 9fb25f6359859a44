import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm'

@Entity('users')
export class User {
  @PrimaryColumn('integer')
  id!: number

  @Column('text', { unique: true })
  email!: string

  @Column('text', { nullable: true })
  name!: string | null

  @OneToMany(() => Post, (post) => post.author)
  posts!: Post[]

  @OneToMany(() => Comment, (comment) => comment.user)
  comments!: Comment[]
}

@Entity('posts')
export class Post {
  @PrimaryColumn('integer')
  id!: number

  @Column('text')
  title!: string

  @Column('boolean')
  published!: boolean

  @Column('integer')
  authorId!: number

  @ManyToOne(() => User, (user) => user.posts, { nullable: false })
  @JoinColumn({ name: 'authorId' })
  author!: User

  @Column('integer', { nullable: true })
  editorId!: number | null

  @ManyToOne(() => User, { nullable: true })
  @JoinColumn({ name: 'editorId' })
  editor!: User | null

  @OneToMany(() => Comment, (comment) => comment.post)
  comments!: Comment[]
}

@Entity('comments')
export class Comment {
  @PrimaryColumn('integer')
  id!: number

  @Column('text')
  text!: string

  @Column('boolean')
  approved!: boolean

  @Column('datetime')
  createdAt!: Date

  @Column('integer')
  postId!: number

  @ManyToOne(() => Post, (post) => post.comments, { nullable: false })
  @JoinColumn({ name: 'postId' })
  post!: Post

  @Column('integer', { nullable: true })
  userId!: number | null

  @ManyToOne(() => User, (user) => user.comments, { nullable: true })
  @JoinColumn({ name: 'userId' })
  user!: User | null
}

/** The same table, with a relation that loads itself where it is read. */
@Entity('posts', { synchronize: false })
export class Article {
  @PrimaryColumn('integer')
  id!: number

  @Column('text')
  title!: string

  @ManyToOne(() => User, { nullable: false, lazy: true })
  @JoinColumn({ name: 'authorId' })
  author!: Promise<User>
}
