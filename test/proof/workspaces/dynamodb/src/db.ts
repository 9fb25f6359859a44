import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocument, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

const client = new DynamoDBClient({})

export const ddb = DynamoDBDocumentClient.from(client)
export const documents = DynamoDBDocument.from(client)
