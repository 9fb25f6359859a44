import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type NonAttribute, type Sequelize } from 'sequelize'

export class User extends Model<InferAttributes<User>, InferCreationAttributes<User>> {
  declare id: CreationOptional<number>
  declare email: string
  declare name: string | null
  declare posts?: NonAttribute<Post[]>
}

export class Post extends Model<InferAttributes<Post>, InferCreationAttributes<Post>> {
  declare id: CreationOptional<number>
  declare title: string
  declare published: boolean
  declare authorId: number
  declare editorId: number | null
  declare author?: NonAttribute<User>
  declare editor?: NonAttribute<User | null>
  declare comments?: NonAttribute<Comment[]>
}

export class Comment extends Model<InferAttributes<Comment>, InferCreationAttributes<Comment>> {
  declare id: CreationOptional<number>
  declare text: string
  declare approved: boolean
  declare createdAt: Date
  declare postId: number
  declare userId: number | null
  declare post?: NonAttribute<Post>
  declare user?: NonAttribute<User | null>
}

export function define(sequelize: Sequelize): void {
  const shared = { sequelize, timestamps: false, underscored: true }
  User.init({
    id: { type: DataTypes.INTEGER, primaryKey: true },
    email: { type: DataTypes.TEXT, allowNull: false, unique: true },
    name: DataTypes.TEXT,
  }, { ...shared, tableName: 'users' })
  Post.init({
    id: { type: DataTypes.INTEGER, primaryKey: true },
    title: { type: DataTypes.TEXT, allowNull: false },
    published: { type: DataTypes.BOOLEAN, allowNull: false },
    authorId: { type: DataTypes.INTEGER, allowNull: false },
    editorId: DataTypes.INTEGER,
  }, { ...shared, tableName: 'posts' })
  Comment.init({
    id: { type: DataTypes.INTEGER, primaryKey: true },
    text: { type: DataTypes.TEXT, allowNull: false },
    approved: { type: DataTypes.BOOLEAN, allowNull: false },
    createdAt: { type: DataTypes.DATE, allowNull: false },
    postId: { type: DataTypes.INTEGER, allowNull: false },
    userId: DataTypes.INTEGER,
  }, { ...shared, tableName: 'comments' })

  User.hasMany(Post, { as: 'posts', foreignKey: 'authorId' })
  Post.belongsTo(User, { as: 'author', foreignKey: 'authorId' })
  Post.belongsTo(User, { as: 'editor', foreignKey: 'editorId' })
  Post.hasMany(Comment, { as: 'comments', foreignKey: 'postId' })
  Comment.belongsTo(Post, { as: 'post', foreignKey: 'postId' })
  Comment.belongsTo(User, { as: 'user', foreignKey: 'userId' })
}
