import { DataTypes, Sequelize } from 'sequelize'

export const sequelize = new Sequelize('postgres://localhost/none', { pool: { acquire: 5000 } })

export const Author = sequelize.define('Author', { name: DataTypes.STRING })

export const Book = sequelize.define('Book', {
  title: DataTypes.STRING,
  authorId: { type: DataTypes.INTEGER, field: 'author_id', references: { model: Author, key: 'id' } },
}, { tableName: 'books' })

export async function booksOf(authorId: number) {
  return Book.findAll({ where: { authorId } })
}
