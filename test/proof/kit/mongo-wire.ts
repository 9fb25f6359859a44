/** MongoDB's wire protocol, as far as the official drivers speak it to a single server: frames in, documents out. */
import { deserialize, serialize, type Document } from 'bson'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Answers one command; throws a `CommandError` where the server would refuse it. */
export type Answer = (command: Document) => Document

export class CommandError extends Error {
  readonly code: number
  readonly codeName: string
  constructor(code: number, codeName: string, message: string) {
    super(message)
    this.code = code
    this.codeName = codeName
  }
}

export interface MongoWire { url: string; close(): Promise<void> }

const message = 2013
const olderQuery = 2004

export async function openMongoWire(answer: Answer): Promise<MongoWire> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    let rest: Buffer = Buffer.alloc(0)
    socket.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes])
      while (rest.length >= 16 && rest.length >= rest.readInt32LE(0)) {
        const length = rest.readInt32LE(0)
        respond(socket, rest.subarray(0, length), answer)
        rest = rest.subarray(length)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}/proof`,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function respond(socket: Socket, frame: Buffer, answer: Answer): void {
  const request = frame.readInt32LE(4)
  const kind = frame.readInt32LE(12)
  const command = kind === olderQuery ? olderCommand(frame) : commandOf(frame)
  const body = serialize(answered(command, answer), { ignoreUndefined: true })
  const head = Buffer.alloc(kind === olderQuery ? 36 : 21)
  head.writeInt32LE(head.length + body.length, 0)
  head.writeInt32LE(request, 8)
  head.writeInt32LE(kind === olderQuery ? 1 : message, 12)
  if (kind === olderQuery) head.writeInt32LE(1, 32)
  socket.write(Buffer.concat([head, body]))
}

function answered(command: Document, answer: Answer): Document {
  try {
    return answer(command)
  } catch (error) {
    const { code, codeName } = error instanceof CommandError ? error : { code: 2, codeName: 'BadValue' }
    return { ok: 0, code, codeName, errmsg: String((error as Error).message) }
  }
}

/** The first greeting of a driver: flags, the collection's name, two numbers, the document. */
function olderCommand(frame: Buffer): Document {
  return deserialize(frame.subarray(frame.indexOf(0, 20) + 1 + 8))
}

/** A body, and sequences of documents that belong to one of its fields. */
function commandOf(frame: Buffer): Document {
  const hasChecksum = (frame.readUInt32LE(16) & 1) === 1
  const end = frame.length - (hasChecksum ? 4 : 0)
  const command: Document = {}
  for (let at = 20; at < end;) {
    const isBody = frame[at++] === 0
    const length = frame.readInt32LE(at)
    if (isBody) {
      Object.assign(command, deserialize(frame.subarray(at, at + length)))
    } else {
      const nameEnd = frame.indexOf(0, at + 4)
      command[frame.toString('utf8', at + 4, nameEnd)] = documentsIn(frame.subarray(nameEnd + 1, at + length))
    }
    at += length
  }
  return command
}

function documentsIn(bytes: Buffer): Document[] {
  const documents: Document[] = []
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) documents.push(deserialize(bytes.subarray(at, at + bytes.readInt32LE(at))))
  return documents
}
