import { Sequelize } from 'sequelize'
import { define } from './models.ts'

export const sequelize = new Sequelize(process.env.DATABASE_URL!, { pool: { max: 1 } })

define(sequelize)
