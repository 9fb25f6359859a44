/** Which database a package speaks to, as far as its dependencies tell. */
import { packagesAround } from './packages.ts'
import type { Surroundings } from './surroundings.ts'

/** Drivers by the database that they are for. */
const drivers: Record<string, readonly string[]> = {
  postgresql: ['pg', 'postgres', '@neondatabase/serverless', '@vercel/postgres', '@electric-sql/pglite', '@mikro-orm/postgresql', 'pg-promise', 'slonik'],
  mysql: ['mysql', 'mysql2', 'mariadb', '@planetscale/database', '@mikro-orm/mysql', '@mikro-orm/mariadb'],
  sqlite: ['better-sqlite3', 'sqlite3', 'sqlite', '@libsql/client', 'sql.js', '@mikro-orm/sqlite', '@mikro-orm/better-sqlite', '@mikro-orm/libsql'],
  mongodb: ['mongodb', 'mongoose', '@nestjs/mongoose', '@mikro-orm/mongodb'],
  sqlserver: ['mssql', 'tedious', '@mikro-orm/mssql'],
}

/** Undefined where there are none, or drivers of several. */
export function providerFor(surroundings: Surroundings, path: string): string | undefined {
  for (const { dependencies } of packagesAround(surroundings, path)) {
    const found = Object.keys(drivers).filter((provider) => drivers[provider]!.some((name) => name in dependencies))
    if (found.length > 0) return found.length === 1 ? found[0] : undefined
  }
  return undefined
}
