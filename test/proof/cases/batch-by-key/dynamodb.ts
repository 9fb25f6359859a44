import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { ddb, documents } from './db.ts'

const TABLES = { users: 'users' }

export async function nameOfEachId(ids: number[]) {
  const names: string[] = []
  for (const id of ids) {
    const { Item } = await ddb.send(new GetCommand({ TableName: TABLES.users, Key: { id }, ConsistentRead: true }))
    if (!Item) continue
    names.push(Item.name ?? Item.email)
  }
  return names
}

export async function allAtOnce(people: { id: number }[]) {
  return Promise.all(people.map(async (person) => {
    const found = await documents.get({ TableName: 'users', Key: { id: person.id } })
    return { id: person.id, known: found.Item !== undefined }
  }))
}

async function emailOf(id: number): Promise<string> {
  const { Item: user } = await ddb.send(new GetCommand({ TableName: TABLES.users, Key: { id } }))
  return user?.email ?? 'nobody'
}

export async function emails(ids: number[]) {
  const emails: string[] = []
  for (const id of ids) emails.push(await emailOf(id))
  return emails
}
