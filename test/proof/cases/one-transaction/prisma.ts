import { prisma } from './db.ts'

export interface Change { id: number; email: string }

export async function changeEach(rows: Change[]) {
  for (const row of rows) {
    await prisma.user.update({ where: { id: row.id }, data: { email: row.email } })
  }
  return rows.length
}

export async function changeAtOnce(rows: Change[]) {
  return Promise.all(rows.map((row) => prisma.user.update({ where: { id: row.id }, data: { email: row.email } })))
}

export async function changeInEach(rows: Change[]) {
  await Promise.all(
    rows.map(async (row) => {
      await prisma.user.update({ where: { id: row.id }, data: { email: row.email } })
    }),
  )
}

export async function changeSome(rows: Change[]) {
  const skipped: number[] = []
  for (const row of rows) {
    if (row.email === '') {
      skipped.push(row.id)
      continue
    }
    const known = await prisma.user.findUnique({ where: { id: row.id } })
    await prisma.user.upsert({
      where: { id: row.id },
      create: { id: row.id, email: row.email, name: known?.name ?? 'new' },
      update: { email: row.email },
    })
  }
  return skipped
}
