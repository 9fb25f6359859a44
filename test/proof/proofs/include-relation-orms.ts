import { drizzleGround } from '../kit/grounds.ts'
import { mikroOrmGround } from '../kit/mikro-orm.ts'
import { proveQueries } from '../kit/query-proof.ts'
import { sequelizeGround } from '../kit/sequelize.ts'
import { typeormGround } from '../kit/typeorm.ts'

proveQueries({
  title: 'include-relation: TypeORM',
  wish: { rule: 'n-plus-one', recipe: 'include-relation', workspace: 'typeorm', packages: ['typeorm', 'sql.js'] },
  files: ['include-relation/typeorm.ts', 'include-relation/typeorm-doubts.ts'],
  open: typeormGround,
  dangling: false,
  cases: {
    authorOfEachPost: {},
    wholeAuthorOfEachPost: {},
    // With relations and a limit, TypeORM asks for the ids first; with a count, for that.
    newestPosts: { severalFindings: true },
    optionalEditor: {},
    allPosts: {},
    pageOfPosts: { severalFindings: true, trips: 3 },
    withTheManager: {},
    authorMustBeThere: {},
    // A lazy relation that fails.
    lazyAuthors: { trips: 3, rejectsApart: true },
    postIsAnsweredWhole: { expects: 'equal' },
    onlySomeColumns: { expects: 'equal' },
    nameOfTheAuthor: { expects: 'equal' },
    keyMayBeNull: { expects: 'equal' },
    commentsOfEachPost: { expects: 'equal' },
    authorIsRenamedFirst: { expects: 'equal' },
    furtherConditionOnTheAuthor: { expects: 'equal' },
    keysOfThePostAreListed: { expects: 'equal' },
    outsideOfTheTransaction: { expects: 'equal' },
  },
})

proveQueries({
  title: 'include-relation: Sequelize',
  wish: { rule: 'n-plus-one', recipe: 'include-relation', workspace: 'sequelize', packages: ['sequelize', 'pg'] },
  files: ['include-relation/sequelize.ts', 'include-relation/sequelize-doubts.ts'],
  open: sequelizeGround,
  dangling: true,
  cases: {
    authorOfEachPost: {},
    allAtOnce: {},
    optionalEditor: {},
    editorMayBeNull: {},
    pageOfPosts: { added: 1 },
    plainRows: { expects: 'equal' },
    postIsAnsweredWhole: { expects: 'equal' },
    someColumnsOfTheAuthor: { expects: 'equal' },
    includedInAnotherForm: { expects: 'equal' },
    commentsOfEachPost: { expects: 'equal' },
    authorIsRenamedMeanwhile: { expects: 'equal' },
  },
})

proveQueries({
  title: 'include-relation: MikroORM',
  wish: { rule: 'n-plus-one', recipe: 'include-relation', workspace: 'mikro-orm', packages: ['@mikro-orm/core', '@mikro-orm/sqlite'] },
  files: ['include-relation/mikro-orm.ts', 'include-relation/mikro-orm-doubts.ts'],
  open: mikroOrmGround,
  dangling: false,
  cases: {
    authorOfEachPost: {},
    allAtOnce: {},
    withoutOptions: {},
    referencesAreLoaded: {},
    pageOfPosts: { added: 1, trips: 3 },
    editorMayBeNull: { expects: 'equal' },
    onlySomeFields: { expects: 'equal' },
    anotherManager: { expects: 'equal' },
    authorIsRenamedFirst: { expects: 'equal' },
  },
})

proveQueries({
  title: 'include-relation: Drizzle',
  wish: { rule: 'n-plus-one', recipe: 'include-relation', workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
  files: ['include-relation/drizzle.ts'],
  open: drizzleGround,
  dangling: true,
  cases: {
    authorOfEachPost: {},
    namesOfEditors: {},
    commentsOfEachPost: {},
    newestOfEachPost: {},
    postsAreAnsweredWhole: { expects: 'equal' },
  },
})
