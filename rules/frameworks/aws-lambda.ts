import { framework, type EntryByFile } from '../kit/framework.ts'

const requests = ['APIGatewayProxyEvent', 'APIGatewayProxyEventV2', 'APIGatewayEvent', 'LambdaFunctionURLEvent', 'ALBEvent']
const requestHandlers = ['APIGatewayProxyHandler', 'APIGatewayProxyHandlerV2', 'LambdaFunctionURLHandler', 'ALBHandler']
const jobs = ['SQSEvent', 'SNSEvent', 'S3Event', 'DynamoDBStreamEvent', 'KinesisStreamEvent', 'EventBridgeEvent', 'ScheduledEvent', 'SQSHandler', 'SNSHandler', 'S3Handler', 'ScheduledHandler']

/** A file says nothing by its place; one that names Lambda's own events or handlers does. */
const form = (kind: 'request' | 'job', names: readonly string[]): EntryByFile => ({
  by: 'file', kind, files: ['**/*.{ts,mts,cts}'], imported: names.map((name) => `aws-lambda#${name}`),
  exports: { handler: 'ALL', lambdaHandler: 'ALL', main: 'ALL' }, answersByReturn: true,
})

export default framework({
  name: 'AWS Lambda',
  packages: ['aws-lambda', '@types/aws-lambda'],
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/typescript-handler.html',
  types: {
    Event: { names: requests, members: { headers: { is: 'Personal' }, cookies: { is: 'Personal' }, multiValueHeaders: { is: 'Personal' } } },
    Handler: { names: requestHandlers, takes: ['Event', '', ''] },
    /** Ten at most, unless more is asked for. */
    QueueEvent: { names: ['SQSEvent', 'SNSEvent'], members: { Records: { is: 'Messages' } } },
    QueueHandler: { names: ['SQSHandler', 'SNSHandler'], takes: ['QueueEvent', '', ''] },
    Messages: { messages: true },
    Personal: { personal: true },
  },
  entries: [form('request', [...requests, ...requestHandlers]), form('job', jobs)],
})
