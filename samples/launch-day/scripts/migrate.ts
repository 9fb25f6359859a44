import 'dotenv/config';
import { readFile, readdir } from 'node:fs/promises';
import { createClient } from '@libsql/client';

// `prisma migrate` does not know libSQL, so the migrations are applied here.
const client = createClient({ url: process.env.DATABASE_URL ?? 'file:./dev.db' });
const folder = new URL('../prisma/migrations/', import.meta.url);

await client.execute('CREATE TABLE IF NOT EXISTS "_migrations" ("name" TEXT NOT NULL PRIMARY KEY)');

const entries = await readdir(folder, { withFileTypes: true });
const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

for (const name of names) {
  const applied = await client.execute({ sql: 'SELECT 1 FROM "_migrations" WHERE "name" = ?', args: [name] });
  if (applied.rows.length > 0) continue;

  await client.executeMultiple(await readFile(new URL(`${name}/migration.sql`, folder), 'utf8'));
  await client.execute({ sql: 'INSERT INTO "_migrations" ("name") VALUES (?)', args: [name] });
  console.log(`Applied ${name}`);
}

client.close();
