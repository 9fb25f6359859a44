/** DynamoDB's documents on dynalite, which keeps them in memory; requests are counted, and some keys are left for the next one. */
import { createRequire } from 'node:module'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Rows } from './data.ts'
import type { Ground } from './query-proof.ts'

/** A request for more keys than this leaves the others over, as one that is too large does. */
const mostKeys = 60

export async function dynamodbGround(): Promise<Ground> {
  const { DynamoDBClient, CreateTableCommand, ScanCommand } = await import('@aws-sdk/client-dynamodb')
  const { DynamoDBDocument } = await import('@aws-sdk/lib-dynamodb')
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server
  const server = dynalite({ createTableMs: 0 })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1,
  })
  const documents = DynamoDBDocument.from(client)
  await client.send(new CreateTableCommand({
    TableName: 'users', BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  }))
  let isHidden = false
  let trips = 0
  const asking = <Input, Output>(ask: (input: Input) => Promise<Output>) => async (input: Input): Promise<Output> => {
    trips++
    if (isHidden) throw new Error('no table `users`')
    return ask(input)
  }
  const get = asking((input: Parameters<typeof documents.get>[0]) => documents.get(input))
  const batchGet = asking(async (input: Parameters<typeof documents.batchGet>[0]) => {
    const [[table, { Keys = [], ...rest }]] = Object.entries(input.RequestItems!) as [[string, { Keys?: Record<string, unknown>[] }]]
    const answer = await documents.batchGet({ RequestItems: { [table]: { ...rest, Keys: Keys.slice(0, mostKeys) } } })
    return Keys.length > mostKeys ? { ...answer, UnprocessedKeys: { [table]: { ...rest, Keys: Keys.slice(mostKeys) } } } : answer
  })
  const send = (command: { constructor: { name: string }; input: never }) => (command.constructor.name.startsWith('Batch') ? batchGet(command.input) : get(command.input))
  return {
    instead: { './db.ts': { ddb: { send }, documents: { get, batchGet } } },
    async fill({ users }: Rows) {
      const { Items = [] } = await documents.scan({ TableName: 'users' })
      const gone = Items.filter(item => !users.some(user => user.id === item.id))
      const requests = [...gone.map(({ id }) => ({ DeleteRequest: { Key: { id } } })), ...users.map(user => ({ PutRequest: { Item: user } }))]
      for (let at = 0; at < requests.length; at += 25) await documents.batchWrite({ RequestItems: { users: requests.slice(at, at + 25) } })
      trips = 0
    },
    dump: async () => (await client.send(new ScanCommand({ TableName: 'users' }))).Items ?? [],
    hide: () => { isHidden = true },
    show: () => { isHidden = false },
    count() {
      const number = trips
      trips = 0
      return number
    },
    async close() {
      client.destroy()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
