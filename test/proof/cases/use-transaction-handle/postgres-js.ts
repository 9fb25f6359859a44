import { sql } from './db.ts'

export async function beside(fails: boolean) {
  await sql.begin(async (tx) => {
    await tx`update users set name = 'changed' where id = 1`
    await sql`update posts set title = 'changed' where id = 1`
    if (fails) throw new Error('not today')
  })
}
