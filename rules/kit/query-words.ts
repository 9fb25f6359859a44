/** How a library's queries say which rows they want, as data: read alike from objects, helpers, links and SQL. */

export interface QueryWords {
  /** Arguments that are options with conditions in them, or conditions themselves. The first entry for a method counts. */
  objects?: ConditionsObject[]
  /** Links of a chain. */
  links?: {
    /** They take a condition: `(column, value)`, `(column, operator, value)`, an object, a helper's call, a text of SQL. */
    where?: string[]
    /** Links that are the comparison themselves: `whereIn(column, list)`, `eq(column, value)`. */
    equals?: string[]; in?: string[]; range?: string[]; both?: string[]; text?: string[]; any?: string[]; other?: string[]
    sorts?: string[]
    /** They bring in another table, under the condition in that argument. */
    joins?: { names: string[]; on: number }
    /** The most rows; one row; few rows whatever was asked (groups, counts); rows one after the other. */
    limits?: string[]; one?: string[]; few?: string[]; streams?: string[]
    /** They run the query, so that nothing is added behind them. */
    ends?: string[]
    /** They say nothing about which rows. Any further link is one that we cannot read. */
    neutral?: string[]
  }
  /** Methods that give few rows whatever they are asked: `groupBy`, `distinct`. */
  few?: string[]
  /** Conditions in links are texts of SQL: `.where('post.authorId = :id', …)`. */
  sqlLinks?: true
  /** Operators (`in`, `$in`, `Op.in`), helpers (`inArray`, `In`) and signs (`>=`) by what they ask for. */
  equals: string[]; in: string[]; range: string[]; both?: string[]; text: string[]; all: string[]; any: string[]; other: string[]
  /** No query gives more rows than this, unless the project's settings say otherwise. */
  most?: { rows: number; says: string }
}

export interface ConditionsObject {
  /** Methods that it is about; without them, all. */
  calls?: string[]
  /** Where a call is told its model, the argument behind that one is meant by 0. */
  argument: number
  /** The property with the conditions; without it the argument is the conditions. */
  property?: string
  /** The property that sorts, in the same argument, or in another one. */
  sorts?: string
  sortsAt?: number
  /** Properties with which few rows come, whatever is asked: `distinct`. */
  few?: string[]
  /** Where the most rows stand, when the call's own options do not say so. */
  limit?: { argument: number; property: string }
  /** The argument is the key of one row: `findByPk(id)`. */
  isKey?: true
}
