import { pool } from './db.ts'

async function retitle(id: number, title: string) {
  await pool.query('update posts set title = $1 where id = $2', [title, id])
}

export async function beside(fails: boolean) {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query("update users set name = 'changed' where id = $1", [1])
    await pool.query("update posts set title = 'changed' where id = $1", [1])
    if (fails) throw new Error('not today')
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

export async function behind(fails: boolean) {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query("update users set name = 'changed' where id = $1", [1])
    await retitle(2, 'changed')
    if (fails) throw new Error('not today')
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}
