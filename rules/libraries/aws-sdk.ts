import { library, type Type, type Value } from '../kit/library.ts'

/** What a client does is told by the command that it is sent. */
const client: Type = { members: { send: { asGiven: 0 }, destroy: { does: 'release' } } }
const mail: Type = { given: { does: 'mail', cost: 'calls the mail service' } }
const request: Type = { given: { does: 'request' } }
const enqueue: Type = { given: { does: 'enqueue' } }
const classes = (type: string, names: string[]): Record<string, Value> => Object.fromEntries(names.map((name) => [name, { class: type }]))

export default library({
  name: 'AWS SDK',
  packages: [
    '@aws-sdk/client-ses', '@aws-sdk/client-sesv2', '@aws-sdk/client-s3', '@aws-sdk/client-sqs', '@aws-sdk/client-sns', '@aws-sdk/client-lambda',
    '@aws-sdk/client-eventbridge',
  ],
  docs: 'https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/',
  exports: {
    ...classes('Client', ['SESClient', 'SESv2Client', 'S3Client', 'SQSClient', 'SNSClient', 'LambdaClient', 'EventBridgeClient']),
    ...classes('MailCommand', ['SendEmailCommand', 'SendRawEmailCommand', 'SendTemplatedEmailCommand', 'SendBulkTemplatedEmailCommand', 'SendBulkEmailCommand']),
    ...classes('QueueCommand', ['SendMessageCommand', 'SendMessageBatchCommand', 'PublishCommand', 'PublishBatchCommand', 'PutEventsCommand']),
    ...classes('RequestCommand', ['GetObjectCommand', 'PutObjectCommand', 'HeadObjectCommand', 'DeleteObjectCommand', 'DeleteObjectsCommand', 'CopyObjectCommand', 'ListObjectsV2Command', 'InvokeCommand']),
  },
  types: { Client: client, MailCommand: mail, QueueCommand: enqueue, RequestCommand: request },
})
