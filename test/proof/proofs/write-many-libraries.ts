import fc from 'fast-check'
import { days, keys } from '../kit/data.ts'
import { nodePostgresGround } from '../kit/grounds.ts'
import { knexGround, objectionGround } from '../kit/knex.ts'
import { kyselyGround } from '../kit/kysely.ts'
import { mikroOrmGround } from '../kit/mikro-orm.ts'
import { mongodbGround, mongooseGround, objectId } from '../kit/mongo.ts'
import { proveQueries, type QueryCase } from '../kit/query-proof.ts'
import { sequelizeGround } from '../kit/sequelize.ts'
import { supabaseGround } from '../kit/supabase.ts'
import { typeormGround } from '../kit/typeorm.ts'

// A write for each of a thousand rows, in every case, would take minutes.
const most = 200
const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const user = (id: number, name: string | null = null) => ({ id, email: `new-${id}@example.org`, name })
/** None of them is there yet. */
const news = fc.uniqueArray(fc.integer({ min: 100, max: 140 }), { maxLength: 9 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.option(fc.constantFrom('Ada', 'Bo', '')).map((name) => user(id, name)))))
/** Some are, and some come twice. */
const clashing = fc.array(fc.tuple(fc.integer({ min: 5, max: 14 }), fc.option(fc.constantFrom('Ada', 'Bo'))), { maxLength: 6 })
  .map((list) => list.map(([id, name]) => user(id, name)))
const sizedUsers = (number: number) => [numbers(number).map((id) => user(id + 10_000, `User ${id}`))]
const byNew: QueryCase = { given: fc.tuple(news), sized: sizedUsers, most }
const byIds: QueryCase = { given: fc.tuple(keys), sized: (number) => [numbers(number)], most }
/** Some are, and none comes twice. */
const changing = fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 8 }).map((ids) => ids.map((id) => user(id, id % 2 ? 'Ada' : null)))
const byChanged: QueryCase = { given: fc.tuple(changing), sized: sizedUsers, most }
/** None of them is there yet, and some come twice. */
const repeated = fc.array(fc.integer({ min: 100, max: 105 }).map((id) => user(id)), { maxLength: 6 })
/** Where they cannot be joined, one transaction begins and ends besides. */
const byOld: QueryCase = { given: fc.tuple(repeated), expects: 'equal', trips: 20 }

const document = ({ id, ...rest }: ReturnType<typeof user>) => ({ id: String(objectId(id)), ...rest })
const byNewDocuments: QueryCase = { errors: { MongoBulkWriteError: 'MongoServerError' }, given: fc.tuple(news.map((list) => list.map(document))), sized: (number) => [numbers(number).map((id) => document(user(id + 10_000, 'x')))], most }
const byDocumentIds: QueryCase = { given: fc.tuple(keys.map((list) => list.map((id) => String(objectId(id))))), sized: (number) => [numbers(number).map((id) => String(objectId(id)))], most }
const byChangedDocuments: QueryCase = { ...byNewDocuments, given: fc.tuple(changing.map((list) => list.map(document))) }

const wish = { rule: 'write-per-item', recipe: 'write-many' }

proveQueries({
  title: 'write-many: node-postgres',
  wish: { ...wish, workspace: 'node-postgres', packages: ['pg'] },
  files: ['write-many/node-postgres.ts'],
  open: nodePostgresGround,
  dangling: true,
  cases: {
    addUsers: byNew,
    addNamedAlike: { given: fc.tuple(clashing, fc.constantFrom('a', '"b"', `c'`)), sized: (number) => [...sizedUsers(number), 'user'], most },
    addNamed: byNew,
    forgetPosts: { given: fc.tuple(keys, fc.boolean()), sized: (number) => [numbers(number), true], most },
    approveEach: byIds,
    longerEachTime: { ...byIds, expects: 'equal' },
    onDays: { given: fc.tuple(days), expects: 'equal' },
    merged: { given: fc.tuple(clashing), expects: 'equal' },
  },
})

proveQueries({
  title: 'write-many: Knex',
  wish: { ...wish, workspace: 'knex', packages: ['knex', 'better-sqlite3'] },
  files: ['write-many/knex.ts'],
  open: knexGround,
  dangling: true,
  // Knex tells of `begin` and `commit` as well.
  cases: { addUsers: byNew, addWhole: byNew, addNamed: byNew, addInTransaction: { given: fc.tuple(clashing), sized: sizedUsers, added: 2, trips: 4, most }, addedOnlyOnce: byOld, forgetPosts: byIds, approveEach: byIds, upsertUsers: byChanged },
})

proveQueries({
  title: 'write-many: Kysely',
  wish: { ...wish, workspace: 'kysely', packages: ['kysely', 'pg'] },
  files: ['write-many/kysely.ts'],
  open: kyselyGround,
  dangling: true,
  cases: { addUsers: byNew, addWhole: byNew, addNamed: byNew, addedOnlyOnce: byOld, forgetPosts: byIds, approveEach: byIds, upsertUsers: byChanged },
})

proveQueries({
  title: 'write-many: TypeORM',
  wish: { ...wish, workspace: 'typeorm', packages: ['typeorm', 'sql.js'] },
  files: ['write-many/typeorm.ts'],
  open: typeormGround,
  dangling: false,
  cases: {
    insertUsers: byNew,
    insertByManager: byNew,
    // It looks for each row before it inserts it, within a transaction of its own.
    savedUsers: { ...byNew, severalFindings: true, trips: 6 },
    renamedEach: { ...byNew, expects: 'equal' },
    deleteEach: byIds,
    approveEach: byIds,
    upsertUsers: byChanged,
  },
})

proveQueries({
  title: 'write-many: Sequelize',
  wish: { ...wish, workspace: 'sequelize', packages: ['sequelize', 'pg'] },
  files: ['write-many/sequelize.ts'],
  open: sequelizeGround,
  dangling: true,
  cases: { addUsers: byNew, addedIds: byNew, addedOnlyOnce: byOld, forgetPosts: byIds, approveEach: byIds },
})

proveQueries({
  title: 'write-many: MongoDB',
  wish: { ...wish, workspace: 'mongodb', packages: ['mongodb'] },
  files: ['write-many/mongodb.ts'],
  open: mongodbGround,
  dangling: true,
  cases: { addUsers: byNewDocuments, addNamed: byNewDocuments, addedOnlyOnce: { ...byNewDocuments, expects: 'equal' }, forgetPosts: byDocumentIds, approveEach: byDocumentIds, renameEach: byChangedDocuments },
})

proveQueries({
  title: 'write-many: Mongoose',
  wish: { ...wish, workspace: 'mongoose', packages: ['mongoose'] },
  files: ['write-many/mongoose.ts'],
  open: mongooseGround,
  dangling: true,
  cases: { addUsers: byNewDocuments, addedEmails: byNewDocuments, deleteEach: byDocumentIds, renameEach: byChangedDocuments },
})

proveQueries({
  title: 'write-many: MikroORM',
  wish: { ...wish, workspace: 'mikro-orm', packages: ['@mikro-orm/core', '@mikro-orm/sqlite'] },
  files: ['write-many/mikro-orm.ts'],
  open: mikroOrmGround,
  dangling: true,
  cases: { deleteEach: byIds, approveEach: byIds, upsertUsers: byChanged },
})

proveQueries({
  title: 'write-many: Objection',
  wish: { ...wish, workspace: 'objection', packages: ['objection', 'knex', 'better-sqlite3'] },
  files: ['write-many/objection.ts'],
  open: objectionGround,
  dangling: true,
  cases: { deleteEach: byIds, approveEach: byIds },
})

proveQueries({
  title: 'write-many: Supabase',
  wish: { ...wish, workspace: 'supabase', packages: ['@supabase/supabase-js'] },
  files: ['write-many/supabase.ts'],
  open: supabaseGround,
  dangling: true,
  answersErrors: true,
  cases: { deleteEach: byIds, approveEach: byIds },
})
