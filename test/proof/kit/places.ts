/** Where the proofs find things. */
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

export const proofFolder = fileURLToPath(new URL('..', import.meta.url))

/** The built command line: the proofs use it as a reader would, through a shell. */
export const commandLine = process.env.CROWDPROOF_COMMAND_LINE ?? join(proofFolder, '..', '..', 'dist', 'command-line.js')

/** Bundles and generated clients; inside node_modules, so that they find the libraries and nobody commits them. */
export const workFolder = join(proofFolder, 'node_modules', '.proof')
