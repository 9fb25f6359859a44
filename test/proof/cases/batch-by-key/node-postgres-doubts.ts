import { pool } from './db.ts'

export async function columnsWithoutTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select text from comments where post_id = $1 order by created_at desc', [id])
    result.push(rows)
  }
  return result
}

export async function keysAreText(ids: string[]) {
  const names = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from users where id = $1', [id])
    names.push(rows[0]?.name)
  }
  return names
}

export async function bigintColumn(numbers: number[]) {
  const found = []
  for (const number of numbers) {
    const { rows } = await pool.query('select * from invoices where number = $1', [number])
    found.push(rows[0]?.customer)
  }
  return found
}

export async function dateAsKey(days: Date[]) {
  const counts = []
  for (const day of days) {
    const { rows } = await pool.query('select * from comments where created_at = $1', [day])
    counts.push(rows.length)
  }
  return counts
}

export async function secondCondition(ids: number[], approved: boolean) {
  const counts = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from comments where post_id = $1 and approved = $2', [id, approved])
    counts.push(rows.length)
  }
  return counts
}

export async function newestOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query(
      'select * from comments where post_id = $1 order by created_at desc limit 1',
      [id],
    )
    result.push(rows[0]?.text)
  }
  return result
}

export async function countOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows, rowCount } = await pool.query('select id from comments where post_id = $1', [id])
    result.push([rowCount, rows.length])
  }
  return result
}

export async function aggregateOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select count(*)::int as total from comments where post_id = $1', [id])
    result.push(rows[0].total)
  }
  return result
}

export async function secondValueFirst(ids: number[], approved: boolean) {
  const counts = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from comments where approved = $1 and post_id = $2 order by id', [approved, id])
    counts.push(rows)
  }
  return counts
}

export async function keyWithACast(ids: number[]) {
  const names = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from users where id = $1::int', [id])
    names.push(rows[0]?.name)
  }
  return names
}

export async function keyTwice(ids: number[]) {
  const titles = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from posts where author_id = $1 and editor_id = $1 order by id', [id])
    titles.push(rows)
  }
  return titles
}

export async function eitherOfTwo(ids: number[]) {
  const titles = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from posts where author_id = $1 or published order by id', [id])
    titles.push(rows)
  }
  return titles
}

export async function allOthers(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from users where not id = $1 order by id', [id])
    result.push(rows)
  }
  return result
}

export async function joinHidesTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query(
      'select * from comments c join users u on u.id = c.user_id where c.id = $1',
      [id],
    )
    result.push(rows[0]?.email)
  }
  return result
}

export async function keyUnderAnothersName(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select id as post_id, text from comments where post_id = $1 order by id', [id])
    result.push(rows)
  }
  return result
}

export async function insideASubquery(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query(
      'select * from users where exists (select 1 from posts where posts.author_id = users.id and posts.id = $1) order by id',
      [id],
    )
    result.push(rows)
  }
  return result
}

export async function union(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select id from users union select id from posts where id = $1 order by id', [id])
    result.push(rows)
  }
  return result
}

export async function grouped(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query(
      'select post_id, count(*)::int as total from comments where post_id = $1 group by post_id',
      [id],
    )
    result.push(rows)
  }
  return result
}

export async function aggregateBesideTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select max(post_id) as post_id, count(*)::int as total from comments where post_id = $1', [id])
    result.push(rows)
  }
  return result
}

export async function oncePerPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select distinct post_id, approved from comments where post_id = $1 order by approved', [id])
    result.push(rows)
  }
  return result
}

export async function numbered(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select *, row_number() over (order by id)::int as place from comments where post_id = $1 order by id', [id])
    result.push(rows)
  }
  return result
}

export async function lowerCase(names: string[]) {
  const result = []
  for (const name of names) {
    const { rows } = await pool.query('select * from users where lower(email) = $1', [name])
    result.push(rows)
  }
  return result
}

export async function valueIsSelected(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select $1::int as asked, users.* from users where id = $1', [id])
    result.push(rows)
  }
  return result
}

export async function dollarInAText(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query("select *, 'id = $1' as price from users where id = $1 -- id = $1", [id])
    result.push(rows)
  }
  return result
}

export async function eachOfASet(ids: number[]) {
  const result = []
  for (const id of new Set(ids)) {
    const { rows } = await pool.query('select * from users where id = $1', [id])
    result.push(rows[0]?.email)
  }
  return result
}

export async function rowsAreChanged(ids: number[]) {
  const users = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from users where id = $1', [id])
    const user = rows[0]
    if (!user) continue
    user.place = users.length
    users.push(user)
  }
  return users
}
