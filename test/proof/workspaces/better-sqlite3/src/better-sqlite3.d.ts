declare module 'better-sqlite3' {
  interface Statement<Values extends unknown[], Row> {
    get(...values: Values): Row | undefined
    all(...values: Values): Row[]
    run(...values: Values): { changes: number }
    pluck(): Statement<Values, unknown>
  }
  class Database {
    constructor(file: string)
    prepare<Values extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Values, Row>
  }
  export default Database
}
