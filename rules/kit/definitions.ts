/**
 * How a library's models (tables, collections) are written in code, as data. A call or a decorator says what it
 * defines; the words on its columns say what they are: methods of a chain (`.unique()`), options (`unique: true`) or
 * decorators (`@Unique()`), which all are read alike.
 */

/** What a call defines. Numbers are positions of arguments. */
export type Defines =
  /** A table or model. */
  | ModelForm
  /** Relations of a table, given by a callback: `relations(posts, ({ one }) => ({ author: one(users, …) }))`. */
  | { what: 'relations'; model: number; relations: number }
  /** A relation of the receiver's model: `Post.belongsTo(User, { foreignKey: 'authorId' })`. */
  | { what: 'relation'; relation: RelationKind; target: number; options: number }
  /** A relation of the receiver by name: `schema.virtual('comments', { ref: 'Comment', … })`. */
  | { what: 'virtual'; name: number; options: number }
  /** An index of the receiver's model: `schema.index({ authorId: 1 })`. */
  | { what: 'index'; columns: number; options: number }

export interface ModelForm {
  what: 'model'
  /** A text with its name, or an object of options with the name in it. */
  name?: number
  /** An object, or a callback that gives one, of columns by name. */
  columns?: number
  /** A callback or list with indexes: `table => [index().on(table.authorId)]`. */
  extra?: number
  /** An object of options: indexes, the table's name. */
  options?: number
  /** One object that holds all of it. */
  whole?: number
  /** The columns are those of the schema in that argument: `model('Post', postSchema)`. */
  schema?: number
  /** The receiver itself, a class, is the model: `Post.init({ … })`. */
  receiver?: true
  provider?: string
}

export type RelationKind = 'many-to-one' | 'one-to-one' | 'one-to-many' | 'many-to-many'

/** What a decorator says of the class or property below it. Without a position its options are looked for in all arguments. */
export type Decorates =
  | { what: 'model' }
  | { what: 'column'; type?: string; primary?: true; optional?: true }
  /** A word on the column, as in an option: `@PrimaryKey`, `@AllowNull(false)`. */
  | { what: 'word'; word: string }
  | { what: 'index' | 'unique' }
  | { what: 'join' }
  /** `lazy`: where the property is declared with that type, reading it asks for the rows. */
  | { what: 'relation'; relation: RelationKind; lazy?: string }

/** The words of one library for what its models say. */
export interface SchemaWords {
  /** The models are those of another library, for which this one only has decorators. */
  library?: string
  /** Columns take no value unless a word says so (`false`), or may be empty unless one says otherwise (`true`). */
  optional: boolean
  /** On a column. */
  column: {
    primary?: string[]
    unique?: string[]
    index?: string[]
    optional?: string[]
    required?: string[]
    list?: string[]
    /** Its type, and its name in the database. */
    type?: string[]
    named?: string[]
    /** What it refers to: `.references(() => users.id)`, `{ ref: 'User' }`. */
    references?: string[]
  }
  /** Among a model's options. */
  model?: { name?: string[]; table?: string[]; columns?: string[]; indexes?: string[]; uniques?: string[]; relations?: string[] }
  /** In one of its indexes: the list of columns, and what makes it unique. */
  index?: { columns: string[]; unique: string[]; type?: string[] }
  /** Heads of the chains or calls among the extras. */
  extra?: { index: string[]; unique: string[]; primary: string[]; columns: string[] }
  /** In a relation: target, columns here and there, the field on the other side, its name, and the words for the kinds. */
  relation?: {
    target?: string[]; fields?: string[]; references?: string[]; back?: string[]; name?: string[]; as?: string[]
    /** Calls that say how many: `one(users)`, `many(posts)`. */
    one?: string[]; many?: string[]
    kinds?: Record<string, RelationKind>
    /** What a decorator's second argument is: the field on the other side, or the column here. */
    second?: 'back' | 'fields'
  }
  /** A relation that says nothing else is kept in a column of this name: `authorId` of `author` and its `id`. */
  foreignKey?: 'camel'
  /** Only options that are objects are columns with words; a plain nested object is a document of its own. */
  documents?: true
  /** The key that every model has without being told, and columns that come with an option of the model. */
  key?: string
  timestamps?: { option: string; otherwise: boolean; columns: string[] }
  /** The library (or the database behind it) gives every foreign key an index, for these providers; `*`: for all. */
  indexesForeignKeys?: string[]
  /** How an index is added: to a table's extras, as a decorator, as a word on the column, among the model's options. */
  adds?:
    | { how: 'extra'; name: string; on: string; from: Record<string, string>; package: string; listSince: string }
    | { how: 'decorator'; name: string; from: string }
    | { how: 'word'; word: string }
    | { how: 'option'; property: string; columns: string }
  /** With this option, columns are named in lower case with underscores. */
  underscores?: string
  /** A one-to-one relation's column is unique. */
  uniqueOneToOne?: true
}

/** What words for a column's type mean, in the words that schemas are asked in. */
export const scalarOf = (word: string): string | undefined => scalars.get(word.toLowerCase().replaceAll('_', ''))

const scalars = new Map(Object.entries({
  String: 'string text varchar char character charactervarying nvarchar nchar ntext citext uuid uuidv4 cuid ulid nanoid tinytext mediumtext longtext inet mac macaddr virtual xml',
  Int: 'int int2 int4 int8 integer smallint tinyint mediumint serial smallserial serial4 number rowid year bigserial increments',
  Float: 'float double doubleprecision real float4 float8',
  BigInt: 'bigint bigserial8',
  Boolean: 'boolean bool bit',
  Enum: 'enum pgenum mysqlenum simpleenum set',
  DateTime: 'date dateonly datetime datetime2 timestamp timestamptz timestampwithtimezone timestampwithouttimezone time now createdat updatedat',
  Json: 'json jsonb simplejson object map mixed simplearray hstore',
  Decimal: 'decimal numeric decimal128 money',
  Bytes: 'blob bytea binary varbinary buffer longblob bytes',
  ObjectId: 'objectid',
}).flatMap(([type, words]) => words.split(' ').map(word => [word, type] as const)))
