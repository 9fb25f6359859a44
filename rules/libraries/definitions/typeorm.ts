import type { SchemaWords } from '../../kit/definitions.ts'
import type { Call, Value } from '../../kit/library.ts'
import type { QueryWords } from '../../kit/query-words.ts'

/** How TypeORM's entities are written. */
export const words: SchemaWords = {
  optional: false,
  column: { primary: ['primary'], unique: ['unique'], optional: ['nullable'], list: ['array'], type: ['type'], named: ['name'] },
  model: { name: ['name'], table: ['tableName', 'name'], columns: ['columns'], indexes: ['indices'], uniques: ['uniques'], relations: ['relations'] },
  index: { columns: ['columns'], unique: ['unique'] },
  relation: { target: ['target'], back: ['inverseSide'], second: 'back' },
  foreignKey: 'camel',
  adds: { how: 'decorator', name: 'Index', from: 'typeorm' },
  uniqueOneToOne: true,
}

const date: Call = { decorates: { what: 'column', type: 'timestamp' } }
const primary: Call = { decorates: { what: 'column', primary: true } }
const model: Call = { decorates: { what: 'model' } }

export const exports: Record<string, Value> = {
  Entity: model, ChildEntity: model, ViewEntity: model,
  Column: { decorates: { what: 'column' } }, ViewColumn: { decorates: { what: 'column' } },
  PrimaryColumn: primary, PrimaryGeneratedColumn: primary, ObjectIdColumn: primary,
  CreateDateColumn: date, UpdateDateColumn: date, DeleteDateColumn: { decorates: { what: 'column', type: 'timestamp', optional: true } }, VersionColumn: { decorates: { what: 'column', type: 'int' } },
  Index: { decorates: { what: 'index' } }, Unique: { decorates: { what: 'unique' } }, JoinColumn: { decorates: { what: 'join' } },
  ManyToOne: { decorates: { what: 'relation', relation: 'many-to-one', lazy: 'Promise' } }, OneToOne: { decorates: { what: 'relation', relation: 'one-to-one', lazy: 'Promise' } },
  OneToMany: { decorates: { what: 'relation', relation: 'one-to-many', lazy: 'Promise' } }, ManyToMany: { decorates: { what: 'relation', relation: 'many-to-many', lazy: 'Promise' } },
  EntitySchema: { class: 'EntitySchema', new: { defines: { what: 'model', whole: 0 } } },
}

/** How TypeORM's queries say which rows they want. */
export const asks: QueryWords = {
  objects: [
    { calls: ['find', 'findAndCount', 'findOne', 'findOneOrFail', 'count', 'exists', 'exist'], argument: 0, property: 'where', sorts: 'order' },
    { calls: ['findBy', 'findAndCountBy', 'findOneBy', 'findOneByOrFail', 'countBy', 'existsBy', 'existBy'], argument: 0 },
    { calls: ['findByIds', 'findOneById'], argument: 0, isKey: true },
  ],
  links: {
    where: ['where', 'andWhere'], any: ['orWhere'], equals: ['whereInIds', 'andWhereInIds'], sorts: ['orderBy', 'addOrderBy'], joins: { names: ['leftJoin', 'leftJoinAndSelect', 'innerJoin', 'innerJoinAndSelect'], on: 2 }, limits: ['take', 'limit'],
    one: ['getOne', 'getOneOrFail', 'getRawOne'], few: ['groupBy', 'having', 'getCount', 'getExists'], streams: ['stream'],
    ends: ['getMany', 'getRawMany', 'getManyAndCount', 'getRawAndEntities', 'execute'],
    neutral: [
      'select', 'addSelect', 'from', 'leftJoinAndMapOne', 'leftJoinAndMapMany', 'leftJoinAndCount', 'loadRelationCountAndMap', 'getMany',
      'getRawMany', 'getManyAndCount', 'getRawAndEntities', 'setParameter', 'setParameters', 'withDeleted', 'cache', 'createQueryBuilder', 'skip', 'offset', 'execute', 'comment', 'setLock',
    ],
  },
  sqlLinks: true,
  equals: ['Equal'], in: ['In', 'Any'], range: ['LessThan', 'LessThanOrEqual', 'MoreThan', 'MoreThanOrEqual'], both: ['Between'], text: ['Like', 'ILike', 'Raw'],
  all: ['And'], any: ['Or'], other: ['Not', 'IsNull', 'ArrayContains', 'ArrayContainedBy', 'ArrayOverlap', 'JsonContains'],
}
