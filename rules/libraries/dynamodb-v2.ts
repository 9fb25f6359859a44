import { library, type Call, type Value } from '../kit/library.ts'
import { requests } from './dynamodb.ts'

/** Its calls run when `promise()` is asked for, or with a callback. */
const calls = (effect: 'query' | 'write', rows: 'one' | 'many' | undefined, names: string): Record<string, Value> =>
  Object.fromEntries(names.split(' ').map((name): [string, Call] => [name, { does: effect, ...(rows && { rows }), ...(/^(query|scan)$/.test(name) && { rowsIn: 'Items' }), builds: true, returns: 'Request' }]))

export default library({
  name: 'DynamoDB (AWS SDK 2)',
  packages: ['aws-sdk', 'aws-sdk/clients/dynamodb'],
  docs: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/DynamoDB/DocumentClient.html',
  exports: { DynamoDB: { class: 'Client' }, 'DynamoDB.DocumentClient': { class: 'Documents' }, 'clients/dynamodb.DocumentClient': { class: 'Documents' } },
  types: {
    Client: {
      names: ['DynamoDB'], static: { DocumentClient: { class: 'Documents' } },
      members: { ...calls('query', 'one', 'getItem'), ...calls('query', 'many', 'query scan batchGetItem transactGetItems'), ...calls('write', undefined, 'putItem updateItem deleteItem batchWriteItem transactWriteItems') },
    },
    Documents: {
      names: ['DynamoDB.DocumentClient', 'DocumentClient'],
      members: { get: { does: 'query', rows: 'one', builds: true, returns: 'Request', many: { ...requests, call: 'batchGet' } }, ...calls('query', 'many', 'query scan batchGet transactGet'), ...calls('write', undefined, 'put update delete batchWrite transactWrite'), createSet: {} },
    },
    Request: { members: { promise: { returns: 'self' }, '*': { returns: 'self' } } },
  },
})
