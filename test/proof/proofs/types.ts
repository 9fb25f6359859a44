import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import ts from 'typescript'
import { proofFolder } from '../kit/places.ts'

test('the proofs themselves have no type error', () => {
  const { config } = ts.readConfigFile(join(proofFolder, 'tsconfig.json'), ts.sys.readFile) as { config: object }
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, proofFolder)
  const errors = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options))
  assert.deepEqual(errors.map((error) => `${error.file?.fileName}: ${ts.flattenDiagnosticMessageText(error.messageText, '\n')}`), [])
})
