/** What a data schema says of models, relations and keys: read by `server/workspace`, asked by rules and recipes. */

/** Models and relations of a data schema (Prisma today). */
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

export interface SchemaModel {
  name: string
  fields: SchemaField[]
  /** Column sets that identify one row: `@id`, `@unique`, `@@id`, `@@unique`. */
  unique: string[][]
  indexes: string[][]
}

export interface SchemaField {
  name: string
  /** Scalar type or the other model's name. */
  type: string
  list: boolean
  optional: boolean
  /** For relations: the columns here and there, and the field on the other side. */
  relation?: { model: string; fields: string[]; references: string[]; back: string | undefined; name: string | undefined }
}
