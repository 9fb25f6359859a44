/** Which packages are drivers, by the database that they are for. */
export const drivers: Record<string, readonly string[]> = {
  postgresql: ['pg', 'postgres', '@neondatabase/serverless', '@vercel/postgres', '@electric-sql/pglite', '@mikro-orm/postgresql', 'pg-promise', 'slonik', '@supabase/supabase-js'],
  mysql: ['mysql', 'mysql2', 'mariadb', '@planetscale/database', '@mikro-orm/mysql', '@mikro-orm/mariadb'],
  sqlite: ['better-sqlite3', 'sqlite3', 'sqlite', '@libsql/client', 'sql.js', '@mikro-orm/sqlite', '@mikro-orm/better-sqlite', '@mikro-orm/libsql'],
  mongodb: ['mongodb', 'mongoose', '@nestjs/mongoose', '@mikro-orm/mongodb'],
  sqlserver: ['mssql', 'tedious', '@mikro-orm/mssql'],
}
