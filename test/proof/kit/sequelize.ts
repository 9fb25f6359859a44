/** Sequelize over PostgreSQL in this process, behind a socket; counted by its own log. */
import { join } from 'node:path'
import { Sequelize } from 'sequelize'
import { load } from './load.ts'
import { proofFolder } from './places.ts'
import { createDatabase, dump, fill, openWire } from './postgres.ts'
import type { Ground } from './query-proof.ts'

export async function sequelizeGround(): Promise<Ground> {
  const database = await createDatabase()
  const wire = await openWire(database)
  let queries = 0
  // There is one session behind the socket: a second connection would wait for the first.
  const sequelize = new Sequelize(wire.url, { pool: { max: 1 }, logging: () => { queries++ } })
  const models = await load(join(proofFolder, 'workspaces', 'sequelize', 'src', 'models.ts'))
  const define = models['define'] as (sequelize: Sequelize) => void
  define(sequelize)
  await sequelize.authenticate()

  const rename = (from: string, to: string) => database.exec(['users', 'comments'].map((table) => `alter table ${from}${table} rename to ${to}${table}`).join('; '))
  return {
    instead: { './db.ts': { sequelize }, './models.ts': models },
    fill: (rows) => fill(database, rows),
    dump: () => dump(database),
    hide: async () => { await rename('', 'hidden_') },
    show: async () => { await rename('hidden_', '') },
    count() {
      const counted = queries
      queries = 0
      return counted
    },
    async close() {
      await sequelize.close()
      await wire.close()
      await database.close()
    },
  }
}
