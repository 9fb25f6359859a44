import { library, type Call, type ManyByRequest, type Type, type Value } from '../kit/library.ts'

const one: Call = { does: 'query', rows: 'one' }
const many: Call = { does: 'query', rows: 'many', rowsIn: 'Items' }
const write: Call = { does: 'write' }
const client: Call = { does: 'connect', connection: 'pooled-client' }
const classes = (type: string, names: string): Record<string, Value> => Object.fromEntries(names.split(' ').map((name) => [`${name}Command`, { class: type }]))
const methods = (call: Call, names: string): Record<string, Value> => Object.fromEntries(names.split(' ').map((name) => [name, call]))

/** A hundred keys at a time; what a table has no room for is left for the next request. */
export const requests: ManyByRequest = {
  style: 'request', table: 'TableName', key: 'Key', selects: 'ProjectionExpression', row: 'Item', keeps: ['ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'],
  request: 'RequestItems', keys: 'Keys', rows: 'Responses', left: 'UnprocessedKeys', most: 100, allowed: 'its role may call `BatchGetItem`',
}

/** What a client does is told by the command that it is sent. */
const sender: Type['members'] = { send: { asGiven: 0 }, destroy: { does: 'release' } }

export default library({
  name: 'DynamoDB',
  packages: ['@aws-sdk/lib-dynamodb', '@aws-sdk/client-dynamodb'],
  docs: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb/',
  exports: {
    DynamoDBClient: { class: 'Client', new: client }, DynamoDB: { class: 'Client', new: client },
    DynamoDBDocumentClient: { class: 'Client' }, DynamoDBDocument: { class: 'Documents' },
    GetCommand: { class: 'GetCommand' }, ...classes('OneCommand', 'GetItem DescribeTable'), ...classes('ManyCommand', 'Query Scan BatchGet BatchGetItem TransactGet TransactGetItems ExecuteStatement BatchExecuteStatement'),
    ...classes('WriteCommand', 'Put PutItem Update UpdateItem Delete DeleteItem BatchWrite BatchWriteItem TransactWrite TransactWriteItems'),
  },
  types: {
    Client: {
      names: ['DynamoDBClient', 'DynamoDB', 'DynamoDBDocumentClient'],
      static: { from: { returns: 'Client' } },
      members: {
        ...sender, ...methods(one, 'getItem'), ...methods(many, 'query scan batchGetItem transactGetItems'),
        ...methods(write, 'putItem updateItem deleteItem batchWriteItem transactWriteItems'),
      },
    },
    Documents: {
      names: ['DynamoDBDocument'],
      static: { from: { returns: 'Documents' } },
      members: {
        ...sender, get: { ...one, many: { ...requests, call: 'batchGet' } }, ...methods(many, 'query scan batchGet transactGet'), ...methods(write, 'put update delete batchWrite transactWrite'),
      },
    },
    GetCommand: { given: { ...one, many: { ...requests, command: 'BatchGetCommand' } } }, OneCommand: { given: one }, ManyCommand: { given: many }, WriteCommand: { given: write },
  },
})
