import { library, type Call, type ManyByObject, type ManyRows } from '../kit/library.ts'
import { asks } from './definitions/prisma.ts'

const operators = ['AND', 'OR', 'NOT']
const include = { argument: 0, property: 'include', selectProperty: 'select', mustExist: true, counts: { name: '_count', filteredSince: 5 } } as const
const limitOption = { limit: { argument: 0, path: 'take', unit: 'number' } } as const

/** A lookup that can be asked for many keys at once: `where: { id }` becomes `where: { id: { in: ids } }`. */
const lookup = (rows: 'one' | 'many', missing: 'null' | 'throws' | 'rows'): Call => ({
  does: 'query',
  rows,
  target: 'receiver',
  include,
  ...(rows === 'many' && { options: limitOption }),
  many: {
    style: 'object', argument: 0, where: 'where', call: 'findMany', in: 'in', operators,
    keeps: rows === 'many' ? ['include', 'select', 'omit', 'where', 'orderBy'] : ['include', 'select', 'omit', 'where'],
    missing, limit: 32767, cuts: true, select: 'select', any: 'OR', sorts: 'orderBy', plain: true,
    ...(rows === 'one' && { distinct: 'distinct' }),
  },
})
/** The client joins these by itself when they are issued in the same tick; no loader since 8. */
const joinedInOneTick = { batches: { versions: '<8' } }
const number: Call = { does: 'query', rows: 'number', target: 'receiver' }
const countBy: ManyByObject = {
  style: 'object', argument: 0, where: 'where', call: 'groupBy', in: 'in', operators, keeps: [], missing: 'number', limit: 32767,
  groups: { by: 'by', count: '_count', value: '_count' },
}
const numbersBy: ManyByObject = {
  ...countBy, keeps: ['_count', '_sum', '_avg', '_min', '_max'], groups: { by: 'by', value: '' }, numbers: { count: '_count' },
}
const write: Call = { does: 'write', include, target: 'receiver' }
/** The statement is cut into parts where the database takes fewer parameters. */
const manyRows: ManyRows = {
  argument: 0, property: 'data', call: 'createMany', gives: 'row', keeps: [], empty: 'nothing', columns: true,
  returning: { call: 'createManyAndReturn', versions: '>=5.14', providers: ['postgresql', 'cockroachdb', 'sqlite'], keeps: ['select', 'omit'] },
  needs: { provider: 'sqlite', versions: '>=5.14' },
}
/** All rows with one of the keys are changed alike; that a row is missing is no error then. */
const byKey = (call: string, missing: 'throws' | 'rows', keeps: string[]): Call => ({
  ...write, many: { style: 'object', argument: 0, where: 'where', call, in: 'in', operators, keeps, missing, limit: 32767 },
})
/** What an extension does for single rows, it need not do for many. */
const hooks = { configures: [{ option: 'hooks' as const, libraries: ['Prisma'] }] }
const raw: Call = { does: 'query', rows: 'many' }

export default library({
  name: 'Prisma',
  packages: ['@prisma/client', '@prisma/client/*'],
  docs: 'https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance',
  asks,
  transactions: { bound: 'it takes less than 5 seconds' },
  files: ['**/generated/prisma/**', '**/generated/client/**', '**/prisma/generated/**', '**/prisma/client/**'],
  exports: {
    PrismaClient: {
      class: 'Client',
      new: { does: 'connect', connection: 'pooled-client' },
    },
  },
  types: {
    Client: {
      names: ['PrismaClient', 'Prisma.TransactionClient', 'Prisma.DefaultPrismaClient'],
      members: {
        $transaction: { runs: [{ argument: 0, with: ['self'], times: 'once', gives: true, transaction: true }], sendsTogether: { argument: 0, trips: 'each' } },
        $extends: { returns: 'self', ...hooks },
        $queryRaw: raw, $queryRawUnsafe: raw, $queryRawTyped: raw,
        $executeRaw: { does: 'write' }, $executeRawUnsafe: { does: 'write' },
        $connect: {}, $disconnect: { does: 'release' }, $on: {}, $use: hooks,
        // Of `prisma-extension-kysely`.
        $kysely: { is: 'Kysely#Database' },
        '*': { is: 'Model' },
      },
    },
    Model: {
      members: {
        findUnique: { ...lookup('one', 'null'), ...joinedInOneTick },
        findUniqueOrThrow: { ...lookup('one', 'throws'), ...joinedInOneTick },
        findFirst: lookup('one', 'null'),
        findFirstOrThrow: lookup('one', 'throws'),
        findMany: lookup('many', 'rows'),
        count: { ...number, many: countBy },
        aggregate: { ...number, many: numbersBy },
        groupBy: { does: 'query', rows: 'many' },
        findRaw: raw, aggregateRaw: raw,
        create: { ...write, manyRows },
        createMany: { ...write, manyRows: { ...manyRows, gives: 'nothing', list: true, returning: undefined } }, createManyAndReturn: write,
        update: byKey('updateMany', 'throws', ['data']), updateMany: byKey('updateMany', 'rows', ['data']), updateManyAndReturn: write, upsert: write,
        delete: byKey('deleteMany', 'throws', []), deleteMany: byKey('deleteMany', 'rows', []),
      },
    },
  },
})
