/** What a data schema says of models, relations and keys: read from files and from code, asked by rules and recipes. */
import type { NodeId } from './facts.ts'

/** Models and relations of a data schema: of a schema file, or of all definitions in a package's code. */
export interface SchemaFacts {
  path: string
  /** Folder of the package that owns it. */
  folder: string
  library: string
  provider: string | undefined
  /** `prisma` where the database itself does not hold relations together. */
  relationMode?: string | undefined
  previewFeatures: string[]
  /** Folders that the client is generated into, relative to the workspace's root; empty for the package itself. */
  generated?: string[]
  models: SchemaModel[]
}

/** Where something of a schema is written, for edits; `node` where the file is code. */
export interface SchemaPlace { path: string; start: number; end: number; node?: NodeId }

export interface SchemaModel {
  name: string
  fields: SchemaField[]
  /** Column sets that identify one row: `@id`, `@unique`, `@@id`, `@@unique`. */
  unique: string[][]
  indexes: string[][]
  /** The primary key, which is among `unique` too, where the code tells it. */
  primary?: string[]
  /** Its name in the database, where that is another one and known. */
  table?: string
  /** The definition: a block of a schema file, a call, a class. */
  at?: SchemaPlace
  /** How it is defined in code, for edits. */
  form?: 'block' | 'table' | 'options' | 'document' | 'class'
  /** The argument or block that holds columns, and the one that holds indexes or options. */
  columnsAt?: SchemaPlace
  extraAt?: SchemaPlace
  /** A block that has attributes of its own already. */
  spaced?: true
  /** How the lines of its file end, where that is not the plain way. */
  newline?: '\r\n'
  /** Some of its columns or indexes are written in a way that cannot be read. */
  incomplete?: true
}

export interface SchemaField {
  name: string
  /** Scalar type or the other model's name. */
  type: string
  list: boolean
  optional: boolean
  /** Its name in the database, where that is another one and known. */
  column?: string
  /** A foreign key: the model and column that it refers to. */
  refers?: { model: string; field: string | undefined }
  /** The property, class member or line that defines it. */
  at?: SchemaPlace
  /** For relations: the columns here and there, and the field on the other side. */
  relation?: { model: string; fields: string[]; references: string[]; back: string | undefined; name: string | undefined }
}
