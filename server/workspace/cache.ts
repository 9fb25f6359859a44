/**
 * The persistent cache: one file with the facts of every source and the last complete answer. Safe to delete at any
 * time; a damaged file, or one of another version, counts as none.
 *
 * Layout: lengths, a head of JSON (versions, the answer), an index in columns, then each file's packed facts. Head
 * and index are enough to see that nothing has changed; facts are read and unpacked only when they are asked for.
 */
import { Buffer } from 'node:buffer'
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FileFacts } from '../engine/facts.ts'
import type { Breath } from './breathe.ts'
import { codeOf } from './files.ts'

export interface CachedFile {
  size: number
  mtimeMs: number
  /** Of the file's bytes, hexadecimal. */
  hash: string
  /** Why there are no facts; `''` where there are. */
  reason: string
  /** Where the packed facts lie behind the index. */
  at: number
  length: number
}

interface Head {
  version: string
  /** Tells this file from one that another process put in its place. */
  id: string
  /** When it was written: a file that was changed in the same moment has to be compared by content. */
  writtenAt: number
  /** Keys that packed records share. */
  structures: string[][]
  /** Whatever the session wants to find again, as plain data. */
  kept: unknown
}

const magic = 'CPC1'
const hashLength = 20
/** Magic, length of the head, length of the index, number of files, length of everything, sum over head and index. */
const sumAt = 4 + 4 + 4 + 4 + 8
const prefixLength = sumAt + hashLength
const rowLength = 4 * 8 + hashLength

/** No more shared structures than the packer's own default: beyond it, what was packed does not come back. */
const packing = { useRecords: true }

/** A cache as it was found: everything but the facts is in memory. */
export class Cache {
  readonly path: string
  readonly head: Head
  readonly files: ReadonlyMap<string, CachedFile>
  #facts: { bytes: Buffer; unpack: (bytes: Buffer) => unknown } | undefined

  constructor(path: string, head: Head, files: ReadonlyMap<string, CachedFile>) {
    this.path = path
    this.head = head
    this.files = files
  }

  /** Reads the facts of all files into memory, still packed; false when the file is no longer the one that was found. */
  async load(): Promise<boolean> {
    if (this.#facts !== undefined) return true
    const { Packr } = await import('msgpackr')
    try {
      const all = readFileSync(this.path)
      const start = readStart((at, length) => all.subarray(at, at + length), all.length)
      if (start?.head.id !== this.head.id) return false
      const packr = new Packr({ ...packing, structures: structuredClone(this.head.structures) })
      this.#facts = { bytes: all.subarray(start.factsStart), unpack: (bytes) => packr.unpack(bytes) as unknown }
      return true
    } catch {
      return false
    }
  }

  /** The facts of a file; undefined where there are none, or they cannot be read. Needs `load`. */
  facts(file: CachedFile, version: number): FileFacts | undefined {
    const packed = this.packed(file)
    if (packed === undefined || packed.length === 0) return undefined
    try {
      const facts = this.#facts!.unpack(packed) as Partial<FileFacts> | undefined
      return facts?.version === version && Array.isArray(facts.nodes) && Array.isArray(facts.lineStarts) ? (facts as FileFacts) : undefined
    } catch {
      return undefined
    }
  }

  packed({ at, length }: CachedFile): Buffer | undefined {
    return this.#facts?.bytes.subarray(at, at + length)
  }

  /** Lets go of the packed facts. */
  unload(): void {
    this.#facts = undefined
  }
}

/** Undefined where there is no cache of that version that can be used. Never throws. */
export const openCache = (path: string, version: string, log: (line: string) => void): Cache | undefined => {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return undefined
  }
  try {
    const piece = (at: number, length: number): Buffer => {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, at))
    }
    const start = readStart(piece, fstatSync(file).size)
    if (start === undefined) {
      log(`The cache ${path} is damaged and is not used.`)
      return undefined
    }
    const isCurrent = start.head.version === version
    return isCurrent ? new Cache(path, start.head, readIndex(start.index, start.count)) : undefined
  } catch (error) {
    log(`The cache ${path} cannot be read (${codeOf(error)}) and is not used.`)
    return undefined
  } finally {
    closeSync(file)
  }
}

const readStart = (
  piece: (at: number, length: number) => Buffer, size: number,
): { head: Head; count: number; index: Buffer; factsStart: number } | undefined => {
  const prefix = piece(0, prefixLength)
  if (prefix.length < prefixLength || prefix.toString('latin1', 0, 4) !== magic || prefix.readDoubleLE(16) !== size) return undefined
  const headLength = prefix.readUInt32LE(4)
  const indexLength = prefix.readUInt32LE(8)
  const factsStart = prefixLength + headLength + indexLength
  if (factsStart > size) return undefined
  const both = piece(prefixLength, headLength + indexLength)
  if (!sumOf(both).equals(prefix.subarray(sumAt))) return undefined
  const head = JSON.parse(both.toString('utf8', 0, headLength)) as Head
  return { head, count: prefix.readUInt32LE(12), index: both.subarray(headLength), factsStart }
}

const sumOf = (...pieces: readonly Buffer[]): Buffer => {
  const hash = createHash('sha1')
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

const readIndex = (bytes: Buffer, count: number): Map<string, CachedFile> => {
  const files = new Map<string, CachedFile>()
  const names = bytes.toString('utf8', count * rowLength).split('\0')
  for (let row = 0, at = 0; row < count; row++, at += rowLength) {
    files.set(names[row * 2]!, {
      size: bytes.readDoubleLE(at), mtimeMs: bytes.readDoubleLE(at + 8), at: bytes.readDoubleLE(at + 16), length: bytes.readDoubleLE(at + 24),
      hash: bytes.toString('hex', at + 32, at + 32 + hashLength), reason: names[row * 2 + 1]!,
    })
  }
  return files
}

/** What is to be written for one file: new facts, or those that an older cache holds already. */
export interface FileToCache extends Pick<CachedFile, 'size' | 'mtimeMs' | 'hash' | 'reason'> {
  path: string
  facts: FileFacts | undefined
  cached: CachedFile | undefined
}

export interface WriteOptions {
  path: string
  version: string
  /** Its facts are taken over for the files that name a cached entry of it. */
  old: Cache | undefined
  files: Iterable<FileToCache>
  kept: unknown
  /** When the files were looked at. */
  seenAt: number
  breath: Breath
}

/** Writes beside the old file and puts the new one in its place at once. Throws what the system throws. */
export const writeCache = async ({ path, version, old, files, kept, seenAt, breath }: WriteOptions): Promise<void> => {
  const { Packr } = await import('msgpackr')
  const isOldThere = old !== undefined && await old.load()
  const structures: string[][] = isOldThere ? structuredClone(old.head.structures) : []
  const packr = new Packr({ ...packing, structures })
  const rows: Buffer[] = []
  const names: string[] = []
  const blobs: Buffer[] = []
  let at = 0
  for (const file of files) {
    if (breath.due()) await breath.pause()
    const taken = isOldThere && file.cached !== undefined ? old.packed(file.cached) : undefined
    // A copy: the packer writes the next one over its own buffer.
    const packed = taken ?? (file.facts === undefined ? Buffer.alloc(0) : Buffer.from(packr.pack(file.facts)))
    // Facts that cannot be had are read anew the next time.
    if (packed.length === 0 && file.reason === '') continue
    const row = Buffer.alloc(rowLength)
    row.writeDoubleLE(file.size, 0)
    row.writeDoubleLE(file.mtimeMs, 8)
    row.writeDoubleLE(at, 16)
    row.writeDoubleLE(packed.length, 24)
    row.write(file.hash, 32, hashLength, 'hex')
    rows.push(row)
    names.push(file.path, file.reason)
    blobs.push(packed)
    at += packed.length
  }
  const head: Head = { version, id: randomBytes(8).toString('hex'), writtenAt: seenAt, structures, kept }
  const headBytes = Buffer.from(JSON.stringify(head))
  const index = Buffer.concat([...rows, Buffer.from(names.join('\0'))])
  const prefix = Buffer.alloc(prefixLength)
  prefix.write(magic, 'latin1')
  prefix.writeUInt32LE(headBytes.length, 4)
  prefix.writeUInt32LE(index.length, 8)
  prefix.writeUInt32LE(rows.length, 12)
  prefix.writeDoubleLE(prefixLength + headBytes.length + index.length + at, 16)
  sumOf(headBytes, index).copy(prefix, sumAt)
  old?.unload()
  replaceFile(path, [prefix, headBytes, index, ...blobs])
}

const replaceFile = (path: string, pieces: readonly Buffer[]): void => {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  try {
    const file = openSync(temporary, 'wx')
    try {
      const all = Buffer.concat(pieces)
      for (let at = 0; at < all.length;) at += writeSync(file, all, at)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
